"""Reads the messages of a channel, or of a thread, page by page.

Source: docs.slack.dev/reference/methods/conversations.history and conversations.replies;
docs.slack.dev/apis/web-api/pagination; docs.slack.dev/messaging/message-metadata.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import UnknownOutcomeError

PAGE = 200
"""Messages per page. Apps that are sold outside Slack's marketplace get 15, whatever they ask for."""

Posted = Mapping[str, Any]
"""A message as Slack returns it."""

Ask = Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]]
"""Calls a method with arguments, and returns its answer."""


@dataclass(frozen=True, slots=True)
class TimeRange:
    """What to read.

    Attributes:
        channel: the channel's id.
        thread_ts: of the thread's first message; None: the channel itself.
        oldest: from when, in seconds since 1970 by Slack's clock.
        latest: until when; None: until now.
    """

    channel: str
    thread_ts: str | None
    oldest: float
    latest: float | None = None

    @property
    def method(self) -> str:
        """The method that returns it."""
        return "conversations.replies" if self.thread_ts else "conversations.history"

    @property
    def arguments(self) -> dict[str, Any]:
        """That method's arguments, for the first page."""
        return {
            "channel": self.channel,
            **({"ts": self.thread_ts} if self.thread_ts else {}),
            "oldest": f"{self.oldest:.6f}",
            **({"latest": f"{self.latest:.6f}"} if self.latest is not None else {}),
            "inclusive": True,
            "limit": PAGE,
            "include_all_metadata": True,
        }


async def read_messages(ask: Ask, time_range: TimeRange, *, most_pages: int) -> AsyncIterator[Posted]:
    """Every message of a time range, in Slack's order; pages are requested as they are needed.

    Args:
        ask: requests a page. What it raises is passed on.
        time_range: what to read.
        most_pages: the maximum number of pages.

    Raises:
        UnknownOutcomeError: there is more than that.
    """
    cursor = ""
    for _ in range(most_pages):
        answer = await ask(time_range.method, time_range.arguments | ({"cursor": cursor} if cursor else {}))
        for message in answer.get("messages") or []:
            yield message
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor and not answer.get("has_more"):
            return
        if not cursor:
            break
    raise UnknownOutcomeError(f"{time_range.method}: more messages than can be read")


def key_of(message: Posted) -> str:
    """The key that a message of ours carries; "" for all others."""
    return str(((message.get("metadata") or {}).get("event_payload") or {}).get("key") or "")
