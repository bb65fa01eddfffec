"""Changes channels' subscriptions, and says what became of them and when the next edition comes.

Every change is allowed or refused at the moment it is made (`bot.newsroom.subscriptions.access`), and recorded with who
made it.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.clock import Clock
from bot.newsroom.feeds.following import FeedLookup, FeedProblem, FollowedFeeds, OtherFeeds
from bot.newsroom.feeds.health import FeedHealth, assess
from bot.newsroom.feeds.ports import FeedDoubt
from bot.newsroom.requester import Requester
from bot.newsroom.subscriptions.access import AccessPolicy
from bot.newsroom.subscriptions.errors import ChangedMeanwhileError, CommandError
from bot.newsroom.subscriptions.model import Change, Subscription, SubscriptionRepository
from bot.newsroom.subscriptions.pausing import OURSELVES
from bot.newsroom.subscriptions.ports import ChannelDirectory, ScheduledEditions
from bot.newsroom.subscriptions.schedule import next_edition_at
from bot.newsroom.subscriptions.settings import (
    EnteredSettings,
    SettingsChange,
    format_added,
    format_entered,
    pick_feed,
    remove_feeds,
    with_filters,
)
from bot.newsroom.subscriptions.setup import ChannelObstacle, check_channel, find_obstacle, new_subscription

MAX_FEEDS = 200
"""Per channel, unless a setting says otherwise."""

MOST_ADDRESSES = 20
"""Addresses looked up per command."""

_SETTLED = timedelta(days=2)

_log = structlog.get_logger(__name__)


class EnteredFeedsError(CommandError):
    """The addresses that somebody entered in a form cannot all be followed; nothing is changed."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "Set that right first.")


Outcome = TypeVar("Outcome")

_MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class SubscriptionChange:
    """What became of a channel's subscription.

    Attributes:
        before: as it was; None where it is new.
        after: as it is now.
        next_edition_at: when its next edition comes, in its zone; None where none is planned.
        added: names of the feeds that it follows from now on.
        revived: names of feeds that it followed before and that were given up: they are polled again.
        removed: addresses of the feeds that it follows no more.
        followed: names of all its feeds; only where they were all entered.
        found: feeds that were found, followed before or not.
        problems: addresses without a feed.
        others: addresses with other feeds too.
        doubts: what people should know about feeds that were found.
        obstacle: what is in the way of the editions of a new one.
    """

    before: Subscription | None
    after: Subscription
    next_edition_at: datetime | None
    added: tuple[str, ...] = ()
    revived: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    problems: tuple[FeedProblem, ...] = ()
    others: tuple[OtherFeeds, ...] = ()
    doubts: tuple[tuple[str, FeedDoubt], ...] = ()
    obstacle: ChannelObstacle | None = None


@dataclass(frozen=True, slots=True)
class SubscriptionDetails:
    """All that there is to say about a subscription.

    Attributes:
        subscription: the settings.
        feeds: its feeds, in its order, and how each is.
        next_edition_at: when its next edition comes, in its zone; None where none is planned.
    """

    subscription: Subscription
    feeds: tuple[FeedHealth, ...]
    next_edition_at: datetime | None


@dataclass(frozen=True, slots=True)
class EditionCalendar:
    """Knows what time it is, and when the next edition comes.

    Args:
        editions: which ones are final.
        clock: says when.
    """

    editions: ScheduledEditions
    clock: Clock

    def now(self) -> datetime:
        """Return the current time."""
        return self.clock.now()

    async def next_edition_at(self, subscription: Subscription) -> datetime | None:
        """Return when a subscription's next edition comes, in its zone; None where none is planned."""
        now = self.clock.now()
        final = await self.editions.list_scheduled_since(now - _SETTLED)
        return next_edition_at(subscription, now, posted=final)


async def redo_if_changed(do: Callable[[], Awaitable[Outcome]]) -> Outcome:
    """Return what a change returns, made from the latest state: it is made again where others were faster.

    Raises:
        ChangedMeanwhileError: others were faster every time.
    """
    for _ in range(_MOST_TRIES - 1):
        try:
            return await do()
        except ChangedMeanwhileError:
            continue
    return await do()


