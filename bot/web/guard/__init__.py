"""Which addresses may be connected to, held from the link to the socket."""
