"""What goes out: posts, private answers, notices, and what becomes of them."""
