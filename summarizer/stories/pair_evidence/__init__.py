"""The evidence that two articles report one event, and a learned decision over it."""
