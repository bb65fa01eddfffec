"""A web site on this machine that answers what a test tells it to."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
import structlog

Answer = bytes | Callable[[asyncio.StreamWriter], "asyncio.Future[None]"]

STORY = "<html><body><article><h1>Pier reopens</h1><p>The northern pier of Holm reopened on Tuesday.</p></article>"


def http(body: bytes | str = b"", status: int = 200, **headers: str) -> bytes:
    """One HTTP answer; header names with underscores for dashes."""
    content = body.encode() if isinstance(body, str) else body
    named = {"Content_Type": "text/html; charset=utf-8", "Content_Length": str(len(content)), **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in named.items() if value)
    return f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode() + content


@dataclass
class Site:
    """A site.

    Attributes:
        answers: path -> the bytes it sends.
        delay_s: how long it thinks first.
        requests: the heads of the requests it got.
        busiest: how many requests it had open at once.
    """

    answers: dict[str, bytes] = field(default_factory=dict)
    delay_s: float = 0
    requests: list[str] = field(default_factory=list)
    busiest: int = 0
    origin: str = ""
    _open: int = 0

    @property
    def origins(self) -> frozenset[str]:
        return frozenset({self.origin})

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open += 1
        self.busiest = max(self.busiest, self._open)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.requests.append(head)
            await asyncio.sleep(self.delay_s)
            path = head.split(" ", 2)[1]
            writer.write(self.answers.get(path, http("no such page", 404)))
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self._open -= 1
            writer.close()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    told = Site()
    server = await asyncio.start_server(told.serve, "127.0.0.1", 0)
    told.origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield told
    server.close()
    await server.wait_closed()


@pytest.fixture(autouse=True)
def quiet_logs() -> object:
    with structlog.testing.capture_logs() as lines:
        yield lines
