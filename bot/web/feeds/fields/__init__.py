"""The fields of an entry: when it was published, by whom, its links, title and summary, and by what it is known."""
