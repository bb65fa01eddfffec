"""Feeds: found, read, and what robots.txt says about that."""
