"""Reads pages and texts in child processes: the newsroom's `Reader`."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

import structlog

from bot.engine.documents.read_document import Document, digest_article, digest_document, digest_text, read_document
from bot.engine.workers.pool import BackgroundWorkers, Workers
from bot.errors import BotError, WorkerDiedError
from bot.newsroom.editions.model import PostedStory
from bot.newsroom.editions.story_merging import find_joins
from bot.newsroom.editions.story_selection import Choice, choose
from bot.newsroom.ports import DigestOptions, Page
from bot.newsroom.subscriptions.model import Item, Subscription
from summarizer import Article, Digest, Quote, find_quotes
from summarizer.errors import SummarizerError
from summarizer.stories.story_digest import StoryDigest, digest_story

log = structlog.get_logger()

Result = TypeVar("Result")

WARM_UP = ("bot.engine.documents.warm_up",)
"""What a reader's children import before their first job: pass it to `Workers`."""

WARM_UP_FOR_TEXTS = ("bot.engine.documents.read_document",)
"""The same where only texts are read: what only pages need, such as two hundred calendars, takes two seconds."""


class ChildReader:
    """Reads in child processes.

    Args:
        workers: started, with `WARM_UP`.
    """

    def __init__(self, workers: Workers | BackgroundWorkers) -> None:
        self._workers = workers

    async def digest_page(self, page: Page, options: DigestOptions) -> Digest:
        """The digest of a fetched page, verified.

        Raises:
            SummarizerError: something is wrong with the text.
            FetchError: the page is not an article but a paywall, a consent page, a PDF without text.
            WorkerError: it took too long, or broke the reader.
            BusyError: too much is waiting already.
        """
        digest = await self._run(digest_document, _document(page), options.length, options.method)
        _note_unread(digest.article)
        return digest

    async def read_page(self, page: Page) -> Article:
        """The article of a fetched page.

        Raises:
            SummarizerError: something is wrong with the text.
            FetchError: the page is not an article but a paywall, a consent page, a PDF without text.
            WorkerError: it took too long, or broke the reader.
            BusyError: too much is waiting already.
        """
        article = await self._run(read_document, _document(page))
        _note_unread(article)
        return article

    async def choose(
        self,
        subscription: Subscription,
        items: Sequence[Item],
        posted: Sequence[PostedStory],
        background: Sequence[str],
        now: datetime,
    ) -> Choice:
        """The stories of an edition, see `bot.newsroom.editions.story_selection`.

        Raises:
            WorkerError: it took too long, or broke the reader.
            BusyError: too much is waiting already.
        """
        return await self._run(choose, subscription, tuple(items), tuple(posted), tuple(background), now)

    async def find_joins(self, told: Sequence[Sequence[Article]], background: Sequence[str]) -> tuple[int, ...]:
        """Which leads tell one story, see `bot.newsroom.editions.story_merging`.

        Raises:
            WorkerError: it took too long, or broke the reader.
            BusyError: too much is waiting already.
        """
        return await self._run(find_joins, tuple(told), tuple(background))

    async def digest_story(self, articles: Sequence[Article], length: str) -> StoryDigest:
        """The digest of a story, verified.

        Raises:
            SummarizerError: nothing of it can be shown.
            WorkerError: it took too long, or broke the reader.
            BusyError: too much is waiting already.
        """
        return await self._run(_digest_story, tuple(articles), length)

    async def digest_text(self, text: str, options: DigestOptions) -> Digest:
        """The digest of a pasted text, verified.

        Raises:
            SummarizerError: something is wrong with the text.
            WorkerError: it took too long, or broke the reader.
            BusyError: too much is waiting already.
        """
        return await self._run(digest_text, text, options.length, options.method)

    async def digest_article(self, article: Article, options: DigestOptions) -> Digest:
        """Another digest of an article that was read before.

        Raises:
            SummarizerError: something is wrong with the text.
            WorkerError: it took too long, or broke the reader.
            BusyError: too much is waiting already.
        """
        return await self._run(digest_article, article, options.length, options.method)

    async def find_quotes(self, article: Article) -> tuple[Quote, ...]:
        """All quotes of an article.

        Raises:
            WorkerError: it took too long, or broke the reader.
            BusyError: too much is waiting already.
        """
        return await self._run(find_quotes, article)

    async def _run(self, work: Callable[..., Result], *arguments: object) -> Result:
        """Run in a child. A text that breaks a parser is normal input: say so, and keep for the log what it did."""
        try:
            return await self._workers.run(work, *arguments)
        except (BotError, SummarizerError):
            raise
        except Exception as error:
            log.exception("reader broke", work=work.__name__)
            raise WorkerDiedError(repr(error)[:200]) from error


def _document(page: Page) -> Document:
    return Document(body=page.body, url=page.url, content_type=page.content_type or "", charset=page.charset)


def _note_unread(article: Article) -> None:
    """Log what a library broke on; the page was read without it."""
    if article.unread:
        log.warning("parts of a page were not read", outlet=article.outlet, unread=article.unread)


def _digest_story(articles: Sequence[Article], length: str) -> StoryDigest:
    """Like `digest_story`, with arguments by their place, as the children take them."""
    return digest_story(articles, length=length)
