"""What is remembered of channels' editions, for people: the history of a subscription, and an overview of several."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.clock import Clock
from bot.newsroom.editions.edition_builder import REMEMBERED
from bot.newsroom.editions.model import EditionRecord, EditionRepository
from bot.newsroom.feeds.health import FeedHealth, assess
from bot.newsroom.feeds.model import FeedRepository
from bot.newsroom.subscriptions.access import AccessPolicy
from bot.newsroom.subscriptions.model import Change, Subscription, SubscriptionRepository
from bot.newsroom.subscriptions.schedule import find_zone, is_paused, local_date, next_edition_at

_SHOWN_EDITIONS = 5


@dataclass(frozen=True, slots=True)
class History:
    """What happened to a channel's subscription, which may be deleted.

    Attributes:
        changes: the latest, newest first.
        editions: the last ones, newest first.
    """

    changes: tuple[Change, ...]
    editions: tuple[EditionRecord, ...]


@dataclass(frozen=True, slots=True)
class ListedSubscription:
    """A subscription in an overview.

    Attributes:
        subscription: what the channel wants.
        next_at: when its next edition comes, in the channel's zone.
        is_paused: no edition comes today, because of a pause.
        latest: its last edition.
        feeds: how each of its feeds is.
    """

    subscription: Subscription
    next_at: datetime | None
    is_paused: bool = False
    latest: EditionRecord | None = None
    feeds: tuple[FeedHealth, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """The subscriptions that a person may change.

    Attributes:
        listed: the first ones.
        left_out: how many there are beside them.
        zone: the person's time zone; None where it is not known.
    """

    listed: tuple[ListedSubscription, ...]
    left_out: int
    zone: tzinfo | None


@dataclass(frozen=True, slots=True)
class HistoryService:
    """Remembers subscriptions and editions.

    Args:
        subscriptions: what channels want.
        records: past editions.
        access: says who may change what.
        feeds: knows how feeds are.
        clock: says when.
    """

    subscriptions: SubscriptionRepository
    records: EditionRepository
    access: AccessPolicy
    feeds: FeedRepository
    clock: Clock

    async def read(self, team_id: str, channel: str) -> History:
        """Return the history of a channel's subscription."""
        changes = await self.subscriptions.list_changes(team_id, channel)
        editions = await self.records.list_of_channel(team_id, channel, self.clock.now() - REMEMBERED)
        return History(changes, tuple(reversed(editions))[:_SHOWN_EDITIONS])

    async def list_editable(self, team_id: str, user: str, *, limit: int) -> Overview:
        """Return the subscriptions of a workspace that a person may change; for display only.

        Args:
            team_id: the workspace.
            user: the person.
            limit: how many; the others are counted.
        """
        person = await self.access.directory.find_person(user)
        ours = [each for each in await self.subscriptions.list_all() if each.team_id == team_id]
        mine = await self.access.editable_by(user, ours, is_admin=person.is_admin)
        listed = await asyncio.gather(*(self._look_at(subscription) for subscription in mine[:limit]))
        return Overview(tuple(listed), len(mine) - len(listed), find_zone(person.zone) if person.zone else None)

    async def _look_at(self, subscription: Subscription) -> ListedSubscription:
        now = self.clock.now()
        past = await self.records.list_of_channel(subscription.team_id, subscription.channel, now - REMEMBERED)
        final = frozenset(record.key for record in past if not record.is_extra)
        next_at = next_edition_at(subscription, now, posted=final)
        known = await self.feeds.list_known(subscription.feeds)
        return ListedSubscription(
            subscription,
            next_at,
            is_paused=is_paused(subscription, local_date(subscription, now)),
            latest=_latest(past),
            feeds=tuple(assess(url, feed, now) for url, feed in zip(subscription.feeds, known, strict=True)),
        )


def _latest(past: Sequence[EditionRecord]) -> EditionRecord | None:
    return past[-1] if past else None
