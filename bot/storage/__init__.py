"""What must outlive the process: one SQLite file by default, PostgreSQL by its address, the same code for both."""
