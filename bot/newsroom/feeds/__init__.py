"""Feeds: when each is polled, and which of its items are new."""
