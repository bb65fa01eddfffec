"""The door to the web: which addresses we may open, how a page is fetched, what links mean the same article."""
