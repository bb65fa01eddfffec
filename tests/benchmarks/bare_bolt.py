"""A minimal Bolt app that answers a mention with one message in its thread: the baseline of bench_mentions.py."""

import asyncio
import os
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.say.async_say import AsyncSay
from slack_sdk.web.async_client import AsyncWebClient


async def main() -> None:
    """Run until killed."""
    settings = os.environ  # noqa: TID251  (a program of its own)
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            token=settings["SLACK_BOT_TOKEN"], base_url=settings["NUTGRAF_SLACK_API_URL"], session=session
        )
        app = AsyncApp(client=client)

        async def on_mention(event: dict[str, Any], say: AsyncSay) -> None:
            await say("Heard.", thread_ts=event["ts"])

        app.event("app_mention")(on_mention)
        await AsyncSocketModeHandler(app, settings["SLACK_APP_TOKEN"]).connect_async()
        print("Connected", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
