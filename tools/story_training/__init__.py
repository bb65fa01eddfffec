"""Learns which pairs of articles report one event."""
