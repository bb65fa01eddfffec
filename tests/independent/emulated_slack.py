"""The bot in HTTP mode with the Slack of vercel-labs' `emulate`, each in a process of its own.

`emulate` 0.12.2 has the Web API only. It sends no `app_mention`, cannot be told where events go, and has no Socket Mode,
commands, buttons or response_urls: what Slack would send comes from here, signed by slack_sdk.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from slack_sdk.signature import SignatureVerifier

START = Path(__file__).with_name("emulate_slack.mjs")
SECRET = "of the proofs"
BOT, PERSON = "xoxb-nutgraf", "xoxp-ines"
MARK = "<@U0NUTGRAF1>"
GIVE_UP_AFTER_S = 60


class EmulatedSlack:
    """What a person does in Slack and sees there, and what Slack sends to the bot.

    Args:
        session: for all calls.
        url: of the emulated Slack.
        events_url: of the bot.
    """

    def __init__(self, session: aiohttp.ClientSession, url: str, events_url: str) -> None:
        self._session = session
        self._url = url
        self._events_url = events_url

    async def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """What a method of the Web API answers to a person."""
        headers = {"Authorization": f"Bearer {PERSON}"}
        async with self._session.post(f"{self._url}/api/{method}", json=arguments, headers=headers) as response:
            answer: dict[str, Any] = await response.json()
        assert answer["ok"], answer
        return answer

    async def find_channel(self, name: str) -> str:
        """The id of a channel."""
        channels = (await self.call("conversations.list"))["channels"]
        return next(str(channel["id"]) for channel in channels if channel["name"] == name)

    async def mention(self, channel: str, text: str) -> dict[str, Any]:
        """Post a message to the bot; returns the event that Slack sends of it."""
        said = await self.call("chat.postMessage", channel=channel, text=f"{MARK} {text}")
        user = (await self.call("auth.test"))["user_id"]
        of_message = {"channel": channel, "user": user, "ts": said["ts"], "text": said["message"]["text"]}
        return {"type": "app_mention", **of_message}

    async def send(self, event: dict[str, Any], *, secret: str = SECRET) -> int:
        """Send an event to the bot, signed; returns the status of its answer."""
        at = str(int(time.time()))  # noqa: TID251  (the bot compares it with its own clock)
        payload = {"type": "event_callback", "team_id": "T000000001", "event_id": f"Ev{event['ts']}", "event": event}
        body = json.dumps(payload)
        signature = SignatureVerifier(secret).generate_signature(timestamp=at, body=body)
        headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": str(signature)}
        headers["Content-Type"] = "application/json"
        async with self._session.post(self._events_url, data=body, headers=headers) as response:
            return response.status

    async def thread(self, event: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """A message as it is now, and the replies to it."""
        answer = await self.call("conversations.replies", channel=event["channel"], ts=event["ts"])
        first, *replies = answer["messages"]
        return first, replies

    async def wait_for_mark(self, event: dict[str, Any], name: str) -> None:
        """Return once a message has one reaction, of a name.

        Raises:
            AssertionError: not within a minute.
        """
        for _ in range(GIVE_UP_AFTER_S * 10):
            if [mark["name"] for mark in (await self.thread(event))[0].get("reactions", ())] == [name]:
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"no {name}: {await self.thread(event)}")


@asynccontextmanager
async def open_emulated_slack(proofs: Path, data: Path, ports: tuple[int, int]) -> AsyncIterator[EmulatedSlack]:
    """Run both while the block runs.

    Args:
        proofs: has the `node_modules`.
        data: an empty folder for the bot.
        ports: of the emulated Slack and of the bot.
    """
    slack, bot = ports
    url = f"http://127.0.0.1:{slack}"
    settings = {
        "SLACK_BOT_TOKEN": BOT,
        "SLACK_SIGNING_SECRET": SECRET,
        "NUTGRAF_SLACK_MODE": "http",
        "NUTGRAF_SLACK_API_URL": f"{url}/api/",
        "NUTGRAF_HTTP_PORT": str(bot),
        "NUTGRAF_DATA_DIR": str(data),
    }
    node = {"NODE_PATH": str(proofs / "node_modules")}
    async with (
        _running("node", str(START), str(slack), cwd=data, more=node, until=str(slack)),
        _running(sys.executable, "-m", "bot", "run", cwd=data, more=settings, until="Listening for Slack"),
        aiohttp.ClientSession() as session,
    ):
        yield EmulatedSlack(session, url, f"http://127.0.0.1:{bot}/slack/events")


@asynccontextmanager
async def _running(*command: str, cwd: Path, more: Mapping[str, str], until: str) -> AsyncIterator[None]:
    """A process that has printed a text, with the log beside it; ended after the block."""
    inherited = os.environ.items()  # noqa: TID251  (a child's environment is made from ours)
    environment = {name: value for name, value in inherited if not name.startswith(("SLACK_", "NUTGRAF_"))}
    with (cwd / f"{Path(command[0]).name}.log").open("w") as log:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=cwd, env=environment | dict(more), stdout=asyncio.subprocess.PIPE, stderr=log
        )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(GIVE_UP_AFTER_S):
            while until not in (line := (await process.stdout.readline()).decode()):
                assert line, f"it ended; see {log.name}"
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()
