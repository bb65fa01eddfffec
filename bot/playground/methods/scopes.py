"""The scopes that each method needs, and Slack's refusal where the token lacks them.

Read from the method's page at docs.slack.dev/reference/methods, "Scopes", bot token; independent of the app's own list.
Not documented: which scopes `needed` names. Here it is the missing one where the conversation is known, else all that
would do.
"""

from collections.abc import Mapping

from bot.playground.errors import ApiError
from bot.playground.installation import FAMILIES
from bot.playground.local_slack import LocalSlack
from bot.playground.methods.arguments import Arguments

NONE = (
    "api.test", "auth.test", "blocks.validate", "chat.getPermalink",
    "views.open", "views.publish", "views.push", "views.update",
)  # fmt: skip
ALWAYS: Mapping[str, str] = {
    "bots.info": "users:read",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.join": "channels:join",
    "files.info": "files:read",
    "reactions.add": "reactions:write",
    "reactions.get": "reactions:read",
    "reactions.remove": "reactions:write",
    "team.info": "team:read",
    "users.info": "users:read",
    "users.list": "users:read",
}
BY_CHANNEL: Mapping[str, str] = {
    "conversations.history": "history",
    "conversations.info": "read",
    "conversations.members": "read",
    "conversations.replies": "history",
}
BY_TYPES = ("conversations.list", "users.conversations")
OPEN = "conversations.open"
_TYPES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


def accepted_scopes(method: str) -> tuple[str, ...]:
    """Return the scopes that a method accepts, as the header `X-Accepted-OAuth-Scopes` lists them."""
    if method in ALWAYS:
        return (ALWAYS[method],)
    if method in BY_CHANNEL:
        return tuple(f"{family}:{BY_CHANNEL[method]}" for family in FAMILIES.values())
    if method in BY_TYPES:
        return tuple(f"{family}:read" for family in FAMILIES.values())
    return ("channels:manage", "groups:write", "im:write", "mpim:write") if method == OPEN else ()


def check_scopes(slack: LocalSlack, method: str, arguments: Arguments) -> None:
    """Check that the bot's token may make a call.

    Raises:
        ApiError: missing_scope, with the scopes that are needed and those that are provided.
    """
    scopes = slack.installation.scopes
    if method in BY_TYPES:
        missing = [scope for scope in _of_types(arguments) if scope not in scopes]
    else:
        needed = _needed(slack, method, arguments)
        missing = [] if not needed or scopes.intersection(needed) else list(needed)
    if missing:
        raise ApiError("missing_scope", needed=",".join(missing), provided=slack.installation.provided)


def _of_types(arguments: Arguments) -> list[str]:
    types = (arguments.text("types") or "public_channel").split(",")
    return [f"{_TYPES[name.strip()]}:read" for name in types if name.strip() in _TYPES]


def _needed(slack: LocalSlack, method: str, arguments: Arguments) -> tuple[str, ...]:
    """Return the scopes, each of which is enough for a call."""
    if method == OPEN:
        return ("mpim:write",) if "," in arguments.text("users") else ("im:write",)
    channel = slack.workspace.find_channel(arguments.text("channel")) if method in BY_CHANNEL else None
    if channel is None:
        return accepted_scopes(method)
    return (f"{FAMILIES[channel.kind]}:{BY_CHANNEL[method]}",)
