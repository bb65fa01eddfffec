"""Answers a request: each of its links, or its text, becomes a digest or one clear sentence about why not."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from bot.errors import BotError, NeedsBrowserError, NothingToReadError
from bot.newsroom.ports import DigestOptions, Fetcher, Page, Reader
from summarizer import Digest
from summarizer.errors import EmptyTextError, NoArticleError, SummarizerError, TooShortError

_HOLDS_NO_STORY = (NoArticleError, EmptyTextError, TooShortError, NeedsBrowserError)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants read.

    Attributes:
        links: as they asked, in order; a link that stands twice is answered once.
        text: pasted text; read only when there is no link.
        options: how the digests should be made.
    """

    links: tuple[str, ...] = ()
    text: str | None = None
    options: DigestOptions = field(default_factory=DigestOptions)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not self.links and not self.text


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one link or text: exactly one of `digest` and `error` is set. `link` is None for a text."""

    link: str | None
    digest: Digest | None = None
    error: BotError | SummarizerError | None = None


class DigestCache(Protocol):
    """Digests of pages that were read lately, so that a story that many ask for is fetched and read once."""

    async def find(self, address: str, options: DigestOptions) -> Digest | None:
        """The digest of the article at a canonical address, made with the same options, if it is still fresh."""
        ...

    async def keep(self, address: str, options: DigestOptions, digest: Digest) -> None:
        """Remember a digest for a while."""
        ...


class Answering:
    """Reads what people send.

    Args:
        fetcher: gets pages.
        reader: digests pages and texts, off the event loop.
        same_article: maps a link to a key that two links of one article share.
        alternates: other addresses that a page names for its story; tried when the page itself holds none.
        max_links: links one request may have; the rest is said to be left out.
        cache: of digests; None: every page is read anew.
    """

    def __init__(
        self,
        *,
        fetcher: Fetcher,
        reader: Reader,
        same_article: Callable[[str], str],
        alternates: Callable[[Page], Sequence[str]] = lambda _page: (),
        max_links: int = 5,
        cache: DigestCache | None = None,
    ) -> None:
        self._fetcher = fetcher
        self._reader = reader
        self._same_article = same_article
        self._alternates = alternates
        self.max_links = max_links
        self._cache = cache

    async def answer(self, request: Request) -> tuple[Answer, ...]:
        """One answer for each different link, in the order of the links; or one for the text.

        Never raises for what a person sent: a failure is an `Answer` too, so that one bad link does not cost
        the others.
        """
        if request.links:
            links = self._different(request.links)[: self.max_links]
            return tuple(await asyncio.gather(*(self._answer_link(link, request.options) for link in links)))
        if request.text:
            return (await self._answer_text(request.text, request.options),)
        return (Answer(link=None, error=NothingToReadError()),)

    def count_left_out(self, request: Request) -> int:
        """How many different links are over the limit."""
        return max(0, len(self._different(request.links)) - self.max_links)

    def _different(self, links: Sequence[str]) -> tuple[str, ...]:
        """The links without later ones of the same article."""
        first_of: dict[str, str] = {}
        for link in links:
            first_of.setdefault(self._same_article(link), link)
        return tuple(first_of.values())

    async def _answer_link(self, link: str, options: DigestOptions) -> Answer:
        try:
            return Answer(link=link, digest=await self._digest_link(link, options))
        except (BotError, SummarizerError) as error:
            _log.info("link not digested", link=link, code=error.code, cause=str(error))
            return Answer(link=link, error=error)

    async def _digest_link(self, link: str, options: DigestOptions) -> Digest:
        """The digest of what is behind a link, read anew unless it was read lately.

        Raises:
            BotError, SummarizerError: the page cannot be had or read.
        """
        address = self._same_article(link)
        if self._cache is not None and (known := await self._cache.find(address, options)) is not None:
            return known
        page, digest = await self._digest_page(await self._fetcher.fetch(link), options)
        if self._cache is not None and page.may_be_kept and not (digest.article.noarchive or digest.article.is_live):
            await self._cache.keep(address, options, digest)
        return digest

    async def _digest_page(self, page: Page, options: DigestOptions) -> tuple[Page, Digest]:
        """The digest of a page; where it holds no story, of another address that it names for it; and which it was.

        Raises:
            BotError, SummarizerError: what was wrong with the page itself.
        """
        try:
            return page, await self._reader.digest_page(page, options)
        except _HOLDS_NO_STORY:
            for alternate in self._alternates(page):
                try:
                    other = await self._fetcher.fetch(alternate)
                    return other, await self._reader.digest_page(other, options)
                except (BotError, SummarizerError) as error:
                    _log.info("alternate not digested", link=alternate, code=error.code, cause=str(error))
            raise

    async def _answer_text(self, text: str, options: DigestOptions) -> Answer:
        try:
            return Answer(link=None, digest=await self._reader.digest_text(text, options))
        except (BotError, SummarizerError) as error:
            _log.info("text not digested", characters=len(text), code=error.code, cause=str(error))
            return Answer(link=None, error=error)
