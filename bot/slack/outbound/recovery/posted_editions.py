"""Editions as they are in Slack -> what the archive would know of them. For a bot restored from a backup.

The archive of the backup lacks what was posted since. Without it the day's edition would be made again, from other
stories, and stories of the days before would be repeated.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from bot.newsroom.editions.model import EditionRecord, EditionRepository, EditionState, PostedStory
from bot.newsroom.editions.story_selection import hash_link
from bot.newsroom.subscriptions.model import EditionKey
from bot.slack.api.message_history import Posted, key_of
from bot.slack.outbound.recovery.since_backup import PostsSinceBackup

_PARENT = re.compile(r"(edition:([^:]+):([^:]+):(\d{4}-\d\d-\d\d)(?::now:.+)?):parent:0")
_NUMBER = re.compile(r"^\d+\. ")


class PostedEditions:
    """Puts editions that are in Slack into the archive, once per channel and process.

    Args:
        since_backup: searches Slack.
        records: past editions.
        same_article: maps a link to a key that two links of one article share.
    """

    def __init__(
        self, since_backup: PostsSinceBackup, records: EditionRepository, same_article: Callable[[str], str]
    ) -> None:
        self._since_backup = since_backup
        self._records = records
        self._same_article = same_article
        self._done: set[str] = set()

    async def catch_up(self, channel: str) -> None:
        """Make sure that the archive has what a channel got.

        Raises:
            SlackError: it cannot be found out; nothing must be posted.
        """
        if channel in self._done:
            return
        for parent in await self._since_backup.find(channel):
            if _PARENT.fullmatch(key_of(parent)):
                replies = await self._since_backup.find(channel, str(parent["ts"]))
                await self._records.save(read_back(parent, replies, self._same_article))
        self._done.add(channel)


def read_back(parent: Posted, replies: Sequence[Posted], same_article: Callable[[str], str]) -> EditionRecord:
    """The record of an edition that consists of these messages; its reasons are lost.

    Args:
        parent: a message whose key is that of an edition's parent.
        replies: the messages of its thread.
        same_article: maps a link to a key that two links of one article share.
    """
    found = _PARENT.fullmatch(key_of(parent))
    if found is None:
        raise ValueError(f"not the parent of an edition: {key_of(parent)}")
    job_id, team, channel, day = found.groups()
    told = [reply for reply in replies if key_of(reply).startswith(f"{job_id}:reply:")]
    links = tuple(dict.fromkeys(hash_link(url, same_article) for url in _links((parent, *told))))
    key = EditionKey(team, channel, date.fromisoformat(day))
    stories = tuple(_story(reply) for reply in told)
    return EditionRecord(
        job_id=job_id,
        key=key,
        state=EditionState.POSTED,
        made_at=datetime.fromtimestamp(float(parent["ts"]), UTC),
        stories=(*stories, PostedStory(str(parent.get("text") or ""), links=links)),
        is_extra=job_id != key.job_id,
        story_count=len(stories),
    )


def _story(reply: Posted) -> PostedStory:
    """The story of a reply: headline and what was shown, to recognise it when it goes on."""
    headline = _NUMBER.sub("", str(reply.get("text") or ""))
    shown = " ".join(str(element["text"]) for element in _elements(reply) if element.get("type") == "text")
    return PostedStory(headline, texts=(f"{headline}\n{shown}",))


def _links(messages: Iterable[Posted]) -> Iterator[str]:
    return (str(element["url"]) for message in messages for element in _elements(message) if element.get("url"))


def _elements(message: Posted) -> Iterator[dict[str, Any]]:
    """Texts and links inside a message's rich text."""
    waiting = [block for block in message.get("blocks") or [] if block.get("type") == "rich_text"]
    while waiting:
        inside = waiting.pop(0).get("elements") or []
        for element in inside:
            if "elements" in element:
                waiting.append(element)
            elif isinstance(element.get("text"), str):
                yield element
