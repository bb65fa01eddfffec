"""Fetches pages from the public web, and from nowhere else.

    GuardedFetcher.fetch     url -> Page, within one deadline
    GuardedFetcher.fetch_feed url -> FeedResponse, by the same rules, for feeds: conditional, one request per host
      address_policy         the link's spelling, at every hop
      interstitials          hosts without readable stories
      resolver               names -> public addresses only
      socket_guard           the final address of every socket, whatever led to it
      content_type, interstitials    the response: a page, or something else

Redirects are followed in our code so that each hop passes the same checks. Nothing is taken from the environment: no
proxy, no cookies, no .netrc. Bodies are limited after decoding, and the deadline covers everything from the look-up to
the last byte.
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
from bot.newsroom.feeds.ports import FeedResponse
from bot.newsroom.ports import Page
from bot.web.guard.address_policy import check_link
from bot.web.guard.resolver import LookUp, PublicResolver
from bot.web.guard.socket_guard import exempt_addresses, exempt_hosts, public_sockets
from bot.web.http import conditional_requests, content_type, response_headers
from bot.web.http.host_limiter import HostLimiter
from bot.web.pages import interstitials
from bot.web.urls import Link, join, parse_link, unwrap

log = structlog.get_logger()

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PAGES = frozenset({200, 203})
"""Statuses that come with a page. 202 is typical of walls, 204 is empty, 206 is a part that was not requested."""

_ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.9,application/pdf;q=0.8,*/*;q=0.1"

_CHUNK_BYTES = 65_536

MAX_CONNECTIONS = 400
"""Far more than the running jobs open: no job waits for a connection that hangs at another job's site."""


def make_user_agent(contact: str = "") -> str:
    """Return the User-Agent: our name, version, and how a webmaster can contact the operator."""
    name = f"nutgraf/{version('nutgraf')}"
    return f"{name} (+{contact})" if contact else name


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """One response, with its body."""

    link: Link
    status: int
    headers: dict[str, str]
    body: bytes


_Ask = Callable[[Link, "Deadline"], Awaitable[HttpResponse]]
_Read = Callable[[Link, aiohttp.ClientResponse], Awaitable[HttpResponse]]


