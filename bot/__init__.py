"""nutgraf's shell: everything that touches the world (Slack, the web, processes, settings)."""
