"""Block Kit: blocks and elements as Slack writes them, and text that is safe inside them."""
