"""Lists of feeds as feed readers exchange them (OPML): imported into a subscription, exported from one.

A list may hold more feeds than a channel follows: those that can be read are followed, in the list's
order, until the channel is full, and the result says what became of the others.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.errors import FetchError, NoFeedFoundError
from bot.newsroom.feeds.following import FeedProblem
from bot.newsroom.feeds.ports import FeedAddress
from bot.newsroom.requester import Requester
from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.model import Subscription
from bot.newsroom.subscriptions.service import MAX_FEEDS, SubscriptionChange, SubscriptionService

_READS = "I read OPML, as feed readers export it; a single feed is followed by /digest add and its address."


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


@dataclass(frozen=True, slots=True)
class ListImport:
    """What became of the feeds of a list.

    Attributes:
        change: of the subscription; None where there was none, and none was set up.
        known: how many are followed already.
        problems: those that cannot be read.
        left_out: how many were not looked at: the channel is full, or the list too long.
        limit: how many feeds a channel may follow.
    """

    change: SubscriptionChange | None
    known: int = 0
    problems: tuple[FeedProblem, ...] = ()
    left_out: int = 0
    limit: int = MAX_FEEDS


class FeedListService:
    """Imports and exports lists.

    Args:
        service: saves changes.
        files: reads and writes lists.
    """

    def __init__(self, service: SubscriptionService, files: OpmlFiles) -> None:
        self._service = service
        self._files = files

    async def import_link(self, team_id: str, requester: Requester, link: str) -> ListImport:
        """Follow the feeds of the list behind a link.

        Raises:
            BotError: it cannot be read, or the requester may not.
        """
        return await self.import_list(team_id, requester, partial(self._fetch, link))

    async def import_list(self, team_id: str, requester: Requester, load: Callable[[], Awaitable[bytes]]) -> ListImport:
        """Follow the feeds of a list.

        Args:
            team_id: the workspace.
            requester: who wants that, and for which channel.
            load: gets the list, once it is certain that the requester may.

        Raises:
            BotError: it cannot be read, or the requester may not.
        """
        before = await self._service.get(team_id, requester.channel)
        await self._service.require_editor(requester, before)
        return await self._import(team_id, requester, before, await load())

    async def export(self, subscription: Subscription) -> str:
        """Return a channel's feeds as a list.

        Raises:
            CommandError: it has none.
        """
        if not subscription.feeds:
            raise CommandError("There is no feed to give out.", "Follow one first: /digest add gazette.example")
        names = await self._service.feeds.list_names(subscription.feeds)
        feeds = [FeedAddress(feed, name) for feed, name in zip(subscription.feeds, names, strict=True)]
        return self._files.write(feeds, "Feeds of a nutgraf digest").decode()

    async def _fetch(self, link: str) -> bytes:
        try:
            return await self._files.fetch(link)
        except FetchError as error:
            raise CommandError(error.message, "Check the link of the list, or share the file with me.") from error

    async def _import(self, team_id: str, requester: Requester, before: Subscription | None, body: bytes) -> ListImport:
        try:
            listed = await self._files.read(body)
        except NoFeedFoundError as error:
            raise CommandError("I found no feeds in that list.", _READS) from error
        known = before.feeds if before else ()
        fresh = [feed.url for feed in listed if feed.url not in known]
        found, tried = await self._service.feeds.find_some(
            fresh, room=self._service.max_feeds - len(known), known=known
        )
        change = await self._follow(team_id, requester, before, found.feeds)
        change = change and replace(change, doubts=found.doubts)
        left_out, limit = len(fresh) - tried, self._service.max_feeds
        return ListImport(change, len(listed) - len(fresh), found.problems, left_out, limit)

    async def _follow(
        self, team_id: str, requester: Requester, before: Subscription | None, feeds: tuple[str, ...]
    ) -> SubscriptionChange | None:
        """Follow the feeds that were found; without any, a subscription stays as it is, and none is set up."""
        if not feeds:
            return await self._service.keep(before) if before is not None else None
        known = before.feeds if before else ()
        wanted, obstacle = await self._service.plan(team_id, requester, before, (*known, *feeds))
        words = f"imported a list: added {', '.join(feeds)}"
        change = await self._service.follow(before, wanted, by=requester.user, words=words)
        return replace(change, obstacle=obstacle)
