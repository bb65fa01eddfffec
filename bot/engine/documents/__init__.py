"""Reading documents in worker processes: what may be parsed, how, and why a page has no article."""
