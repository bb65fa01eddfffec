"""Opens the form, saves what was entered, and previews its edition.

Slack waits three seconds for the answer to a form, and checking addresses takes longer. So the form is replaced by a
notice that it is being saved, and that by the outcome: what happens next and when, or the form again as it was typed,
with its errors. Somebody who closes the window before that gets the outcome where they asked.
Source: docs.slack.dev/surfaces/modals, "Updating modals".
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import structlog

from bot.errors import BotError
from bot.newsroom.command_names import DEFAULT_NAMES, CommandNames
from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.payloads import PreviewSubscriptionForm, RunDigestCommand, SaveSubscriptionForm
from bot.newsroom.requester import Requester
from bot.newsroom.subscriptions.errors import ClosedChannelError, CommandError
from bot.newsroom.subscriptions.model import Subscription
from bot.newsroom.subscriptions.service import EnteredFeedsError, SubscriptionService, redo_if_changed
from bot.slack.api.web_api import NotDeliveredError, OutcomeUnknownError, SlackApi, SlackRefusedError
from bot.slack.handlers.edition import EditionHandler
from bot.slack.handlers.reply_router import ReplyRouter
from bot.slack.parsing.form_entries import View
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.block_kit.renamed_commands import rename_in_json
from bot.slack.rendering.error_messages import text_message
from bot.slack.rendering.subscription_form_view import form_view, text_view
from bot.slack.rendering.subscription_messages import digest_help, saved_message, settings_messages

SETTLE_S = 1.0
"""Slack shows the saving notice a moment after the form is acknowledged; the outcome must come after that."""

MOST_BLOCKS = 95
"""Slack allows a hundred in a window."""

_TITLE = "Daily digest"
_log = structlog.get_logger(__name__)


class FormWindows:
    """The form's windows in Slack.

    Args:
        api: calls Slack's Web API.
        commands: names of the slash commands.
        sleep: waits; tests pass their own.
    """

    def __init__(
        self,
        api: SlackApi,
        *,
        commands: CommandNames = DEFAULT_NAMES,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._api = api
        self._sleep = sleep
        self._commands = commands

    async def open(self, trigger_id: str, view: View) -> bool:
        """Open the form. Returns False where Slack does not: it waits three seconds only."""
        return await self._call("views.open", trigger_id=trigger_id, view=self._renamed(view)) is not None

    async def push(self, trigger_id: str, view: View) -> str | None:
        """Open a window on top of the form. Returns its id; None where Slack does not open it."""
        opened = await self._call("views.push", trigger_id=trigger_id, view=view)
        return None if opened is None else str((opened.get("view") or {}).get("id", ""))

    async def update(self, view_id: str, view: View, *, has_article: bool) -> None:
        """Show something else in a window; an article's words in it are not changed."""
        await self._call("views.update", view_id=view_id, view=view if has_article else self._renamed(view))

    async def replace_saved(self, view_id: str, view: View) -> bool:
        """Show something in place of the saving notice. Returns False where the window is no longer open."""
        if not view_id:
            return False
        await self._sleep(SETTLE_S)
        return await self._call("views.update", view_id=view_id, view=self._renamed(view)) is not None

    def _renamed(self, view: View) -> View:
        """The view with the commands' names of this workspace."""
        renamed: View = rename_in_json(view, self._commands)
        return renamed

    async def _call(self, method: str, **arguments: Any) -> dict[str, Any] | None:
        """The answer; None where Slack did not do it."""
        try:
            return await self._api.call_once(method, **arguments)
        except (SlackRefusedError, NotDeliveredError, OutcomeUnknownError) as error:
            _log.info("window not shown", method=method, cause=str(error))
            return None


