"""Reads pages and texts in child processes: the newsroom's `Reader`."""

from collections.abc import Callable
from typing import TypeVar

import structlog

from bot.engine.documents import Document, digest_article, digest_document, digest_text
from bot.engine.workers import Workers
from bot.errors import BotError, WorkerDiedError
from bot.newsroom.ports import DigestOptions, Page
from summarizer import Article, Digest, Quote, find_quotes
from summarizer.errors import SummarizerError

log = structlog.get_logger()

Result = TypeVar("Result")

WARM_UP = ("bot.engine.warm_up",)
"""What a reader's children import before their first job: pass it to `Workers`."""


class ChildReader:
    """Reads in child processes.

    Args:
        workers: started, with `WARM_UP`.
    """

    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    async def digest_page(self, page: Page, options: DigestOptions) -> Digest:
        """The digest of a fetched page, verified.

        Raises:
            SummarizerError: something is wrong with the text.
            FetchError: the page is not an article but a paywall, a consent page, a PDF without text.
            WorkerError: it took too long, or broke the reader.
            BusyError: too much is waiting already.
        """
        document = Document(body=page.body, url=page.url, content_type=page.content_type or "", charset=page.charset)
        return await self._run(digest_document, document, options.length, options.method)

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
