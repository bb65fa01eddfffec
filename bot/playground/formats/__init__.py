"""How Slack writes things: objects, payloads, text, values."""
