"""Editions: how stories are selected, merged, drafted and posted."""
