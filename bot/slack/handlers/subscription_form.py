"""Opens the form, keeps what it says, and shows what it would make.

Slack waits three seconds for the answer to a form, and addresses take longer to look at. So the form gives way to a
word that it is being saved, and that to the outcome: what happens next and when, or the form again as it was typed,
with what is wrong beside it. Whoever closes the window before is told where they asked.
Source: docs.slack.dev/surfaces/modals, "Updating modals".
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import structlog

from bot.errors import BotError
from bot.newsroom.jobs.inbox import Job
from bot.newsroom.subscriptions.model import Subscription
from bot.newsroom.subscriptions.setup import look_around
from bot.slack.api.web_api import NotSentError, RefusedError, UncertainError
from bot.slack.handlers.edition import EditionDesk
from bot.slack.handlers.reply_router import Answers
from bot.slack.handlers.subscription_replies import MAX_FEEDS, Keeping
from bot.slack.parsing.digest_command import CommandError
from bot.slack.parsing.form_entries import View
from bot.slack.parsing.payloads import Asker
from bot.slack.parsing.subscription_form import Form, FormError, show_form, show_words
from bot.slack.rendering import block_kit as kit
from bot.slack.rendering.block_kit import Message
from bot.slack.rendering.error_messages import note
from bot.slack.rendering.escaping import count
from bot.slack.rendering.subscription_messages import digest_help, say_schedule

SETTLE_S = 1.0
"""Slack puts up the word that the form is being saved a moment after it is acknowledged; the outcome comes after it."""

MOST_BLOCKS = 95
"""Of the hundred of a window."""

_TITLE = "Daily digest"
_log = structlog.get_logger(__name__)


class FormDesk:
    """Does what concerns the form.

    Args:
        keeping: keeps changes.
        editions: makes previews.
        answers: for those who have closed the form.
        sleep: waits; tests hand in their own.
    """

    def __init__(
        self,
        *,
        keeping: Keeping,
        editions: EditionDesk,
        answers: Answers,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._keeping = keeping
        self._editions = editions
        self._answers = answers
        self._sleep = sleep

    async def open(self, job: Job, asker: Asker, subscription: Subscription | None) -> Sequence[Message]:
        """Open the form; where Slack does not (it waits three seconds only), say what it would have shown.

        Raises:
            NotAllowedError: the asker may not change what it shows.
        """
        if asker.channel:
            await self._keeping.check(asker, subscription)
        shown = subscription or await self._keeping.start(job.payload["team_id"], asker)
        url, now = job.payload.get("response_url") or "", self._keeping.clock.now()
        view = show_form(shown, now, channel=asker.channel, response_url=url)
        if await self._call("views.open", trigger_id=job.payload["trigger_id"], view=view) is not None:
            return ()
        return (await self._keeping.describe(subscription), digest_help()) if subscription else (digest_help(),)

    async def save(self, job: Job, asker: Asker) -> bool:
        """Keep what a form says, or show what is wrong with it: then nothing is changed.

        Returns whether it was shown in the form's place.

        Raises:
            BotError: for those who have closed the form.
        """
        form = Form.unpack(job.payload["form"])
        try:
            message = await self._save(job, asker, form)
            view = show_words(_TITLE, *message.blocks)
        except FormError as problems:
            message = note(f"{problems} Nothing was changed.")
            view = await self._show_again(job, asker, form, problems.errors)
        except BotError as error:
            if await self._show(job, await self._show_again(job, asker, form, {"": f"{error.message} {error.advice}"})):
                return True
            raise
        is_shown = await self._show(job, view)
        if not is_shown:
            await self._answers.give(job, (message,))
        return is_shown

    async def preview(self, job: Job, asker: Asker) -> None:
        """Show, on top of the form, the edition that it would make now. Nothing is kept.

        Raises:
            BotError: the window could not be opened.
        """
        waiting = show_words("Preview", kit.paragraph(kit.text("I am making a preview; this takes a few seconds.")))
        opened = await self._call("views.push", trigger_id=job.payload["trigger_id"], view=waiting)
        if opened is None:
            raise CommandError("Slack did not open the preview.", "Press the button once more.")
        try:
            blocks = await self._preview(job, asker)
        except BotError as error:
            blocks = (kit.paragraph(kit.emoji(error.emoji), kit.text(f" {error.message} {error.advice}")),)
        view_id = str((opened.get("view") or {}).get("id", ""))
        await self._call("views.update", view_id=view_id, view=show_words("Preview", *blocks[:MOST_BLOCKS]))

    async def _save(self, job: Job, asker: Asker, form: Form) -> Message:
        """Keep what a form says: feeds that it does not name any more are not followed any more.

        Raises:
            FormError: something is wrong with its addresses.
            CommandError: the asker may not, or it is another channel's.
        """
        before = await self._keeping.find(job.payload["team_id"], asker.channel)
        await self._keeping.check(asker, before)
        base = before or await self._keeping.start(job.payload["team_id"], asker)
        feeds, notes = await self._find_feeds(form, base)
        wanted = form.apply(replace(base, feeds=feeds), self._keeping.clock.now())
        # What stands there as it was typed was kept by this very form, before a crash.
        if before is not None and form.shown_for != form.channel and wanted != before:
            raise CommandError("That channel has a digest of its own; nothing was changed.", "Say /digest there.")
        warnings: list[str] = []
        if before is None:
            wanted, warnings = await look_around(self._keeping.caller, wanted)
        change = f"set by the form: {count(len(feeds), 'feed')}, {say_schedule(wanted)}"
        await self._keeping.follow(before, wanted, by=asker.user, change=change)
        names = [await self._keeping.name(feed) for feed in feeds]
        return await self._keeping.conclude(wanted, f"Saved. Following: {', '.join(names)}.", *warnings, *notes)

    async def _find_feeds(self, form: Form, base: Subscription) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The feeds that a form names, and what else is to be said of them.

        Raises:
            FormError: an address has none, or there are too many.
        """
        fresh = tuple(address for address in form.addresses if address not in base.feeds)
        if len(form.addresses) > MAX_FEEDS:
            raise FormError({"feeds": f"A channel follows up to {MAX_FEEDS} feeds; these are more."})
        found = await self._keeping.look_up(fresh)
        if found.problems:
            raise FormError({"feeds": " ".join(found.problems)})
        kept = tuple(feed for feed in base.feeds if feed in form.addresses)
        return tuple(dict.fromkeys((*kept, *found.feeds))), found.notes

    async def _preview(self, job: Job, asker: Asker) -> tuple[kit.Block, ...]:
        if "problems" in job.payload:
            raise CommandError(" ".join(job.payload["problems"]), "Set that right first.")
        form = Form.unpack(job.payload["preview"])
        await self._keeping.permits.check_presence(form.channel, asker.user)
        before = await self._keeping.find(job.payload["team_id"], form.channel)
        base = before or await self._keeping.start(job.payload["team_id"], asker)
        try:
            feeds, _ = await self._find_feeds(form, base)
        except FormError as problems:
            raise CommandError(str(problems), "Set that right first.") from problems
        await self._keeping.feeds.want(feeds)
        shown = form.apply(replace(base, feeds=feeds), self._keeping.clock.now())
        messages = await self._editions.preview(shown)
        return tuple(block for message in messages for block in message.blocks)

    async def _show_again(self, job: Job, asker: Asker, form: Form, problems: dict[str, str]) -> View:
        """The form as it was typed."""
        base = await self._keeping.find(job.payload["team_id"], form.shown_for)
        base = base or await self._keeping.start(job.payload["team_id"], asker)
        now = self._keeping.clock.now()
        typed = form.apply(replace(base, feeds=form.addresses), now)
        return show_form(typed, now, channel=form.shown_for, response_url=form.response_url, problems=problems)

    async def _show(self, job: Job, view: View) -> bool:
        """Put something in the form's place. Returns False for one that is not open any more."""
        view_id = job.payload.get("view_id")
        if not view_id:
            return False
        await self._sleep(SETTLE_S)
        return await self._call("views.update", view_id=view_id, view=view) is not None

    async def _call(self, method: str, **arguments: Any) -> dict[str, Any] | None:
        """The answer; None where Slack did not do it."""
        try:
            return await self._keeping.caller.call_once(method, **arguments)
        except (RefusedError, NotSentError, UncertainError) as error:
            _log.info("window not shown", method=method, cause=str(error))
            return None
