"""What it takes to read a link or a text without any Slack: the guarded fetcher and the child processes."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.config import Settings
from bot.engine.documents.document_reader import WARM_UP, ChildReader
from bot.engine.workers.pool import BackgroundWorkers, Workers
from bot.web.http.guarded_fetcher import GuardedFetcher, introduce


@dataclass(frozen=True, slots=True)
class ReadingRoom:
    """A fetcher, the children, and the reader that uses them, open.

    Attributes:
        fetcher: gets pages and feeds.
        workers: child processes.
        background: the same, for what nobody waits for.
        reader: reads in them what a person waits for.
        background_reader: reads in them what comes by itself.
        allowed_origins: on this machine, that may be read.
    """

    fetcher: GuardedFetcher
    workers: Workers
    background: BackgroundWorkers
    reader: ChildReader
    background_reader: ChildReader
    allowed_origins: frozenset[str]


@asynccontextmanager
async def open_reading_room(
    settings: Settings, *, workers: int | None = None, wait: bool = True, warm_up: tuple[str, ...] = WARM_UP
) -> AsyncIterator[ReadingRoom]:
    """A reading room that is closed, children and all, at the end of the block.

    Args:
        settings: limits, proxy, contact.
        workers: child processes; None: as many as the settings say.
        wait: until the children are warm; else the first jobs wait for them.
        warm_up: what the children import before their first job.
    """
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(
            GuardedFetcher(
                total_timeout_s=settings.fetch_timeout_s,
                max_bytes=settings.fetch_max_bytes,
                user_agent=introduce(settings.contact),
                proxy=settings.fetch_proxy,
                allowed_origins=_readable_origins(settings),
            )
        )
        count = settings.workers if workers is None else workers
        children = Workers(count=count, warm_up=warm_up)
        stack.push_async_callback(children.close)
        if wait:
            await children.start()
        else:
            children.begin()
        background = BackgroundWorkers(children)
        yield ReadingRoom(
            fetcher=fetcher,
            workers=children,
            background=background,
            reader=ChildReader(children),
            background_reader=ChildReader(background),
            allowed_origins=_readable_origins(settings),
        )


def _readable_origins(settings: Settings) -> frozenset[str]:
    """Origins on this machine that may be read: those of the test setting, and the playground's own newspaper."""
    if not settings.talks_to_loopback:
        return settings.fetch_allow_origins
    parts = urlsplit(settings.slack_api_url)
    return settings.fetch_allow_origins | {f"{parts.scheme}://{parts.netloc}"}
