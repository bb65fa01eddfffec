"""Opens the form, saves what was entered, and previews its edition.

Slack waits three seconds for the answer to a form, and checking addresses takes longer. So the form is replaced by a
notice that it is being saved, and that by the outcome: what happens next and when, or the form again as it was typed,
with its errors. Somebody who closes the window before that gets the outcome where they asked.
Source: docs.slack.dev/surfaces/modals, "Updating modals".
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import structlog

from bot.errors import BotError
from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.payloads import Requester
from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.model import Subscription
from bot.newsroom.subscriptions.service import EnteredFeedsError, SubscriptionService
from bot.slack.api.web_api import NotDeliveredError, OutcomeUnknownError, SlackApi, SlackRefusedError
from bot.slack.handlers.edition import EditionHandler
from bot.slack.handlers.reply_router import ReplyRouter
from bot.slack.parsing.form_entries import View
from bot.slack.parsing.subscription_form import SubscriptionForm
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.error_messages import text_message
from bot.slack.rendering.subscription_form_view import form_view, text_view
from bot.slack.rendering.subscription_messages import digest_help, saved_message, settings_message

SETTLE_S = 1.0
"""Slack shows the saving notice a moment after the form is acknowledged; the outcome must come after that."""

MOST_BLOCKS = 95
"""Slack allows a hundred in a window."""

_TITLE = "Daily digest"
_log = structlog.get_logger(__name__)


class SubscriptionFormHandler:
    """Opens, saves and previews the form.

    Args:
        service: saves changes.
        editions: makes previews.
        answers: for people who have closed the form.
        api: calls Slack's Web API.
        sleep: waits; tests pass their own.
    """

    def __init__(
        self,
        *,
        service: SubscriptionService,
        editions: EditionHandler,
        answers: ReplyRouter,
        api: SlackApi,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._service = service
        self._editions = editions
        self._answers = answers
        self._api = api
        self._sleep = sleep

    async def open(self, job: Job, requester: Requester, subscription: Subscription | None) -> Sequence[Message]:
        """Open the form; where Slack does not (it waits three seconds only), say what it would have shown.

        Raises:
            NotAllowedError: the requester may not change what it shows.
        """
        if requester.channel:
            await self._service.require_editor(requester, subscription)
        posted = subscription or await self._service.new_subscription(job.payload["team_id"], requester)
        url, now = job.payload.get("response_url") or "", self._service.calendar.now()
        view = form_view(posted, now, channel=requester.channel, response_url=url)
        if await self._call("views.open", trigger_id=job.payload["trigger_id"], view=view) is not None:
            return ()
        return (
            (settings_message(await self._service.describe(subscription)), digest_help())
            if subscription
            else (digest_help(),)
        )

    async def save(self, job: Job, requester: Requester) -> bool:
        """Save what was entered, or show what is wrong with it: then nothing is changed.

        Returns whether the outcome was shown in the form's place.

        Raises:
            BotError: for people who have closed the form.
        """
        form = SubscriptionForm.unpack(job.payload["form"])
        try:
            message = await self._save(job, requester, form)
            view = text_view(_TITLE, *message.blocks)
        except EnteredFeedsError as error:
            message = text_message(f"{error.message} Nothing was changed.")
            view = await self._reopen(job, requester, form, {"feeds": error.message})
        except BotError as error:
            if await self._update_view(
                job, await self._reopen(job, requester, form, {"": f"{error.message} {error.advice}"})
            ):
                return True
            raise
        is_shown = await self._update_view(job, view)
        if not is_shown:
            await self._answers.send(job, (message,))
        return is_shown

    async def preview(self, job: Job, requester: Requester) -> None:
        """Show, on top of the form, the edition that it would make now. Nothing is saved.

        Raises:
            BotError: the window could not be opened.
        """
        waiting = text_view("Preview", kit.paragraph(kit.text("I am making a preview; this takes a few seconds.")))
        opened = await self._call("views.push", trigger_id=job.payload["trigger_id"], view=waiting)
        if opened is None:
            raise CommandError("Slack did not open the preview.", "Press the button once more.")
        try:
            blocks = await self._preview(job, requester)
        except BotError as error:
            blocks = (kit.paragraph(kit.emoji(error.emoji), kit.text(f" {error.message} {error.advice}")),)
        view_id = str((opened.get("view") or {}).get("id", ""))
        await self._call("views.update", view_id=view_id, view=text_view("Preview", *blocks[:MOST_BLOCKS]))

    async def _save(self, job: Job, requester: Requester, form: SubscriptionForm) -> Message:
        is_of_another = form.shown_for != form.channel
        change = await self._service.save_entered(
            job.payload["team_id"], requester, form.settings(), is_of_another=is_of_another
        )
        return saved_message(change)

    async def _preview(self, job: Job, requester: Requester) -> tuple[kit.Block, ...]:
        if "problems" in job.payload:
            raise CommandError(" ".join(job.payload["problems"]), "Set that right first.")
        form = SubscriptionForm.unpack(job.payload["preview"])
        posted = await self._service.plan_entered(job.payload["team_id"], requester, form.settings())
        messages = await self._editions.preview(posted)
        return tuple(block for message in messages for block in message.blocks)

    async def _reopen(self, job: Job, requester: Requester, form: SubscriptionForm, problems: dict[str, str]) -> View:
        """The form as it was typed."""
        base = await self._service.get(job.payload["team_id"], form.shown_for)
        base = base or await self._service.new_subscription(job.payload["team_id"], requester)
        now = self._service.calendar.now()
        typed = form.settings().apply(replace(base, feeds=form.addresses), now)
        return form_view(typed, now, channel=form.shown_for, response_url=form.response_url, problems=problems)

    async def _update_view(self, job: Job, view: View) -> bool:
        """Replace the form by a view. Returns False where it is no longer open."""
        view_id = job.payload.get("view_id")
        if not view_id:
            return False
        await self._sleep(SETTLE_S)
        return await self._call("views.update", view_id=view_id, view=view) is not None

    async def _call(self, method: str, **arguments: Any) -> dict[str, Any] | None:
        """The answer; None where Slack did not do it."""
        try:
            return await self._api.call_once(method, **arguments)
        except (SlackRefusedError, NotDeliveredError, OutcomeUnknownError) as error:
            _log.info("window not shown", method=method, cause=str(error))
            return None
