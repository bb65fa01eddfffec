"""What is above a message in its thread: something to read, and our own digests. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.newsroom.requests.errors import (
    FirstMessageDeletedError,
    HiddenMessageError,
    HistoryLimitError,
    NothingAboveError,
)
from bot.newsroom.requests.request import Request
from bot.slack.api.message_history import key_of
from bot.slack.api.threads import SlackMessage, ThreadAbove
from bot.slack.parsing.messages.content import read_content
from bot.slack.parsing.messages.material import find_material

_MENU = "digest_more"
_REASONS = "digest_reasons"
_DIGEST_BUTTONS = frozenset({"digest_longer", "digest_shorter"})


class PostedKind(StrEnum):
    """What of ours is in a thread."""

    ONE = "one"
    """A digest, with its buttons."""

    SEVERAL = "several"
    """Digests of several links or files, which have a menu and no lengths."""

    EDITION = "edition"


@dataclass(frozen=True, slots=True)
class PostedHere:
    """A digest or edition of ours in a thread.

    Attributes:
        digest_id: what its buttons carry.
        message_ts: its message.
        thread_ts: the thread it is in.
        kind: what it is.
    """

    digest_id: str
    message_ts: str
    thread_ts: str | None = None
    kind: PostedKind = PostedKind.ONE


@dataclass(frozen=True, slots=True)
class Above:
    """What is above a message in its thread.

    Attributes:
        request: the nearest link, file or long text; else the stories of our own first message; empty where there is
            none.
        posted: our nearest digest, if there is one.
        is_answered: the nearest that can be read has an answer of ours below it.
        is_first_deleted: the first message of the thread was deleted.
        is_hidden: Slack hides messages of the thread.
        is_cut: Slack does not let the bot read all of it.
    """

    request: Request = field(default_factory=Request)
    posted: PostedHere | None = None
    is_answered: bool = False
    is_first_deleted: bool = False
    is_hidden: bool = False
    is_cut: bool = False

    def require(self) -> Request:
        """The request.

        Raises:
            NothingToReadError: there is nothing to read; it says why.
        """
        if not self.request.is_empty:
            return self.request
        if self.is_cut:
            raise HistoryLimitError("a part of the thread only")
        if self.is_first_deleted:
            raise FirstMessageDeletedError
        raise HiddenMessageError if self.is_hidden else NothingAboveError


NOTHING_ABOVE = Above(is_answered=True)
"""Outside threads: nothing waits for an answer."""


def find_above(read: ThreadAbove) -> Above:
    """What is in the messages above a message."""
    first = read.messages[-1] if read.messages and not read.is_cut else {}
    posted_at, posted = next(_digests(read.messages), (len(read.messages), None))
    material_at, request = next(_materials(read.messages), (len(read.messages), Request()))
    if request.is_empty and key_of(first):
        request = find_material(read_content(first))
    return Above(
        request=request,
        posted=posted,
        is_answered=posted_at < material_at or material_at == len(read.messages),
        is_first_deleted=not read.is_cut and (not read.messages or first.get("subtype") == "tombstone"),
        is_hidden=request.is_empty and any(_hides_something(message) for message in read.messages),
        is_cut=read.is_cut,
    )


def _hides_something(message: SlackMessage) -> bool:
    return not key_of(message) and read_content(message).is_hidden


def _materials(messages: Sequence[SlackMessage]) -> Iterator[tuple[int, Request]]:
    """What there is to read in the messages of others, with their places."""
    for number, message in enumerate(messages):
        if not key_of(message):
            material = find_material(read_content(message))
            if not material.is_empty:
                yield number, material


def _digests(messages: Sequence[SlackMessage]) -> Iterator[tuple[int, PostedHere]]:
    for number, message in enumerate(messages):
        if posted := _find_digest(message):
            yield number, posted


def _find_digest(message: SlackMessage) -> PostedHere | None:
    """Our digest or edition in a message, by its buttons; only our own messages carry a key."""
    if not key_of(message):
        return None
    ts, thread_ts = str(message.get("ts")), message.get("thread_ts")
    for element in _elements(message):
        action = element.get("action_id")
        if action in _DIGEST_BUTTONS:
            return PostedHere(str(element.get("value")), ts, thread_ts)
        if action == _REASONS:
            return PostedHere(str(element.get("value")), ts, thread_ts, PostedKind.EDITION)
        for option in element.get("options") or () if action == _MENU else ():
            return PostedHere(str(option.get("value")).partition(":")[2], ts, thread_ts, PostedKind.SEVERAL)
    return None


def _elements(message: SlackMessage) -> Iterator[Mapping[str, Any]]:
    for block in message.get("blocks") or ():
        if isinstance(block, dict) and block.get("type") == "actions":
            yield from (element for element in block.get("elements") or () if isinstance(element, dict))
