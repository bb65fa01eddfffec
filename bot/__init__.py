"""nutgraf's shell: everything with external effects (Slack, the web, processes, settings)."""
