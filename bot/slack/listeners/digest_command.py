"""`/digest`: a channel's daily edition. Until editions exist it says so, and what works instead."""

from slack_bolt.async_app import AsyncAck, AsyncApp

_NOT_YET = (
    "Daily digests of a channel's feeds are not part of this version yet. "
    "For single stories use `/summarize` with a link, or mention me."
)


def register(app: AsyncApp) -> None:
    """Listen for /digest."""

    async def on_command(ack: AsyncAck) -> None:
        await ack(_NOT_YET)

    app.command("/digest")(on_command)
