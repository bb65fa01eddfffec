"""robots.txt: what sites allow programs to request; cached for a day, parsed in a worker process.

Source: RFC 9309. No robots.txt (4xx) allows everything; while it cannot be fetched (5xx, no response) nothing is
requested that no person asked for. What a person asked for is read, unless the site's rules name us:
docs/decisions/0112-robots-and-named-feeds.md.
"""

from dataclasses import dataclass
from typing import Protocol

from protego import Protego

from bot.clock import Clock
from bot.errors import BotWallError, BusyError, FetchError, HTTPStatusError, InvalidLinkError, WorkerError
from bot.newsroom.feeds.ports import FeedResponse
from bot.web.feeds.feed_reader import Runner
from bot.web.urls import parse_link

AGENT = "nutgraf"

KEPT_S = 86_400.0
"""RFC 9309, 2.4: not longer than a day."""

RETRY_S = 3600.0
"""After a failed fetch."""

MAX_BYTES = 512_000
"""RFC 9309, 2.5: at least 500 KiB are read."""

MAX_SITES = 5000


class _Fetcher(Protocol):
    async def fetch_feed(self, url: str) -> FeedResponse: ...


@dataclass(frozen=True, slots=True)
class _Rules:
    """A robots.txt, and when it expires."""

    body: bytes
    until: float
    decisions: dict[str, bool]


class SiteRobots:
    """The implementation of the newsroom's `Robots`.

    Args:
        fetcher: fetches robots.txt.
        workers: worker processes: a robots.txt may be built to cost minutes.
        clock: the current time.
    """

    def __init__(self, fetcher: _Fetcher, workers: Runner, clock: Clock) -> None:
        self._fetcher = fetcher
        self._workers = workers
        self._clock = clock
        self._sites: dict[str, _Rules] = {}
        self._unreachable: dict[str, float] = {}

    async def allows(self, url: str) -> bool:
        """Return whether the site's robots.txt allows us to request that address.

        Raises:
            FetchError: robots.txt cannot be fetched for now.
            BusyError: the queue is full.
        """
        try:
            origin = parse_link(url).origin
        except InvalidLinkError:
            return True  # fetching it will report what is wrong
        rules = self._sites.get(origin)
        if rules is None or rules.until <= self._clock.monotonic():
            rules = await self._ask(origin, rules)
            self._remember(origin, rules)
        if not rules.body.strip():
            return True
        if url not in rules.decisions:
            rules.decisions[url] = await self._decide(rules.body, url)
        return rules.decisions[url]

    async def forbids_by_name(self, url: str) -> bool:
        """Return whether the site's robots.txt names us and forbids an address that a person asked for.

        Raises:
            BusyError: the queue is full.
        """
        try:
            origin = parse_link(url).origin
        except InvalidLinkError:
            return False  # fetching it will report what is wrong
        if self._unreachable.get(origin, 0.0) > self._clock.monotonic():
            return False
        try:
            is_allowed_to_all = await self.allows(url)
        except BusyError:
            raise
        except FetchError:
            self._note_unreachable(origin)
            return False
        rules = None if is_allowed_to_all else self._sites.get(origin)
        return rules is not None and names_us(rules.body)

    async def _ask(self, origin: str, before: _Rules | None) -> _Rules:
        """Return the site's current rules; where they cannot be fetched, the previous ones, if there are any."""
        now = self._clock.monotonic()
        try:
            answer = await self._fetcher.fetch_feed(f"{origin}/robots.txt")
        except BusyError:
            raise
        except FetchError as error:
            if isinstance(error, BotWallError) or (isinstance(error, HTTPStatusError) and _is_missing(error.status)):
                return _Rules(b"", now + KEPT_S, {})
            if before is None:
                raise
            return _Rules(before.body, now + RETRY_S, before.decisions)
        body = answer.body[:MAX_BYTES]
        is_page = "html" in answer.content_type.lower() or body.lstrip()[:1] == b"<"
        return _Rules(b"" if is_page else body, now + KEPT_S, {})

    def _remember(self, origin: str, rules: _Rules) -> None:
        """Store a site's rules; the oldest are dropped when there are too many."""
        self._sites.pop(origin, None)
        self._sites[origin] = rules
        if len(self._sites) > MAX_SITES:
            del self._sites[next(iter(self._sites))]

    def _note_unreachable(self, origin: str) -> None:
        """Ask a site again in an hour only: its feeds are polled meanwhile."""
        self._unreachable.pop(origin, None)
        self._unreachable[origin] = self._clock.monotonic() + RETRY_S
        if len(self._unreachable) > MAX_SITES:
            del self._unreachable[next(iter(self._unreachable))]

    async def _decide(self, body: bytes, url: str) -> bool:
        """Return what the rules say of one address; rules that cannot be parsed in time allow nothing."""
        try:
            return await self._workers.run(is_allowed, body, url)
        except BusyError:
            raise
        except WorkerError:
            return False


def is_allowed(body: bytes, url: str, agent: str = AGENT) -> bool:
    """Return what a robots.txt says of one address. Pure; run it in a worker process."""
    return bool(Protego.parse(body.decode("utf-8", "replace")).can_fetch(url, agent))


def names_us(body: bytes, agent: str = AGENT) -> bool:
    """Return whether a robots.txt has rules for this program by its name. Pure."""
    for line in body.decode("utf-8", "replace").splitlines():
        field, colon, value = line.partition("#")[0].partition(":")
        if colon and field.strip().casefold() == "user-agent" and value.strip().casefold().partition("/")[0] == agent:
            return True
    return False


def _is_missing(status: int) -> bool:
    """Return whether a status means that there are no rules; with "too many requests" there may be some."""
    return 400 <= status < 500 and status != 429
