"""Which mentions are one person, with full name and role."""
