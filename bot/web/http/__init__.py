"""Fetching: guarded, capped and timed; what a response's headers mean."""
