"""What speaks for a candidate, and what rules one out."""
