"""reactions.*: emoji on messages."""

import re

from bot.playground.errors import ApiError
from bot.playground.formats.api_objects import Json, message_json
from bot.playground.local_slack import LocalSlack
from bot.playground.methods.arguments import Arguments
from bot.playground.methods.lookups import channel_of, message_of, readable_channel
from bot.playground.workspace import BOT_USER_ID, Message

_EMOJI_NAME = re.compile(r"[a-z0-9_+'\-]{1,100}(::skin-tone-[2-6])?")


def add(slack: LocalSlack, arguments: Arguments) -> Json:
    """reactions.add."""
    slack.react(_target(slack, arguments), emoji_name(arguments.text("name")), BOT_USER_ID)
    return {"ok": True}


def remove(slack: LocalSlack, arguments: Arguments) -> Json:
    """reactions.remove."""
    slack.unreact(_target(slack, arguments), emoji_name(arguments.text("name")), BOT_USER_ID)
    return {"ok": True}


def get(slack: LocalSlack, arguments: Arguments) -> Json:
    """reactions.get."""
    channel = channel_of(slack, arguments)
    message = message_of(slack, channel, arguments.text("timestamp"))
    shape = message_json(message, slack.workspace, slack.base_url)
    return {"ok": True, "type": "message", "channel": channel.id, "message": shape}


def emoji_name(name: str) -> str:
    """Return the emoji's name without colons.

    Raises:
        ApiError: it is invalid.
    """
    bare = name.strip(":")
    if not _EMOJI_NAME.fullmatch(bare):
        raise ApiError("invalid_name")
    return bare


def _target(slack: LocalSlack, arguments: Arguments) -> Message:
    channel = readable_channel(slack, arguments)
    if channel.is_archived:
        raise ApiError("is_archived")
    return message_of(slack, channel, arguments.text("timestamp"))


METHODS = {"reactions.add": add, "reactions.remove": remove, "reactions.get": get}
