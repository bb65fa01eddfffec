"""Saves changes of a channel's subscription, and says what happens next and when.

Every change is allowed or refused at the moment it is made (`bot.newsroom.subscriptions.access`), and recorded with who
made it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.newsroom.editions.drafting import PollNewFeeds
from bot.newsroom.editions.model import EditionRepository
from bot.newsroom.feeds.model import FeedRepository
from bot.newsroom.jobs.payloads import Requester
from bot.newsroom.subscriptions.access import AccessPolicy
from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.keyword_filter import MAX_RULES
from bot.newsroom.subscriptions.model import Subscription, SubscriptionRepository
from bot.newsroom.subscriptions.ports import ChannelDirectory
from bot.newsroom.subscriptions.schedule import next_edition_at
from bot.newsroom.subscriptions.setup import Discover, FeedLookup, check_channel, find_feeds, new_subscription, short
from bot.slack.api.web_api import SlackApi
from bot.slack.parsing.digest_command import DigestCommand
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.subscription_messages import (
    format_filters,
    format_next,
    format_obstacle,
    format_schedule,
    lines_message,
    settings_message,
)

MAX_FEEDS = 20
"""Per channel."""

_SETTLED = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class SubscriptionService:
    """Saves changes.

    Args:
        subscriptions: what channels want.
        feeds: what is polled.
        records: past editions.
        freshen: polls those of some feeds that were never polled.
        discover: the feeds of a site, the best first; for a feed its own address.
        api: calls Slack's Web API.
        directory: knows channels and people.
        access: says who may change what.
        clock: says when.
    """

    subscriptions: SubscriptionRepository
    feeds: FeedRepository
    records: EditionRepository
    freshen: PollNewFeeds
    discover: Discover
    api: SlackApi
    directory: ChannelDirectory
    access: AccessPolicy
    clock: Clock

    async def get(self, team_id: str, channel: str) -> Subscription | None:
        """The subscription of a channel."""
        return await self.subscriptions.get(team_id, channel) if channel else None

    async def new_subscription(self, team_id: str, requester: Requester) -> Subscription:
        """A new subscription with the defaults, in the requester's time zone; not saved yet."""
        return await new_subscription(self.directory, team_id, requester, self.clock.now())

    async def require_editor(self, requester: Requester, subscription: Subscription | None) -> None:
        """Return if somebody may change a channel's subscription.

        Raises:
            NotAllowedError: they may not.
        """
        await self.access.require_editor(requester.channel, requester.user, subscription)

    async def find_feeds(self, addresses: tuple[str, ...]) -> FeedLookup:
        """The best feed of each address, and what is wrong with the others.

        Raises:
            CommandError: too many addresses.
        """
        return await find_feeds(self.discover, addresses)

    async def add(
        self,
        team_id: str,
        requester: Requester,
        before: Subscription | None,
        findings: FeedLookup,
        command: DigestCommand,
    ) -> Message:
        """Follow what was found, creating a subscription where there is none; returns the answer.

        Raises:
            CommandError: too many feeds or filters.
        """
        known = before.feeds if before else ()
        fresh = tuple(feed for feed in findings.feeds if feed not in known)
        if len(known) + len(fresh) > MAX_FEEDS:
            raise CommandError(f"A channel follows up to {MAX_FEEDS} feeds.", "Remove one first: /digest list, remove.")
        with_feeds, warnings = await self.preview(team_id, requester, before, (*known, *fresh))
        wanted = with_filters(with_feeds, command)
        revived = [feed for feed in findings.feeds if feed in known and await self._is_abandoned(feed)]
        names = await self.subscribe(
            before, wanted, by=requester.user, change=format_added(fresh, command), again=tuple(revived)
        )
        lines = [f"Following now: {', '.join(names)}." if fresh else ""]
        if revived:
            lines.append(f"I ask again for {', '.join([await self.name(feed) for feed in revived])}.")
        elif findings.feeds and not fresh:
            lines.append("This channel follows that already.")
        lines += warnings
        if command.include or command.exclude:
            lines.append(f"Filters: {format_filters(wanted)}.")
        rest = (*findings.problems, *findings.notes)
        return await self.reply_with_next(wanted, *lines, *rest, hint="/digest preview shows you one now.")

    async def preview(
        self, team_id: str, requester: Requester, before: Subscription | None, feeds: tuple[str, ...]
    ) -> tuple[Subscription, tuple[str, ...]]:
        """A subscription with these feeds, not saved yet; and for a new one, what to say about its time and channel."""
        if before is not None:
            return replace(before, feeds=feeds), ()
        wanted, obstacle = await check_channel(
            self.directory, replace(await self.new_subscription(team_id, requester), feeds=feeds)
        )
        return wanted, (f"{format_schedule(wanted)} /digest time changes that.", format_obstacle(obstacle))

    async def subscribe(
        self,
        before: Subscription | None,
        wanted: Subscription,
        *,
        by: str,
        change: str,
        again: tuple[str, ...] = (),
    ) -> list[str]:
        """Save a subscription, then make sure that its feeds are polled. Returns the names of the new ones.

        In this order: feeds that no subscription names are deleted at night. Of those that were given up, only the ones
        listed in `again` are tried again.
        """
        if wanted != before:
            await self.subscriptions.save(wanted, by=by, change=change)
        fresh = tuple(feed for feed in wanted.feeds if before is None or feed not in before.feeds)
        await self.feeds.ensure_polled((*fresh, *again))
        await self.freshen((*fresh, *again))
        return [await self.name(feed) for feed in fresh]

    async def change(
        self, requester: Requester, before: Subscription, wanted: Subscription, change: str, *said: str
    ) -> Message:
        """Save a change, if the requester may make it; returns the answer."""
        await self.require_editor(requester, before)
        await self.subscriptions.save(wanted, by=requester.user, change=change)
        return await self.reply_with_next(wanted, *said)

    async def reply_with_next(self, subscription: Subscription, *said: str, hint: str = "") -> Message:
        """Some sentences, and what happens next and when."""
        return lines_message(*said, f"{await self.next_line(subscription)} {hint}".strip())

    async def next_line(self, subscription: Subscription) -> str:
        """What happens next and when, in a sentence."""
        return format_next(subscription, await self.next_at(subscription))

    async def describe(self, subscription: Subscription) -> Message:
        """All settings."""
        feeds = [await self.feeds.get(feed) for feed in subscription.feeds]
        return settings_message(subscription, feeds, await self.next_at(subscription))

    async def next_at(self, subscription: Subscription) -> datetime | None:
        """When the next edition comes; None where none is planned."""
        now = self.clock.now()
        posted = await self.records.list_scheduled_since(now - _SETTLED)
        return next_edition_at(subscription, now, posted=posted)

    async def _is_abandoned(self, address: str) -> bool:
        feed = await self.feeds.get(address)
        return feed is not None and feed.is_gone

    async def name(self, address: str) -> str:
        """What a feed calls itself, else its address."""
        feed = await self.feeds.get(address)
        return feed.title if feed is not None and feed.title else short(address)


def with_filters(subscription: Subscription, command: DigestCommand) -> Subscription:
    """The subscription with some more words; a word moves from one side to the other.

    Raises:
        CommandError: too many words.
    """
    include = [word for word in subscription.include if word not in (*command.exclude, *command.include)]
    exclude = [word for word in subscription.exclude if word not in (*command.include, *command.exclude)]
    include, exclude = [*include, *command.include], [*exclude, *command.exclude]
    if len(include) + len(exclude) > MAX_RULES:
        raise CommandError(f"A channel has up to {MAX_RULES} filter words.", "Say /digest filter clear to start anew.")
    return replace(subscription, include=tuple(include), exclude=tuple(exclude))


def format_added(feeds: tuple[str, ...], command: DigestCommand) -> str:
    """A change in words, for the record."""
    words = [*(f"+{word}" for word in command.include), *(f"-{word}" for word in command.exclude)]
    return f"added {', '.join([*feeds, *words])}" if feeds or words else "set it up"
