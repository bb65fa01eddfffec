"""Pure: Slack's payloads in, typed values out."""
