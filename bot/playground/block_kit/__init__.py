"""Block Kit's limits as tables, and the checks of messages and views against them."""
