"""The use cases: what the bot does, in terms of Protocols that the composition root implements."""
