"""Handles `/digest …`, its form and its buttons, and says what happens next and when.

`subscription_replies` saves changes, `subscription_form` has the form, `opml_import` has lists of feeds; here a command
becomes one of these, and an answer.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.errors import BotError
from bot.newsroom.editions.edition_builder import REMEMBERED
from bot.newsroom.editions.model import EditionRecord
from bot.newsroom.forgetting import DeletionService
from bot.newsroom.jobs.job import Job, JobQueue
from bot.newsroom.jobs.keys import short_id
from bot.newsroom.jobs.payloads import (
    ImportFeedList,
    PreviewSubscriptionForm,
    RunDigestCommand,
    SaveSubscriptionForm,
)
from bot.newsroom.requester import Requester
from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.model import PauseReason, Subscription
from bot.newsroom.subscriptions.schedule import edition_key, local_date
from bot.newsroom.subscriptions.setup import short
from bot.slack.handlers.app_home import AppHomeHandler
from bot.slack.handlers.edition import EditionHandler, extra_edition_job
from bot.slack.handlers.opml_import import OpmlImportHandler
from bot.slack.handlers.reply_router import ReplyRouter
from bot.slack.handlers.subscription_form import SubscriptionFormHandler
from bot.slack.handlers.subscription_replies import SubscriptionService, with_filters
from bot.slack.parsing.digest_command import DigestCommand, parse, until_when
from bot.slack.parsing.times_and_dates import read_date
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.error_messages import error_message
from bot.slack.rendering.subscription_messages import (
    digest_help,
    format_filters,
    format_quiet_days,
    format_schedule,
    history_message,
    lines_message,
)

_SHOWN_EDITIONS = 5
_NOT_ANY_MORE = "This channel has no digest any more."
_NOT_YET = "This channel has no digest yet."
_SET_UP = "Set one up: /digest add, and the address of a site or feed."
_LOOKING = frozenset({"help", "list", "preview", "history", "export", "open"})
"""Commands that change nothing."""

Doing = Callable[[Job[RunDigestCommand], Requester, DigestCommand, Subscription], Awaitable[Sequence[Message]]]


class DigestCommandHandler:
    """Handles jobs of the kind "digest".

    Args:
        service: saves changes.
        forms: opens and saves the form.
        lists: imports and exports lists of feeds.
        editions: makes previews.
        home: shows people what they have changed.
        answers: answers the requester.
        runner: takes the jobs of requested editions.
        forgetting: deletes all that is stored of a channel, for `/digest forget`.
    """

    def __init__(
        self,
        *,
        service: SubscriptionService,
        forms: SubscriptionFormHandler,
        lists: OpmlImportHandler,
        editions: EditionHandler,
        home: AppHomeHandler,
        answers: ReplyRouter,
        runner: JobQueue,
        forgetting: DeletionService,
    ) -> None:
        self._service = service
        self._forms = forms
        self._lists = lists
        self._editions = editions
        self._home = home
        self._answers = answers
        self._runner = runner
        self._forgetting = forgetting
        self._doings: dict[str, Doing] = {
            "list": self._list,
            "remove": self._remove,
            "time": self._set_time,
            "filter": self._set_filters,
            "max": self._set_option,
            "length": self._set_option,
            "quiet": self._set_option,
            "pause": self._pause,
            "resume": self._resume,
            "preview": self._preview,
            "now": self._post_now,
            "export": self._export,
            "forget": self._forget,
            "history": self._show_history,
        }

    async def handle(self, job: Job[Any]) -> None:
        """Do what somebody asks for, and answer so that only they see it.

        Raises:
            BotError: with a sentence for the requester.
        """
        requester, team_id = job.payload.requester, job.payload.team_id
        is_reported_elsewhere, is_change = bool(job.payload.response_url or requester.ts), True
        try:
            if isinstance(job.payload, SaveSubscriptionForm):
                is_reported_elsewhere |= await self._forms.save(job, requester)
            elif isinstance(job.payload, PreviewSubscriptionForm):
                is_change = False
                await self._forms.preview(job, requester)
            elif isinstance(job.payload, ImportFeedList):
                said = await self._lists.import_file(team_id, requester, job.payload.file)
                await self._answers.send(job, (said,))
            else:
                command = parse(job.payload.text)
                is_change = command.verb not in _LOOKING
                await self._answers.send(job, await self._execute(job, requester, command))
        except BotError as error:
            if is_reported_elsewhere:
                raise  # the dispatcher reports it there
            await self._answers.send(job, (error_message(error, reference=short_id(job.id)),))
            return
        if is_change and is_reported_elsewhere:
            await self._home.refresh(team_id, requester.user)

    async def _execute(
        self, job: Job[RunDigestCommand], requester: Requester, command: DigestCommand
    ) -> Sequence[Message]:
        team_id = job.payload.team_id
        if command.verb == "help":
            return (digest_help(),)
        if command.verb == "import":
            return (await self._lists.import_link(team_id, requester, command.addresses[0]),)
        subscription = await self._service.get(team_id, requester.channel)
        if command.verb == "open":
            return await self._forms.open(job, requester, subscription)
        if command.verb == "add":
            return (await self._add(team_id, requester, command, subscription),)
        if subscription is None:
            return await self._execute_without_subscription(team_id, requester, command)
        return await self._doings[command.verb](job, requester, command, subscription)

    async def _execute_without_subscription(
        self, team_id: str, requester: Requester, command: DigestCommand
    ) -> Sequence[Message]:
        """What can be done where there is no longer a subscription: see who removed it, and delete that record too.

        Raises:
            CommandError: for everything else.
        """
        changes = await self._service.subscriptions.list_changes(team_id, requester.channel)
        if command.verb == "history" and changes:
            await self._service.access.require_member(requester.channel, requester.user)
            editions = await self._latest_editions(team_id, requester.channel)
            return (history_message(changes, editions, "UTC", f"{_NOT_ANY_MORE} {_SET_UP}"),)
        if command.verb == "forget" and changes:
            await self._service.access.require_admin(requester.channel, requester.user)
            return await self._forget_all(team_id, requester.channel, is_meant=command.everything)
        raise CommandError(_NOT_YET, _SET_UP)

    # -- feeds --------------------------------------------------------------------------------------------------------

    async def _add(
        self, team_id: str, requester: Requester, command: DigestCommand, subscription: Subscription | None
    ) -> Message:
        """Follow feeds; create a subscription where there is none."""
        await self._service.require_editor(requester, subscription)
        found = await self._service.find_feeds(command.addresses)
        if not found.feeds and not command.include and not command.exclude:
            raise CommandError(" ".join(found.problems), "Check the address, or give the feed's own.")
        return await self._service.add(team_id, requester, subscription, found, command)

    async def _remove(
        self, job: Job[RunDigestCommand], requester: Requester, command: DigestCommand, subscription: Subscription
    ) -> Sequence[Message]:
        if command.everything:
            return await self._forget(job, requester, replace(command, everything=False), subscription)
        await self._service.require_editor(requester, subscription)
        if subscription.removal == job.id:
            return (await self._service.reply_with_next(subscription, "Not followed any more."),)
        gone = [await self._pick(subscription, said) for said in command.addresses]
        kept = tuple(feed for feed in subscription.feeds if feed not in gone)
        said = f"Not followed any more: {', '.join(short(feed) for feed in gone)}."
        wanted = replace(subscription, feeds=kept, removal=job.id)
        return (await self._service.change(requester, subscription, wanted, f"removed {', '.join(gone)}", said),)

    async def _pick(self, subscription: Subscription, said: str) -> str:
        """The one feed that a number, an address or a part of a name means."""
        if said.isdecimal() and 1 <= int(said[:6]) <= len(subscription.feeds):
            return subscription.feeds[int(said) - 1]
        folded = said.casefold().rstrip("/")
        names = {feed: f"{feed} {await self._service.name(feed)}".casefold() for feed in subscription.feeds}
        found = [feed for feed, name in names.items() if feed == said] or [
            feed for feed, name in names.items() if folded in name
        ]
        if len(found) != 1:
            what = "no feed" if not found else "more than one feed"
            raise CommandError(f"“{said[:60]}” is {what} of this channel.", "Say the number that /digest list shows.")
        return found[0]

    async def _forget(
        self, _job: Job[RunDigestCommand], requester: Requester, command: DigestCommand, subscription: Subscription
    ) -> Sequence[Message]:
        """Delete a subscription; with a confirmation (`everything`), also what is remembered of it."""
        await self._service.require_editor(requester, subscription)
        if command.verb == "remove":
            await self._service.subscriptions.delete(subscription.team_id, subscription.channel, by=requester.user)
            return (lines_message(_REMOVED),)
        return await self._forget_all(subscription.team_id, subscription.channel, is_meant=command.everything)

    async def _forget_all(self, team_id: str, channel: str, *, is_meant: bool) -> Sequence[Message]:
        if not is_meant:
            return (lines_message(_WOULD_FORGET),)
        forgotten = await self._forgetting.delete_channel(team_id, channel)
        return (lines_message(_FORGOTTEN if forgotten.is_erased else f"{_FORGOTTEN} {_NOT_ERASED}"),)

    async def _export(
        self, _job: Job[RunDigestCommand], _requester: Requester, _command: DigestCommand, subscription: Subscription
    ) -> Sequence[Message]:
        return await self._lists.export(subscription)

    # -- settings -----------------------------------------------------------------------------------------------------

    async def _set_time(
        self, _job: Job[RunDigestCommand], requester: Requester, command: DigestCommand, subscription: Subscription
    ) -> Sequence[Message]:
        wanted = replace(
            subscription,
            at=command.at if command.at is not None else subscription.at,
            weekdays=command.weekdays if command.weekdays is not None else subscription.weekdays,
            zone=command.zone or subscription.zone,
            created_at=self._service.clock.now(),  # a time that has passed today is for tomorrow
        )
        said = format_schedule(wanted)
        return (await self._service.change(requester, subscription, wanted, said, said),)

    async def _set_filters(
        self, _job: Job[RunDigestCommand], requester: Requester, command: DigestCommand, subscription: Subscription
    ) -> Sequence[Message]:
        wanted = (
            replace(subscription, include=(), exclude=()) if command.everything else with_filters(subscription, command)
        )
        said = f"Filters: {format_filters(wanted)}." if format_filters(wanted) else "No filters: every story counts."
        return (await self._service.change(requester, subscription, wanted, said, said),)

    async def _set_option(
        self, _job: Job[RunDigestCommand], requester: Requester, command: DigestCommand, subscription: Subscription
    ) -> Sequence[Message]:
        wanted = replace(
            subscription,
            max_stories=command.number or subscription.max_stories,
            length=command.length or subscription.length,
            quiet_days=command.quiet_days or subscription.quiet_days,
        )
        said = {
            "max": f"Up to {wanted.max_stories} stories an edition; the rest is counted.",
            "length": f"Stories are told at {wanted.length} length.",
            "quiet": format_quiet_days(wanted),
        }[command.verb]
        return (await self._service.change(requester, subscription, wanted, said, said),)

    async def _pause(
        self, _job: Job[RunDigestCommand], requester: Requester, command: DigestCommand, subscription: Subscription
    ) -> Sequence[Message]:
        day = until_when(command.until, local_date(subscription, self._service.clock.now()), read_date)
        wanted = replace(subscription, paused_until=day, pause_reason=None)
        said = "paused" if not command.until else f"paused until {day.isoformat()}"
        return (await self._service.change(requester, subscription, wanted, said, "Paused." if command.until else ""),)

    async def _resume(
        self, _job: Job[RunDigestCommand], requester: Requester, _command: DigestCommand, subscription: Subscription
    ) -> Sequence[Message]:
        is_consent = subscription.pause_reason is PauseReason.SHARED
        wanted = replace(
            subscription,
            paused_until=None,
            pause_reason=None,
            may_be_shared=subscription.may_be_shared or is_consent,
            created_at=self._service.clock.now(),
        )
        change = "resumed; agreed that people of another organisation read along" if is_consent else "resumed"
        return (await self._service.change(requester, subscription, wanted, change, "Resumed."),)

    # -- answers ------------------------------------------------------------------------------------------------------

    async def _list(
        self, _job: Job[RunDigestCommand], _requester: Requester, _command: DigestCommand, subscription: Subscription
    ) -> Sequence[Message]:
        return (await self._service.describe(subscription),)

    async def _preview(
        self, _job: Job[RunDigestCommand], _requester: Requester, _command: DigestCommand, subscription: Subscription
    ) -> Sequence[Message]:
        if not subscription.feeds:
            raise CommandError("This channel follows no feed yet.", "Follow one first: /digest add gazette.example")
        return await self._editions.preview(subscription, following=await self._service.next_line(subscription))

    async def _post_now(
        self, job: Job[RunDigestCommand], requester: Requester, _command: DigestCommand, subscription: Subscription
    ) -> Sequence[Message]:
        await self._service.require_editor(requester, subscription)
        key = edition_key(subscription, local_date(subscription, self._service.clock.now()))
        url = job.payload.response_url
        extra = extra_edition_job(key, asked=job.payload.trigger_id, requester=job.payload.requester, response_url=url)
        await self._runner.submit(extra)
        said = "I am making an edition; it comes into the channel within a minute or two."
        return (await self._service.reply_with_next(subscription, said, hint="It will hold what is new by then."),)

    async def _show_history(
        self, _job: Job[RunDigestCommand], _requester: Requester, _command: DigestCommand, wanted: Subscription
    ) -> Sequence[Message]:
        changes = await self._service.subscriptions.list_changes(wanted.team_id, wanted.channel)
        editions = await self._latest_editions(wanted.team_id, wanted.channel)
        return (history_message(changes, editions, wanted.zone, await self._service.next_line(wanted)),)

    async def _latest_editions(self, team_id: str, channel: str) -> Sequence[EditionRecord]:
        since = self._service.clock.now() - REMEMBERED
        editions = await self._service.records.list_of_channel(team_id, channel, since)
        return tuple(reversed(editions))[:_SHOWN_EDITIONS]


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
