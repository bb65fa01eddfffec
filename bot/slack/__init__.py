"""All that knows Slack: what it sends us, what we post, how both look."""