class GuardedFetcher:
    """Fetches pages; use it as an async context manager, or call `start` and `close`.

    Args:
        total_timeout_s: for the whole request: look-ups, redirects, body. Waiting for a slot at a busy host is extra.
        max_bytes: maximum size of a decoded body.
        max_redirects: maximum number of hops after the first link.
        user_agent: see `make_user_agent`.
        proxy: an egress proxy ("http://proxy.example:3128"). Links and addresses are still checked here, before it is
            used; the proxy's own name resolution is not, so give it a deny list too.
        allowed_origins: exact origins on this machine that may be read (playground, tests).
        per_host: concurrent requests to one host.
        look_up: replaces `socket.getaddrinfo` in tests.

    Eight arguments, all limits and settings.
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
        self._user_agent = user_agent or make_user_agent()
        self._proxy = proxy
        self._allowed_origins = allowed_origins
        self._slots = HostLimiter(per_host)
        self._feed_slots = HostLimiter(1)
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
            timeout=aiohttp.ClientTimeout(total=None),  # `Deadline` enforces the deadline
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
        """Return the page behind a link.

        Raises:
            FetchError: with a sentence for the requester.
        """
        budget = Deadline(self._total_timeout_s)
        answer = await self._follow(unwrap(url), budget)
        target = response_headers.refresh_target(answer.body)
        if target is not None:
            answer = await self._follow_refresh(answer, target, budget)
        return Page(
            url=answer.link.href, body=answer.body, status=answer.status, headers=answer.headers, requested_url=url
        )

    async def fetch_feed(self, url: str, etag: str | None = None, last_modified: str | None = None) -> FeedResponse:
        """Return the response for a feed, or a robots.txt: any text; 304 and 410 are values.

        Args:
            url: the feed's address.
            etag: of the previous response.
            last_modified: the same.

        Raises:
            FetchError: with a sentence for people.
            BusyError: no free slot at that host within a minute.
        """
        headers = conditional_requests.request_headers(etag, last_modified)
        statuses: list[int] = []

        async def ask(link: Link, budget: Deadline) -> HttpResponse:
            async with self._feed_slots.turn(link.host_and_port):
                answer = await self._request(link, budget, headers=headers, read=self._read_feed)
            statuses.append(answer.status)
            return answer

        answer = await self._follow(url, Deadline(self._total_timeout_s), ask=ask)
        return conditional_requests.to_value(answer.link.href, statuses, answer.headers, answer.body)

    async def _follow_refresh(self, answer: HttpResponse, target: str, budget: "Deadline") -> HttpResponse:
        """Follow an immediate refresh of a page; return the page itself where the target may not be opened."""
        try:
            onward = join(answer.link.href, target)
            if onward == answer.link.href:
                return answer
            return await self._follow(onward, budget, came_from=answer.link)
        except (BlockedAddressError, InvalidLinkError):
            return answer

    async def _follow(
        self, url: str, budget: "Deadline", *, came_from: Link | None = None, ask: "_Ask | None" = None
    ) -> HttpResponse:
        """Return the response at the end of a link's redirects."""
        # Only requests that start on an allowed origin may continue there: no public page redirects us to this machine.
        starts_here = check_link(came_from.href if came_from else url, allowed_origins=self._allowed_origins)
        allowed = self._allowed_origins if starts_here.origin in self._allowed_origins else frozenset()
        for _ in range(self._max_redirects + 1):
            link = check_link(url, allowed_origins=allowed)
            interstitials.check_host(link)
            answer = await (ask or self._request)(link, budget)
            if answer.status not in REDIRECTS:
                return answer
            url = _location(answer)
        raise TooManyRedirectsError(f"more than {self._max_redirects}, last {url[:200]!r}")

    async def _request(
        self,
        link: Link,
        budget: "Deadline",
        *,
        headers: Mapping[str, str] | None = None,
        read: "_Read | None" = None,
    ) -> HttpResponse:
        """Send one request, when a slot is free and within the remaining deadline."""
        assert self._session is not None, "start() first"  # noqa: S101  (a programming error, not an external one)
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

    async def _read(self, link: Link, response: aiohttp.ClientResponse) -> HttpResponse:
        """Return the response with its body, rejected as early as possible."""
        headers = response_headers.lower_headers(response.headers.items())
        bare = HttpResponse(link, response.status, headers, b"")
        if response.status in REDIRECTS:
            return bare
        if response.status not in PAGES:
            await self._raise_for_status(response, headers)
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

    async def _read_feed(self, link: Link, response: aiohttp.ClientResponse) -> HttpResponse:
        """Return a feed's response. Its type is ignored; a body that is too long is cut: feeds begin with news."""
        headers = response_headers.lower_headers(response.headers.items())
        bare = HttpResponse(link, response.status, headers, b"")
        if response.status in REDIRECTS or response.status in conditional_requests.BODILESS:
            return bare
        if response.status not in PAGES:
            await self._raise_for_status(response, headers)
        response_headers.check_encoding(headers)
        body = await _read_body(response, self._max_bytes, is_cut=True)
        conditional_requests.check_body(headers, body)
        return replace(bare, body=body)

    async def _raise_for_status(self, response: aiohttp.ClientResponse, headers: dict[str, str]) -> None:
        """Raise the error of an error status; the error page is checked for a wall."""
        try:
            response_headers.check_encoding(headers)
            beginning = await response.content.read(_CHUNK_BYTES)
        except (aiohttp.ClientError, MalformedResponseError):
            beginning = b""
        interstitials.check_wall(response.status, headers, beginning)
        raise HTTPStatusError(response.status, response_headers.retry_after_s(headers))

    def _connect_directly(self) -> aiohttp.TCPConnector:
        """Return a connector to public addresses."""
        return aiohttp.TCPConnector(
            resolver=self._resolver,
            use_dns_cache=False,
            socket_factory=public_sockets(exempt_addresses(self._allowed_origins)),
            ssl=_tls(),
            force_close=True,
            limit=MAX_CONNECTIONS,
        )

    def _connect_via_proxy(self) -> aiohttp.TCPConnector:
        """Return a connector to the proxy, which the operator chose and which may be anywhere."""
        resolver = PublicResolver(exempt=frozenset({_proxy_address(self._proxy or "")}))
        return aiohttp.TCPConnector(
            resolver=resolver, use_dns_cache=False, ssl=_tls(), force_close=True, limit=MAX_CONNECTIONS
        )


class Deadline:
    """The remaining seconds of a deadline that only runs while they are spent, not while waiting for a slot.

    Args:
        total_s: the whole deadline.
    """

    def __init__(self, total_s: float) -> None:
        self._total_s = total_s
        self._left_s = total_s

    @asynccontextmanager
    async def spending(self) -> AsyncIterator[None]:
        """Spend the block's time from the deadline.

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
    """Return the page behind a link, fetched with default settings.

    Raises:
        FetchError: with a sentence for the requester.
    """
    async with GuardedFetcher() as fetcher:
        return await fetcher.fetch(url)


async def _read_body(response: aiohttp.ClientResponse, max_bytes: int, *, is_cut: bool = False) -> bytes:
    """Return the decoded body, read in pieces so that a bomb is rejected, or cut, once it is over the maximum."""
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
    """Return host and port of a proxy.

    Raises:
        ConfigError: it is not an http(s) address.
    """
    try:
        link = parse_link(proxy)
    except InvalidLinkError as error:
        raise ConfigError("NUTGRAF_FETCH_PROXY must look like http://proxy.example:3128") from error
    if link.scheme not in {"http", "https"}:
        raise ConfigError("NUTGRAF_FETCH_PROXY must begin with http:// or https://")
    return link.host, link.port


def _location(answer: HttpResponse) -> str:
    """Return the absolute target of a redirect."""
    location = answer.headers.get("location", "")
    if not location:
        raise MalformedResponseError(f"HTTP {answer.status} without a Location")
    try:
        return join(answer.link.href, location)
    except InvalidLinkError as error:
        raise MalformedResponseError(f"Location {location[:200]!r}") from error


def _explain(error: Exception) -> FetchError:
    """Convert an error of the client to one of ours."""
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
    """Return a TLS context with the system's certificates (a company's own included) and certifi's."""
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    return context
