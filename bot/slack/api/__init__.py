"""Slack's Web API: calls and their errors, channels and people, files."""
