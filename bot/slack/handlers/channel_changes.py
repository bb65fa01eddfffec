"""Handles what happens to channels and to the app: archived, unarchived, deleted; and uninstalled.

Slack reports it where the app subscribes to these events; elsewhere an edition that cannot be posted shows it.
"""

from collections.abc import Awaitable, Callable, Mapping

import structlog

from bot.errors import SlackError
from bot.newsroom.forgetting import DeletionService
from bot.newsroom.jobs.job import Job
from bot.newsroom.subscriptions.model import PauseReason, Subscription
from bot.newsroom.subscriptions.pausing import PauseService
from bot.newsroom.subscriptions.ports import ChannelDirectory
from bot.newsroom.subscriptions.service import SubscriptionService
from bot.newsroom.subscriptions.settings import end_pause
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.rendering.refusals import refusal_for
from bot.slack.rendering.subscription_messages import next_message

GONE: Mapping[str, PauseReason] = {reason.value: reason for reason in (PauseReason.ARCHIVED, PauseReason.GONE)}
"""What happened -> the pause that it begins."""

BACK: Mapping[str, frozenset[PauseReason]] = {
    "unarchived": frozenset({PauseReason.ARCHIVED}),
    "joined": frozenset({PauseReason.NOT_A_MEMBER, PauseReason.GONE}),
}
"""What happened -> the pauses that it ends."""

_SAID = {
    "unarchived": "This channel is back, and so is its daily digest.",
    "joined": "I am in this channel again, so its daily digest goes on.",
}

_log = structlog.get_logger(__name__)


class ChannelChangeHandler:
    """Handles jobs of the kinds "place" and "uninstalled".

    Args:
        service: knows subscriptions.
        pausing: pauses subscriptions.
        sender: posts to channels.
        forgetting: deletes all that is stored of a workspace.
        directory: knows channels.
    """

    def __init__(
        self,
        *,
        service: SubscriptionService,
        pausing: PauseService,
        sender: OutboxSender,
        forgetting: DeletionService,
        directory: ChannelDirectory,
    ) -> None:
        self._service = service
        self._pausing = pausing
        self._sender = sender
        self._forgetting = forgetting
        self._directory = directory

    @property
    def jobs(self) -> dict[str, Callable[[Job], Awaitable[None]]]:
        """Kinds of jobs and their handlers."""
        return {"place": self.handle, "uninstalled": self.delete_channel}

    async def handle(self, job: Job) -> None:
        """Pause the subscription of a channel that is gone; resume that of one that is back.

        Raises:
            SlackError: the message could not be posted.
        """
        subscription = await self._service.get(job.payload["team_id"], job.payload["place"])
        what = job.payload["what"]
        if subscription is None:
            return
        if what in GONE and subscription.paused_until is None:
            await self._pausing.pause(job.id, subscription, GONE[what])
        elif subscription.pause_reason in BACK.get(what, frozenset()):
            await self._resume(job, subscription, what)
        elif await self._sender.is_enqueued(job.id, prefix="back:"):  # the process died before it was posted
            await self._sender.send_all(job.id, prefix="back:")

    async def delete_channel(self, job: Job) -> None:
        """Delete what is stored of a workspace that has uninstalled the app. Done again it finds nothing."""
        team_id = job.payload["team_id"]
        gone = await self._forgetting.delete_workspace(team_id)
        what = {"rows": gone.rows, "is_erased": gone.is_erased, "under_way": gone.under_way}
        _log.warning("the app was uninstalled: forgot what was kept of it", team=team_id, **what)

    async def _resume(self, job: Job, subscription: Subscription, what: str) -> None:
        """End a pause and say so in the channel; where the bot is not in it, tell the owner what is still missing."""
        try:
            info = await self._directory.find_channel(subscription.channel)
            reason = PauseReason.NOT_A_MEMBER if info is not None and not info.is_member else None
        except SlackError as error:
            reason = refusal_for(error.slack_code).pause
        if reason is not None:
            if reason is not subscription.pause_reason:
                await self._pausing.pause(job.id, subscription, reason)
            return
        wanted = end_pause(subscription, self._service.calendar.now())
        message = next_message(wanted, await self._service.calendar.next_edition_at(wanted), _SAID[what])
        await self._sender.enqueue(job.id, wanted.channel, (message,), thread_ts=None, prefix="back:")
        await self._pausing.resume(wanted, why=_CHANGES[what])
        await self._sender.send_all(job.id, prefix="back:")


_CHANGES = {"unarchived": "the channel was unarchived", "joined": "I was invited into the channel"}
