"""Runs a local web server during a test."""

import http.server
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def free_port() -> int:
    """A port of loopback that nothing listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def serving(server: http.server.ThreadingHTTPServer) -> Iterator[str]:
    """Yields its origin. Clients that hang up are not logged: stderr would be in the output of a later test."""
    notify = server.handle_error

    def tell_of_mistakes(request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], OSError):
            notify(request, client_address)

    server.handle_error = tell_of_mistakes  # type: ignore[method-assign]  # of this server alone
    server.daemon_threads, server.block_on_close = True, False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
