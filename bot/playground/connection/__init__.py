"""How payloads reach the bot: Socket Mode or HTTP; trigger ids and response_urls."""
