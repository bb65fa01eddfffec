"""Stop signals, and how the process announces itself."""

import asyncio
import signal
from collections.abc import Callable

Announce = Callable[[str], None]


def stop_signal() -> asyncio.Future[None]:
    """Return a future that is done at the first SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    stopped: asyncio.Future[None] = loop.create_future()

    def stop() -> None:
        if not stopped.done():
            stopped.set_result(None)

    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:  # Windows: Ctrl-C raises KeyboardInterrupt there
            break
    return stopped
