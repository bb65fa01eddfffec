"""Who asked for something, and where the answer goes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Requester:
    """The requester, and where the answer goes.

    Attributes:
        channel: the channel or DM.
        user: the requester.
        ts: the request's message; None for a slash command.
        thread_ts: the thread of that message, if any.
    """

    channel: str
    user: str
    ts: str | None = None
    thread_ts: str | None = None

    @property
    def is_direct(self) -> bool:
        """Whether it was asked in direct messages, as Slack's ids of channels say."""
        return self.channel.startswith("D")

    @property
    def reply_ts(self) -> str | None:
        """The thread to reply in."""
        return self.thread_ts or self.ts

    @property
    def is_in_thread(self) -> bool:
        """Whether the request is a reply, and not the first message of its thread."""
        return bool(self.thread_ts) and self.thread_ts != self.ts
