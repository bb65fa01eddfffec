"""Where words are quoted: marks, dashes, clauses of the reporter inside."""
