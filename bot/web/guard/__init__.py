"""Which addresses may be connected to, enforced from the link to the socket."""
