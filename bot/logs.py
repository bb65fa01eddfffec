"""Logs: one JSON line an event, tokens and one-time addresses blacked out."""
