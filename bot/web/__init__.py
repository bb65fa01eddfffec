"""Access to the web: which addresses may be opened, how a page is fetched, which links mean the same article."""
