"""Periodic tasks, and the editions that are due."""
