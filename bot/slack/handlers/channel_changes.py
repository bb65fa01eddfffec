"""What happens to channels, and to the app: archived, brought back, gone; and uninstalled.

Slack tells of it where the app subscribes to these events; elsewhere an edition that cannot be posted shows it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import structlog

from bot.errors import SlackError
from bot.newsroom.forgetting import Forgetting
from bot.newsroom.jobs.inbox import Job
from bot.newsroom.subscriptions.model import Subscription
from bot.slack.api.directory import code_of, find_place
from bot.slack.handlers.subscription_replies import Keeping
from bot.slack.outbound.outbox_sender import Poster
from bot.slack.outbound.owner_notifier import OURSELVES, PAUSES, Pausing

BACK: Mapping[str, frozenset[str]] = {
    "unarchived": frozenset({"is_archived"}),
    "joined": frozenset({"not_in_channel", "channel_not_found"}),
}
"""What happens -> the pauses that it ends."""

_SAID = {
    "unarchived": "This channel is back, and so is its daily digest.",
    "joined": "I am in this channel again, so its daily digest goes on.",
}

_log = structlog.get_logger(__name__)


class PlaceDesk:
    """Does jobs of the kinds "place" and "uninstalled".

    Args:
        keeping: keeps changes.
        pausing: pauses digests.
        poster: posts to channels.
        forgetting: forgets all that is kept of a workspace.
    """

    def __init__(
        self,
        *,
        keeping: Keeping,
        pausing: Pausing,
        poster: Poster,
        forgetting: Forgetting,
    ) -> None:
        self._keeping = keeping
        self._pausing = pausing
        self._poster = poster
        self._forgetting = forgetting

    @property
    def jobs(self) -> dict[str, Callable[[Job], Awaitable[None]]]:
        """Kinds of jobs and who does them."""
        return {"place": self.do, "uninstalled": self.forget}

    async def do(self, job: Job) -> None:
        """Pause the digest of a channel that is gone; go on with that of one that is back.

        Raises:
            SlackError: it could not be said.
        """
        subscription = await self._keeping.find(job.payload["team_id"], job.payload["place"])
        what = job.payload["what"]
        if subscription is None:
            return
        if what in PAUSES and subscription.paused_until is None:
            await self._pausing.pause(job.id, subscription, what)
        elif subscription.pause_reason in BACK.get(what, frozenset()):
            await self._go_on(job, subscription, what)
        elif await self._poster.has_planned(job.id, prefix="back:"):  # the process died before it was said
            await self._poster.post_all(job.id, prefix="back:")

    async def forget(self, job: Job) -> None:
        """Forget what is kept of a workspace that has uninstalled the app. Done again it finds nothing."""
        team_id = job.payload["team_id"]
        gone = await self._forgetting.forget_workspace(team_id)
        what = {"rows": gone.rows, "is_erased": gone.is_erased, "under_way": gone.under_way}
        _log.warning("the app was uninstalled: forgot what was kept of it", team=team_id, **what)

    async def _go_on(self, job: Job, subscription: Subscription, what: str) -> None:
        """End a pause and say so in the channel; where the bot is not in it, tell the owner what is still missing."""
        try:
            place = await find_place(self._keeping.caller, subscription.channel)
            code = "not_in_channel" if place is not None and not place.is_member else ""
        except SlackError as error:
            code = code_of(error) if code_of(error) in PAUSES else ""
        if code:
            if code != subscription.pause_reason:
                await self._pausing.pause(job.id, subscription, code)
            return
        wanted = replace(subscription, paused_until=None, pause_reason=None, created_at=self._keeping.clock.now())
        message = await self._keeping.conclude(wanted, _SAID[what])
        await self._poster.plan(job.id, wanted.channel, (message,), thread_ts=None, prefix="back:")
        await self._keeping.subscriptions.save(wanted, by=OURSELVES, change=f"resumed: {_CHANGES[what]}")
        await self._poster.post_all(job.id, prefix="back:")


_CHANGES = {"unarchived": "the channel was unarchived", "joined": "I was invited into the channel"}
