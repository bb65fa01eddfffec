"""What a page says about its own article: that it was corrected, or withdrawn."""
