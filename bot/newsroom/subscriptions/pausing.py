"""Pauses the subscription of a channel that cannot, or may not, have editions, and has its owner told, once.

Ends such a pause where the channel is back.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Protocol

import structlog

from bot.newsroom.subscriptions.errors import ChangedMeanwhileError, OwnerNotToldError
from bot.newsroom.subscriptions.model import PauseReason, Subscription, SubscriptionRepository
from bot.newsroom.subscriptions.settings import end_pause

OURSELVES = "nutgraf"
"""Who changed a subscription where no person did."""

_log = structlog.get_logger(__name__)


class PauseNotifier(Protocol):
    """Tells owners that their subscription is paused."""

    async def notify_paused(self, job_id: str, subscription: Subscription, reason: PauseReason) -> str | None:
        """Tell the owner, once per job. Returns why that failed, for the operator."""
        ...


@dataclass(frozen=True, slots=True)
class PauseService:
    """Pauses subscriptions.

    Args:
        subscriptions: what channels want.
        notifier: tells owners.
    """

    subscriptions: SubscriptionRepository
    notifier: PauseNotifier

    async def pause(self, job_id: str, subscription: Subscription, reason: PauseReason) -> None:
        """Pause a subscription until somebody resumes it; one that is paused for that reason stays as it is.

        What people change while its edition is made, or while its owner is told, is kept; one that they delete
        meanwhile stays deleted.

        Args:
            job_id: the job that found the reason.
            subscription: what is paused, as it was when the job began.
            reason: why.

        Raises:
            OwnerNotToldError: it is paused, and its owner could not be told.
        """
        before = await self.subscriptions.get(subscription.team_id, subscription.channel)
        if before is None or before.pause_reason is reason:
            return
        _log.warning("digest paused", channel=before.channel, cause=reason.value)
        failure = await self.notifier.notify_paused(job_id, before, reason)
        paused = partial(replace, paused_until=date.max, pause_reason=reason)
        await change_latest(self.subscriptions, subscription, paused, words=f"paused: {reason.what}")
        if failure is not None:
            raise OwnerNotToldError(failure)

    async def resume(self, paused: Subscription, now: datetime, *, why: str) -> None:
        """End a pause without a person.

        Args:
            paused: what is resumed.
            now: editions for a time before it are not made up for.
            why: what has happened, as a clause.
        """
        await change_latest(self.subscriptions, paused, partial(end_pause, now=now), words=f"resumed: {why}")


async def change_latest(
    subscriptions: SubscriptionRepository,
    subscription: Subscription,
    change: Callable[[Subscription], Subscription],
    *,
    words: str,
) -> None:
    """Have the bot itself change a subscription as it is stored by now; one that is deleted stays deleted.

    Args:
        subscriptions: where it is stored.
        subscription: what is changed.
        change: returns it as it is to be.
        words: the change, for the history.
    """
    while (latest := await subscriptions.get(subscription.team_id, subscription.channel)) is not None:
        try:
            await subscriptions.save(change(latest), by=OURSELVES, change=words, before=latest)
        except ChangedMeanwhileError:
            continue
        return
