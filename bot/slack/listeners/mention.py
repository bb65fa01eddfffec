"""Somebody mentions the bot: `@nutgraf https://…`."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.slack.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for app_mention events. Bolt has acknowledged them already."""

    async def on_mention(event: dict[str, Any]) -> None:
        desk.take_message(event)

    app.event("app_mention")(on_mention)
