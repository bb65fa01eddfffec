"""The use cases: what the bot does, said in terms of Protocols that the composition root fills in."""
