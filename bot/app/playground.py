"""Runs the playground, alone or with a bot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pydantic import SecretStr

from bot.app.signals import Announce, stop_signal
from bot.clock import SystemClock
from bot.config import Settings
from bot.playground.installation import Installation
from bot.playground.server import PlaygroundServer

PLAYGROUND_TOKENS = {"slack_bot_token": SecretStr("xoxb-playground"), "slack_app_token": SecretStr("xapp-playground")}


async def run_playground(settings: Settings, *, announce: Announce) -> None:
    """Run the playground alone until SIGTERM or SIGINT.

    Raises:
        ConfigError: its port is taken.
    """
    async with open_playground(settings, greet=True) as playground:
        announce(f"Playground: {playground.url}")
        announce("Start a bot against it in another terminal:")
        announce(
            f"  NUTGRAF_SLACK_API_URL={playground.api_url} SLACK_BOT_TOKEN=xoxb-playground "
            "SLACK_APP_TOKEN=xapp-playground nutgraf run"
        )
        await stop_signal()


@asynccontextmanager
async def open_playground(settings: Settings, *, greet: bool) -> AsyncIterator[PlaygroundServer]:
    """Run the playground while the block runs.

    Args:
        settings: contain its port.
        greet: whether its people post a greeting.
    """
    commands = frozenset({settings.summarize_command, settings.digest_command})
    installation = Installation(commands=commands)
    playground = PlaygroundServer(
        port=settings.playground_port, clock=SystemClock(), greet=greet, installation=installation
    )
    await playground.start()
    try:
        yield playground
    finally:
        await playground.stop()


def playground_settings(settings: Settings, playground: PlaygroundServer) -> Settings:
    """Return the same settings, with the playground as Slack."""
    return settings.model_copy(
        update={"slack_api_url": playground.api_url, "slack_mode": "socket", **PLAYGROUND_TOKENS}
    )
