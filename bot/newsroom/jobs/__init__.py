"""Inbox and outbox: what is stored before it is acknowledged, and before it is posted."""
