"""All that knows Slack: what it sends us, what we post, and how both look."""
