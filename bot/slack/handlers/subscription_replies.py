"""Keeps what changes of a channel's digest, and says what happens next and when.

Every change is allowed or refused at the moment it is made (`bot.newsroom.subscriptions.access`), and recorded with who
made it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.newsroom.editions.model import Archive
from bot.newsroom.subscriptions.access import Permits
from bot.newsroom.subscriptions.keyword_filter import MAX_RULES
from bot.newsroom.subscriptions.model import Feeds, Subscription, Subscriptions
from bot.newsroom.subscriptions.schedule import next_edition_at
from bot.newsroom.subscriptions.setup import Discover, Findings, find_feeds, look_around, short, start
from bot.slack.api.web_api import Caller
from bot.slack.handlers.edition import Freshen
from bot.slack.parsing.digest_command import CommandError, Wish
from bot.slack.parsing.payloads import Asker
from bot.slack.rendering.block_kit import Message
from bot.slack.rendering.subscription_messages import answer, describe, say_filters, say_next, say_schedule

MAX_FEEDS = 20
"""Of one channel."""

_SETTLED = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Keeps changes.

    Args:
        subscriptions: what channels want.
        feeds: what is polled.
        archive: past editions.
        freshen: polls those of some feeds that were never polled.
        discover: the feeds of a site, the best first; of a feed its own address.
        caller: calls Slack's Web API.
        permits: says who may change what.
        clock: says when.
    """

    subscriptions: Subscriptions
    feeds: Feeds
    archive: Archive
    freshen: Freshen
    discover: Discover
    caller: Caller
    permits: Permits
    clock: Clock

    async def find(self, team_id: str, channel: str) -> Subscription | None:
        """What a channel wants."""
        return await self.subscriptions.find(team_id, channel) if channel else None

    async def start(self, team_id: str, asker: Asker) -> Subscription:
        """A new digest with what most people want, in the asker's time zone; not kept yet."""
        return await start(self.caller, team_id, asker, self.clock.now())

    async def check(self, asker: Asker, subscription: Subscription | None) -> None:
        """Nothing, for somebody who may change a channel's digest.

        Raises:
            NotAllowedError: for anybody else.
        """
        await self.permits.check(asker.channel, asker.user, subscription)

    async def look_up(self, addresses: tuple[str, ...]) -> Findings:
        """The best feed of each address, and what is wrong with the others.

        Raises:
            CommandError: too many addresses.
        """
        return await find_feeds(self.discover, addresses)

    async def add(
        self, team_id: str, asker: Asker, before: Subscription | None, findings: Findings, wish: Wish
    ) -> Message:
        """Follow what was found, set a digest up where there is none; the answer.

        Raises:
            CommandError: too many feeds or filters.
        """
        known = before.feeds if before else ()
        fresh = tuple(feed for feed in findings.feeds if feed not in known)
        if len(known) + len(fresh) > MAX_FEEDS:
            raise CommandError(f"A channel follows up to {MAX_FEEDS} feeds.", "Remove one first: /digest list, remove.")
        with_feeds, warnings = await self.draft(team_id, asker, before, (*known, *fresh))
        wanted = with_filters(with_feeds, wish)
        revived = [feed for feed in findings.feeds if feed in known and await self._is_given_up(feed)]
        names = await self.follow(before, wanted, by=asker.user, change=say_added(fresh, wish), again=tuple(revived))
        lines = [f"Following now: {', '.join(names)}." if fresh else ""]
        if revived:
            lines.append(f"I ask again for {', '.join([await self.name(feed) for feed in revived])}.")
        elif findings.feeds and not fresh:
            lines.append("This channel follows that already.")
        lines += warnings
        if wish.include or wish.exclude:
            lines.append(f"Filters: {say_filters(wanted)}.")
        rest = (*findings.problems, *findings.notes)
        return await self.conclude(wanted, *lines, *rest, hint="/digest preview shows you one now.")

    async def draft(
        self, team_id: str, asker: Asker, before: Subscription | None, feeds: tuple[str, ...]
    ) -> tuple[Subscription, tuple[str, ...]]:
        """A digest with these feeds, not kept yet; and of one that is new what is to be said of its hour and place."""
        if before is not None:
            return replace(before, feeds=feeds), ()
        wanted, said = await look_around(self.caller, replace(await self.start(team_id, asker), feeds=feeds))
        return wanted, (f"{say_schedule(wanted)} /digest time changes that.", *said)

    async def follow(
        self,
        before: Subscription | None,
        wanted: Subscription,
        *,
        by: str,
        change: str,
        again: tuple[str, ...] = (),
    ) -> list[str]:
        """Keep a subscription, then see to it that its feeds are polled; the names of those that are new.

        In this order: feeds that no subscription names are forgotten at night. Of those that were given up only the
        ones that are asked for `again` are tried anew.
        """
        if wanted != before:
            await self.subscriptions.save(wanted, by=by, change=change)
        fresh = tuple(feed for feed in wanted.feeds if before is None or feed not in before.feeds)
        await self.feeds.want((*fresh, *again))
        await self.freshen((*fresh, *again))
        return [await self.name(feed) for feed in fresh]

    async def change(
        self, asker: Asker, before: Subscription, wanted: Subscription, change: str, *said: str
    ) -> Message:
        """Keep a change, if the asker may make it; the answer."""
        await self.check(asker, before)
        await self.subscriptions.save(wanted, by=asker.user, change=change)
        return await self.conclude(wanted, *said)

    async def conclude(self, subscription: Subscription, *said: str, hint: str = "") -> Message:
        """Some sentences, and what happens next and when."""
        return answer(*said, f"{await self.next_line(subscription)} {hint}".strip())

    async def next_line(self, subscription: Subscription) -> str:
        """What happens next and when, in a sentence."""
        return say_next(subscription, await self.next_at(subscription))

    async def describe(self, subscription: Subscription) -> Message:
        """All that is set."""
        feeds = [await self.feeds.find(feed) for feed in subscription.feeds]
        return describe(subscription, feeds, await self.next_at(subscription))

    async def next_at(self, subscription: Subscription) -> datetime | None:
        """When the next edition comes; None where none is planned."""
        now = self.clock.now()
        posted = await self.archive.scheduled_since(now - _SETTLED)
        return next_edition_at(subscription, now, posted=posted)

    async def _is_given_up(self, address: str) -> bool:
        feed = await self.feeds.find(address)
        return feed is not None and feed.is_gone

    async def name(self, address: str) -> str:
        """What a feed calls itself, else its address."""
        feed = await self.feeds.find(address)
        return feed.title if feed is not None and feed.title else short(address)


def with_filters(subscription: Subscription, wish: Wish) -> Subscription:
    """The subscription with some words more; a word moves from one side to the other.

    Raises:
        CommandError: too many words.
    """
    include = [word for word in subscription.include if word not in (*wish.exclude, *wish.include)]
    exclude = [word for word in subscription.exclude if word not in (*wish.include, *wish.exclude)]
    include, exclude = [*include, *wish.include], [*exclude, *wish.exclude]
    if len(include) + len(exclude) > MAX_RULES:
        raise CommandError(f"A channel has up to {MAX_RULES} filter words.", "Say /digest filter clear to start anew.")
    return replace(subscription, include=tuple(include), exclude=tuple(exclude))


def say_added(feeds: tuple[str, ...], wish: Wish) -> str:
    """A change in words, for the record."""
    words = [*(f"+{word}" for word in wish.include), *(f"-{word}" for word in wish.exclude)]
    return f"added {', '.join([*feeds, *words])}" if feeds or words else "set it up"
