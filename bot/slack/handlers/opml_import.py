"""Lists of feeds as feed readers exchange them: taken in from a link or a file, given out as text.

A list may hold hundreds of feeds and a channel follows twenty: those that can be read are followed, in the list's
order, until the channel is full, and the answer says what became of the others.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.errors import FetchError, NoFeedFoundError, SlackError
from bot.newsroom.feeds.ports import FoundFeed
from bot.newsroom.subscriptions.model import Subscription
from bot.newsroom.subscriptions.setup import Findings
from bot.slack.api.files import SharedFile, SlackFiles, UnreadableFileError
from bot.slack.handlers.subscription_replies import MAX_FEEDS, Keeping
from bot.slack.parsing.digest_command import CommandError
from bot.slack.parsing.payloads import Asker
from bot.slack.rendering import block_kit as kit
from bot.slack.rendering.block_kit import Message
from bot.slack.rendering.escaping import count

AT_ONCE = 10
"""Feeds of a list that are looked at together."""

MOST_TRIED = 60
"""Feeds of a list that are looked at in all."""

_READS = "I read OPML, as feed readers export it; a single feed is followed by /digest add and its address."
_MOST_NAMED = 8
_PIECE = 1_200
"""Characters of a piece of a list, as it is shown; far below what a message holds."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Reads and writes lists of feeds.

    Args:
        read: the feeds of a list, in a child process.
        fetch: the bytes behind a link.
        write: a list's file.
    """

    read: Callable[[bytes], Awaitable[tuple[FoundFeed, ...]]]
    fetch: Callable[[str], Awaitable[bytes]]
    write: Callable[[Sequence[FoundFeed], str], bytes]


class ListDesk:
    """Takes lists in and gives them out.

    Args:
        keeping: keeps changes.
        lists: reads and writes them.
        files: what people share in Slack.
    """

    def __init__(self, *, keeping: Keeping, lists: Lists, files: SlackFiles) -> None:
        self._keeping = keeping
        self._lists = lists
        self._files = files

    async def take_link(self, team_id: str, asker: Asker, link: str) -> Message:
        """Follow the feeds of the list behind a link; the report.

        Raises:
            BotError: it cannot be read, or the asker may not.
        """
        before = await self._keeping.find(team_id, asker.channel)
        await self._keeping.check(asker, before)
        try:
            body = await self._lists.fetch(link)
        except FetchError as error:
            raise CommandError(error.message, "Check the link of the list, or share the file with me.") from error
        return await self._take(team_id, asker, before, body)

    async def take_file(self, team_id: str, asker: Asker, file: SharedFile) -> Message:
        """Follow the feeds of a list that somebody shared as a file; the report.

        Raises:
            BotError: it cannot be read, or the asker may not.
        """
        before = await self._keeping.find(team_id, asker.channel)
        await self._keeping.check(asker, before)
        return await self._take(team_id, asker, before, await self._files.read(await self._look_at(file)))

    async def _look_at(self, file: SharedFile) -> SharedFile:
        """The file with its address; not every event tells it.

        Raises:
            UnreadableFileError: the bot may not look at it.
        """
        if file.url or not file.id:
            return file
        try:
            answer = await self._keeping.caller.call("files.info", file=file.id)
        except SlackError as error:
            raise UnreadableFileError(str(error)) from error
        return SharedFile.of(answer.get("file") or {})

    async def give(self, subscription: Subscription) -> tuple[Message, ...]:
        """A channel's feeds as a list, to copy into a file."""
        if not subscription.feeds:
            raise CommandError("There is no feed to give out.", "Follow one first: /digest add gazette.example")
        feeds = [FoundFeed(feed, await self._keeping.name(feed)) for feed in subscription.feeds]
        written = self._lists.write(feeds, "Feeds of a nutgraf digest").decode()
        said = f"{count(len(feeds), 'feed')}. Save it as feeds.opml: feed readers take it, and so does /digest import."
        following = await self._keeping.conclude(subscription, said)
        pieces = [[kit.preformatted(piece)] for piece in _cut(written)]
        return tuple(Message(following.text, blocks) for blocks in kit.pack([list(following.blocks), *pieces]))

    async def _take(self, team_id: str, asker: Asker, before: Subscription | None, body: bytes) -> Message:
        """Follow what can be read of a list while there is room; the report."""
        try:
            listed = await self._lists.read(body)
        except NoFeedFoundError as error:
            raise CommandError("I found no feeds in that list.", _READS) from error
        known = before.feeds if before else ()
        fresh = [feed for feed in listed if feed.url not in known]
        found, tried = await self._look_up([feed.url for feed in fresh], MAX_FEEDS - len(known), known)
        said = _say_rest(len(listed) - len(fresh), found, len(fresh) - tried)
        if not found.feeds:
            if before is None:
                raise CommandError(" ".join(said), "Nothing was set up.")
            return await self._keeping.conclude(before, *said)
        wanted, warnings = await self._keeping.draft(team_id, asker, before, (*known, *found.feeds))
        if asker.channel.startswith("D"):
            warnings = (*warnings, "That is for the two of us. For a channel, share the list there and mention me.")
        change = f"imported a list: added {', '.join(found.feeds)}"
        names = await self._keeping.follow(before, wanted, by=asker.user, change=change)
        lines = (f"Following now: {_listed(names)}.", *said, *warnings)
        return await self._keeping.conclude(wanted, *lines, hint="/digest preview shows you one now.")

    async def _look_up(self, addresses: Sequence[str], room: int, known: Sequence[str]) -> tuple[Findings, int]:
        """What becomes of addresses, a few at a time until there is no room; and how many were looked at."""
        feeds: dict[str, None] = {}
        problems: list[str] = []
        tried = 0
        while len(feeds) < room and tried < min(len(addresses), MOST_TRIED):
            batch = tuple(addresses[tried : tried + min(AT_ONCE, room - len(feeds))])
            found = await self._keeping.look_up(batch)
            feeds |= dict.fromkeys(feed for feed in found.feeds if feed not in known)
            problems += found.problems
            tried += len(batch)
        return Findings(tuple(feeds), tuple(problems)), tried


def _say_rest(known: int, found: Findings, left_out: int) -> list[str]:
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
