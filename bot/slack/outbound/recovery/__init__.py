"""Finds out in Slack what is posted there: after a lost answer, and after a restore from a backup."""
