"""Builds what reads a link or a text without Slack: the guarded fetcher and the worker processes."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.config import Settings
from bot.engine.documents.document_reader import WARM_UP, PooledDocumentReader
from bot.engine.workers.pool import BackgroundPool, WorkerPool
from bot.web.http.guarded_fetcher import GuardedFetcher, make_user_agent


@dataclass(frozen=True, slots=True)
class ReadingParts:
    """A fetcher, the worker processes, and the readers that use them, open.

    Attributes:
        fetcher: fetches pages and feeds.
        workers: worker processes.
        background: the same, for background work.
        reader: reads for people who wait.
        background_reader: reads for background work.
        allowed_origins: origins on this machine that may be read.
    """

    fetcher: GuardedFetcher
    workers: WorkerPool
    background: BackgroundPool
    reader: PooledDocumentReader
    background_reader: PooledDocumentReader
    allowed_origins: frozenset[str]


@asynccontextmanager
async def open_reading(
    settings: Settings, *, workers: int | None = None, wait: bool = True, warm_up: tuple[str, ...] = WARM_UP
) -> AsyncIterator[ReadingParts]:
    """Open the reading parts; the worker processes are closed at the end of the block.

    Args:
        settings: limits, proxy, contact.
        workers: number of worker processes; None: as in the settings.
        wait: wait until they are warm; otherwise the first jobs wait.
        warm_up: modules they import before their first job.
    """
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(
            GuardedFetcher(
                total_timeout_s=settings.fetch_timeout_s,
                max_bytes=settings.fetch_max_bytes,
                user_agent=make_user_agent(settings.contact),
                proxy=settings.fetch_proxy,
                allowed_origins=_readable_origins(settings),
            )
        )
        count = settings.workers if workers is None else workers
        children = WorkerPool(count=count, warm_up=warm_up)
        stack.push_async_callback(children.close)
        if wait:
            await children.start()
        else:
            children.begin()
        yield make_reading(fetcher, children, allowed_origins=_readable_origins(settings))


def make_reading(fetcher: GuardedFetcher, workers: WorkerPool, *, allowed_origins: frozenset[str]) -> ReadingParts:
    """Return the reading parts of an open fetcher and a pool that is started, or starting."""
    background = BackgroundPool(workers)
    return ReadingParts(
        fetcher=fetcher,
        workers=workers,
        background=background,
        reader=PooledDocumentReader(workers),
        background_reader=PooledDocumentReader(background),
        allowed_origins=allowed_origins,
    )


def _readable_origins(settings: Settings) -> frozenset[str]:
    """Return the origins on this machine that may be read: of the test setting, and the playground's newspaper."""
    if not settings.talks_to_loopback:
        return settings.fetch_allow_origins
    parts = urlsplit(settings.slack_api_url)
    return settings.fetch_allow_origins | {f"{parts.scheme}://{parts.netloc}"}
