"""The news world of the measuring data, served on this machine as a test's clock goes on: nothing is out before its time."""

import importlib.util
import json
import re
import select
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.serving import serving

_ENTRY = re.compile(r"<item>.*?</item>|<entry>.*?</entry>|<url>.*?</url>", re.DOTALL)
_OUT_AT = re.compile(r"article:published_time' content='([^']+)'")
_ADDRESS = re.compile(r"BASE([^<'\"]+)")
_ABANDONED = ("/slow/", "/huge/")
"""Feeds whose requester hangs up in the middle: the site notices when it is over, not when that was."""


@dataclass(frozen=True)
class Asked:
    """One request, and what it was answered."""

    at: datetime
    path: str
    condition: str | None
    status: int
    etag: str | None


@dataclass
class World:
    """The world and its log.

    Attributes:
        origin: where it is.
        gold: the story of each article's address.
        day_of: the day each article's address came out.
        log: every request, in the order they were answered.
        busiest: requests that were open at once.
    """

    whole: dict[str, tuple[str, str]]
    clock: Callable[[], datetime]
    origin: str = ""
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    busiest: int = 0
    _open: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        rows = [json.loads(line) for line in self.whole["/gold.jsonl"][0].splitlines()]
        self.gold = {row["url"]: row["cluster"] for row in rows}
        self.day_of = {row["url"]: date.fromisoformat(row["day"]) for row in rows}
        self._out_at = {url: datetime.fromisoformat(_only(_OUT_AT, self.whole[url][0])) for url in self.gold}

    def go_on(self) -> None:
        """Publish what is out by now."""
        out = {url for url, moment in self._out_at.items() if moment <= self.clock()}
        for path, (body, kind) in self.whole.items():
            if path not in self.gold or path in out:
                self.pages[path] = (_until(body, kind, out), kind)

    def stories(self, day: date) -> dict[str, frozenset[str]]:
        """The addresses of each story of a day."""
        urls = [url for url in self.gold if self.day_of[url] == day]
        return {self.gold[url]: frozenset(u for u in urls if self.gold[u] == self.gold[url]) for url in urls}

    def asked(self, path: str) -> list[Asked]:
        """The requests for a path."""
        return [request for request in self.log if request.path == path]

    def begin(self, path: str) -> None:
        """A request is open."""
        if not path.startswith(_ABANDONED):
            with self._lock:
                self._open += 1
                self.busiest = max(self.busiest, self._open)

    def end(self, asked: Asked) -> None:
        """A request is being answered."""
        with self._lock:
            self._open -= not asked.path.startswith(_ABANDONED)
            self.log.append(asked)


@contextmanager
def serve_world(shared: Path, *, last_day: date, stories: int, clock: Callable[[], datetime]) -> Iterator[World]:
    """A world of three days on loopback, empty until it goes on."""
    module = _load(shared / "feeds" / "news_world.py")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its file to be closed
        pages, outlets = module.build(shared / "stories" / "dev" / "basil.jsonl", last_day, stories)
    world = World(pages, clock)
    server = module.serve(world.pages, outlets[0])
    server.RequestHandlerClass = _recording(server.RequestHandlerClass, world, module)
    with serving(server) as world.origin:
        yield world


def _load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("news_world", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _until(body: str, kind: str, out: set[str]) -> str:
    """A feed without the entries that are not out yet; pages as they are."""
    if "json" in kind and body.startswith('{"version'):
        feed = json.loads(body)
        feed["items"] = [item for item in feed["items"] if item["url"].removeprefix("BASE") in out]
        return json.dumps(feed)
    return _ENTRY.sub(lambda entry: entry[0] if _only(_ADDRESS, entry[0]) in out else "", body)


def _only(pattern: re.Pattern[str], text: str) -> str:
    """What the pattern's group holds in a text that has it."""
    found = pattern.search(text)
    assert found is not None, text
    return found[1]


def _recording(handler: Any, world: World, module: Any) -> Any:
    """The site's handler, its requests written down; it stalls no longer than somebody waits."""
    of_thread = threading.local()

    def stall(seconds: float) -> None:
        select.select([of_thread.connection], [], [], seconds)  # readable: the requester hung up

    module.time = SimpleNamespace(time=lambda: 0.0, sleep=stall)

    class Recording(handler):  # type: ignore[misc]  # a class of the measuring data
        status, etag = 0, None

        def do_GET(self) -> None:  # noqa: N802  (the library's name)
            of_thread.connection = self.connection
            path = self.path.partition("?")[0]
            world.begin(path)
            select.select([], [], [], 0.001)  # so that two requests at once are seen to be at once
            try:
                super().do_GET()
            except OSError:
                self.close_connection = True  # the requester hung up

        def send_response(self, code: int, message: str | None = None) -> None:
            self.status = code
            super().send_response(code, message)

        def end_headers(self) -> None:
            # Told before they are sent: whoever has the answer may ask the next thing at once.
            asked = Asked(
                world.clock(), self.path.partition("?")[0], self.headers.get("If-None-Match"), self.status, self.etag
            )
            world.end(asked)
            super().end_headers()

        def send_header(self, keyword: str, value: str) -> None:
            self.etag = value if keyword == "ETag" else self.etag
            super().send_header(keyword, value)

    return Recording
