"""Sends to Slack: posts, ephemeral answers, notices; finds and deletes what was sent."""
