"""What tests and the page can do and see: people's actions, faults and limits, inspection."""
