"""Runs the bot: starts the parts that `bot.app.container` builds, and stops them again."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack

import structlog

from bot.app.container import build_container
from bot.app.health_server import watch_health
from bot.app.playground import open_playground, playground_settings
from bot.app.signals import Announce, stop_signal
from bot.config import Settings
from bot.engine.schedules.periodic_task import PeriodicTask
from bot.errors import DatabaseLostError
from bot.exits import Exit, end_at_once
from bot.slack.connection.bolt_app import connect_socket, listen_http

DRAIN_S = 12
"""Seconds that running jobs get at shutdown; systemd and Docker wait longer before they kill."""


_log = structlog.get_logger(__name__)


async def run(settings: Settings, *, announce: Announce) -> None:
    """Run the bot until SIGTERM or SIGINT; without Slack tokens, with its own playground.

    Raises:
        ConfigError: naming the setting that is missing or wrong.
    """
    if settings.has_slack:
        await run_bot(settings, announce=announce)
        return
    async with open_playground(settings, greet=True) as playground:
        announce(f"No Slack tokens are set, so here is a Slack to try me in: {playground.url}")
        announce("Open it in a browser. Ctrl-C stops it. README, 'Put it in your workspace', leads to the real one.")
        await run_bot(playground_settings(settings, playground), announce=announce)


async def run_bot(settings: Settings, *, announce: Announce) -> None:
    """Run the bot with the Slack in the settings, until SIGTERM or SIGINT.

    Raises:
        ConfigError: naming the setting that is missing or wrong.
        StorageError: the database cannot be used.
    """
    settings.require_slack()
    stopped = stop_signal()
    async with AsyncExitStack() as stack:
        bot = await build_container(settings, stack)
        await bot.engine.start(bot.dispatcher.dispatch, bot.queue_notifier.notify_queued)
        stack.push_async_callback(bot.engine.stop, DRAIN_S)
        for periodic_task in bot.periodic_tasks:
            await stack.enter_async_context(periodic_task)
        looking = PeriodicTask("looking whether the database's file is there", bot.watch.round(_fail(stopped)))
        await stack.enter_async_context(looking)
        connect = connect_socket if settings.slack_mode == "socket" else listen_http
        link = await connect(settings, bot.bolt)
        stack.push_async_callback(link.close)
        await stack.enter_async_context(watch_health(settings.health_port, bot.checks(link.count)))
        announce(_where(settings))
        try:
            await stopped
        except DatabaseLostError as error:
            await bot.middleware.notify_waiting(bot.watch.read_waiting(), bot.engine.unfinished_origins())
            bot.watch.save()
            # As after a kill: a clean stop of jobs and job engine would have to write. The next start resumes.
            end_at_once(Exit.DATABASE_LOST, error.cause)
        _log.info("stopping: no new work is taken")


def _where(settings: Settings) -> str:
    if settings.slack_mode == "http":
        return f"Listening for Slack on http://{settings.http_host}:{settings.http_port}/slack/events"
    return "Connected to Slack by Socket Mode."


def _fail(stopped: "asyncio.Future[None]") -> Callable[[DatabaseLostError], None]:
    """Return a function that ends the wait for a signal with an error."""

    def fail(error: DatabaseLostError) -> None:
        if not stopped.done():
            stopped.set_exception(error)

    return fail
