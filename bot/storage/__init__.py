"""Persistent data: one SQLite file by default, PostgreSQL by its address, the same code for both."""
