"""The fields of an entry: when it was published, by whom, its title, its summary."""
