"""Which quotes are shown."""
