"""The App Home: what the bot does, and the subscriptions that the viewer may change.

It is drawn again whenever somebody opens it, and for people who have changed something.
Source: docs.slack.dev/surfaces/app-home.
"""

import asyncio
from collections.abc import Sequence

import structlog

from bot.clock import Clock
from bot.errors import SlackError
from bot.newsroom.editions.edition_builder import REMEMBERED
from bot.newsroom.editions.model import EditionRecord, EditionRepository
from bot.newsroom.jobs.job import Job
from bot.newsroom.subscriptions.access import AccessPolicy
from bot.newsroom.subscriptions.model import Subscription, SubscriptionRepository
from bot.newsroom.subscriptions.schedule import find_zone, is_paused, local_date, next_edition_at
from bot.slack.api.web_api import SlackApi
from bot.slack.rendering.app_home_view import MAX_ENTRIES, Entry, home_view
from bot.slack.rendering.block_kit.blocks import Message

_log = structlog.get_logger(__name__)


class AppHomeHandler:
    """Draws App Homes; handles jobs of the kind "home".

    Args:
        subscriptions: what channels want.
        records: past editions.
        api: calls Slack's Web API.
        access: says who may change what.
        clock: says when.
    """

    def __init__(
        self,
        *,
        subscriptions: SubscriptionRepository,
        records: EditionRepository,
        api: SlackApi,
        access: AccessPolicy,
        clock: Clock,
    ) -> None:
        self._subscriptions = subscriptions
        self._records = records
        self._api = api
        self._access = access
        self._clock = clock

    async def handle(self, job: Job) -> None:
        """Draw the App Home of somebody who has opened it.

        Raises:
            SlackError: Slack refused it.
        """
        await self.show(job.payload["team_id"], job.payload["viewer"])

    async def show(self, team_id: str, user: str, *, said: Sequence[Message] = ()) -> None:
        """Draw somebody's App Home.

        Args:
            team_id: the workspace.
            user: whose App Home.
            said: messages for its top.

        Raises:
            SlackError: Slack refused it.
        """
        person = await self._access.directory.find_person(user)
        ours = [each for each in await self._subscriptions.list_all() if each.team_id == team_id]
        mine = await self._access.editable_by(user, ours, is_admin=person.is_admin)
        zone = find_zone(person.zone) if person.zone else None
        entries = await asyncio.gather(*(self._read(subscription) for subscription in mine[:MAX_ENTRIES]))
        view = home_view(entries, zone, left_out=len(mine) - len(entries), said=said)
        await self._api.call("views.publish", user_id=user, view=view)

    async def refresh(self, team_id: str, user: str) -> None:
        """Draw the App Home of somebody who has changed something elsewhere; without one, nothing happens."""
        try:
            await self.show(team_id, user)
        except SlackError as error:
            _log.info("home not drawn", cause=str(error))

    async def _read(self, subscription: Subscription) -> Entry:
        now = self._clock.now()
        past = await self._records.list_of_channel(subscription.team_id, subscription.channel, now - REMEMBERED)
        settled = frozenset(record.key for record in past if not record.is_extra)
        next_at = next_edition_at(subscription, now, posted=settled)
        return Entry(subscription, next_at, is_paused(subscription, local_date(subscription, now)), _latest(past))


def _latest(past: Sequence[EditionRecord]) -> EditionRecord | None:
    return past[-1] if past else None
