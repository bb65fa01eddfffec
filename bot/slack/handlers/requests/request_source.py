"""Finds what a request is about where the message itself does not hold it: in its thread, or in another message.

And puts names in the place of people: `<@U…>` in a text is a member, whose name takes a call to Slack.
"""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from bot.errors import NothingToReadError, SlackError
from bot.newsroom.requester import Requester
from bot.newsroom.requests.errors import HiddenMessageError, UnknownMembersError, UnseenMessageError
from bot.newsroom.requests.request import Request
from bot.slack.api.directory import SlackDirectory
from bot.slack.api.member_names import MemberNames
from bot.slack.api.message_history import key_of
from bot.slack.api.threads import ThreadAbove, ThreadReader
from bot.slack.handlers.requests.thread_above import NOTHING_ABOVE, Above, find_above
from bot.slack.parsing.messages.content import read_content
from bot.slack.parsing.messages.material import find_material
from bot.slack.parsing.messages.text_elements import name_people, people_in
from summarizer import UNNAMED_PERSON

_PERMALINK = re.compile(r"/archives/(?P<channel>[A-Z0-9]+)/p(?P<seconds>\d{10})(?P<rest>\d{6})")
_THREAD = re.compile(r"[?&]thread_ts=(?P<ts>\d+\.\d+)")


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
            MissingScopeError, HistoryLimitError: the bot may not read the thread, or not now.
            SlackError: Slack does not answer.
        """
        if not requester.ts:
            return NOTHING_ABOVE
        if requester.is_in_thread and requester.thread_ts:
            return find_above(await self._threads.read_above(requester.channel, requester.thread_ts, requester.ts))
        return await self._look_before(requester, requester.ts) if requester.is_direct else NOTHING_ABOVE

    async def _look_before(self, requester: Requester, ts: str) -> Above:
        """The last direct message with something to read, and our digest, which is in the thread under it.

        Raises: as for `look_above`.
        """
        for message in await self._threads.read_before(requester.channel, ts):
            if key_of(message) or find_material(read_content(message)).is_empty:
                continue
            read = await self._threads.read_above(requester.channel, str(message.get("ts")), ts)
            replies = tuple(reply for reply in read.messages if reply.get("ts") != message.get("ts"))
            return find_above(ThreadAbove((*replies, message), read.is_cut))
        return NOTHING_ABOVE

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
            UnseenMessageError: they are not in it, or the bot is not; or it may not see whether they are.
        """
        if channel == requester.channel:
            return
        try:
            if await self._directory.is_in(channel, requester.user, if_unknown=False):
                return
            is_unknown = await self._directory.is_in(channel, requester.user, if_unknown=True)
        except SlackError as error:
            raise _unseen(error) from error
        raise UnknownMembersError(channel) if is_unknown else UnseenMessageError(channel)

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
