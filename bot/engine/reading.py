"""Reads pages and texts in child processes: the newsroom's `Reader`."""

import structlog

from bot.engine.documents import Document, digest_document, digest_text
from bot.engine.workers import Workers
from bot.errors import BotError, WorkerDiedError
from bot.newsroom.ports import DigestOptions, Page
from summarizer import Digest
from summarizer.errors import SummarizerError

log = structlog.get_logger()

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
        try:
            return await self._workers.run(digest_document, document, options.length, options.method)
        except (BotError, SummarizerError):
            raise
        except Exception as error:  # a page that breaks a parser is normal input: say so, and keep what it did for us
            log.exception("reader broke", url=page.url)
            raise WorkerDiedError(repr(error)) from error

    async def digest_text(self, text: str, options: DigestOptions) -> Digest:
        """The digest of a pasted text, verified.

        Raises:
            SummarizerError: something is wrong with the text.
            WorkerError: it took too long, or broke the reader.
            BusyError: too much is waiting already.
        """
        try:
            return await self._workers.run(digest_text, text, options.length, options.method)
        except (BotError, SummarizerError):
            raise
        except Exception as error:  # the same
            log.exception("reader broke", characters=len(text))
            raise WorkerDiedError(repr(error)) from error
