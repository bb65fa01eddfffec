"""What the app was installed with: scopes, subscriptions, commands and shortcuts; and the events that these bring.

Source: docs.slack.dev/reference/events (a page each, "Required scopes"), docs.slack.dev/authentication/tokens.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

# What `deploy/slack-manifest.json` asks for: bot and bot_optional scopes, bot_events. A test compares them.
SCOPES = frozenset(
    {
        "app_mentions:read", "chat:write", "commands", "files:read", "reactions:write", "users:read",
        "channels:history", "channels:read",
        "groups:history", "groups:read",
        "im:history", "im:read", "im:write",
        "mpim:history", "mpim:read",
    }
)  # fmt: skip
SUBSCRIPTIONS = frozenset(
    {
        "app_mention", "app_home_opened", "message.im", "member_joined_channel", "app_uninstalled", "tokens_revoked",
        "channel_archive", "channel_deleted", "channel_unarchive",
        "group_archive", "group_deleted", "group_unarchive",
        "channel_left", "group_left", "channel_id_changed",
    }
)  # fmt: skip
COMMANDS = frozenset({"/summarize", "/digest"})
SHORTCUTS: Mapping[str, str] = {}
"""The callback ids of the app's shortcuts -> their names."""

FAMILIES = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
"""A conversation's kind -> the first half of its scopes, and the second of its message events."""
_BY_KIND = ("member_joined_channel", "member_left_channel", "channel_id_changed")
_FREE = ("app_home_opened", "app_uninstalled", "tokens_revoked")
_EVENT_SCOPES: Mapping[str, str] = {
    "app_mention": "app_mentions:read",
    **{f"message.{family}": f"{family}:history" for family in FAMILIES.values()},
    **{
        f"{kind}_{change}": f"{FAMILIES[kind]}:read"
        for kind in ("channel", "group")
        for change in ("archive", "deleted", "left", "rename", "unarchive")
    },
    "channel_created": "channels:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "file_shared": "files:read",
    "link_shared": "links:read",
    "user_change": "users:read",
    "team_join": "users:read",
}
KNOWN_SUBSCRIPTIONS = frozenset({*_EVENT_SCOPES, *_BY_KIND, *_FREE})
KNOWN_SCOPES = SCOPES | frozenset(
    {
        "channels:join", "channels:manage", "chat:write.customize", "chat:write.public", "emoji:read",
        "files:write", "groups:write", "links:read", "links:write", "metadata.message:read", "mpim:write",
        "pins:read", "pins:write", "reactions:read", "team:read", "usergroups:read", "users:read.email",
        "users:write", "assistant:write",
    }
)  # fmt: skip


@dataclass(slots=True)
class Installation:
    """The scopes of the bot's token, what the app subscribes to, and what it offers; all can change while it runs."""

    scopes: frozenset[str] = SCOPES
    subscriptions: frozenset[str] = SUBSCRIPTIONS
    commands: frozenset[str] = COMMANDS
    shortcuts: Mapping[str, str] = field(default_factory=lambda: SHORTCUTS)

    @property
    def provided(self) -> str:
        """The scopes as Slack lists them."""
        return ",".join(sorted(self.scopes))

    def offers_command(self, command: str) -> bool:
        """Return whether a slash command is one of the app's."""
        return command in self.commands and "commands" in self.scopes

    def offers_shortcut(self, callback_id: str) -> bool:
        """Return whether a shortcut is one of the app's."""
        return callback_id in self.shortcuts and "commands" in self.scopes

    def hears(self, event_type: str, kind: str = "") -> bool:
        """Return whether an event reaches the app: it subscribes to it and has the scope.

        Args:
            event_type: such as app_mention.
            kind: of the conversation, where the event is about one.
        """
        name = f"message.{FAMILIES[kind]}" if event_type == "message" else event_type
        if name not in self.subscriptions:
            return False
        scope = f"{FAMILIES[kind]}:read" if event_type in _BY_KIND else _EVENT_SCOPES.get(name)
        return scope is None or scope in self.scopes
