"""The first step of building: opens the database and what is stored in it."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import Clock
from bot.config import Settings
from bot.newsroom.restoring import Restore
from bot.slack.parsing.old_payloads import read_old_payload
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.erasing import FileEraser
from bot.storage.database.file_watch import FileWatch, watch_file
from bot.storage.database.instance_lock import sole_use
from bot.storage.database.preflight import NOT_MADE, check
from bot.storage.database.restored import find_restore
from bot.storage.database.upgrade import upgrade
from bot.storage.stored_payloads import PayloadReader
from bot.storage.tables.digest_cache import DigestCacheTable
from bot.storage.tables.editions import EditionTable
from bot.storage.tables.feeds import FeedTable, ItemTable
from bot.storage.tables.inbox import InboxTable
from bot.storage.tables.installations import InstallationTable
from bot.storage.tables.outbox import OutboxTable
from bot.storage.tables.posted_digests import PostedDigestTable
from bot.storage.tables.subscriptions import SubscriptionTable
from bot.storage.tables.texts import TextTable

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Stores:
    """What is stored, one attribute a table; and the clock that dates it.

    Attributes:
        address: of the database.
        watch: watches its file.
        clock: the current time.
        restore: when the database was restored from a backup; None: it was not.
        job_database: a synchronous engine, for the job engine.
        eraser: erases deleted data from the files.
    """

    address: DatabaseAddress
    watch: FileWatch
    clock: Clock
    restore: Restore | None
    job_database: sa.Engine
    eraser: FileEraser
    inbox: InboxTable
    outbox: OutboxTable
    posted_digests: PostedDigestTable
    digest_cache: DigestCacheTable
    texts: TextTable
    subscriptions: SubscriptionTable
    editions: EditionTable
    feeds: FeedTable
    items: ItemTable
    installations: InstallationTable


async def open_stores(settings: Settings, stack: AsyncExitStack, clock: Clock) -> Stores:
    """Check, upgrade and open the database; it is closed with the stack.

    Raises:
        StorageError: it cannot be used.
    """
    address = DatabaseAddress(settings.database_url, settings.data_dir)
    state = await asyncio.to_thread(check, address, must_exist=settings.database_must_exist)
    stack.enter_context(sole_use(address))
    await asyncio.to_thread(upgrade, address)
    if state == NOT_MADE and not settings.talks_to_loopback:
        _log.warning("a new database was made; if this bot ran before, its data is missing", database=address.name)
    restore = await asyncio.to_thread(find_restore, address, clock)
    if restore is not None:
        _log.warning("the database is a restored backup: what it lacks is looked for in Slack", since=restore.since)
    payloads = PayloadReader(read_old_payload)
    watch = stack.enter_context(watch_file(address, payloads))
    database, job_database = address.open(), address.open_sync()
    watch.guard(database.sync_engine)
    watch.guard_opening(job_database)
    stack.push_async_callback(database.dispose)
    return make_stores(address, watch, database, job_database, clock, restore=restore, payloads=payloads)


def make_stores(
    address: DatabaseAddress,
    watch: FileWatch,
    database: AsyncEngine,
    job_database: sa.Engine,
    clock: Clock,
    *,
    restore: Restore | None = None,
    payloads: PayloadReader | None = None,
) -> Stores:
    """Return the tables of an open database.

    Args:
        address: of an upgraded database.
        watch: watches its file.
        database: an engine for the tables.
        job_database: a synchronous one, for the job engine.
        clock: the current time.
        restore: when it was restored from a backup.
        payloads: reads stored jobs.

    Seven arguments: what is open already, which differs between a running bot and a test.
    """
    return Stores(
        address=address,
        watch=watch,
        clock=clock,
        restore=restore,
        job_database=job_database,
        eraser=FileEraser(database),
        inbox=InboxTable(database, clock, payloads),
        outbox=OutboxTable(database, clock),
        posted_digests=PostedDigestTable(database, clock),
        digest_cache=DigestCacheTable(database, clock),
        texts=TextTable(database, clock, payloads),
        subscriptions=SubscriptionTable(database, clock),
        editions=EditionTable(database, clock),
        feeds=FeedTable(database),
        items=ItemTable(database, clock),
        installations=InstallationTable(database, clock),
    )


LEFT_KEPT = timedelta(days=30)
"""After this period everything stored for a workspace that is closed to us is deleted."""


@dataclass(frozen=True, slots=True)
class DepartedWorkspaceCleaner:
    """Deletes data of workspaces that have been closed to us for a month without an event about it."""

    installations: InstallationTable
    subscriptions: SubscriptionTable
    records: EditionTable
    clock: Clock

    async def delete_expired(self) -> int:
        """Delete it. Returns how many rows."""
        until, count = (self.clock.now() - LEFT_KEPT).timestamp(), 0
        for installation in await self.installations.list_all():
            if installation.dead_since is not None and installation.dead_since < until:
                count += await self.subscriptions.delete_all(installation.team_id)
                count += await self.records.delete_all(installation.team_id)
        return count


@dataclass(frozen=True, slots=True)
class UnusedFeedCleaner:
    """Deletes feeds that no subscription names any longer."""

    subscriptions: SubscriptionTable
    feeds: FeedTable

    async def delete_expired(self) -> int:
        """Delete them. Returns how many."""
        wanted = {feed for subscription in await self.subscriptions.list_all() for feed in subscription.feeds}
        return await self.feeds.delete_unused(wanted)
