"""What the use cases need from the world, as Protocols. `bot.app` hands them the real things, tests hand them fakes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from summarizer import Article, Digest, Quote


@dataclass(frozen=True, slots=True)
class Page:
    """What a site answered.

    Attributes:
        url: where the answer came from, after all redirects.
        body: decoded bytes (no Content-Encoding left), at most the fetcher's cap.
        status: HTTP status, 2xx.
        headers: names in lower case.
        requested_url: what was asked for.
    """

    url: str
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    requested_url: str = ""

    @property
    def content_type(self) -> str:
        """The media type in lower case without parameters, "" where the site names none."""
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
        """Whether the site lets a copy of what it says be kept for a while (RFC 9111, section 5.2.2)."""
        wishes = f"{self.headers.get('cache-control', '')},{self.headers.get('x-robots-tag', '')}".lower()
        return not {"no-store", "private", "noarchive"} & {wish.strip() for wish in re.split(r"[,:]", wishes)}


@dataclass(frozen=True, slots=True)
class DigestOptions:
    """How a digest was asked for: `length` is short, medium or long; `method` None means our own."""

    length: str = "medium"
    method: str | None = None


class Fetcher(Protocol):
    """Gets pages."""

    async def fetch(self, url: str) -> Page:
        """The page behind a link.

        Raises:
            FetchError: with a sentence for the person who asked.
        """
        ...


class Reader(Protocol):
    """Reads pages and texts; heavy work that never runs on the event loop."""

    async def digest_page(self, page: Page, options: DigestOptions) -> Digest:
        """The digest of a fetched page, verified.

        Raises:
            SummarizerError: something is wrong with the text.
            FetchError: the page is not an article but a paywall, a consent page, a PDF without text.
            WorkerError: it took too long.
        """
        ...

    async def digest_text(self, text: str, options: DigestOptions) -> Digest:
        """The digest of a pasted text, verified.

        Raises:
            SummarizerError: something is wrong with the text.
            WorkerError: it took too long.
        """
        ...

    async def digest_article(self, article: Article, options: DigestOptions) -> Digest:
        """Another digest of an article that was read before: longer, shorter, by another method.

        Raises:
            SummarizerError: something is wrong with the text.
            WorkerError: it took too long.
        """
        ...

    async def find_quotes(self, article: Article) -> tuple[Quote, ...]:
        """All quotes of an article.

        Raises:
            WorkerError: it took too long.
        """
        ...
