"""The engine room: child processes for heavy work, and the runner of jobs."""
