"""The edition desk: makes and posts a channel's edition, pauses what cannot be posted, answers "Why these?".

An edition is written down whole before its parent is posted, so that a crash between parent and replies goes on with
the same stories. Then it goes through the outbox like everything else: each message once.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import structlog

from bot.clock import Clock
from bot.errors import SlackError
from bot.newsroom.editions.edition_builder import Editing, Edition
from bot.newsroom.editions.model import Archive, EditionRecord, EditionState
from bot.newsroom.jobs.inbox import Job, Payload
from bot.newsroom.subscriptions.model import EditionKey, QuietDays, Subscription, Subscriptions
from bot.newsroom.subscriptions.schedule import LATE, find_zone, is_over, is_paused, key_of, local_date
from bot.slack.api.directory import code_of, wait_for_place
from bot.slack.api.web_api import Caller
from bot.slack.outbound.outbox_sender import Poster
from bot.slack.outbound.owner_notifier import PAUSES, SHARED, Pausing
from bot.slack.outbound.posted_editions import CatchUp
from bot.slack.outbound.response_url import PrivateReplies
from bot.slack.parsing.payloads import Click
from bot.slack.rendering.block_kit import Message
from bot.slack.rendering.edition_messages import edition_messages, empty_message, preview_messages, why_message
from bot.slack.rendering.error_messages import note

_NOTHING_NEW = "There is nothing new in this channel's feeds since the last edition."
_FORGOTTEN = "I no longer remember how that edition was made."
_KEPT_LOCKS = 10_000

_log = structlog.get_logger(__name__)

Freshen = Callable[[tuple[str, ...]], Awaitable[None]]


async def _leave_alone(_: object) -> None:
    return


class EditionDesk:
    """Does jobs of the kind "edition".

    Args:
        subscriptions: what channels want.
        archive: past editions and drafts.
        editing: makes editions.
        previewing: makes those that somebody waits for; None: the same.
        caller: calls Slack's Web API.
        poster: posts to channels.
        private: answers that only one person sees.
        clock: says when.
        freshen: polls those of some feeds that were never polled.
        catch_up: puts into the archive what a channel got between a backup and its restore.
        late: how long after its time an edition may still come.
    """

    def __init__(
        self,
        *,
        subscriptions: Subscriptions,
        archive: Archive,
        editing: Editing,
        caller: Caller,
        poster: Poster,
        private: PrivateReplies,
        clock: Clock,
        previewing: Editing | None = None,
        freshen: Freshen = _leave_alone,
        catch_up: CatchUp = _leave_alone,
        late: timedelta = LATE,
    ) -> None:
        self._subscriptions = subscriptions
        self._archive = archive
        self._editing = editing
        self._previewing = previewing or editing
        self._caller = caller
        self._poster = poster
        self._private = private
        self._clock = clock
        self._freshen = freshen
        self._catch_up = catch_up
        self._late = late
        self._pausing = Pausing(subscriptions=subscriptions, caller=caller, poster=poster)
        self._locks: OrderedDict[tuple[str, str], asyncio.Lock] = OrderedDict()

    async def do(self, job: Job) -> None:
        """Make an edition and post it; done again after a crash, it goes on where it was.

        Raises:
            SlackError: it could not be posted for now.
            BotError: it could not be made.
        """
        key = _key(job.payload)
        subscription = await self._subscriptions.find(key.team_id, key.channel)
        is_extra = bool(job.payload.get("is_extra"))
        is_off = subscription is not None and (not subscription.feeds or is_paused(subscription, key.local_date))
        if subscription is None or (is_off and not is_extra):
            return
        if not is_extra and await self._is_over(subscription, job, key):
            _log.warning("an edition is left out: its day is over", channel=key.channel, date=str(key.local_date))
            return
        try:
            await self._check_place(subscription)
            record = await self._write_down(job, subscription, key, is_extra=is_extra)
            if record.state is EditionState.DRAFTED:
                await self._post(record)
            elif record.state is EditionState.EMPTY and is_extra:
                await self._answer(job, note(_NOTHING_NEW))
        except SlackError as error:
            if code_of(error) not in PAUSES:
                raise
            await self._pause(job, subscription, code_of(error))

    async def freshen(self, feeds: tuple[str, ...]) -> None:
        """See to it that feeds that are new have been read once."""
        await self._freshen(feeds)

    async def preview(self, subscription: Subscription, *, following: str = "") -> tuple[Message, ...]:
        """The edition as it would be now, for one person's eyes. Nothing is written down.

        Args:
            subscription: what is wanted.
            following: what happens next, for its end.

        Raises:
            BotError: it could not be made.
        """
        zone = find_zone(subscription.zone)
        await self._catch_up(subscription.channel)
        key = key_of(subscription, local_date(subscription, self._clock.now()))
        edition = await self._make(self._previewing, subscription, key)
        if not edition.stories:
            return (empty_message(edition, zone, following=following),)
        return preview_messages(edition, zone, following=following)

    async def explain(self, click: Click) -> None:
        """Tell the one who clicked why an edition has these stories."""
        record = await self._archive.find(click.digest_id)
        is_theirs = record is not None and record.key.channel == click.channel
        said = why_message(record) if record is not None and is_theirs else note(_FORGOTTEN)
        await self._private.send(click.response_url, said, asker=(click.channel, click.user), thread_ts=click.thread_ts)

    async def _is_over(self, subscription: Subscription, job: Job, key: EditionKey) -> bool:
        """Whether a job that lay about for too long was not even begun: its stories are for the next edition."""
        is_late = is_over(subscription, key.local_date, self._clock.now(), late=self._late)
        return is_late and await self._archive.find(job.id) is None

    # -- making -------------------------------------------------------------------------------------------------------

    async def _make(self, editing: Editing, subscription: Subscription, key: EditionKey) -> Edition:
        await self._freshen(subscription.feeds)
        return await editing.make(subscription, key, self._clock.now())

    async def _write_down(
        self, job: Job, subscription: Subscription, key: EditionKey, *, is_extra: bool
    ) -> EditionRecord:
        """The edition as it was written down, now or before a crash. One a channel is made at a time.

        Replicas know nothing of each other's locks: what another one wrote down meanwhile is not told again.
        """
        async with self._lock(subscription):
            await self._catch_up(key.channel)
            while True:
                others = await self._archive.jobs_of_channel(key.team_id, key.channel)
                known = await self._archive.find(job.id)
                if known is not None:
                    return known
                record = await self._record(job, subscription, key, is_extra=is_extra)
                if await self._subscriptions.find(key.team_id, key.channel) is None:
                    return replace(record, state=EditionState.EMPTY)  # forgotten meanwhile: nothing is written down
                if await self._archive.keep_next(record, others):
                    return record

    async def _record(self, job: Job, subscription: Subscription, key: EditionKey, *, is_extra: bool) -> EditionRecord:
        """An edition made of what is new now."""
        edition = await self._make(self._previewing if is_extra else self._editing, subscription, key)
        draft = _draft(edition, subscription, job.id, is_extra=is_extra)
        return EditionRecord(
            job_id=job.id,
            key=key,
            state=EditionState.EMPTY if draft is None else EditionState.DRAFTED,
            made_at=edition.made_at,
            stories=self._editing.remember(edition),
            draft=draft,
            is_extra=is_extra,
            story_count=len(edition.stories),
            article_count=edition.article_count,
        )

    # -- posting ------------------------------------------------------------------------------------------------------

    async def _check_place(self, subscription: Subscription) -> None:
        """Look at the channel before anything is fetched for it.

        Raises:
            SlackError: nothing can, or may, be posted there.
        """
        place = await wait_for_place(self._caller, subscription.channel)
        if place is None:
            return
        if place.is_archived:
            raise SlackError("conversations.info: is_archived")
        if not place.is_member:
            raise SlackError("conversations.info: not_in_channel")
        if place.is_shared and not subscription.may_be_shared:
            raise SlackError(f"conversations.info: {SHARED}")

    async def _post(self, record: EditionRecord) -> None:
        """Post parent and replies, each once; a parent that somebody deletes meanwhile ends it."""
        draft, channel = record.draft or {}, record.key.channel
        parent, replies = [_message(draft["parent"])], [_message(reply) for reply in draft["replies"]]
        await self._poster.plan(record.job_id, channel, parent, thread_ts=None, prefix="parent:")
        (parent_ts,) = await self._poster.post_all(record.job_id, prefix="parent:")
        await self._poster.plan(record.job_id, channel, replies, thread_ts=parent_ts, prefix="reply:")
        try:
            await self._poster.post_all(record.job_id, prefix="reply:")
        except SlackError as error:
            if code_of(error) not in {"thread_not_found", "message_not_found"}:
                raise
            _log.info("the parent of an edition is gone", cause=str(error))
        await self._archive.finish(record.job_id, EditionState.POSTED)

    async def _pause(self, job: Job, subscription: Subscription, code: str) -> None:
        """Pause what cannot be posted and tell its owner, once."""
        await self._pausing.pause(job.id, subscription, code)
        key, now = _key(job.payload), self._clock.now()
        await self._archive.keep(EditionRecord(job.id, key, EditionState.REFUSED, now, is_extra=True))
        await self._archive.finish(job.id, EditionState.REFUSED)
        if "asker" in job.payload:
            what, advice = PAUSES[code]
            said = f"I did not post: {what}. The digest is paused. {advice} /digest resume in the channel."
            await self._answer(job, note(said))

    async def _answer(self, job: Job, message: Message) -> None:
        """Tell the one who asked for an edition beside the schedule: where they asked, else in a direct message."""
        asker, url = job.payload["asker"], job.payload.get("response_url")
        if url:
            place = (str(asker["channel"]), str(asker["user"]))
            await self._private.send_once(f"{job.id}:answer", url, message, asker=place)
            return
        await self._pausing.tell(f"{job.id}:answer", str(asker["user"]), message)

    def _lock(self, subscription: Subscription) -> asyncio.Lock:
        name = (subscription.team_id, subscription.channel)
        lock = self._locks.setdefault(name, asyncio.Lock())
        self._locks.move_to_end(name)
        if len(self._locks) > _KEPT_LOCKS and not next(iter(self._locks.values())).locked():
            self._locks.popitem(last=False)
        return lock


def edition_job(key: EditionKey) -> Job:
    """The job that makes a scheduled edition; the same for every tick and replica."""
    return Job(key.job_id, "edition", _payload(key))


def extra_edition_job(key: EditionKey, *, asked: str, asker: Payload, response_url: str) -> Job:
    """The job that makes an edition now, because somebody asked; `asked` is of that request, to make it once."""
    payload = {**_payload(key), "is_extra": True, "asker": asker, "response_url": response_url}
    return Job(f"{key.job_id}:now:{asked}", "edition", payload)


def _payload(key: EditionKey) -> Payload:
    return {"team_id": key.team_id, "channel": key.channel, "local_date": key.local_date.isoformat()}


def _key(payload: Payload) -> EditionKey:
    return EditionKey(payload["team_id"], payload["channel"], date.fromisoformat(payload["local_date"]))


def _draft(edition: Edition, subscription: Subscription, job_id: str, *, is_extra: bool) -> Payload | None:
    """The messages of an edition; None where nothing is to be posted."""
    zone = find_zone(subscription.zone)
    if edition.stories:
        parent, replies = edition_messages(edition, zone, edition_id=job_id)
        return {"parent": _plain(parent), "replies": [_plain(reply) for reply in replies]}
    says_so = edition.all_failed or (subscription.quiet_days is QuietDays.SAY_SO and not is_extra)
    return {"parent": _plain(empty_message(edition, zone)), "replies": []} if says_so else None


def _plain(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks)}


def _message(plain: dict[str, Any]) -> Message:
    return Message(plain["text"], tuple(plain["blocks"]))
