"""Patterns that find a speaker, by the grammar of a language."""
