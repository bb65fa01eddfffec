"""Feeds: when each is polled, and which items are new."""
