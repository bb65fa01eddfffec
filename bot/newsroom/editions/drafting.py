"""Drafts editions: makes each once, and stores it whole before anything of it is posted.

So after a crash between its messages it goes on with the same stories.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from bot.clock import Clock
from bot.newsroom.editions.edition_builder import EditionBuilder
from bot.newsroom.editions.model import Edition, EditionRecord, EditionRepository, EditionState
from bot.newsroom.editions.ports import EditionRenderer
from bot.newsroom.feeds.following import PollNewFeeds
from bot.newsroom.ports import Json
from bot.newsroom.subscriptions.model import EditionKey, QuietDays, Subscription, SubscriptionRepository
from bot.newsroom.subscriptions.schedule import edition_key, find_zone, local_date

_KEPT_LOCKS = 10_000

CatchUp = Callable[[str], Awaitable[None]]
"""Puts into the archive what a channel got between a backup and its restore."""


async def do_nothing(_: object) -> None:
    """Where every feed was polled, and no backup was restored."""


@dataclass(frozen=True, slots=True)
class EditionSources:
    """What editions are made from.

    Attributes:
        builder: builds scheduled editions.
        waited_for: builds those that somebody waits for; may be the same.
        poll_new_feeds: see `PollNewFeeds`.
        catch_up: see `CatchUp`.
    """

    builder: EditionBuilder
    waited_for: EditionBuilder
    poll_new_feeds: PollNewFeeds = do_nothing
    catch_up: CatchUp = do_nothing


class EditionDrafter:
    """Drafts editions.

    Args:
        subscriptions: what channels want.
        records: past editions and drafts.
        sources: what editions are made from.
        renderer: makes their messages.
        clock: says when.
    """

    def __init__(
        self,
        *,
        subscriptions: SubscriptionRepository,
        records: EditionRepository,
        sources: EditionSources,
        renderer: EditionRenderer,
        clock: Clock,
    ) -> None:
        self._subscriptions = subscriptions
        self._records = records
        self._sources = sources
        self._renderer = renderer
        self._clock = clock
        self._locks: OrderedDict[tuple[str, str], asyncio.Lock] = OrderedDict()

    def now(self) -> datetime:
        """Return the current time."""
        return self._clock.now()

    async def find_zone(self, key: EditionKey) -> tzinfo:
        """Return the time zone of an edition's channel; UTC where it has no digest any more."""
        subscription = await self._subscriptions.get(key.team_id, key.channel)
        return find_zone(subscription.zone) if subscription is not None else UTC

    async def poll_new_feeds(self, feeds: tuple[str, ...]) -> None:
        """Make sure that new feeds have been read once."""
        await self._sources.poll_new_feeds(feeds)

    async def preview(self, subscription: Subscription) -> Edition:
        """Return the edition as it would be now. Nothing is stored.

        Raises:
            BotError: it could not be made.
        """
        await self._sources.catch_up(subscription.channel)
        key = edition_key(subscription, local_date(subscription, self._clock.now()))
        return await self._build(self._sources.waited_for, subscription, key)

    async def draft_once(
        self, job_id: str, subscription: Subscription, key: EditionKey, *, is_extra: bool
    ) -> EditionRecord:
        """Return the edition of a job as it was stored, now or before a crash. Each channel makes one at a time.

        Replicas do not know each other's locks: stories that another one stored meanwhile are not posted again.

        Args:
            job_id: the job that makes it.
            subscription: what its channel wants.
            key: channel and local date.
            is_extra: requested by a person.

        Raises:
            BotError: it could not be made.
        """
        async with self._lock(subscription):
            await self._sources.catch_up(key.channel)
            while True:
                others = await self._records.list_jobs_of_channel(key.team_id, key.channel)
                known = await self._records.get(job_id)
                if known is not None:
                    return known
                record = await self._build_record(job_id, subscription, key, is_extra=is_extra)
                if await self._subscriptions.get(key.team_id, key.channel) is None:
                    return replace(record, state=EditionState.EMPTY, draft=None)  # deleted meanwhile: nothing is stored
                if await self._records.save_if_latest(record, others):
                    return record

    async def _build(self, builder: EditionBuilder, subscription: Subscription, key: EditionKey) -> Edition:
        await self._sources.poll_new_feeds(subscription.feeds)
        return await builder.build(subscription, key, self._clock.now())

    async def _build_record(
        self, job_id: str, subscription: Subscription, key: EditionKey, *, is_extra: bool
    ) -> EditionRecord:
        """An edition made of what is new now."""
        builder = self._sources.waited_for if is_extra else self._sources.builder
        edition = await self._build(builder, subscription, key)
        is_posted = _is_posted(edition, subscription, is_extra=is_extra)
        draft = self._draft(edition, subscription, job_id) if is_posted or is_extra else None
        return EditionRecord(
            job_id=job_id,
            key=key,
            state=EditionState.DRAFTED if is_posted else EditionState.EMPTY,
            made_at=edition.made_at,
            stories=builder.build_record(edition),
            draft=draft,
            is_extra=is_extra,
            story_count=len(edition.stories),
            article_count=edition.article_count,
            listed=builder.build_listed(edition),
        )

    def _draft(self, edition: Edition, subscription: Subscription, job_id: str) -> Json:
        """The messages of an edition. Those of one that is not posted are for its requester."""
        zone = find_zone(subscription.zone)
        if edition.stories:
            return self._renderer.draft(edition, zone, edition_id=job_id)
        return self._renderer.draft_empty(edition, zone, edition_id=job_id)

    def _lock(self, subscription: Subscription) -> asyncio.Lock:
        name = (subscription.team_id, subscription.channel)
        lock = self._locks.setdefault(name, asyncio.Lock())
        self._locks.move_to_end(name)
        if len(self._locks) > _KEPT_LOCKS and not next(iter(self._locks.values())).locked():
            self._locks.popitem(last=False)
        return lock


def _is_posted(edition: Edition, subscription: Subscription, *, is_extra: bool) -> bool:
    """Whether an edition goes into the channel; one without stories that a person asked for is only for them.

    What went on in told stories is said in the channel, on quiet days too: nothing that may be news is lost.
    """
    says_so = edition.all_failed or (subscription.quiet_days is QuietDays.SAY_SO and not is_extra)
    return bool(edition.stories) or bool(edition.quiet.went_on) or says_so
