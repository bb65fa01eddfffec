"""What is done every so often: periodic tasks, and the editions that are due."""
