"""Acknowledges what Slack sent. Its job is in the inbox already (`bot.slack.connection.inbox_middleware`).

Errors in a form are shown in the form itself. A form that is being saved is replaced by a notice that says so;
`bot.slack.handlers.subscription_form` replaces that by the outcome.
"""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.newsroom.command_names import CommandNames
from bot.slack.manifest.permissions import EVENTS
from bot.slack.parsing.subscription_form import CALLBACK, FormError, read_form
from bot.slack.rendering.subscription_form_view import form_errors, saving_view

_EVENTS = sorted({event.partition(".")[0] for event in EVENTS})
"""The types of the events that the manifest subscribes to: `message.im` is a `message`."""

_BUTTONS = re.compile(r"digest_\w+")
"""The action ids of the buttons under a digest, also of other versions."""


def register(app: AsyncApp, names: CommandNames) -> None:
    """Acknowledge every event, command, button and form that the bot knows."""
    for event in _EVENTS:
        app.event(event)(_ignore)
    for command in (names.summarize, names.digest):
        app.command(command)(_acknowledge)
    app.action(_BUTTONS)(_acknowledge)
    app.view(CALLBACK)(_answer_form)


async def _ignore() -> None:
    """Do nothing: Bolt acknowledges events by itself where they have a listener."""


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()


async def _answer_form(ack: AsyncAck, view: dict[str, Any]) -> None:
    try:
        read_form(view)
    except FormError as error:
        await ack(response_action="errors", errors=form_errors(error.errors))
    else:
        await ack(response_action="update", view=saving_view())
