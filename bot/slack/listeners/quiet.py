"""Events that the manifest subscribes to and that need no answer yet: taken, so that Bolt does not warn of each."""

from slack_bolt.async_app import AsyncApp

_EVENTS = ("app_home_opened", "reaction_added", "member_joined_channel")


def register(app: AsyncApp) -> None:
    """Listen, and do nothing."""

    async def take_note() -> None:
        return

    for event in _EVENTS:
        app.event(event)(take_note)
