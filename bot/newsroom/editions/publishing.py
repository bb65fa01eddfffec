"""Publishes editions: makes a channel's edition and posts it, once; pauses what cannot be posted.

Done again after a crash, it goes on where it was: the draft is stored, and each message is posted once.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

import structlog

from bot.errors import SlackError
from bot.newsroom.editions.drafting import EditionDrafter
from bot.newsroom.editions.model import EditionRecord, EditionRepository, EditionState
from bot.newsroom.editions.ports import ChannelRefusedError, EditionChannel, OwnerNotifier
from bot.newsroom.ports import Json
from bot.newsroom.subscriptions.errors import OwnerNotToldError
from bot.newsroom.subscriptions.model import EditionKey, PauseReason, Subscription, SubscriptionRepository
from bot.newsroom.subscriptions.pausing import PauseService
from bot.newsroom.subscriptions.schedule import LATE, is_over, is_paused

_log = structlog.get_logger(__name__)


class Outcome(Enum):
    """What became of an edition.

    POSTED       it is in the channel
    NOTHING_NEW  there was nothing to post
    LEFT_OUT     it is not wanted any more, or its day is over
    PAUSED       the channel does not take editions; the subscription is paused
    """

    POSTED = "posted"
    NOTHING_NEW = "nothing new"
    LEFT_OUT = "left out"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Publication:
    """What became of an edition.

    Attributes:
        outcome: what.
        reason: why the subscription is paused, where it is.
        quiet: the messages that say why nothing is posted, for the requester; None where nobody asked for it, or after
            a crash.
    """

    outcome: Outcome
    reason: PauseReason | None = None
    quiet: Json | None = None


class EditionPublisher:
    """Publishes editions.

    Args:
        subscriptions: what channels want.
        records: past editions and drafts.
        drafter: makes editions.
        channel: posts them.
        pausing: pauses subscriptions.
        owners: tells owners what is not posted.
        late: how long after its time an edition may still be posted.

    Seven arguments: two repositories, one part for each thing that an edition goes through, and a limit.
    """

    def __init__(
        self,
        *,
        subscriptions: SubscriptionRepository,
        records: EditionRepository,
        drafter: EditionDrafter,
        channel: EditionChannel,
        pausing: PauseService,
        owners: OwnerNotifier,
        late: timedelta = LATE,
    ) -> None:
        self._subscriptions = subscriptions
        self._records = records
        self._drafter = drafter
        self._channel = channel
        self._pausing = pausing
        self._owners = owners
        self._late = late

    async def publish(self, job_id: str, key: EditionKey, *, is_extra: bool = False) -> Publication:
        """Make an edition and post it.

        Args:
            job_id: the job that makes it.
            key: channel and local date.
            is_extra: requested by a person, in addition to the scheduled ones.

        Raises:
            ChannelRefusedError: it could not be posted, for no reason to pause; the owner of a scheduled one is told.
            BotError: it could not be made, or it is not known what of it is posted.
        """
        subscription = await self._subscriptions.get(key.team_id, key.channel)
        is_off = subscription is not None and (not subscription.feeds or is_paused(subscription, key.local_date))
        if subscription is None or (is_off and not is_extra):
            return Publication(Outcome.LEFT_OUT)
        if not is_extra and await self._is_over(job_id, subscription, key):
            _log.warning("an edition is left out: its day is over", channel=key.channel, date=str(key.local_date))
            return Publication(Outcome.LEFT_OUT)
        try:
            await self._channel.require_open(subscription)
            await self._discard_refused(job_id)
            record = await self._drafter.draft_once(job_id, subscription, key, is_extra=is_extra)
            return await self._post(record)
        except ChannelRefusedError as error:
            if not error.is_begun:
                await self._mark_refused(job_id, key)
            if error.reason is None:
                await self._notify_owner(job_id, subscription, error, is_extra=is_extra)
                raise
            publication = await self._pause(job_id, subscription, error.reason, is_extra=is_extra)
            if error.is_begun:
                await self._records.mark_finished(job_id, EditionState.POSTED)
            return publication
        except SlackError as error:
            await self._notify_owner(job_id, subscription, error, is_extra=is_extra)
            raise

    async def _discard_refused(self, job_id: str) -> None:
        """Forget that an edition was refused: the process died before anybody was told, or the operator tries again."""
        known = await self._records.get(job_id)
        if known is not None and known.state is EditionState.REFUSED:
            await self._channel.discard(job_id)
            await self._records.discard(job_id)

    async def _pause(
        self, job_id: str, subscription: Subscription, reason: PauseReason, *, is_extra: bool
    ) -> Publication:
        """Pause a subscription; of an edition on request its requester is told.

        Raises:
            OwnerNotToldError: nobody could be told.
        """
        try:
            await self._pausing.pause(job_id, subscription, reason)
        except OwnerNotToldError:
            if not is_extra:
                raise
        return Publication(Outcome.PAUSED, reason)

    async def _post(self, record: EditionRecord) -> Publication:
        if record.state is EditionState.DRAFTED:
            await self._channel.post(record)
            await self._records.mark_finished(record.job_id, EditionState.POSTED)
            return Publication(Outcome.POSTED)
        if record.state is EditionState.EMPTY:
            if record.draft is not None:
                await self._records.mark_finished(record.job_id, EditionState.EMPTY)
            return Publication(Outcome.NOTHING_NEW, quiet=record.draft)
        return Publication(Outcome.POSTED if record.state is EditionState.POSTED else Outcome.LEFT_OUT)

    async def _is_over(self, job_id: str, subscription: Subscription, key: EditionKey) -> bool:
        """Whether a job waited too long and was not even started: its stories are for the next edition."""
        is_late = is_over(subscription, key.local_date, self._drafter.now(), late=self._late)
        return is_late and await self._records.get(job_id) is None

    async def _mark_refused(self, job_id: str, key: EditionKey) -> None:
        """Record that nothing of an edition is posted: its stories are for the next one.

        First of all: a process that dies before anybody is told finds it, and makes the edition anew. One that is begun
        stays a draft, whose stories count as told; the operator may have the rest posted.
        """
        state, now = EditionState.REFUSED, self._drafter.now()
        await self._records.save(EditionRecord(job_id, key, state, now, is_extra=True))
        await self._records.mark_finished(job_id, state)

    async def _notify_owner(
        self, job_id: str, subscription: Subscription, error: ChannelRefusedError | SlackError, *, is_extra: bool
    ) -> None:
        """Tell the owner; one who requested an edition is told as its requester."""
        if not is_extra:
            await self._owners.notify_not_posted(job_id, subscription, error)
