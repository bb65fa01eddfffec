"""Finds what a request is about where the message itself does not hold it: in its thread, or in another message.

And puts names in the place of people: `<@U…>` in a text is a member, whose name takes a call to Slack.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from bot.errors import NothingToReadError, SlackError
from bot.newsroom.requester import Requester
from bot.newsroom.requests.errors import (
    FirstMessageDeletedError,
    HiddenMessageError,
    HistoryLimitError,
    NothingAboveError,
    UnseenMessageError,
)
from bot.newsroom.requests.request import Request
from bot.slack.api.directory import SlackDirectory
from bot.slack.api.member_names import MemberNames
from bot.slack.api.message_history import key_of
from bot.slack.api.threads import SlackMessage, ThreadReader
from bot.slack.parsing.messages.content import read_content
from bot.slack.parsing.messages.material import find_material
from bot.slack.parsing.messages.text_elements import name_people, people_in
from summarizer import UNNAMED_PERSON

_PERMALINK = re.compile(r"/archives/(?P<channel>[A-Z0-9]+)/p(?P<seconds>\d{10})(?P<rest>\d{6})")
_THREAD = re.compile(r"[?&]thread_ts=(?P<ts>\d+\.\d+)")
_MENU = "digest_more"
_DIGEST_BUTTONS = frozenset({"digest_longer", "digest_shorter"})


@dataclass(frozen=True, slots=True)
class PostedHere:
    """One of our digests in a thread: the id that its buttons carry, and its message."""

    digest_id: str
    message_ts: str


@dataclass(frozen=True, slots=True)
class Above:
    """What is above a message in its thread.

    Attributes:
        request: the nearest link, file or long text; empty where there is none.
        posted: our nearest digest, if there is one.
        is_first_deleted: the first message of the thread was deleted.
        is_hidden: Slack hides messages of the thread.
        is_cut: Slack does not let the bot read all of it.
    """

    request: Request = field(default_factory=Request)
    posted: PostedHere | None = None
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


class RequestSource:
    """Finds what requests are about.

    Args:
        threads: reads messages.
        directory: knows who is in a channel.
        names: knows members' names.
    """

    def __init__(self, threads: ThreadReader, directory: SlackDirectory, names: MemberNames) -> None:
        self._threads = threads
        self._directory = directory
        self._names = names

    async def complete(self, requester: Requester, request: Request) -> Request:
        """A request without permalinks and without people in its text.

        Raises:
            RequestError: a message that is meant cannot be read.
            SlackError: Slack does not answer.
        """
        for permalink in request.permalinks:
            request = _merge(request, await self._read_permalink(requester, permalink))
        request = replace(request, permalinks=())
        return await self._name_people(request)

    async def look_above(self, requester: Requester) -> Above:
        """What is above a message in its thread, or before it in direct messages, where people seldom use threads.

        Raises:
            MissingScopeError, HistoryLimitError: the bot may not read that, or not now.
            SlackError: Slack does not answer.
        """
        if not requester.ts:
            return Above()
        if not requester.thread_ts or requester.thread_ts == requester.ts:
            return await self._look_before(requester, requester.ts) if requester.is_direct else Above()
        read = await self._threads.read_above(requester.channel, requester.thread_ts, requester.ts)
        contents = [read_content(message) for message in read.messages if not key_of(message)]
        found = (material for content in contents if not (material := find_material(content)).is_empty)
        posted = (here for message in read.messages if (here := _find_digest(message)))
        first = read.messages[-1] if read.messages and not read.is_cut else {}
        return Above(
            request=next(found, Request()),
            posted=next(posted, None),
            is_first_deleted=not read.is_cut and (not read.messages or first.get("subtype") == "tombstone"),
            is_hidden=any(content.is_hidden for content in contents),
            is_cut=read.is_cut,
        )

    async def _look_before(self, requester: Requester, ts: str) -> Above:
        """What comes before a direct message that is in no thread."""
        messages = await self._threads.read_before(requester.channel, ts)
        contents = (read_content(message) for message in messages if not key_of(message))
        found = (material for content in contents if not (material := find_material(content)).is_empty)
        return Above(next(found, Request()))

    async def _read_permalink(self, requester: Requester, permalink: str) -> Request:
        """What there is to read in a message that somebody links to.

        Raises:
            UnseenMessageError: the bot, or the requester, is not where it is.
            NothingToReadError: it is gone, hidden, or has nothing to read.
            SlackError: Slack does not answer.
        """
        parts = urlsplit(permalink)
        found, thread = _PERMALINK.search(parts.path), _THREAD.search(f"?{parts.query}")
        if found is None:
            raise UnseenMessageError(permalink)
        channel, ts = found["channel"], f"{found['seconds']}.{found['rest']}"
        await self._require_member(requester, channel)
        try:
            message = await self._threads.find_message(channel, ts, thread["ts"] if thread else None)
        except SlackError as error:
            raise _unseen(error) from error
        if message is None:
            raise NothingToReadError(permalink)
        content = read_content(message)
        if content.is_hidden:
            raise HiddenMessageError(permalink)
        material = find_material(content)
        return replace(material, permalinks=())  # a message that links to a message is not followed further

    async def _require_member(self, requester: Requester, channel: str) -> None:
        """Return if the requester may read a channel: else anybody could have the bot read a private one to them.

        Raises:
            UnseenMessageError: they are not in it, or the bot is not.
        """
        if channel == requester.channel:
            return
        try:
            is_member = await self._directory.is_in(channel, requester.user, if_unknown=False)
        except SlackError as error:
            raise _unseen(error) from error
        if not is_member:
            raise UnseenMessageError(channel)

    async def _name_people(self, request: Request) -> Request:
        """The request with names in its text."""
        people = people_in(request.text or "")
        if not people:
            return request
        names = await self._names.find(people)
        return replace(request, text=name_people(request.text or "", names, unknown=UNNAMED_PERSON))


_UNSEEN = frozenset({"channel_not_found", "not_in_channel", "thread_not_found", "no_permission", "access_denied"})


def _unseen(error: SlackError) -> Exception:
    """What a refusal to read another channel means to the requester."""
    return UnseenMessageError(str(error)) if error.slack_code in _UNSEEN else error


def _merge(request: Request, more: Request) -> Request:
    """A request with what another message holds."""
    return replace(
        request,
        links=(*request.links, *more.links),
        files=(*request.files, *more.files),
        text=request.text or more.text,
    )


def _find_digest(message: SlackMessage) -> PostedHere | None:
    """Our digest in a message, by its buttons; only our own messages carry a key."""
    if not key_of(message):
        return None
    for element in _elements(message):
        if element.get("action_id") in _DIGEST_BUTTONS:
            return PostedHere(str(element.get("value")), str(message.get("ts")))
        for option in element.get("options") or () if element.get("action_id") == _MENU else ():
            return PostedHere(str(option.get("value")).partition(":")[2], str(message.get("ts")))
    return None


def _elements(message: SlackMessage) -> Iterator[Mapping[str, Any]]:
    for block in message.get("blocks") or ():
        if isinstance(block, dict) and block.get("type") == "actions":
            yield from (element for element in block.get("elements") or () if isinstance(element, dict))
