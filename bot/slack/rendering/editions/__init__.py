"""Editions of a channel's digest as messages, and what a person sees of them alone."""
