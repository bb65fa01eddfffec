"""Pauses the subscription of a channel that cannot, or may not, have editions, and has its owner told, once.

Ends such a pause where the channel is back.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import structlog

from bot.newsroom.subscriptions.model import PauseReason, Subscription, SubscriptionRepository

OURSELVES = "nutgraf"
"""Who changed a subscription where no person did."""

_log = structlog.get_logger(__name__)


class PauseNotifier(Protocol):
    """Tells owners that their subscription is paused."""

    async def notify_paused(self, job_id: str, subscription: Subscription, reason: PauseReason) -> None:
        """Tell the owner, once per job. It never fails: who cannot be told finds it in the App Home."""
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
        """
        before = await self._latest(subscription)
        if before is None or before.pause_reason is reason:
            return
        _log.warning("digest paused", channel=before.channel, cause=reason.value)
        await self.notifier.notify_paused(job_id, before, reason)
        latest = await self._latest(subscription)
        if latest is not None:
            paused = replace(latest, paused_until=date.max, pause_reason=reason)
            await self.subscriptions.save(paused, by=OURSELVES, change=f"paused: {reason.what}")

    async def resume(self, resumed: Subscription, *, why: str) -> None:
        """Save a subscription whose pause has ended without a person.

        Args:
            resumed: the subscription without its pause (`bot.newsroom.subscriptions.settings.end_pause`).
            why: what has happened, as a clause.
        """
        await self.subscriptions.save(resumed, by=OURSELVES, change=f"resumed: {why}")

    async def _latest(self, subscription: Subscription) -> Subscription | None:
        """The subscription as it is stored now; None where it is deleted."""
        return await self.subscriptions.get(subscription.team_id, subscription.channel)
