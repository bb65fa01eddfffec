"""What was shown of an article, compared with the article as it is now: "Check again"."""
