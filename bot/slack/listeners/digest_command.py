"""`/digest`: a channel's daily edition. What it says is in the inbox already; the answer comes by its response_url."""

from slack_bolt.async_app import AsyncAck, AsyncApp


def register(app: AsyncApp) -> None:
    """Listen for /digest."""

    async def on_command(ack: AsyncAck) -> None:
        await ack()

    app.command("/digest")(on_command)
