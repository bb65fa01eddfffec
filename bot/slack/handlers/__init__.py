"""One file per kind of job: what is done about what Slack sent."""
