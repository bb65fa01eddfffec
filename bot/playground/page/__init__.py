"""The page at /: plain files, no build."""
