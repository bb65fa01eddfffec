"""Builds every part of the bot once, in a fixed order."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp

from bot.app.editions import build_editions, build_feed_notices
from bot.app.feeds import build_feeds
from bot.app.health_checks import health_checks
from bot.app.health_server import Check
from bot.app.reading import open_reading
from bot.clock import SystemClock
from bot.config import Settings
from bot.engine.jobs.housekeeping import TICK_S, Housekeeping
from bot.engine.jobs.job_engine import JobEngine
from bot.engine.jobs.replicas import Replicas
from bot.engine.schedules.periodic_task import PeriodicTask, expire_once, poll_once
from bot.newsroom.jobs.job import Handler
from bot.newsroom.jobs.payloads import JobKind
from bot.newsroom.requests.answer_request import AnswerRequest
from bot.slack.api.client import build_client
from bot.slack.api.files import build_files
from bot.slack.api.slack_clock import SlackClock
from bot.slack.api.web_api import SlackApi
from bot.slack.api.workspace_status import WorkspaceMonitor
from bot.slack.connection.bolt_app import build_bolt
from bot.slack.connection.inbox_middleware import InboxMiddleware
from bot.slack.connection.job_intake import JobIntake
from bot.slack.handlers.dispatcher import JobDispatcher
from bot.slack.handlers.requests.abandoned_job import AbandonedJobHandler
from bot.slack.handlers.requests.deleted_message import DeletedMessageHandler
from bot.slack.handlers.requests.digest_buttons import DigestButtonHandler
from bot.slack.handlers.requests.mention import EditedMentionHandler, MentionHandler
from bot.slack.handlers.requests.summarize_command import SummarizeHandler
from bot.slack.outbound.deleted_requests import DeletedRequests
from bot.slack.outbound.failure_notifier import FailureNotifier
from bot.slack.outbound.job_reporter import JobReporter, QueueNotifier
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.progress_notice import ProgressNotifier
from bot.slack.outbound.recovery.since_backup import PostsSinceBackup
from bot.slack.outbound.response_url import ResponseUrlSender
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
from bot.storage.tables.inbox import InboxTable
from bot.storage.tables.installations import InstallationTable
from bot.storage.tables.leases import LeaseTable
from bot.storage.tables.outbox import OutboxTable
from bot.storage.tables.posted_digests import PostedDigestTable
from bot.storage.tables.texts import TextTable
from bot.web.pages.alternates import find_alternates
from bot.web.urls import article_key

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Bot:
    """The parts that are started and stopped.

    Attributes:
        dispatcher: calls the handlers of jobs.
        queue_notifier: tells requesters that their job waits.
        engine: ensures that jobs are done.
        periodic_tasks: background tasks: cleaning up, polling, scheduling.
        bolt: receives Slack's payloads.
        reception: stores them.
        watch: watches the database's file.
        checks: health check per part, given a function that counts the connections to Slack.
    """

    dispatcher: JobDispatcher
    queue_notifier: QueueNotifier
    engine: JobEngine
    periodic_tasks: tuple[AbstractAsyncContextManager[object], ...]
    bolt: AsyncApp
    reception: InboxMiddleware
    watch: FileWatch
    checks: Callable[[Callable[[], int]], Mapping[str, Check]]


async def build_bot(settings: Settings, stack: AsyncExitStack) -> Bot:
    """Build every part; what needs closing is entered on the stack."""
    clock = SystemClock()
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
    database, engines = address.open(), address.open_sync()
    watch.guard(database.sync_engine)
    watch.guard_opening(engines)
    stack.push_async_callback(database.dispose)
    inbox, outbox, posted_digests = (
        InboxTable(database, clock, payloads),
        OutboxTable(database, clock),
        PostedDigestTable(database, clock),
    )
    erasing = FileEraser(database)
    texts = TextTable(database, clock, payloads)
    replicas = None if address.is_sqlite else Replicas(LeaseTable(address.open_sync()), settings.replica)
    workspace = WorkspaceMonitor(InstallationTable(database, clock), clock)
    engine = JobEngine(
        inbox=inbox,
        database=engines,
        database_url=address.sync_url,
        replicas=replicas,
        is_open=lambda: workspace.refusal is None,
    )

    parts = await stack.enter_async_context(open_reading(settings, wait=False))
    session = await stack.enter_async_context(aiohttp.ClientSession())
    client = build_client(settings, session)
    slack_clock = SlackClock(clock)
    api = SlackApi(client, workspace=workspace, slack_clock=slack_clock)
    since_backup = PostsSinceBackup(api, outbox, clock, restore)
    sender = OutboxSender(api, outbox, clock, slack_clock=slack_clock, since_backup=since_backup)
    private = ResponseUrlSender(session, api, outbox, api_url=settings.slack_api_url, proxy=settings.slack_proxy)
    answers = DigestCacheTable(database, clock)
    answering = AnswerRequest(
        fetcher=parts.fetcher,
        reader=parts.reader,
        same_article=article_key,
        alternates=find_alternates,
        max_links=settings.max_links,
        cache=answers,
    )
    notices = build_feed_notices(database, clock, engine, api, sender)
    feeds = build_feeds(
        fetcher=parts.fetcher,
        workers=parts.workers,
        background=parts.background,
        database=database,
        clock=clock,
        allowed_origins=parts.allowed_origins,
        notify=notices.notify,
    )
    editions = build_editions(
        settings=settings,
        database=database,
        erasing=erasing,
        clock=clock,
        feeds=feeds.feeds,
        items=feeds.items,
        polling=feeds.polling,
        discovery=feeds.discovery,
        read_list=feeds.reader.read_opml,
        files=build_files(settings, session),
        fetcher=parts.fetcher,
        reader=parts.background_reader,
        preview_reader=parts.reader,
        texts=texts,
        runner=engine,
        count_under_way=engine.count_under_way,
        api=api,
        sender=sender,
        private=private,
        since_backup=since_backup,
    )
    notes = ProgressNotifier(sender)
    deleted_requests = DeletedRequests(inbox, api, sender)
    reporter = JobReporter(
        failures=FailureNotifier(sender, private, api),
        deleted_requests=deleted_requests,
        notes=notes,
        private=private,
        api=api,
    )
    mentions = MentionHandler(
        answering=answering,
        api=api,
        sender=sender,
        posted_digests=posted_digests,
        notes=notes,
        deleted_requests=deleted_requests,
    )
    handlers: dict[JobKind, Handler[Any]] = {
        **editions.jobs,
        JobKind.MENTION: mentions,
        JobKind.EDITED_MENTION: EditedMentionHandler(api),
        JobKind.DELETED_MESSAGE: DeletedMessageHandler(),
        JobKind.SUMMARIZE: SummarizeHandler(
            answering=answering, private=private, posted_digests=posted_digests, notes=notes
        ),
        JobKind.BUTTON: DigestButtonHandler(
            reader=parts.reader,
            api=api,
            sender=sender,
            private=private,
            posted_digests=posted_digests,
            mentions=mentions,
            explain_edition=editions.editions.explain,
        ),
        JobKind.FEED_NOTICE: notices,
        JobKind.ABANDONED: AbandonedJobHandler(sender, reporter),
    }
    dispatcher = JobDispatcher(inbox=inbox, handlers=handlers, reporter=reporter, api=api, clock=clock)
    queue_notifier = QueueNotifier(inbox=inbox, notes=notes, private=private, api=api)
    intake = JobIntake(engine, inbox, deleted_requests)
    tables, brief = (inbox, outbox, feeds.items, *editions.tables), (posted_digests, answers, texts)
    housekeeping = Housekeeping(inbox=inbox, resume=engine.resume, tables=tables, clock=clock, submit=engine.submit)
    periodic_tasks = (
        PeriodicTask("looking whether Slack lets us in", lambda: workspace.run_once(api)),
        PeriodicTask("housekeeping", housekeeping.run_once, first_after_s=TICK_S),
        PeriodicTask("forgetting texts", expire_once(brief, erasing.go_on)),
        PeriodicTask("polling feeds", poll_once(feeds.polling, clock)),
        PeriodicTask("looking for editions that are due", editions.ticking.run_once),
    )
    reception = InboxMiddleware(
        intake=intake, inbox=inbox, api=api, private=private, clock=clock, count_of=engine.count_of
    )

    def checks(connections: Callable[[], int]) -> Mapping[str, Check]:
        return health_checks(
            address=address,
            watch=watch,
            inbox=inbox,
            refusal=lambda: workspace.refusal,
            connections=connections,
        )

    return Bot(
        dispatcher,
        queue_notifier,
        engine,
        periodic_tasks,
        build_bolt(settings, client, reception),
        reception,
        watch,
        checks,
    )
