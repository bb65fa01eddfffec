"""The plain patterns of languages that no weight learned."""
