"""Requests: links or text in, digests or errors out."""
