"""What the bot asks of Slack: the permissions that the code needs, and the app manifest that is made of them."""
