"""Selects the sentences of a digest."""
