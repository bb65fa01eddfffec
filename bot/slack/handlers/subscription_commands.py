"""What `/digest` changes of a channel's subscription: its feeds, its schedule, its content; and how it ends.

Each command becomes one use case of the newsroom, and what that returns an answer.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.newsroom.forgetting import DeletionService
from bot.newsroom.requester import Requester
from bot.newsroom.subscriptions.model import Subscription
from bot.newsroom.subscriptions.schedule import is_paused, local_date
from bot.newsroom.subscriptions.service import SubscriptionService
from bot.newsroom.subscriptions.settings import (
    SettingsChange,
    add_filters,
    change_length,
    change_max_stories,
    change_quiet_days,
    change_schedule,
    clear_filters,
    pause,
    resume,
    take_away_filters,
)
from bot.slack.parsing.digest_command import DigestCommand, until_when
from bot.slack.parsing.times_and_dates import read_date
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.subscription_messages import (
    added_message,
    change_message,
    format_obstacle,
    lines_message,
    removed_message,
    settings_messages,
)


@dataclass(frozen=True, slots=True)
class CommandCall:
    """A command about a subscription that there is.

    Attributes:
        job_id: the job that it is done in.
        requester: who typed it, and where.
        command: what they typed.
        subscription: of their channel.
    """

    job_id: str
    requester: Requester
    command: DigestCommand
    subscription: Subscription


class SubscriptionCommands:
    """Does commands that change, or list, one subscription.

    Args:
        service: saves changes.
        forgetting: deletes all that is stored of a channel.
    """

    def __init__(self, *, service: SubscriptionService, forgetting: DeletionService) -> None:
        self._service = service
        self._forgetting = forgetting
        self.verbs: Mapping[str, Callable[[CommandCall], Awaitable[Message]]] = {
            "remove": self._remove,
            "time": self._set_time,
            "filter": self._set_filters,
            "max": self._set_max,
            "length": self._set_length,
            "quiet": self._set_quiet_days,
            "pause": self._pause,
            "resume": self._resume,
            "forget": self._forget,
        }

    async def add(self, team_id: str, requester: Requester, command: DigestCommand) -> Message:
        """Follow feeds; creates a subscription where there is none. Returns the answer.

        Raises:
            BotError: nothing can be followed, or the requester may not.
        """
        include, exclude = command.include, command.exclude
        change = await self._service.add(team_id, requester, command.addresses, include=include, exclude=exclude)
        return added_message(change, with_filters=bool(include or exclude))

    async def list_settings(self, subscription: Subscription) -> Sequence[Message]:
        """All settings of a subscription, and how its feeds are."""
        return settings_messages(await self._service.describe(subscription))

    async def forget(self, team_id: str, channel: str, *, is_meant: bool) -> Message:
        """Delete all that is stored of a channel, where that is meant. Returns the answer."""
        if not is_meant:
            return lines_message(_WOULD_FORGET)
        forgotten = await self._forgetting.delete_channel(team_id, channel)
        return lines_message(_FORGOTTEN if forgotten.is_erased else f"{_FORGOTTEN} {_NOT_ERASED}")

    async def _remove(self, call: CommandCall) -> Message:
        if call.command.everything:
            await self._service.delete(call.requester, call.subscription)
            return lines_message(_REMOVED)
        named = call.command.addresses
        return removed_message(await self._service.remove_feeds(call.job_id, call.requester, call.subscription, named))

    async def _forget(self, call: CommandCall) -> Message:
        await self._service.require_editor(call.requester, call.subscription)
        wanted = call.subscription
        return await self.forget(wanted.team_id, wanted.channel, is_meant=call.command.everything)

    async def _set_time(self, call: CommandCall) -> Message:
        command, now = call.command, self._service.calendar.now()
        return await self._change(
            call, change_schedule(call.subscription, now, at=command.at, weekdays=command.weekdays, zone=command.zone)
        )

    async def _set_filters(self, call: CommandCall) -> Message:
        if call.command.everything:
            return await self._change(call, clear_filters(call.subscription))
        if call.command.taken_away:
            return await self._change(call, take_away_filters(call.subscription, call.command.taken_away))
        return await self._change(call, add_filters(call.subscription, call.command.include, call.command.exclude))

    async def _set_max(self, call: CommandCall) -> Message:
        number = call.command.number or call.subscription.max_stories
        return await self._change(call, change_max_stories(call.subscription, number))

    async def _set_length(self, call: CommandCall) -> Message:
        length = call.command.length or call.subscription.length
        return await self._change(call, change_length(call.subscription, length))

    async def _set_quiet_days(self, call: CommandCall) -> Message:
        quiet_days = call.command.quiet_days or call.subscription.quiet_days
        return await self._change(call, change_quiet_days(call.subscription, quiet_days))

    async def _pause(self, call: CommandCall) -> Message:
        said, today = call.command.until, local_date(call.subscription, self._service.calendar.now())
        until = await asyncio.to_thread(until_when, said, today, read_date) if said else None
        return await self._change(call, pause(call.subscription, until), "Paused." if until else "")

    async def _resume(self, call: CommandCall) -> Message:
        now = self._service.calendar.now()
        if not is_paused(call.subscription, local_date(call.subscription, now)):
            await self._service.require_editor(call.requester, call.subscription)
            return change_message(await self._service.keep(call.subscription), "This daily digest isn't paused.")
        obstacle = await self._service.find_obstacle(call.subscription)
        done = await self._service.change(call.requester, call.subscription, resume(call.subscription, now))
        return change_message(done, "Resumed.", format_obstacle(obstacle))

    async def _change(self, call: CommandCall, change: SettingsChange, said: str | None = None) -> Message:
        """Save a change; the answer is what the history says of it, unless something else is given."""
        done = await self._service.change(call.requester, call.subscription, change)
        return change_message(done, change.words if said is None else said)


_REMOVED = "This channel's digest is removed. No more editions come. /digest add sets a new one up."
_WOULD_FORGET = (
    "This would delete the channel's digest, who changed it and when, what I know of its past editions, and what the "
    "buttons under digests in this channel show, at once and for good; stories that were posted may come again if you "
    "set a new one up. Nothing is deleted yet. "
    "If that is meant, say /digest forget everything. (/digest remove all only stops the editions.)"
)
_FORGOTTEN = (
    "Forgotten: the digest, its history and its past editions. No more editions come. What was posted stays in the "
    "channel; copies in backups go as these are replaced."
)
_NOT_ERASED = (
    "Something else reads my database right now, so traces are left in its files; they are erased within minutes after "
    "that ends."
)
