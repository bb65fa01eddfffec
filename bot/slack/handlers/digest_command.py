"""Handles `/digest …` and its buttons, and says what happens next and when.

`subscription_commands` changes settings, `subscription_form` opens the form, `opml_import` reads lists of feeds; here a
command becomes one of these, and an answer.
"""

import asyncio
from collections.abc import Sequence
from functools import partial

from bot.newsroom.editions.history import HistoryService
from bot.newsroom.jobs.job import Job, JobQueue
from bot.newsroom.jobs.payloads import RunDigestCommand
from bot.newsroom.requester import Requester
from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.model import Subscription
from bot.newsroom.subscriptions.schedule import edition_key, is_paused, local_date
from bot.newsroom.subscriptions.service import SubscriptionService, redo_if_changed
from bot.slack.handlers.edition import EditionHandler, extra_edition_job
from bot.slack.handlers.opml_import import OpmlImportHandler
from bot.slack.handlers.reply_router import ReplyRouter
from bot.slack.handlers.subscription_commands import CommandCall, SubscriptionCommands
from bot.slack.handlers.subscription_form import SubscriptionFormHandler
from bot.slack.parsing.digest_command import DigestCommand, parse
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.subscription_messages import digest_help, format_next, history_message, next_message

_NOT_ANY_MORE = "This channel has no digest any more."
_NOT_YET = "This channel has no digest yet."
_NO_FEEDS = "This channel doesn't follow any feeds yet."
_FOLLOW_ONE = "Follow one first: /digest add gazette.example"
_SET_UP = "Set one up: /digest add, and the address of a site or feed."
_LOOKING = frozenset({"help", "list", "preview", "history", "export", "open"})
"""Commands that change nothing."""


class DigestCommandHandler:
    """Handles `/digest …`, and the buttons that say the same.

    Args:
        commands: does commands.
        answers: answers the requester.
    """

    def __init__(self, commands: "DigestCommands", answers: ReplyRouter) -> None:
        self._commands = commands
        self._answers = answers

    async def handle(self, job: Job[RunDigestCommand]) -> None:
        """Do what somebody asks for, and answer so that only they see it.

        Raises:
            BotError: with a sentence for the requester.
        """
        async with self._answers.show_errors(job):
            command = await asyncio.to_thread(parse, job.payload.text)  # names of zones take a moment to load
            said = await redo_if_changed(partial(self._commands.execute, job, job.payload.requester, command))
            await self._answers.send(job, said)
            if command.verb not in _LOOKING:
                await self._answers.refresh_home(job)


