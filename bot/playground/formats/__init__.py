"""Slack's formats: objects, payloads, text, values."""
