"""Acknowledges what Slack sent. What it carries is in the inbox already (`bot.slack.connection.inbox_middleware`).

Of a form, what is wrong is said in the form itself. A form that is being saved gives way to a word about it:
`bot.slack.handlers.subscription_form` puts the outcome in its place.
"""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.parsing.subscription_form import CALLBACK, FormError, read_form, show_saving

_EVENTS = (
    "app_mention",
    "message",
    "app_home_opened",
    "reaction_added",
    "member_joined_channel",
    "channel_archive",
    "channel_unarchive",
    "channel_deleted",
    "group_archive",
    "group_unarchive",
    "group_deleted",
    "app_uninstalled",
    "tokens_revoked",
)
_COMMANDS = ("/summarize", "/digest")
_BUTTONS = re.compile(r"digest_\w+")
"""The action ids of the buttons under a digest, of other versions too."""


def register(app: AsyncApp) -> None:
    """Acknowledge every event, command, button and form that the bot knows."""
    for event in _EVENTS:
        app.event(event)(_take_note)
    for command in _COMMANDS:
        app.command(command)(_acknowledge)
    app.action(_BUTTONS)(_acknowledge)
    app.view(CALLBACK)(_answer_form)


async def _take_note() -> None:
    """Nothing: Bolt acknowledges events by itself, if it knows them."""


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()


async def _answer_form(ack: AsyncAck, view: dict[str, Any]) -> None:
    try:
        read_form(view)
    except FormError as error:
        await ack(response_action="errors", errors=error.errors)
    else:
        await ack(response_action="update", view=show_saving())
