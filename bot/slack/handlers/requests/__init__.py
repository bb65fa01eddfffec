"""Requests for digests: handles mentions, `/summarize` and the buttons under a digest."""