class DigestCommands:
    """Does what `/digest …` says.

    Args:
        service: knows subscriptions.
        settings: changes them.
        editions: shows and posts editions.
        forms: opens the form.
        lists: imports and exports lists of feeds.
    """

    def __init__(
        self,
        *,
        service: SubscriptionService,
        settings: SubscriptionCommands,
        editions: "EditionCommands",
        forms: SubscriptionFormHandler,
        lists: OpmlImportHandler,
    ) -> None:
        self._service = service
        self._settings = settings
        self._editions = editions
        self._forms = forms
        self._lists = lists

    async def execute(
        self, job: Job[RunDigestCommand], requester: Requester, command: DigestCommand
    ) -> Sequence[Message]:
        """Do a command; returns the answer.

        Raises:
            BotError: with a sentence for the requester.
        """
        team_id = job.payload.team_id
        if command.verb == "help":
            return (digest_help(),)
        if command.verb in {"import", "add"}:
            return (await self._follow(team_id, requester, command),)
        subscription = await self._service.get(team_id, requester.channel)
        if command.verb == "open":
            return await self._forms.open(job, requester, subscription)
        if subscription is None:
            return await self._execute_without_subscription(team_id, requester, command)
        if command.verb in self._settings.verbs:
            call = CommandCall(job.id, requester, command, subscription)
            return (await self._settings.verbs[command.verb](call),)
        return await self._execute_other(job, requester, command, subscription)

    async def _follow(self, team_id: str, requester: Requester, command: DigestCommand) -> Message:
        if command.verb == "import":
            return await self._lists.import_link(team_id, requester, command.addresses[0])
        return await self._settings.add(team_id, requester, command)

    async def _execute_other(
        self, job: Job[RunDigestCommand], requester: Requester, command: DigestCommand, subscription: Subscription
    ) -> Sequence[Message]:
        if command.verb == "list":
            return await self._settings.list_settings(subscription)
        if command.verb == "export":
            return await self._lists.export(subscription)
        if command.verb == "preview":
            return await self._editions.preview(subscription)
        if command.verb == "history":
            return (await self._editions.show_history(subscription),)
        return (await self._editions.post_now(job, requester, subscription),)

    async def _execute_without_subscription(
        self, team_id: str, requester: Requester, command: DigestCommand
    ) -> Sequence[Message]:
        """What can be done where there is no longer a subscription: see who removed it, and delete that record too.

        Raises:
            CommandError: for everything else.
        """
        channel, access = requester.channel, self._service.access
        changes = await self._service.list_changes(team_id, channel)
        if command.verb == "history" and changes:
            await access.require_member(channel, requester.user)
            return (await self._editions.show_last_history(team_id, channel),)
        if command.verb == "forget" and changes:
            await access.require_admin(channel, requester.user)
            return (await self._settings.forget(team_id, channel, is_meant=command.everything),)
        raise CommandError(_NOT_YET, _SET_UP)


class EditionCommands:
    """Does commands about a channel's editions.

    Args:
        service: knows subscriptions.
        history: knows what happened.
        editions: makes previews.
        runner: takes the jobs of requested editions.
    """

    def __init__(
        self,
        *,
        service: SubscriptionService,
        history: HistoryService,
        editions: EditionHandler,
        runner: JobQueue,
    ) -> None:
        self._service = service
        self._history = history
        self._editions = editions
        self._runner = runner

    async def preview(self, subscription: Subscription) -> Sequence[Message]:
        """The edition as it would be now, for the requester alone.

        Raises:
            BotError: it could not be made, or there are no feeds.
        """
        if not subscription.feeds:
            raise CommandError(_NO_FEEDS, _FOLLOW_ONE)
        return await self._editions.preview(subscription, following=await self._format_next(subscription))

    async def post_now(self, job: Job[RunDigestCommand], requester: Requester, subscription: Subscription) -> Message:
        """Have an edition made and posted; returns the answer, which comes before it.

        Raises:
            CommandError: the requester may not.
        """
        await self._service.require_editor(requester, subscription)
        if not subscription.feeds:
            raise CommandError(_NO_FEEDS, _FOLLOW_ONE)
        today = local_date(subscription, self._service.calendar.now())
        key = edition_key(subscription, today)
        asked, url = job.payload.trigger_id, job.payload.response_url
        extra = extra_edition_job(key, asked=asked, requester=requester, response_url=url)
        await self._runner.submit(extra)
        said = "On it: an edition will be in the channel in a minute or two. If nothing is new, I'll tell only you."
        next_at = await self._service.calendar.next_edition_at(subscription)
        if is_paused(subscription, today):
            return next_message(subscription, next_at, said, "The daily digest stays paused after that.")
        return next_message(subscription, next_at, said)

    async def show_history(self, subscription: Subscription) -> Message:
        """Who changed what, the last editions, and what comes next."""
        history = await self._history.read(subscription.team_id, subscription.channel)
        return history_message(history, subscription.zone, await self._format_next(subscription))

    async def show_last_history(self, team_id: str, channel: str) -> Message:
        """The history of a subscription that is deleted."""
        return history_message(await self._history.read(team_id, channel), "UTC", f"{_NOT_ANY_MORE} {_SET_UP}")

    async def _format_next(self, subscription: Subscription) -> str:
        return format_next(subscription, await self._service.calendar.next_edition_at(subscription))
