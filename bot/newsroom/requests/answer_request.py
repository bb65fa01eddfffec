"""Answers a request: each link, or the text, results in a digest or in one clear sentence about why not."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog

from bot.errors import BotError, NeedsBrowserError, NothingToReadError
from bot.newsroom.ports import DigestOptions, Fetcher, Page, Reader
from bot.newsroom.requests.errors import UnreadableFileError, about_file
from bot.newsroom.requests.request import Request, SharedFile
from summarizer import Digest
from summarizer.errors import EmptyTextError, NoArticleError, SummarizerError, TooShortError

_HOLDS_NO_STORY = (NoArticleError, EmptyTextError, TooShortError, NeedsBrowserError)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """The result for one link, file or text: exactly one of `digest` and `error` is set.

    Attributes:
        link: None for a file or a text.
        digest: what was read.
        error: why nothing was.
        file_name: of a file.
    """

    link: str | None
    digest: Digest | None = None
    error: BotError | SummarizerError | None = None
    file_name: str = ""


class DigestCache(Protocol):
    """Digests of recently read pages, so that a story that many request is fetched and read once."""

    async def get(self, address: str, options: DigestOptions) -> Digest | None:
        """Return the digest of the article at a canonical address, made with the same options, if it is still fresh."""
        ...

    async def save(self, address: str, options: DigestOptions, digest: Digest) -> None:
        """Store a digest for a while."""
        ...


class FileReader(Protocol):
    """Reads files that people share."""

    async def read(self, file: SharedFile) -> Page:
        """Return a file as a page without an address.

        Raises:
            BotError: it cannot be read, with a sentence for the requester.
        """
        ...


class NoFiles:
    """Where nothing can be shared, as on the command line."""

    async def read(self, file: SharedFile) -> Page:
        """Return nothing.

        Raises:
            UnreadableFileError: always.
        """
        raise UnreadableFileError(file.id)


class AnswerRequest:
    """Answers requests.

    Args:
        fetcher: fetches pages.
        reader: digests pages and texts, off the event loop.
        same_article: maps a link to a key; two links to one article share it.
        alternates: other addresses that a page names for its story; tried when the page itself has none.
        max_links: maximum of links per request; the answer says that the rest is left out.
        cache: stores digests; None: every page is read again.
        files: reads what people share.

    Seven arguments: four parts, two functions about links, and a limit.
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
        files: FileReader | None = None,
    ) -> None:
        self._fetcher = fetcher
        self._reader = reader
        self._same_article = same_article
        self._alternates = alternates
        self.max_links = max_links
        self._cache = cache
        self._files = files or NoFiles()

    async def answer(self, request: Request) -> tuple[Answer, ...]:
        """Return one answer per distinct link, then one per file, then one for the text.

        Never raises because of a person's input: a failure is an `Answer` too, so that one bad link does not affect the
        others.
        """
        links = self._different(request.links)[: self.max_links]
        work = [self._answer_link(link, request.options_for(link)) for link in links]
        work += [self._answer_file(file, request.options) for file in request.files[: self.max_links - len(links)]]
        if request.text and len(work) < self.max_links:
            work.append(self._answer_text(request.text, request.options))
        if not work:
            return (Answer(link=None, error=NothingToReadError()),)
        return tuple(await asyncio.gather(*work))

    def count_left_out(self, request: Request) -> int:
        """Return how many distinct links, files and texts are over the limit."""
        count = len(self._different(request.links)) + len(request.files) + bool(request.text)
        return max(0, count - self.max_links)

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

    async def _answer_file(self, file: SharedFile, options: DigestOptions) -> Answer:
        try:
            digest = await self._reader.digest_page(await self._files.read(file), options)
        except (BotError, SummarizerError) as error:
            _log.info("file not digested", file=file.id, code=error.code, cause=str(error))
            return Answer(link=None, error=about_file(error), file_name=file.name)
        return Answer(link=None, digest=digest, file_name=file.name)

    async def _answer_text(self, text: str, options: DigestOptions) -> Answer:
        try:
            return Answer(link=None, digest=await self._reader.digest_text(text, options))
        except (BotError, SummarizerError) as error:
            _log.info("text not digested", characters=len(text), code=error.code, cause=str(error))
            return Answer(link=None, error=error)
