"""Reading documents in child processes: what may be read, how, and why a page gave nothing."""
