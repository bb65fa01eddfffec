"""Durable jobs: taken in, begun fairly, done once, taken up again after a crash."""
