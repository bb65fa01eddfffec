"""The article as tokens, quotes opaque: names, noun phrases, subjects."""
