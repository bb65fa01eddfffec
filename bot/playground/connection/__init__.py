"""How payloads reach the bot: Socket Mode or HTTP, and what they lend it for a while."""
