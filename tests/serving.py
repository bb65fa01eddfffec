"""A site on this machine for as long as a test needs it."""

import http.server
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def serving(server: http.server.ThreadingHTTPServer) -> Iterator[str]:
    """Its origin. An asker who hangs up is no news: told on stderr, it would stand in the output of a later test."""
    tell = server.handle_error

    def tell_of_mistakes(request: Any, asker: Any) -> None:
        if not isinstance(sys.exc_info()[1], OSError):
            tell(request, asker)

    server.handle_error = tell_of_mistakes
    server.daemon_threads, server.block_on_close = True, False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
