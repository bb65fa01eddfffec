"""Lists of feeds as feed readers exchange them: imported from a link or a file, exported as text.

A list may hold hundreds of feeds and a channel follows twenty: those that can be read are followed, in the list's
order, until the channel is full, and the answer says what became of the others.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.errors import FetchError, NoFeedFoundError, SlackError
from bot.newsroom.feeds.ports import FeedAddress
from bot.newsroom.jobs.payloads import SharedFile
from bot.newsroom.requester import Requester
from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.model import Subscription
from bot.newsroom.subscriptions.setup import FeedLookup
from bot.slack.api.files import SlackFiles, UnreadableFileError
from bot.slack.handlers.subscription_replies import MAX_FEEDS, SubscriptionService
from bot.slack.parsing.subscription_payloads import shared_file
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.block_kit.escaping import count

AT_ONCE = 10
"""Feeds of a list that are checked together."""

MOST_TRIED = 60
"""Feeds of a list that are checked in all."""

_READS = "I read OPML, as feed readers export it; a single feed is followed by /digest add and its address."
_MOST_NAMED = 8
_PIECE = 1_200
"""Characters of a piece of a list as it is shown; far below what a message holds."""


@dataclass(frozen=True, slots=True)
class OpmlFiles:
    """Reads and writes lists of feeds.

    Args:
        read: the feeds of a list, in a child process.
        fetch: the bytes behind a link.
        write: a list's file.
    """

    read: Callable[[bytes], Awaitable[tuple[FeedAddress, ...]]]
    fetch: Callable[[str], Awaitable[bytes]]
    write: Callable[[Sequence[FeedAddress], str], bytes]


class OpmlImportHandler:
    """Imports and exports lists.

    Args:
        service: saves changes.
        lists: reads and writes them.
        files: what people share in Slack.
    """

    def __init__(self, *, service: SubscriptionService, lists: OpmlFiles, files: SlackFiles) -> None:
        self._service = service
        self._lists = lists
        self._files = files

    async def import_link(self, team_id: str, requester: Requester, link: str) -> Message:
        """Follow the feeds of the list behind a link; returns the report.

        Raises:
            BotError: it cannot be read, or the requester may not.
        """
        before = await self._service.get(team_id, requester.channel)
        await self._service.require_editor(requester, before)
        try:
            body = await self._lists.fetch(link)
        except FetchError as error:
            raise CommandError(error.message, "Check the link of the list, or share the file with me.") from error
        return await self._import(team_id, requester, before, body)

    async def import_file(self, team_id: str, requester: Requester, file: SharedFile) -> Message:
        """Follow the feeds of a list that was shared as a file; returns the report.

        Raises:
            BotError: it cannot be read, or the requester may not.
        """
        before = await self._service.get(team_id, requester.channel)
        await self._service.require_editor(requester, before)
        return await self._import(team_id, requester, before, await self._files.read(await self._read(file)))

    async def _read(self, file: SharedFile) -> SharedFile:
        """The file with its address; not every event has it.

        Raises:
            UnreadableFileError: the bot may not read it.
        """
        if file.url or not file.id:
            return file
        try:
            answer = await self._service.api.call("files.info", file=file.id)
        except SlackError as error:
            raise UnreadableFileError(str(error)) from error
        return shared_file(answer.get("file") or {})

    async def export(self, subscription: Subscription) -> tuple[Message, ...]:
        """A channel's feeds as a list, to copy into a file."""
        if not subscription.feeds:
            raise CommandError("There is no feed to give out.", "Follow one first: /digest add gazette.example")
        feeds = [FeedAddress(feed, await self._service.name(feed)) for feed in subscription.feeds]
        written = self._lists.write(feeds, "Feeds of a nutgraf digest").decode()
        said = f"{count(len(feeds), 'feed')}. Save it as feeds.opml: feed readers take it, and so does /digest import."
        following = await self._service.reply_with_next(subscription, said)
        pieces = [[kit.preformatted(piece)] for piece in _cut(written)]
        return tuple(Message(following.text, blocks) for blocks in kit.pack([list(following.blocks), *pieces]))

    async def _import(self, team_id: str, requester: Requester, before: Subscription | None, body: bytes) -> Message:
        """Follow the readable feeds of a list until the channel is full; returns the report."""
        try:
            listed = await self._lists.read(body)
        except NoFeedFoundError as error:
            raise CommandError("I found no feeds in that list.", _READS) from error
        known = before.feeds if before else ()
        fresh = [feed for feed in listed if feed.url not in known]
        found, tried = await self._look_up([feed.url for feed in fresh], MAX_FEEDS - len(known), known)
        said = _format_rest(len(listed) - len(fresh), found, len(fresh) - tried)
        if not found.feeds:
            if before is None:
                raise CommandError(" ".join(said), "Nothing was set up.")
            return await self._service.reply_with_next(before, *said)
        wanted, warnings = await self._service.preview(team_id, requester, before, (*known, *found.feeds))
        if requester.channel.startswith("D"):
            warnings = (*warnings, "That is for the two of us. For a channel, share the list there and mention me.")
        change = f"imported a list: added {', '.join(found.feeds)}"
        names = await self._service.subscribe(before, wanted, by=requester.user, change=change)
        lines = (f"Following now: {_listed(names)}.", *said, *warnings)
        return await self._service.reply_with_next(wanted, *lines, hint="/digest preview shows you one now.")

    async def _look_up(self, addresses: Sequence[str], room: int, known: Sequence[str]) -> tuple[FeedLookup, int]:
        """Check addresses, a few at a time, until the channel is full. Returns results and how many were checked."""
        feeds: dict[str, None] = {}
        problems: list[str] = []
        tried = 0
        while len(feeds) < room and tried < min(len(addresses), MOST_TRIED):
            batch = tuple(addresses[tried : tried + min(AT_ONCE, room - len(feeds))])
            found = await self._service.find_feeds(batch)
            feeds |= dict.fromkeys(feed for feed in found.feeds if feed not in known)
            problems += found.problems
            tried += len(batch)
        return FeedLookup(tuple(feeds), tuple(problems)), tried


def _format_rest(known: int, found: FeedLookup, left_out: int) -> list[str]:
    """What became of the feeds of a list that are not followed now."""
    said = []
    if known:
        said.append(f"Followed already: {count(known, 'feed')}.")
    if found.problems:
        named = " ".join(found.problems[:_MOST_NAMED])
        rest = len(found.problems) - _MOST_NAMED
        said.append(f"Not followed: {named}{f' And {rest} more like these.' if rest > 0 else ''}")
    if left_out:
        said.append(f"Left out: {count(left_out, 'feed')}; a channel follows up to {MAX_FEEDS}.")
    return said


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - _MOST_NAMED
    return f"{', '.join(names[:_MOST_NAMED])}{f' and {rest} more' if rest > 0 else ''}"


def _cut(text: str) -> list[str]:
    """A text in pieces of whole lines; a longer line is a piece of its own."""
    pieces = [""]
    for line in text.splitlines(keepends=True):
        if pieces[-1] and len(pieces[-1]) + len(line) > _PIECE:
            pieces.append("")
        pieces[-1] += line
    return pieces
