"""What people write in Slack -> plain text, links, files, and what is asked. Pure."""