@dataclass(frozen=True, slots=True)
class SubscriptionService:
    """Changes subscriptions.

    Args:
        subscriptions: what channels want.
        feeds: finds feeds, and has them polled.
        directory: knows channels and people.
        access: says who may change what.
        calendar: says when.
        max_feeds: how many feeds a channel may follow.

    Six parts: five that a change passes, and a limit.
    """

    subscriptions: SubscriptionRepository
    feeds: FollowedFeeds
    directory: ChannelDirectory
    access: AccessPolicy
    calendar: EditionCalendar
    max_feeds: int = MAX_FEEDS

    async def get(self, team_id: str, channel: str) -> Subscription | None:
        """Return the subscription of a channel; None for "", too."""
        return await self.subscriptions.get(team_id, channel) if channel else None

    async def new_subscription(self, team_id: str, requester: Requester) -> Subscription:
        """Return a new subscription with the defaults, in the requester's time zone; not saved yet."""
        return await new_subscription(self.directory, team_id, requester, self.calendar.now())

    async def describe(self, subscription: Subscription) -> SubscriptionDetails:
        """Return all that there is to say about a subscription."""
        now, known = self.calendar.now(), await self.feeds.list(subscription.feeds)
        feeds = tuple(assess(url, feed, now) for url, feed in zip(subscription.feeds, known, strict=True))
        return SubscriptionDetails(subscription, feeds, await self.calendar.next_edition_at(subscription))

    async def list_changes(self, team_id: str, channel: str) -> tuple[Change, ...]:
        """Return the latest changes of a channel's subscription, newest first; also of one that is deleted."""
        return await self.subscriptions.list_changes(team_id, channel)

    async def find_obstacle(self, subscription: Subscription) -> ChannelObstacle | None:
        """Return what is in the way of a subscription's editions; None where nothing is known.

        Raises:
            ClosedChannelError: none can ever be posted in its channel.
        """
        return await find_obstacle(self.directory, subscription.channel)

    async def require_editor(self, requester: Requester, subscription: Subscription | None) -> None:
        """Return if somebody may change a channel's subscription, or create one where it is None.

        Raises:
            NotAllowedError, NotInChannelError, CannotSeeMembersError: they may not.
        """
        await self.access.require_editor(requester.channel, requester.user, subscription)

    async def add(
        self,
        team_id: str,
        requester: Requester,
        addresses: Sequence[str],
        *,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
    ) -> SubscriptionChange:
        """Follow the feeds of some addresses, and add words to the filters; creates a subscription where there is none.

        Raises:
            CommandError: the requester may not, or too many feeds or words, or none.
        """
        before = await self.get(team_id, requester.channel)
        await self.require_editor(requester, before)
        found = await self._find_feeds(addresses)
        if not found.feeds and not include and not exclude:
            raise CommandError(found.message, "Check the address, or give the feed's own.")
        known = before.feeds if before else ()
        fresh = tuple(feed for feed in found.feeds if feed not in known)
        if len(known) + len(fresh) > self.max_feeds:
            raise CommandError(
                f"A channel follows up to {self._most()}.",
                "Remove one first: /digest remove 2",
            )
        with_feeds, obstacle = await self.plan(team_id, requester, before, (*known, *fresh))
        wanted = with_filters(with_feeds, include, exclude)
        gone = await self.feeds.list_gone([feed for feed in found.feeds if feed in known])
        words = format_added(fresh, include, exclude)
        change = await self.follow(before, wanted, by=requester.user, words=words, again=gone)
        return replace(
            change,
            found=found.feeds,
            problems=found.problems,
            others=found.others,
            doubts=found.doubts,
            obstacle=obstacle,
        )

    async def plan(
        self, team_id: str, requester: Requester, before: Subscription | None, feeds: tuple[str, ...]
    ) -> tuple[Subscription, ChannelObstacle | None]:
        """Return a subscription with these feeds, not saved yet; and what is in the way of the editions of a new one.

        Raises:
            DirectoryError: the channel of a new one cannot be looked at.
        """
        if before is not None:
            return replace(before, feeds=feeds), None
        wanted = replace(await self.new_subscription(team_id, requester), feeds=feeds)
        return await check_channel(self.directory, wanted)

    async def follow(
        self,
        before: Subscription | None,
        wanted: Subscription,
        *,
        by: str,
        words: str,
        again: tuple[str, ...] = (),
    ) -> SubscriptionChange:
        """Save a subscription, then make sure that its new feeds are polled.

        In this order: feeds that no subscription names are deleted at night. Of those that were given up, only the ones
        listed in `again` are tried again.

        Args:
            before: as it was.
            wanted: as it is to be; where it is the same, nothing is saved.
            by: who changes it.
            words: the change in words, for the history.
            again: feeds that were given up.
        """
        if wanted != before:
            await self.subscriptions.save(wanted, by=by, change=words, before=before)
        fresh = tuple(feed for feed in wanted.feeds if before is None or feed not in before.feeds)
        await self.feeds.begin((*fresh, *again))
        change = await self._report(before, wanted)
        added, revived = await self.feeds.list_names(fresh), await self.feeds.list_names(again)
        return replace(change, added=added, revived=revived)

    async def keep(self, subscription: Subscription) -> SubscriptionChange:
        """Return what to say about a subscription that is left as it is."""
        return await self._report(subscription, subscription)

    async def change(self, requester: Requester, before: Subscription, change: SettingsChange) -> SubscriptionChange:
        """Save a change.

        Raises:
            CommandError: the requester may not make it.
        """
        await self.require_editor(requester, before)
        return await self._save(requester, before, change)

    async def remove_feeds(
        self, job_id: str, requester: Requester, before: Subscription, named: Sequence[str]
    ) -> SubscriptionChange:
        """Follow some feeds no more, once a job.

        Args:
            job_id: the job that removes them.
            requester: who wants that.
            before: the subscription.
            named: numbers, addresses, or parts of names.

        Raises:
            CommandError: the requester may not, or a name means no feed, or more than one.
        """
        await self.require_editor(requester, before)
        if before.removal == job_id:
            return await self.keep(before)
        names = dict(zip(before.feeds, await self.feeds.list_names(before.feeds), strict=True))
        gone = tuple(pick_feed(names, said) for said in named)
        change = await self._save(requester, before, remove_feeds(before, gone, job_id=job_id))
        return replace(change, removed=gone)

    async def move(self, team_id: str, channel: str, new_channel: str) -> None:
        """Keep a channel's subscription under the id that Slack has given the channel. Done again it finds nothing."""
        change = "the channel got another id"
        if await self.subscriptions.move(team_id, channel, new_channel, by=OURSELVES, change=change):
            _log.info("a subscription has its channel's new id", channel=channel, new_channel=new_channel)

    async def delete(self, requester: Requester, subscription: Subscription) -> None:
        """Delete a subscription; its history and its past editions are kept.

        Raises:
            CommandError: the requester may not.
        """
        await self.require_editor(requester, subscription)
        await self.subscriptions.delete(subscription.team_id, subscription.channel, by=requester.user)

    async def save_entered(
        self, team_id: str, requester: Requester, entered: EnteredSettings, *, is_of_another: bool
    ) -> SubscriptionChange:
        """Save all settings as entered: feeds that are not named any more are not followed any more.

        Done again after a crash, it changes nothing more and says the same.

        Args:
            team_id: the workspace.
            requester: who entered them, and for which channel.
            entered: the settings.
            is_of_another: the form showed another channel's settings, which must not overwrite those of this one.

        Raises:
            EnteredFeedsError: something is wrong with the addresses.
            ClosedChannelError: no edition can be posted in the channel.
            CommandError: the requester may not, or the channel has a subscription that the form did not show.
        """
        before = await self.get(team_id, requester.channel)
        await self.require_editor(requester, before)
        wanted, found = await self._apply(team_id, requester, before, entered)
        # A subscription equal to what was entered was saved by this very form, before a crash.
        if before is not None and is_of_another and wanted != before:
            raise CommandError("That channel has a digest of its own; nothing was changed.", "Say /digest there.")
        if before is None:
            wanted, obstacle = await check_channel(self.directory, wanted)
        else:
            obstacle = await self.find_obstacle(before)
        change = await self.follow(before, wanted, by=requester.user, words=format_entered(wanted))
        followed = await self.feeds.list_names(wanted.feeds)
        return replace(change, followed=followed, others=found.others, doubts=found.doubts, obstacle=obstacle)

    async def plan_entered(self, team_id: str, requester: Requester, entered: EnteredSettings) -> Subscription:
        """Return the subscription that a form would make of its channel's; nothing is saved, but its feeds are polled.

        Raises:
            EnteredFeedsError: something is wrong with the addresses.
            CommandError: the requester is not in the channel.
        """
        await self.access.require_member(requester.channel, requester.user)
        before = await self.get(team_id, requester.channel)
        wanted, _ = await self._apply(team_id, requester, before, entered)
        await self.feeds.ensure_polled(wanted.feeds)
        return wanted

    async def _apply(
        self, team_id: str, requester: Requester, before: Subscription | None, entered: EnteredSettings
    ) -> tuple[Subscription, FeedLookup]:
        """The subscription as entered, and what was found behind its new addresses."""
        base = before or await self.new_subscription(team_id, requester)
        if entered.addresses is None:
            return entered.apply(base, self.calendar.now()), FeedLookup()
        if len(entered.addresses) > self.max_feeds:
            raise EnteredFeedsError(f"A channel follows up to {self._most()}; these are more.")
        found = await self._find_feeds(tuple(each for each in entered.addresses if each not in base.feeds))
        if found.problems:
            raise EnteredFeedsError(found.message)
        kept = (feed for feed in base.feeds if feed in entered.addresses)
        feeds = tuple(dict.fromkeys((*kept, *found.feeds)))
        return entered.apply(replace(base, feeds=feeds), self.calendar.now()), found

    def _most(self) -> str:
        return "1 feed" if self.max_feeds == 1 else f"{self.max_feeds} feeds"

    async def _find_feeds(self, addresses: Sequence[str]) -> FeedLookup:
        if len(addresses) > MOST_ADDRESSES:
            raise CommandError(f"I look at up to {MOST_ADDRESSES} addresses at once.", "Send the rest separately.")
        return await self.feeds.find(addresses)

    async def _save(self, requester: Requester, before: Subscription, change: SettingsChange) -> SubscriptionChange:
        await self.subscriptions.save(change.after, by=requester.user, change=change.words, before=before)
        return await self._report(before, change.after)

    async def _report(self, before: Subscription | None, after: Subscription) -> SubscriptionChange:
        return SubscriptionChange(before, after, await self.calendar.next_edition_at(after))
