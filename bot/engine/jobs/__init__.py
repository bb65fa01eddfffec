"""Durable jobs: stored, started fairly, done once, resumed after a crash."""
