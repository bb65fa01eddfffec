"""`/summarize https://…`: a digest that only the asker sees."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for /summarize."""

    async def on_command(ack: AsyncAck, command: dict[str, Any]) -> None:
        await ack()
        desk.take_command(command)

    app.command("/summarize")(on_command)
