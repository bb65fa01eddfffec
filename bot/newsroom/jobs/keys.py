"""The ids of jobs, and the keys of their messages in the outbox. Made here only: both are stored.

A key begins with its job's id: `message:C1:5.0:0` is the first message of an answer, `message:C1:5.0:error:0` an error.
"""

import hashlib
from enum import StrEnum


class KeyPrefix(StrEnum):
    """What the messages of a job with these keys are. Values are stored."""

    ANSWER = ""
    DIRECT_ANSWER = "answer-direct:"
    ERROR = "error:"
    DIRECT_ERROR = "error-direct:"
    NOTE = "note:"
    OWNER = "owner:"
    PARENT = "parent:"
    REMARK = "remark:"
    REPLY = "reply:"
    RESUMED = "back:"


def outbox_key(job_id: str, prefix: str, part: int) -> str:
    """Return the key of a message.

    Args:
        job_id: the job that it answers.
        prefix: a `KeyPrefix`, or one of a shared digest.
        part: its index among the messages with that prefix, from 0.
    """
    return f"{job_id}:{prefix}{part}"


def private_key(job_id: str, what: str) -> str:
    """Return the key of an answer that only one person sees; there is one of each: error, note, answer."""
    return f"{job_id}:{what}"


def shared_prefix(number: int, *, is_parent: bool) -> str:
    """Return the prefix of a shared digest's messages, by the digest's number in the private answer."""
    return f"{number}:parent:" if is_parent else f"{number}:"


def guest_key(job_id: str, number: int, part: int) -> str:
    """Return the key of a piece of a shared digest that is posted through a response_url."""
    return f"{job_id}:{number}:guest:{part}"


def job_of_private(key: str) -> str:
    """Return the job whose private answer has a key."""
    return key.rpartition(":")[0]


def short_id(job_id: str) -> str:
    """Return a short reference for a job, used in buttons and error messages, and searchable in the log."""
    return hashlib.sha256(job_id.encode()).hexdigest()[:10]


def deletion_id(job_id: str) -> str:
    """Return the id of the job for a message's deletion, from the id of the message's job."""
    return f"deletion:{job_id}"


def share_id(digest_id: str, *, press: int = 1) -> str:
    """Return the id of the job that shares a digest: the same for every press, until one has failed."""
    return f"share:{digest_id}" if press == 1 else f"share-again:{digest_id}:{press}"


def edit_id(job_id: str, edited_ts: str) -> str:
    """Return the id of the job that explains an edit of an answered message."""
    return f"edit:{job_id}:{edited_ts}"


def extra_edition_id(job_id: str, asked: str) -> str:
    """Return the id of the job of an edition on request, from the id of the day's edition and of the request."""
    return f"{job_id}:now:{asked}"


def notice_id(name: str, team_id: str, channel: str) -> str:
    """Return the id of the job that tells a channel's owner of a feed; `name` is that of what happened."""
    return f"notice:{name}:{team_id}:{channel}"


def abandoned_id(job_id: str, try_suffix: str) -> str:
    """Return the id of the job that tells a requester that their job is given up."""
    return f"giving-up:{job_id}{try_suffix}"
