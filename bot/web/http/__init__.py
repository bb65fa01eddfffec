"""HTTP: guarded fetching with limits and deadlines, and the meaning of response headers."""
