"""Gets a page from the public web, and never from anywhere else.

    GuardedFetcher.fetch     url -> Page, within one deadline
    GuardedFetcher.fetch_feed url -> FeedAnswer, by the same rules, for feeds: conditional, one request a host
      address_policy         the link's spelling, at every hop
      interstitials          hosts where no story can be read
      resolver               names -> public addresses only
      socket_guard           the final address of every socket, whatever led to it
      content_type, interstitials    what came back: a page, or something else

Redirects are followed by hand so that each hop passes the same checks. Nothing is taken from the environment: no
proxy, no cookies, no .netrc. What the site sends is capped after decoding, and the deadline covers everything from the
look-up to the last byte.
"""

import asyncio
import errno
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from types import TracebackType
from typing import Self

import aiohttp
import certifi
import structlog
from yarl import URL

from bot.errors import (
    BlockedAddressError,
    ConfigError,
    FetchError,
    HTTPStatusError,
    InvalidLinkError,
    MalformedResponseError,
    TimedOutError,
    TooLargeError,
    TooManyRedirectsError,
    UnreachableError,
)
from bot.newsroom.feeds.ports import FeedAnswer
from bot.newsroom.ports import Page
from bot.web.guard.address_policy import check_link
from bot.web.guard.resolver import LookUp, PublicResolver
from bot.web.guard.socket_guard import exempt_addresses, exempt_hosts, public_sockets
from bot.web.http import conditional_requests, content_type, response_headers
from bot.web.http.host_limiter import HostSlots
from bot.web.pages import interstitials
from bot.web.urls import Link, join, parse_link, unwrap

log = structlog.get_logger()

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PAGES = frozenset({200, 203})
"""Statuses that come with a page. 202 is a wall's favourite, 204 is empty, 206 a part we did not ask for."""

_ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.9,application/pdf;q=0.8,*/*;q=0.1"

_CHUNK_BYTES = 65_536

MAX_CONNECTIONS = 400
"""Far more than the jobs under way open: nobody waits for a connection that hangs at somebody else's site."""


def introduce(contact: str = "") -> str:
    """The User-Agent: our name, version, and where a webmaster can reach whoever runs this bot."""
    name = f"nutgraf/{version('nutgraf')}"
    return f"{name} (+{contact})" if contact else name


@dataclass(frozen=True, slots=True)
class _Answer:
    """One response, its body read."""

    link: Link
    status: int
    headers: dict[str, str]
    body: bytes


_Ask = Callable[[Link, "_Budget"], Awaitable[_Answer]]
_Read = Callable[[Link, aiohttp.ClientResponse], Awaitable[_Answer]]


class GuardedFetcher:
    """Fetches pages; use it as an async context manager, or call `start` and `close`.

    Args:
        total_timeout_s: for the whole answer: look-ups, redirects, body. Waiting for a turn at a busy host is extra.
        max_bytes: of a body, decoded.
        max_redirects: hops after the first link.
        user_agent: see `introduce`.
        proxy: an egress proxy ("http://proxy.example:3128"). Links and addresses are still checked here, before it is
            asked; what it then resolves is its own affair, so give it a deny list too.
        allowed_origins: exact origins on this machine that may be read (playground, tests).
        per_host: requests to one host at a time.
        look_up: instead of `socket.getaddrinfo`, for tests.
    """

    def __init__(
        self,
        *,
        total_timeout_s: float = 10,
        max_bytes: int = 5_000_000,
        max_redirects: int = 5,
        user_agent: str = "",
        proxy: str | None = None,
        allowed_origins: frozenset[str] = frozenset(),
        per_host: int = 2,
        look_up: LookUp | None = None,
    ) -> None:
        self._total_timeout_s = total_timeout_s
        self._max_bytes = max_bytes
        self._max_redirects = max_redirects
        self._user_agent = user_agent or introduce()
        self._proxy = proxy
        self._allowed_origins = allowed_origins
        self._slots = HostSlots(per_host)
        self._feed_slots = HostSlots(1)
        self._resolver = PublicResolver(
            exempt=exempt_hosts(allowed_origins), require_all=proxy is not None, look_up=look_up or socket.getaddrinfo
        )
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Open the session; needs a running event loop."""
        self._session = aiohttp.ClientSession(
            connector=self._connect_via_proxy() if self._proxy else self._connect_directly(),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._user_agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate, br"},
            timeout=aiohttp.ClientTimeout(total=None),  # `_Budget` keeps the deadline
            trust_env=False,
            requote_redirect_url=False,
            raise_for_status=False,
        )

    async def close(self) -> None:
        """Close the session and every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def fetch(self, url: str) -> Page:
        """The page behind a link.

        Raises:
            FetchError: with a sentence for the person who asked.
        """
        budget = _Budget(self._total_timeout_s)
        answer = await self._follow(unwrap(url), budget)
        target = response_headers.refresh_target(answer.body)
        if target is not None:
            answer = await self._follow_refresh(answer, target, budget)
        return Page(
            url=answer.link.href, body=answer.body, status=answer.status, headers=answer.headers, requested_url=url
        )

    async def fetch_feed(self, url: str, etag: str | None = None, last_modified: str | None = None) -> FeedAnswer:
        """What a site answers when asked for a feed, or a robots.txt: any text, 304 and 410 as values.

        Args:
            url: of the feed.
            etag: of the answer we have.
            last_modified: the same.

        Raises:
            FetchError: with a sentence for people.
            BusyError: no turn at that host within a minute.
        """
        headers = conditional_requests.request_headers(etag, last_modified)
        statuses: list[int] = []

        async def ask(link: Link, budget: _Budget) -> _Answer:
            async with self._feed_slots.turn(link.host_and_port):
                answer = await self._ask(link, budget, headers=headers, read=self._read_feed)
            statuses.append(answer.status)
            return answer

        answer = await self._follow(url, _Budget(self._total_timeout_s), ask=ask)
        return conditional_requests.to_value(answer.link.href, statuses, answer.headers, answer.body)

    async def _follow_refresh(self, answer: _Answer, target: str, budget: "_Budget") -> _Answer:
        """Where a page sends its reader at once; the page itself where that is nowhere we may go."""
        try:
            onward = join(answer.link.href, target)
            if onward == answer.link.href:
                return answer
            return await self._follow(onward, budget, came_from=answer.link)
        except (BlockedAddressError, InvalidLinkError):
            return answer

    async def _follow(
        self, url: str, budget: "_Budget", *, came_from: Link | None = None, ask: "_Ask | None" = None
    ) -> _Answer:
        """The answer at the end of a link's redirects."""
        # Only whoever starts on an allowed origin may go on there: no public page can send us to this machine.
        starts_here = check_link(came_from.href if came_from else url, allowed_origins=self._allowed_origins)
        allowed = self._allowed_origins if starts_here.origin in self._allowed_origins else frozenset()
        for _ in range(self._max_redirects + 1):
            link = check_link(url, allowed_origins=allowed)
            interstitials.check_host(link)
            answer = await (ask or self._ask)(link, budget)
            if answer.status not in REDIRECTS:
                return answer
            url = _location(answer)
        raise TooManyRedirectsError(f"more than {self._max_redirects}, last {url[:200]!r}")

    async def _ask(
        self,
        link: Link,
        budget: "_Budget",
        *,
        headers: Mapping[str, str] | None = None,
        read: "_Read | None" = None,
    ) -> _Answer:
        """One request, in its turn and within what is left of the deadline."""
        assert self._session is not None, "start() first"  # noqa: S101  (a mistake of ours, not of the outside)
        async with self._slots.turn(link.host_and_port), budget.spending():
            if self._proxy:
                await self._resolver.resolve(link.host, link.port)
            try:
                async with self._session.get(
                    URL(link.href, encoded=True), allow_redirects=False, proxy=self._proxy, headers=headers
                ) as response:
                    return await (read or self._read)(link, response)
            except (aiohttp.ClientError, OSError, ValueError) as error:
                raise _explain(error) from error

    async def _read(self, link: Link, response: aiohttp.ClientResponse) -> _Answer:
        """The answer with its body, refused as early as it can be."""
        headers = response_headers.lower_headers(response.headers.items())
        bare = _Answer(link, response.status, headers, b"")
        if response.status in REDIRECTS:
            return bare
        if response.status not in PAGES:
            await self._refuse_status(response, headers)
        response_headers.check_encoding(headers)
        page = Page(url=link.href, body=b"", headers=headers)
        content_type.check_type(page.content_type)
        declared = response_headers.declared_length(headers)
        if declared is not None and declared > self._max_bytes:
            raise TooLargeError(f"Content-Length {declared}")
        body = await _read_body(response, self._max_bytes)
        content_type.check_bytes(body)
        interstitials.check_wall(response.status, headers, body)
        return replace(bare, body=body)

    async def _read_feed(self, link: Link, response: aiohttp.ClientResponse) -> _Answer:
        """The answer of a feed. Its type is not believed; a body that is too long is cut, for feeds begin with news."""
        headers = response_headers.lower_headers(response.headers.items())
        bare = _Answer(link, response.status, headers, b"")
        if response.status in REDIRECTS or response.status in conditional_requests.BODILESS:
            return bare
        if response.status not in PAGES:
            await self._refuse_status(response, headers)
        response_headers.check_encoding(headers)
        body = await _read_body(response, self._max_bytes, is_cut=True)
        conditional_requests.check_body(headers, body)
        return replace(bare, body=body)

    async def _refuse_status(self, response: aiohttp.ClientResponse, headers: dict[str, str]) -> None:
        """Raise what an error status means; a look at the error page tells a wall from an error."""
        try:
            response_headers.check_encoding(headers)
            beginning = await response.content.read(_CHUNK_BYTES)
        except (aiohttp.ClientError, MalformedResponseError):
            beginning = b""
        interstitials.check_wall(response.status, headers, beginning)
        raise HTTPStatusError(response.status, response_headers.retry_after_s(headers))

    def _connect_directly(self) -> aiohttp.TCPConnector:
        """Connections to public addresses."""
        return aiohttp.TCPConnector(
            resolver=self._resolver,
            use_dns_cache=False,
            socket_factory=public_sockets(exempt_addresses(self._allowed_origins)),
            ssl=_tls(),
            force_close=True,
            limit=MAX_CONNECTIONS,
        )

    def _connect_via_proxy(self) -> aiohttp.TCPConnector:
        """Connections to the proxy, which the operator chose and which may be anywhere."""
        resolver = PublicResolver(exempt=frozenset({_proxy_address(self._proxy or "")}))
        return aiohttp.TCPConnector(
            resolver=resolver, use_dns_cache=False, ssl=_tls(), force_close=True, limit=MAX_CONNECTIONS
        )


class _Budget:
    """The seconds left of a deadline that runs only while we spend them, not while we wait for a turn.

    Args:
        total_s: the whole deadline.
    """

    def __init__(self, total_s: float) -> None:
        self._total_s = total_s
        self._left_s = total_s

    @asynccontextmanager
    async def spending(self) -> AsyncIterator[None]:
        """A block of time taken from the budget.

        Raises:
            TimedOutError: nothing is left.
        """
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            async with asyncio.timeout(self._left_s):
                yield
        except TimeoutError as error:
            raise TimedOutError(self._total_s) from error
        finally:
            self._left_s -= loop.time() - started


async def fetch(url: str) -> Page:
    """The page behind a link, fetched with default settings.

    Raises:
        FetchError: with a sentence for the person who asked.
    """
    async with GuardedFetcher() as fetcher:
        return await fetcher.fetch(url)


async def _read_body(response: aiohttp.ClientResponse, max_bytes: int, *, is_cut: bool = False) -> bytes:
    """The decoded body, read piece by piece so that a bomb is dropped, or cut, once it is over the cap."""
    pieces, size = [], 0
    async for piece in response.content.iter_chunked(_CHUNK_BYTES):
        size += len(piece)
        if size > max_bytes and not is_cut:
            raise TooLargeError(f"more than {max_bytes} bytes")
        pieces.append(piece)
        if size > max_bytes:
            return b"".join(pieces)[:max_bytes]
    return b"".join(pieces)


def _proxy_address(proxy: str) -> tuple[str, int]:
    """Host and port of a proxy.

    Raises:
        ConfigError: it is no http(s) address.
    """
    try:
        link = parse_link(proxy)
    except InvalidLinkError as error:
        raise ConfigError("NUTGRAF_FETCH_PROXY must look like http://proxy.example:3128") from error
    if link.scheme not in {"http", "https"}:
        raise ConfigError("NUTGRAF_FETCH_PROXY must begin with http:// or https://")
    return link.host, link.port


def _location(answer: _Answer) -> str:
    """Where a redirect leads, absolute."""
    location = answer.headers.get("location", "")
    if not location:
        raise MalformedResponseError(f"HTTP {answer.status} without a Location")
    try:
        return join(answer.link.href, location)
    except InvalidLinkError as error:
        raise MalformedResponseError(f"Location {location[:200]!r}") from error


def _explain(error: Exception) -> FetchError:
    """Our error for one of the client's."""
    cause = f"{type(error).__name__}: {error}"
    if isinstance(error, aiohttp.ClientConnectorError) and error.os_error.errno == errno.EACCES:
        return BlockedAddressError(cause)
    if isinstance(error, aiohttp.ClientConnectionError):  # before ValueError: a bad certificate is both
        return UnreachableError(cause)
    if isinstance(error, (aiohttp.InvalidURL, UnicodeError)):
        return InvalidLinkError(cause)
    if isinstance(error, (aiohttp.ClientResponseError, aiohttp.ClientPayloadError, ValueError)):
        return MalformedResponseError(cause)
    return UnreachableError(cause)


@cache
def _tls() -> ssl.SSLContext:
    """Certificates of the system (a company's own included) and of certifi."""
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    return context
