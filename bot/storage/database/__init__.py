"""The database as a whole: its address, upgrades, backups, checks and locks."""
