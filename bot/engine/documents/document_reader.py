"""Reads pages and texts in worker processes: the implementation of the newsroom's `Reader`."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

import structlog

from bot.engine.documents.check_document import check_document
from bot.engine.documents.read_document import Document, digest_article, digest_document, digest_text, read_document
from bot.engine.workers.pool import BackgroundPool, WorkerPool
from bot.errors import BotError, WorkerDiedError
from bot.newsroom.corrections.model import ArticleCheck, ShownArticle
from bot.newsroom.editions.model import PostedStory, StorySelection
from bot.newsroom.editions.story_merging import CandidatePages, find_duplicates
from bot.newsroom.editions.story_selection import select_stories
from bot.newsroom.feeds.model import Item
from bot.newsroom.ports import DigestOptions, Page
from bot.newsroom.subscriptions.model import Subscription
from summarizer import Article, Digest, Quote, find_quotes
from summarizer.errors import SummarizerError
from summarizer.stories.story_digest import StoryDigest, digest_story

log = structlog.get_logger()

Result = TypeVar("Result")

WARM_UP = ("bot.engine.documents.warm_up",)
"""Modules that worker processes import before their first job: pass it to `WorkerPool`."""

WARM_UP_FOR_TEXTS = ("bot.engine.documents.read_document",)
"""The same for texts only: modules only pages need, such as two hundred calendars, take two seconds."""


class PooledDocumentReader:
    """Reads in worker processes.

    Args:
        workers: a started pool, with `WARM_UP`.
    """

    def __init__(self, workers: WorkerPool | BackgroundPool) -> None:
        self._workers = workers

    async def digest_page(self, page: Page, options: DigestOptions) -> Digest:
        """Return the verified digest of a fetched page.

        Raises:
            SummarizerError: something is wrong with the text.
            FetchError: the page is not an article but a paywall, a consent page, a PDF without text.
            WorkerError: it took too long, or crashed the worker process.
            BusyError: the queue is full.
        """
        digest = await self._run(digest_document, _document(page), options.length, options.method)
        _note_unread(digest.article)
        return digest

    async def read_page(self, page: Page) -> Article:
        """Return the article of a fetched page.

        Raises:
            SummarizerError: something is wrong with the text.
            FetchError: the page is not an article but a paywall, a consent page, a PDF without text.
            WorkerError: it took too long, or crashed the worker process.
            BusyError: the queue is full.
        """
        article = await self._run(read_document, _document(page))
        _note_unread(article)
        return article

    async def check_page(self, page: Page, shown: ShownArticle) -> ArticleCheck:
        """Return what has become of what was shown of a page, see `bot.newsroom.corrections.compare`.

        Raises:
            SummarizerError: something is wrong with the text.
            FetchError: the page is not an article but a paywall, a consent page, a PDF without text.
            WorkerError: it took too long, or crashed the worker process.
            BusyError: the queue is full.
        """
        return await self._run(check_document, _document(page), shown)

    async def select_stories(
        self,
        subscription: Subscription,
        items: Sequence[Item],
        posted: Sequence[PostedStory],
        background: Sequence[str],
        now: datetime,
    ) -> StorySelection:
        """Return the stories of an edition, see `bot.newsroom.editions.story_selection`.

        Raises:
            WorkerError: it took too long, or crashed the worker process.
            BusyError: the queue is full.
        """
        return await self._run(select_stories, subscription, tuple(items), tuple(posted), tuple(background), now)

    async def find_duplicates(self, told: Sequence[CandidatePages], background: Sequence[str]) -> tuple[int, ...]:
        """Return which candidates are one story, see `bot.newsroom.editions.story_merging`.

        Raises:
            WorkerError: it took too long, or crashed the worker process.
            BusyError: the queue is full.
        """
        return await self._run(find_duplicates, tuple(told), tuple(background))

    async def digest_story(self, articles: Sequence[Article], length: str) -> StoryDigest:
        """Return the verified digest of a story.

        Raises:
            SummarizerError: nothing of it can be shown.
            WorkerError: it took too long, or crashed the worker process.
            BusyError: the queue is full.
        """
        return await self._run(_digest_story, tuple(articles), length)

    async def digest_text(self, text: str, options: DigestOptions) -> Digest:
        """Return the verified digest of a pasted text.

        Raises:
            SummarizerError: something is wrong with the text.
            WorkerError: it took too long, or crashed the worker process.
            BusyError: the queue is full.
        """
        return await self._run(digest_text, text, options.length, options.method)

    async def digest_article(self, article: Article, options: DigestOptions) -> Digest:
        """Return another digest of an article that was read before.

        Raises:
            SummarizerError: something is wrong with the text.
            WorkerError: it took too long, or crashed the worker process.
            BusyError: the queue is full.
        """
        return await self._run(digest_article, article, options.length, options.method)

    async def find_quotes(self, article: Article) -> tuple[Quote, ...]:
        """Return all quotes of an article.

        Raises:
            WorkerError: it took too long, or crashed the worker process.
            BusyError: the queue is full.
        """
        return await self._run(find_quotes, article)

    async def _run(self, work: Callable[..., Result], *arguments: object) -> Result:
        """Run in a worker process. A text that breaks a parser is normal input: report it, and log what it caused."""
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
    """Log which parts a library could not parse; the page was read without them."""
    if article.unread:
        log.warning("parts of a page were not read", outlet=article.outlet, unread=article.unread)


def _digest_story(articles: Sequence[Article], length: str) -> StoryDigest:
    """Like `digest_story`, with positional arguments, as worker processes need them."""
    return digest_story(articles, length=length)
