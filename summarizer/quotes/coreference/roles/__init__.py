"""What the article says a person is, and the line under a quote that holds name and role."""
