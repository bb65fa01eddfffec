"""Feeds: discovery, parsing, and robots.txt."""