class SubscriptionFormHandler:
    """Opens the form, and handles what was entered.

    Args:
        service: saves changes.
        windows: shows them.
        answers: for people who have closed the form.
    """

    def __init__(self, *, service: SubscriptionService, windows: FormWindows, answers: ReplyRouter) -> None:
        self._service = service
        self._windows = windows
        self._answers = answers

    async def open(
        self, job: Job[RunDigestCommand], requester: Requester, subscription: Subscription | None
    ) -> Sequence[Message]:
        """Open the form; where Slack does not (it waits three seconds only), say what it would have shown.

        Raises:
            NotAllowedError: the requester may not change what it shows.
        """
        if requester.channel:
            await self._service.require_editor(requester, subscription)
        posted = subscription or await self._service.new_subscription(job.payload.team_id, requester)
        url, now = job.payload.response_url, self._service.calendar.now()
        view = form_view(posted, now, channel=requester.channel, response_url=url)
        if await self._windows.open(job.payload.trigger_id, view):
            return ()
        if subscription is None:
            return (digest_help(),)
        return *settings_messages(await self._service.describe(subscription)), digest_help()

    async def handle(self, job: Job[SaveSubscriptionForm]) -> None:
        """Save what was entered, or show what is wrong with it: then nothing is changed.

        Raises:
            BotError: for people who have closed the form.
        """
        async with self._answers.show_errors(job):
            await self._answers.refresh_home(job, is_answered=await self._save(job))

    async def _save(self, job: Job[SaveSubscriptionForm]) -> bool:
        """Save, and show the outcome. Returns whether that was in the form's place."""
        view_id = job.payload.view_id
        try:
            message = await self._save_entered(job.payload)
            view = text_view(_TITLE, *message.blocks)
        except EnteredFeedsError as error:
            message = text_message(f"{error.message} Nothing was changed.")
            view = await self._reopen(job.payload, {"feeds": error.message})
        except ClosedChannelError as error:
            message = text_message(f"{error.message} Nothing was changed.")
            view = await self._reopen(job.payload, {"ch": f"{error.message} {error.advice}"})
        except BotError as error:
            view = await self._reopen(job.payload, {"": f"{error.message} {error.advice}"})
            if await self._windows.replace_saved(view_id, view):
                return True
            raise
        is_shown = await self._windows.replace_saved(view_id, view)
        if not is_shown:
            await self._answers.send(job, (message,))
        return is_shown

    async def _save_entered(self, sent: SaveSubscriptionForm) -> Message:
        is_of_another = sent.shown_for != sent.requester.channel
        save = partial(
            self._service.save_entered, sent.team_id, sent.requester, sent.entered, is_of_another=is_of_another
        )
        return saved_message(await redo_if_changed(save))

    async def _reopen(self, sent: SaveSubscriptionForm, problems: dict[str, str]) -> View:
        """The form as it was typed."""
        base = await self._service.get(sent.team_id, sent.shown_for)
        base = base or await self._service.new_subscription(sent.team_id, sent.requester)
        now = self._service.calendar.now()
        feeds = base.feeds if sent.entered.addresses is None else sent.entered.addresses
        typed = sent.entered.apply(replace(base, feeds=feeds), now)
        return form_view(typed, now, channel=sent.shown_for, response_url=sent.response_url, problems=problems)


class FormPreviewHandler:
    """Handles the form's preview button.

    Args:
        service: knows what the form would save.
        editions: makes previews.
        windows: shows them.
        answers: for people who have closed the form.
    """

    def __init__(
        self, *, service: SubscriptionService, editions: EditionHandler, windows: FormWindows, answers: ReplyRouter
    ) -> None:
        self._service = service
        self._editions = editions
        self._windows = windows
        self._answers = answers

    async def handle(self, job: Job[PreviewSubscriptionForm]) -> None:
        """Show, on top of the form, the edition that it would make now. Nothing is saved.

        Raises:
            BotError: the window could not be opened.
        """
        async with self._answers.show_errors(job):
            waiting = text_view("Preview", kit.paragraph(kit.text("I am making a preview; this takes a few seconds.")))
            view_id = await self._windows.push(job.payload.trigger_id, waiting)
            if view_id is None:
                raise CommandError("Slack did not open the preview.", "Press the button once more.")
            has_article = True
            try:
                blocks = await self._preview(job.payload)
            except BotError as error:
                has_article = False
                blocks = (kit.paragraph(kit.emoji(error.emoji), kit.text(f" {error.message} {error.advice}")),)
            await self._windows.update(view_id, text_view("Preview", *blocks[:MOST_BLOCKS]), has_article=has_article)

    async def _preview(self, sent: PreviewSubscriptionForm) -> tuple[kit.Block, ...]:
        if sent.entered is None:
            raise CommandError(" ".join(sent.problems), "Set that right first.")
        posted = await self._service.plan_entered(sent.team_id, sent.requester, sent.entered)
        messages = await self._editions.preview(posted)
        return tuple(block for message in messages for block in message.blocks)
