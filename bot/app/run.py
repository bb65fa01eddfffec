"""The composition root: the only file that knows every part. It builds them, connects them, takes them down again."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import aiohttp
import structlog
from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp

from bot.app.editions import build_edition_room, build_notice_desk
from bot.app.feeds import build_feed_room
from bot.app.health_checks import health_checks
from bot.app.health_server import Check, watch_health
from bot.app.reading import open_reading_room
from bot.clock import SystemClock
from bot.config import Settings
from bot.engine.jobs.housekeeping import TICK_S, Housekeeping
from bot.engine.jobs.job_engine import JobEngine
from bot.engine.jobs.replicas import Replicas
from bot.engine.schedules.periodic_task import Rounds, expiry_round, polling_round
from bot.errors import DatabaseLostError
from bot.exits import Exit, end_at_once
from bot.newsroom.requests.answer_request import Answering
from bot.playground.server import PlaygroundServer
from bot.slack.api.client import build_client
from bot.slack.api.files import build_files
from bot.slack.api.slack_clock import SlackClock
from bot.slack.api.web_api import Caller
from bot.slack.api.workspace_status import Workspace
from bot.slack.connection.bolt_app import build_bolt, connect_socket, listen_http
from bot.slack.connection.inbox_middleware import Reception
from bot.slack.handlers.digest_buttons import Buttons
from bot.slack.handlers.dispatcher import Desk
from bot.slack.outbound.outbox_sender import Poster
from bot.slack.outbound.response_url import PrivateReplies
from bot.slack.outbound.since_backup import SinceBackup
from bot.slack.parsing.job_origin import IMMEDIATE, requester_of
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.erasing import Erasing
from bot.storage.database.file_watch import FileWatch, watch_file
from bot.storage.database.instance_lock import sole_use
from bot.storage.database.preflight import NOT_MADE, check
from bot.storage.database.restored import find_restore
from bot.storage.database.upgrade import upgrade
from bot.storage.tables.digest_cache import AnswerTable
from bot.storage.tables.inbox import InboxTable
from bot.storage.tables.installations import InstallationTable
from bot.storage.tables.leases import LeaseTable
from bot.storage.tables.outbox import OutboxTable
from bot.storage.tables.posted_digests import ShownTable
from bot.storage.tables.texts import TextTable
from bot.web.pages.alternates import find_alternates
from bot.web.urls import article_key

DRAIN_S = 12
"""Seconds that running answers get at shutdown; systemd and Docker wait longer than that before they kill."""

PLAYGROUND_TOKENS = {"slack_bot_token": SecretStr("xoxb-playground"), "slack_app_token": SecretStr("xapp-playground")}

_log = structlog.get_logger(__name__)

Announce = Callable[[str], None]


async def run(settings: Settings, *, announce: Announce) -> None:
    """Run the bot until SIGTERM or SIGINT; without Slack tokens with a playground of its own.

    Raises:
        ConfigError: naming the setting that is missing or wrong.
    """
    if settings.has_slack:
        await run_bot(settings, announce=announce)
        return
    async with _playground(settings, greet=True) as playground:
        announce(f"No Slack tokens are set, so here is a Slack to try me in: {playground.url}")
        announce("Open it in a browser. Ctrl-C stops it. README, 'Put it in your workspace', leads to the real one.")
        await run_bot(_settings_for(settings, playground), announce=announce)


async def run_playground(settings: Settings, *, announce: Announce) -> None:
    """Run the local Slack alone until SIGTERM or SIGINT.

    Raises:
        ConfigError: its port is taken.
    """
    async with _playground(settings, greet=True) as playground:
        announce(f"Playground: {playground.url}")
        announce("Start a bot against it in another terminal:")
        announce(
            f"  NUTGRAF_SLACK_API_URL={playground.api_url} SLACK_BOT_TOKEN=xoxb-playground "
            "SLACK_APP_TOKEN=xapp-playground nutgraf run"
        )
        await _stop_signal()


async def run_bot(settings: Settings, *, announce: Announce) -> None:
    """Run the bot against the Slack that the settings name, until SIGTERM or SIGINT.

    Raises:
        ConfigError: naming the setting that is missing or wrong.
        StorageError: the database cannot be used.
    """
    settings.require_slack()
    stopped = _stop_signal()
    async with AsyncExitStack() as stack:
        bot = await _build(settings, stack)
        await bot.engine.start(bot.desk.do, bot.desk.say_queued)
        stack.push_async_callback(bot.engine.stop, DRAIN_S)
        for round_ in bot.rounds:
            await stack.enter_async_context(round_)
        looking = Rounds("looking whether the database's file is there", bot.watch.round(_fail(stopped)))
        await stack.enter_async_context(looking)
        connect = connect_socket if settings.slack_mode == "socket" else listen_http
        link = await connect(settings, bot.bolt)
        stack.push_async_callback(link.close)
        await stack.enter_async_context(watch_health(settings.health_port, bot.checks(link.count)))
        announce(_where(settings))
        try:
            await stopped
        except DatabaseLostError as error:
            await bot.reception.tell_waiting(bot.watch.read_waiting())
            bot.watch.save()
            # As if killed: to end in peace, jobs and the job engine would have to write. The next start goes on.
            end_at_once(Exit.DATABASE_LOST, error.cause)
        _log.info("stopping: no new work is taken")


@dataclass(frozen=True, slots=True)
class Bot:
    """The parts that are started and stopped.

    Attributes:
        desk: does the jobs.
        engine: sees to it that they are done.
        rounds: what is done again and again in the background: sweeping, polling, ticking.
        bolt: hears Slack.
        reception: takes in what it hears.
        watch: over the database's file.
        checks: says what is wrong with each part, given a way to count the connections to Slack.
    """

    desk: Desk
    engine: JobEngine
    rounds: tuple[AbstractAsyncContextManager[object], ...]
    bolt: AsyncApp
    reception: Reception
    watch: FileWatch
    checks: Callable[[Callable[[], int]], Mapping[str, Check]]


async def _build(settings: Settings, stack: AsyncExitStack) -> Bot:
    """Build every part and hang what needs closing on the stack."""
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
    watch = stack.enter_context(watch_file(address))
    database, engines = address.open(), address.open_sync()
    watch.guard(database.sync_engine)
    watch.guard_opening(engines)
    stack.push_async_callback(database.dispose)
    inbox, outbox, shown = InboxTable(database, clock), OutboxTable(database, clock), ShownTable(database, clock)
    erasing = Erasing(database)
    replicas = None if address.is_sqlite else Replicas(LeaseTable(address.open_sync()), settings.replica)
    workspace = Workspace(InstallationTable(database, clock), clock)
    engine = JobEngine(
        inbox=inbox,
        database=engines,
        database_url=address.sync_url,
        replicas=replicas,
        requester_of=requester_of,
        is_open=lambda: workspace.refusal is None,
    )

    room = await stack.enter_async_context(open_reading_room(settings, wait=False))
    session = await stack.enter_async_context(aiohttp.ClientSession())
    client = build_client(settings, session)
    slack_clock = SlackClock(clock)
    caller = Caller(client, pulse=workspace, slack_clock=slack_clock)
    since_backup = SinceBackup(caller, outbox, clock, restore)
    poster = Poster(caller, outbox, clock, slack_clock=slack_clock, since_backup=since_backup)
    private = PrivateReplies(session, caller, outbox, api_url=settings.slack_api_url, proxy=settings.slack_proxy)
    answers = AnswerTable(database, clock)
    answering = Answering(
        fetcher=room.fetcher,
        reader=room.reader,
        same_article=article_key,
        alternates=find_alternates,
        max_links=settings.max_links,
        cache=answers,
    )
    notices = build_notice_desk(database, clock, engine, caller, poster)
    feeds = build_feed_room(
        fetcher=room.fetcher,
        workers=room.workers,
        background=room.background,
        database=database,
        clock=clock,
        allowed_origins=room.allowed_origins,
        tell=notices.tell,
    )
    editions = build_edition_room(
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
        fetcher=room.fetcher,
        reader=room.background_reader,
        preview_reader=room.reader,
        runner=engine,
        count_under_way=engine.count_under_way,
        caller=caller,
        poster=poster,
        private=private,
        since_backup=since_backup,
    )
    buttons = Buttons(
        reader=room.reader, caller=caller, poster=poster, private=private, shown=shown, others=editions.buttons
    )
    desk = Desk(
        runner=engine,
        inbox=inbox,
        answering=answering,
        caller=caller,
        poster=poster,
        private=private,
        shown=shown,
        buttons=buttons,
        clock=clock,
        others={**editions.jobs, "notice": notices.do},
    )
    texts = TextTable(database, clock, kinds_without=IMMEDIATE)
    tables, brief = (inbox, outbox, feeds.items, *editions.tables), (shown, answers, texts)
    housekeeping = Housekeeping(inbox=inbox, resume=engine.resume, tables=tables, clock=clock, give_up=desk.give_up)
    rounds = (
        Rounds("looking whether Slack lets us in", lambda: workspace.go_round(caller)),
        Rounds("housekeeping", housekeeping.go_round, first_after_s=TICK_S),
        Rounds("forgetting texts", expiry_round(brief, erasing.go_on)),
        Rounds("polling feeds", polling_round(feeds.polling, clock)),
        Rounds("looking for editions that are due", editions.ticking.go_round),
    )
    reception = Reception(desk=desk, inbox=inbox, caller=caller, private=private, clock=clock, count_of=engine.count_of)

    def checks(connections: Callable[[], int]) -> Mapping[str, Check]:
        return health_checks(
            address=address,
            watch=watch,
            inbox=inbox,
            refusal=lambda: workspace.refusal,
            connections=connections,
        )

    return Bot(desk, engine, rounds, build_bolt(settings, client, reception), reception, watch, checks)


@asynccontextmanager
async def _playground(settings: Settings, *, greet: bool) -> AsyncIterator[PlaygroundServer]:
    playground = PlaygroundServer(port=settings.playground_port, clock=SystemClock(), greet=greet)
    await playground.start()
    try:
        yield playground
    finally:
        await playground.stop()


def _settings_for(settings: Settings, playground: PlaygroundServer) -> Settings:
    """The same settings, with the playground as Slack."""
    return settings.model_copy(
        update={"slack_api_url": playground.api_url, "slack_mode": "socket", **PLAYGROUND_TOKENS}
    )


def _where(settings: Settings) -> str:
    if settings.slack_mode == "http":
        return f"Listening for Slack on http://{settings.http_host}:{settings.http_port}/slack/events"
    return "Connected to Slack by Socket Mode."


def _fail(stopped: "asyncio.Future[None]") -> Callable[[DatabaseLostError], None]:
    """Ends the wait for a signal with an error."""

    def fail(error: DatabaseLostError) -> None:
        if not stopped.done():
            stopped.set_exception(error)

    return fail


def _stop_signal() -> asyncio.Future[None]:
    """A future that is done at the first SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    stopped: asyncio.Future[None] = loop.create_future()

    def stop() -> None:
        if not stopped.done():
            stopped.set_result(None)

    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:  # Windows: Ctrl-C raises KeyboardInterrupt there
            break
    return stopped
