"""What the use cases need, as Protocols. `bot.app` passes the real implementations, tests pass fakes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from summarizer import Article, Digest, Quote

Json = dict[str, Any]
"""An object as JSON, such as a message or a stored payload."""


@dataclass(frozen=True, slots=True)
class Page:
    """A site's response.

    Attributes:
        url: the final address after all redirects.
        body: decoded bytes (no Content-Encoding left), at most the fetcher's cap.
        status: HTTP status, 2xx.
        headers: names in lower case.
        requested_url: the address that was requested.
    """

    url: str
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    requested_url: str = ""

    @property
    def content_type(self) -> str:
        """The media type in lower case without parameters, "" where there is none."""
        return self.headers.get("content-type", "").split(";", 1)[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset of the Content-Type header, if there is one."""
        for parameter in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "charset" and value.strip():
                return value.strip().strip("\"'")
        return None

    @property
    def may_be_kept(self) -> bool:
        """Whether the response may be cached for a while (RFC 9111, section 5.2.2)."""
        commands = f"{self.headers.get('cache-control', '')},{self.headers.get('x-robots-tag', '')}".lower()
        return not {"no-store", "private", "noarchive"} & {command.strip() for command in re.split(r"[,:]", commands)}


@dataclass(frozen=True, slots=True)
class DigestOptions:
    """The requested kind of digest: `length` is short, medium or long; `method` None is the default method."""

    length: str = "medium"
    method: str | None = None


class Fetcher(Protocol):
    """Fetches pages."""

    async def fetch(self, url: str) -> Page:
        """Return the page behind a link.

        Raises:
            FetchError: with a sentence for the requester.
        """
        ...


class Reader(Protocol):
    """Reads pages and texts; CPU-bound work that never runs on the event loop."""

    async def digest_page(self, page: Page, options: DigestOptions) -> Digest:
        """Return the verified digest of a fetched page.

        Raises:
            SummarizerError: something is wrong with the text.
            FetchError: the page is not an article but a paywall, a consent page, a PDF without text.
            WorkerError: it took too long.
        """
        ...

    async def digest_text(self, text: str, options: DigestOptions) -> Digest:
        """Return the verified digest of a pasted text.

        Raises:
            SummarizerError: something is wrong with the text.
            WorkerError: it took too long.
        """
        ...

    async def digest_article(self, article: Article, options: DigestOptions) -> Digest:
        """Return another digest of an article that was read before: longer, shorter, by another method.

        Raises:
            SummarizerError: something is wrong with the text.
            WorkerError: it took too long.
        """
        ...

    async def find_quotes(self, article: Article) -> tuple[Quote, ...]:
        """Return all quotes of an article.

        Raises:
            WorkerError: it took too long.
        """
        ...


class ExpiringStore(Protocol):
    """A table whose rows expire."""

    async def delete_expired(self) -> int:
        """Delete what has expired. Returns how many rows."""
        ...
