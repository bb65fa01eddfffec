"""Clicks on the buttons under a digest: every action_id that begins as ours do, of other versions too."""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp


def register(app: AsyncApp) -> None:
    """Listen for clicks."""

    async def on_click(ack: AsyncAck) -> None:
        await ack()

    app.action(re.compile(r"digest_\w+"))(on_click)
