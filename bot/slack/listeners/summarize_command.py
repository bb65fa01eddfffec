"""`/summarize https://…`: a digest that only the asker sees."""

from slack_bolt.async_app import AsyncAck, AsyncApp


def register(app: AsyncApp) -> None:
    """Listen for /summarize."""

    async def on_command(ack: AsyncAck) -> None:
        await ack()

    app.command("/summarize")(on_command)
