"""The small cases of the field, and a channel whose bot gets them."""

import json
from pathlib import Path
from typing import Any

from bot.newsroom.ports import Page
from bot.newsroom.requests.answer_request import AnswerRequest
from bot.newsroom.requests.errors import UnreadableFileError
from bot.newsroom.requests.request import SharedFile
from bot.slack.rendering.block_kit.plain_text import in_plain_text
from tests.bot.fakes import STORY, InlineReader
from tests.bot.slack.handlers.test_dispatcher import Room

CASES = {
    case["id"]: case
    for case in map(json.loads, (Path(__file__).parent / "cases.jsonl").read_text("utf-8").splitlines())
}
NEWS = "https://news.example/pier"
BOT = "U0NUTGRAF1"


class FakeFileReader:
    """Shared files by their id; others may not be read."""

    def __init__(self) -> None:
        self.bodies: dict[str, str] = {}

    async def read(self, file: SharedFile) -> Page:
        if file.id not in self.bodies:
            raise UnreadableFileError(file.id)
        return Page(url="", body=self.bodies[file.id].encode())


class Channel(Room):
    """A room whose bot has the id of the cases, and reads files and the Harbour's news."""

    def __init__(self) -> None:
        self.file_reader = FakeFileReader()
        super().__init__()
        self.fetcher.pages |= {NEWS: STORY, "https://news.example/pier-reopens": STORY}

    def make_answering(self) -> AnswerRequest:
        return AnswerRequest(
            fetcher=self.fetcher, reader=InlineReader(), same_article=str, max_links=3, files=self.file_reader
        )

    async def deliver(self, body: dict[str, Any]) -> None:
        await super().deliver({**body, "authorizations": [{"user_id": BOT, "is_bot": True}]})

    async def mention(self, text: str = "", **event: Any) -> list[dict[str, Any]]:
        """What is posted after a mention, as plain text beside what else it has."""
        return await self.hear(f"<@{BOT}> {text}", **event)

    def thread(self, *messages: dict[str, Any] | str) -> None:
        """The messages of the thread 2.0, the oldest first; the mention is 5.0."""
        said = [{"text": message, "user": "U2"} if isinstance(message, str) else message for message in messages]
        stamped = [{"ts": f"{2 + number / 10:.1f}", "thread_ts": "2.0", **each} for number, each in enumerate(said)]
        self.slack.answers["conversations.replies"] = {"ok": True, "messages": stamped, "has_more": False}

    def whispered(self) -> list[str]:
        return [said["text"] for said in self.slack.said("chat.postEphemeral")]


def shown(posted: dict[str, Any]) -> str:
    return in_plain_text(posted)


def event_of(case_id: str) -> dict[str, Any]:
    event: dict[str, Any] = dict(CASES[case_id]["payload or steps"])
    return event | {"ts": "5.0"}


async def read_case(channel: Channel, case_id: str) -> str:
    await channel.deliver({"type": "event_callback", "event": event_of(case_id)})
    (posted,) = channel.slack.posted
    return shown(posted)


async def under_a_digest(channel: Channel) -> None:
    """A digest of ours in the thread 2.0."""
    await channel.mention(f"<{NEWS}>", thread_ts="2.0", ts="2.1")
    posted = channel.slack.posted[0]
    channel.thread("look", {**posted, "user": BOT, "ts": "2.2"})
    channel.slack.transcript.clear()
