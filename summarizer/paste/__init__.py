"""Pasted text -> Article."""
