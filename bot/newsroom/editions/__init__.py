"""Editions: which stories, joined how, written down, posted."""
