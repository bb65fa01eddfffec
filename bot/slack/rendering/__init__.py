"""Pure: digests and errors in, Slack messages out."""
