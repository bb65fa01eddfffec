"""What tests and the page can do and see: a person's acts, the day's conditions, a look inside."""
