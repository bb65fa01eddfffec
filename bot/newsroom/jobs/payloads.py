"""What job payloads have in common: the requester, the button clicked, job ids."""

import hashlib
from dataclasses import dataclass

from bot.newsroom.jobs.inbox import InboxEntry
from bot.newsroom.jobs.job import Job, Payload

ABANDONED = "given_up"
"""Kind of a job that notifies the requester that another job was given up."""


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
    def reply_ts(self) -> str | None:
        """The thread to reply in."""
        return self.thread_ts or self.ts


@dataclass(frozen=True, slots=True)
class ButtonClick:
    """A click on one of our buttons.

    Attributes:
        action: what the button does: longer, shorter, share, dismiss, retry, quotes, why, copy, delete, reasons.
        digest_id: the id that the button carries.
        channel: where it was clicked.
        user: the person who clicked.
        response_url: where to send the answer to the click.
        message_ts: the message with the button.
        thread_ts: the thread of that message.
        is_private: the message is ephemeral.
        team_id: the workspace.
    """

    action: str
    digest_id: str
    channel: str
    user: str
    response_url: str
    message_ts: str
    thread_ts: str | None
    is_private: bool
    team_id: str = ""


def short_id(job_id: str) -> str:
    """Return a short reference for a job, used in buttons and error messages, and searchable in the log."""
    return hashlib.sha256(job_id.encode()).hexdigest()[:10]


def deletion_id(job_id: str) -> str:
    """Return the id of the job for a message's deletion, from the id of the message's job."""
    return f"deletion:{job_id}"


def abandoned_job(entry: InboxEntry) -> Job | None:
    """Return the job that notifies the requester that an inbox entry is given up; None where there is no requester."""
    payload = entry.payload or {}
    if entry.kind == ABANDONED or requester_of(payload) is None:
        return None
    wanted = ("asker", "team_id", "channel", "user", "thread_ts", "response_url")
    kept: Payload = {name: payload[name] for name in wanted if name in payload}
    return Job(f"giving-up:{entry.id}{entry.try_suffix}", ABANDONED, {"of": entry.id, **kept})


def requester_of(payload: Payload) -> Requester | None:
    """Return the requester: explicit in requests, the person who clicked in clicks; None where there is none."""
    if "asker" in payload:
        return Requester(**payload["asker"])
    if "user" not in payload:
        return None
    return Requester(payload["channel"], payload["user"], None, payload.get("thread_ts"))


def require_requester(payload: Payload) -> Requester:
    """Return the requester; jobs done for a person always have one.

    Raises:
        KeyError: it is missing.
    """
    requester = requester_of(payload)
    if requester is None:
        raise KeyError("asker")
    return requester
