"""Builds every part of the bot once, in five steps, each taking what the ones before have built.

Stores -> Reading -> SlackGateway -> Feeds -> Handlers; then what runs them.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

from slack_bolt.async_app import AsyncApp

from bot.app.feeds import Feeds, build_feeds
from bot.app.gateway import SlackGateway, build_gateway
from bot.app.handlers import build_handlers
from bot.app.health_checks import health_checks
from bot.app.health_server import Check
from bot.app.reading import open_reading
from bot.app.stores import DepartedWorkspaceCleaner, Stores, UnusedFeedCleaner, open_stores
from bot.clock import SystemClock
from bot.config import Settings
from bot.engine.jobs.housekeeping import TICK_S, Housekeeping
from bot.engine.jobs.job_engine import JobEngine
from bot.engine.jobs.replicas import Replicas
from bot.engine.schedules.edition_scheduler import EditionScheduler
from bot.engine.schedules.periodic_task import PeriodicTask, expire_once, poll_once
from bot.newsroom.jobs.feed_notices import FeedNotices
from bot.slack.connection.admission import AdmissionControl
from bot.slack.connection.bolt_app import build_bolt
from bot.slack.connection.inbox_middleware import InboxMiddleware
from bot.slack.connection.job_intake import JobIntake
from bot.slack.handlers.dispatcher import JobDispatcher
from bot.slack.handlers.edition import edition_job
from bot.slack.outbound.job_reporter import QueueNotifier
from bot.storage.database.file_watch import FileWatch
from bot.storage.tables.leases import LeaseTable


@dataclass(frozen=True, slots=True)
class Container:
    """The parts that are started and stopped.

    Attributes:
        dispatcher: gives jobs to their handlers.
        queue_notifier: tells requesters that their job waits.
        engine: ensures that jobs are done.
        periodic_tasks: background tasks: cleaning up, polling, scheduling.
        bolt: receives Slack's payloads.
        middleware: stores them.
        watch: watches the database's file.
        checks: health check per part, given a function that counts the connections to Slack.
    """

    dispatcher: JobDispatcher
    queue_notifier: QueueNotifier
    engine: JobEngine
    periodic_tasks: tuple[AbstractAsyncContextManager[object], ...]
    bolt: AsyncApp
    middleware: InboxMiddleware
    watch: FileWatch
    checks: Callable[[Callable[[], int]], Mapping[str, Check]]


async def build_container(settings: Settings, stack: AsyncExitStack) -> Container:
    """Build every part; what needs closing is entered on the stack.

    Raises:
        StorageError: the database cannot be used.
    """
    stores = await open_stores(settings, stack, SystemClock())
    reading = await stack.enter_async_context(open_reading(settings, wait=False))
    gateway = await build_gateway(settings, stack, stores)
    engine = build_engine(settings, stores, gateway)
    feeds = build_feeds(stores, reading, FeedNotices(stores.subscriptions, engine).notify)
    handlers = build_handlers(settings, stores, reading, gateway, feeds, engine=engine)
    middleware = InboxMiddleware(
        intake=JobIntake(engine, stores.inbox, gateway.deleted_requests),
        admission=AdmissionControl(stores.inbox.count_waiting, stores.clock, count_of=engine.count_of),
        api=gateway.api,
        private=gateway.private,
        commands=gateway.commands,
    )

    def checks(connections: Callable[[], int]) -> Mapping[str, Check]:
        return health_checks(
            address=stores.address,
            watch=stores.watch,
            inbox=stores.inbox,
            refusal=lambda: gateway.workspace.refusal,
            connections=connections,
        )

    return Container(
        dispatcher=JobDispatcher(
            inbox=stores.inbox, handlers=handlers, reporter=gateway.reporter, api=gateway.api, clock=stores.clock
        ),
        queue_notifier=gateway.queue_notifier,
        engine=engine,
        periodic_tasks=build_periodic_tasks(settings, stores, gateway, feeds, engine),
        bolt=build_bolt(settings, gateway.client, middleware),
        middleware=middleware,
        watch=stores.watch,
        checks=checks,
    )


def build_engine(settings: Settings, stores: Stores, gateway: SlackGateway) -> JobEngine:
    """Build the job engine; on PostgreSQL it knows of other replicas."""
    address = stores.address
    return JobEngine(
        inbox=stores.inbox,
        database=stores.job_database,
        database_url=address.sync_url,
        replicas=None if address.is_sqlite else Replicas(LeaseTable(address.open_sync()), settings.replica),
        is_open=lambda: gateway.workspace.refusal is None,
    )


def build_periodic_tasks(
    settings: Settings, stores: Stores, gateway: SlackGateway, feeds: Feeds, engine: JobEngine
) -> tuple[PeriodicTask, ...]:
    """Build the background tasks."""
    unused = UnusedFeedCleaner(stores.subscriptions, stores.feeds)
    departed = DepartedWorkspaceCleaner(stores.installations, stores.subscriptions, stores.editions, stores.clock)
    housekeeping = Housekeeping(
        inbox=stores.inbox,
        resume=engine.resume,
        tables=(
            stores.inbox,
            stores.outbox,
            stores.items,
            stores.subscriptions,
            stores.editions,
            departed,
            unused,
        ),
        clock=stores.clock,
        submit=engine.submit,
    )
    scheduler = EditionScheduler(
        subscriptions=stores.subscriptions,
        records=stores.editions,
        submit=engine.submit,
        make_job=edition_job,
        clock=stores.clock,
        late=timedelta(hours=settings.edition_late_h),
    )
    brief = (stores.posted_digests, stores.digest_cache, stores.texts)
    return (
        PeriodicTask("looking whether Slack lets us in", lambda: gateway.workspace.run_once(gateway.api)),
        PeriodicTask("housekeeping", housekeeping.run_once, first_after_s=TICK_S),
        PeriodicTask("forgetting texts", expire_once(brief, stores.eraser.go_on)),
        PeriodicTask("polling feeds", poll_once(feeds.polling, stores.clock)),
        PeriodicTask("looking for editions that are due", scheduler.run_once),
    )
