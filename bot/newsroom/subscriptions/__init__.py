"""Subscriptions: what a channel wants and when, who may change it."""
