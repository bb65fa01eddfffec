"""Whom a mention means that names nobody: the candidates, what is known of them, and a ranker with probabilities."""
