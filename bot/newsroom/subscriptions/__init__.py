"""Subscriptions: what a channel receives and when, and who may change it."""
