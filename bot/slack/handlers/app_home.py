"""The app's home: what the bot does, and the digests that the one who looks may change.

It is drawn anew whenever somebody opens it, and for whoever has changed something.
Source: docs.slack.dev/surfaces/app-home; ../shared/slack/ux/g_app_home.json.
"""

import asyncio
from collections.abc import Sequence

import structlog

from bot.clock import Clock
from bot.errors import SlackError
from bot.newsroom.editions.edition_builder import REMEMBERED
from bot.newsroom.editions.model import Archive, EditionRecord
from bot.newsroom.jobs.inbox import Job
from bot.newsroom.subscriptions.access import Permits
from bot.newsroom.subscriptions.model import Subscription, Subscriptions
from bot.newsroom.subscriptions.schedule import find_zone, is_paused, local_date, next_edition_at
from bot.slack.api.directory import find_person
from bot.slack.api.web_api import Caller
from bot.slack.rendering.app_home_view import MAX_ENTRIES, Entry, home_view
from bot.slack.rendering.block_kit import Message

_log = structlog.get_logger(__name__)


class HomeDesk:
    """Draws homes; does jobs of the kind "home".

    Args:
        subscriptions: what channels want.
        archive: past editions.
        caller: calls Slack's Web API.
        permits: says who may change what.
        clock: says when.
    """

    def __init__(
        self, *, subscriptions: Subscriptions, archive: Archive, caller: Caller, permits: Permits, clock: Clock
    ) -> None:
        self._subscriptions = subscriptions
        self._archive = archive
        self._caller = caller
        self._permits = permits
        self._clock = clock

    async def do(self, job: Job) -> None:
        """Draw the home of somebody who has opened it.

        Raises:
            SlackError: Slack did not take it.
        """
        await self.show(job.payload["team_id"], job.payload["viewer"])

    async def show(self, team_id: str, user: str, *, said: Sequence[Message] = ()) -> None:
        """Draw somebody's home.

        Args:
            team_id: the workspace.
            user: whose home.
            said: what to tell them at its top.

        Raises:
            SlackError: Slack did not take it.
        """
        person = await find_person(self._caller, user)
        ours = [each for each in await self._subscriptions.all() if each.team_id == team_id]
        mine = await self._permits.pick(user, ours, person)
        zone = find_zone(str(person["tz"])) if person.get("tz") else None
        entries = await asyncio.gather(*(self._read(subscription) for subscription in mine[:MAX_ENTRIES]))
        view = home_view(entries, zone, left_out=len(mine) - len(entries), said=said)
        await self._caller.call("views.publish", user_id=user, view=view)

    async def refresh(self, team_id: str, user: str) -> None:
        """Draw the home of somebody who has changed something elsewhere; where there is none, nothing happens."""
        try:
            await self.show(team_id, user)
        except SlackError as error:
            _log.info("home not drawn", cause=str(error))

    async def _read(self, subscription: Subscription) -> Entry:
        now = self._clock.now()
        past = await self._archive.of_channel(subscription.team_id, subscription.channel, now - REMEMBERED)
        settled = frozenset(record.key for record in past if not record.is_extra)
        next_at = next_edition_at(subscription, now, posted=settled)
        return Entry(subscription, next_at, is_paused(subscription, local_date(subscription, now)), _latest(past))


def _latest(past: Sequence[EditionRecord]) -> EditionRecord | None:
    return past[-1] if past else None
