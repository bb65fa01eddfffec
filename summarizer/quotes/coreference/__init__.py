"""Coreference: which mentions have one entity, with full name and role."""
