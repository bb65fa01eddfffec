"""One file a kind of job: what is done about what Slack sent."""
