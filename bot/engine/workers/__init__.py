"""Worker processes that run one function after another and may be killed at any time."""
