"""Features and constraints of candidates, and the evidence strength of speakers."""
