"""The one list of what the code calls and hears, and the scopes that this needs. Data only.

The manifest and `nutgraf doctor` are made of it; a test compares it with the code.
Source: docs.slack.dev/reference/methods, docs.slack.dev/reference/events, docs.slack.dev/reference/scopes; a page each.
"""

from collections.abc import Mapping
from dataclasses import dataclass

APP_LEVEL_SCOPE = "connections:write"
"""Of the app-level token (`xapp-`), which opens Socket Mode; no bot token has it, and no manifest names it."""

_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_CHANNELS = ("channels:read", "groups:read", "im:read", "mpim:read")

METHODS: Mapping[str, tuple[str, ...]] = {
    "api.test": (),
    "apps.connections.open": (),
    "auth.test": (),
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": _HISTORY,
    "conversations.info": _CHANNELS,
    "conversations.members": _CHANNELS,
    "conversations.open": ("im:write",),
    "conversations.replies": _HISTORY,
    "files.info": ("files:read",),
    "reactions.add": ("reactions:write",),
    "reactions.remove": ("reactions:write",),
    "users.conversations": _CHANNELS,
    "users.info": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}
"""Methods of the Web API -> their scopes. Of several, each allows the method in its own kind of channel."""

EVENTS: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "channel_archive": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_id_changed": (),
    "channel_left": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_left": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read", "mpim:read"),
    "message.im": ("im:history",),
    "tokens_revoked": (),
}
"""Subscriptions to events -> their scopes. Of several, each brings the events of its own kind of channel.

A mention in a group direct message comes as `app_mention`, as in a channel, so `message.mpim` is not needed: the bot
is to hear of nothing but mentions there.
"""

OTHER_USES: Mapping[str, tuple[str, ...]] = {
    "slash commands": ("commands",),
    "downloads of shared files": ("files:read",),
}
"""What needs a scope and is neither a method nor an event -> its scopes."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope of the bot token.

    Attributes:
        without: what is switched off without it, in a sentence for people.
        is_optional: the bot is of use without it.
    """

    without: str
    is_optional: bool = True


SCOPES: Mapping[str, Scope] = {
    "app_mentions:read": Scope("The bot does not hear when somebody mentions it.", is_optional=False),
    "channels:history": Scope("In public channels the bot reads no thread, and does not find what it posted before."),
    "channels:read": Scope("In public channels the bot does not know who is in them, nor that one is archived."),
    "chat:write": Scope("The bot cannot answer.", is_optional=False),
    "commands": Scope("There are no slash commands.", is_optional=False),
    "files:read": Scope("The bot reads no shared files; it takes lists of feeds by their link only."),
    "groups:history": Scope("In private channels the bot reads no thread, and does not find what it posted before."),
    "groups:read": Scope("In private channels the bot does not know who is in them, nor that one is archived."),
    "im:history": Scope("The bot does not hear direct messages.", is_optional=False),
    "im:read": Scope("In direct messages the bot cannot check whether it may post a daily digest there."),
    "im:write": Scope("The bot cannot open direct messages; some owners do not hear of a paused digest."),
    "mpim:history": Scope("In group direct messages the bot reads no thread, and does not find what it posted before."),
    "mpim:read": Scope("In group direct messages the bot does not know who is in them."),
    "reactions:write": Scope("The bot shows no eyes while it reads a message, and no check mark afterwards."),
    "users:read": Scope("The bot knows nobody's name and time zone, nor who administers the workspace."),
}
"""Every scope that something above needs."""


def needed_scopes() -> frozenset[str]:
    """Every scope that the code has a use for."""
    uses = (*METHODS.values(), *EVENTS.values(), *OTHER_USES.values())
    return frozenset(scope for scopes in uses for scope in scopes)
