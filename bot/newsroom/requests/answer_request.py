"""Answers a request: each link, or the text, results in a digest or in one clear sentence about why not."""

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
    """What a person wants read.

    Attributes:
        links: in the order of the request; a repeated link is answered once.
        text: pasted text; used only when there is no link.
        options: the requested kind of digest.
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
    """The result for one link or text: exactly one of `digest` and `error` is set. `link` is None for a text."""

    link: str | None
    digest: Digest | None = None
    error: BotError | SummarizerError | None = None


class DigestCache(Protocol):
    """Digests of recently read pages, so that a story that many request is fetched and read once."""

    async def get(self, address: str, options: DigestOptions) -> Digest | None:
        """Return the digest of the article at a canonical address, made with the same options, if it is still fresh."""
        ...

    async def save(self, address: str, options: DigestOptions, digest: Digest) -> None:
        """Store a digest for a while."""
        ...


class AnswerRequest:
    """Answers requests.

    Args:
        fetcher: fetches pages.
        reader: digests pages and texts, off the event loop.
        same_article: maps a link to a key; two links to one article share it.
        alternates: other addresses that a page names for its story; tried when the page itself has none.
        max_links: maximum of links per request; the answer says that the rest is left out.
        cache: stores digests; None: every page is read again.

    Six arguments: three parts, two functions about links, and a limit.
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
        """Return one answer per distinct link, in the order of the links; or one for the text.

        Never raises because of a person's input: a failure is an `Answer` too, so that one bad link does not affect the
        others.
        """
        if request.links:
            links = self._different(request.links)[: self.max_links]
            return tuple(await asyncio.gather(*(self._answer_link(link, request.options) for link in links)))
        if request.text:
            return (await self._answer_text(request.text, request.options),)
        return (Answer(link=None, error=NothingToReadError()),)

    def count_left_out(self, request: Request) -> int:
        """Return how many distinct links are over the limit."""
        return max(0, len(self._different(request.links)) - self.max_links)

    def _different(self, links: Sequence[str]) -> tuple[str, ...]:
        """Return the links without later ones of the same article."""
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
        """Return the digest of a link's page, from the cache if it was read recently.

        Raises:
            BotError, SummarizerError: the page cannot be fetched or read.
        """
        address = self._same_article(link)
        if self._cache is not None and (known := await self._cache.get(address, options)) is not None:
            return known
        page, digest = await self._digest_page(await self._fetcher.fetch(link), options)
        if self._cache is not None and page.may_be_kept and not (digest.article.noarchive or digest.article.is_live):
            await self._cache.save(address, options, digest)
        return digest

    async def _digest_page(self, page: Page, options: DigestOptions) -> tuple[Page, Digest]:
        """Return the page used and its digest; if the page has no story, those of an alternate address.

        Raises:
            BotError, SummarizerError: the error of the page itself.
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
