"""Somebody writes to the bot in a direct message."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.slack.desk import Desk

_WRITTEN_BY_PEOPLE = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""Subtypes of messages that say something new; edits, deletions and joins do not."""


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for messages. Those in channels are left alone: a mention arrives as an event of its own."""

    async def on_message(event: dict[str, Any]) -> None:
        if event.get("channel_type") != "im":
            return
        if event.get("subtype") == "message_changed":
            _take_edit(event, desk)
        elif event.get("subtype") in _WRITTEN_BY_PEOPLE:
            desk.take_message(event)

    app.event("message")(on_message)


def _take_edit(event: dict[str, Any], desk: Desk) -> None:
    """An edited message, in the shape of a fresh one; Slack's own link previews arrive as edits too and say nothing."""
    message = event.get("message") or {}
    before = event.get("previous_message") or {}
    if message.get("text") != before.get("text") and "edited" in message:
        desk.take_message({**message, "channel": event["channel"]})
