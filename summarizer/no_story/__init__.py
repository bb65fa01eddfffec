"""Recognises what is no story: front pages, cookie notices, forms to log in, gibberish, tables of numbers."""
