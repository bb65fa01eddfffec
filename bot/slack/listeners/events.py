"""Events: mentions and direct messages, which the inbox has taken, and others that need no answer."""

from slack_bolt.async_app import AsyncApp

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


def register(app: AsyncApp) -> None:
    """Listen, so that Bolt knows them; it acknowledges events by itself."""

    async def take_note() -> None:
        return

    for event in _EVENTS:
        app.event(event)(take_note)
