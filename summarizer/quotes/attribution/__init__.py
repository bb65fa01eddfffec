"""One decision: who said a quote; then the full name, and the quotes as values."""
