"""Makes and posts a channel's edition, pauses what cannot be posted, answers "Why these?".

An edition is stored whole before its parent is posted, so that after a crash between parent and replies it goes on with
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
from bot.newsroom.editions.edition_builder import EditionBuilder
from bot.newsroom.editions.model import Edition, EditionRecord, EditionRepository, EditionState
from bot.newsroom.jobs.job import Job, Payload
from bot.newsroom.jobs.payloads import ButtonClick
from bot.newsroom.subscriptions.model import EditionKey, QuietDays, Subscription, SubscriptionRepository
from bot.newsroom.subscriptions.schedule import LATE, edition_key, find_zone, is_over, is_paused, local_date
from bot.slack.api.directory import code_of, wait_for_channel
from bot.slack.api.web_api import SlackApi
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.owner_notifier import PAUSES, SHARED, PauseService
from bot.slack.outbound.posted_editions import CatchUp
from bot.slack.outbound.response_url import ResponseUrlSender
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.edition_messages import edition_messages, empty_message, preview_messages, why_message
from bot.slack.rendering.error_messages import text_message

_NOTHING_NEW = "There is nothing new in this channel's feeds since the last edition."
_FORGOTTEN = "I no longer remember how that edition was made."
_KEPT_LOCKS = 10_000

_log = structlog.get_logger(__name__)

Freshen = Callable[[tuple[str, ...]], Awaitable[None]]


async def _leave_alone(_: object) -> None:
    return


class EditionHandler:
    """Handles jobs of the kind "edition".

    Args:
        subscriptions: what channels want.
        records: past editions and drafts.
        editing: makes editions.
        previewing: makes those that somebody waits for; None: the same.
        api: calls Slack's Web API.
        sender: posts to channels.
        private: answers that only one person sees.
        clock: says when.
        freshen: polls those of some feeds that were never polled.
        catch_up: puts into the archive what a channel got between a backup and its restore.
        late: how long after its time an edition may still be posted.
    """

    def __init__(
        self,
        *,
        subscriptions: SubscriptionRepository,
        records: EditionRepository,
        editing: EditionBuilder,
        api: SlackApi,
        sender: OutboxSender,
        private: ResponseUrlSender,
        clock: Clock,
        previewing: EditionBuilder | None = None,
        freshen: Freshen = _leave_alone,
        catch_up: CatchUp = _leave_alone,
        late: timedelta = LATE,
    ) -> None:
        self._subscriptions = subscriptions
        self._records = records
        self._editing = editing
        self._previewing = previewing or editing
        self._api = api
        self._sender = sender
        self._private = private
        self._clock = clock
        self._freshen = freshen
        self._catch_up = catch_up
        self._late = late
        self._pausing = PauseService(subscriptions=subscriptions, api=api, sender=sender)
        self._locks: OrderedDict[tuple[str, str], asyncio.Lock] = OrderedDict()

    async def handle(self, job: Job) -> None:
        """Make an edition and post it; done again after a crash, it continues where it was.

        Raises:
            SlackError: it could not be posted for now.
            BotError: it could not be made.
        """
        key = _key(job.payload)
        subscription = await self._subscriptions.get(key.team_id, key.channel)
        is_extra = bool(job.payload.get("is_extra"))
        is_off = subscription is not None and (not subscription.feeds or is_paused(subscription, key.local_date))
        if subscription is None or (is_off and not is_extra):
            return
        if not is_extra and await self._is_over(subscription, job, key):
            _log.warning("an edition is left out: its day is over", channel=key.channel, date=str(key.local_date))
            return
        try:
            await self._check_channel(subscription)
            record = await self._draft_once(job, subscription, key, is_extra=is_extra)
            if record.state is EditionState.DRAFTED:
                await self._post(record)
            elif record.state is EditionState.EMPTY and is_extra:
                await self._answer(job, text_message(_NOTHING_NEW))
        except SlackError as error:
            if code_of(error) not in PAUSES:
                raise
            await self._pause(job, subscription, code_of(error))

    async def poll_new_feeds(self, feeds: tuple[str, ...]) -> None:
        """Make sure that new feeds have been read once."""
        await self._freshen(feeds)

    async def preview(self, subscription: Subscription, *, following: str = "") -> tuple[Message, ...]:
        """The edition as it would be now, for one person only. Nothing is stored.

        Args:
            subscription: what is wanted.
            following: what happens next, for its end.

        Raises:
            BotError: it could not be made.
        """
        zone = find_zone(subscription.zone)
        await self._catch_up(subscription.channel)
        key = edition_key(subscription, local_date(subscription, self._clock.now()))
        edition = await self._draft(self._previewing, subscription, key)
        if not edition.stories:
            return (empty_message(edition, zone, following=following),)
        return preview_messages(edition, zone, following=following)

    async def explain(self, click: ButtonClick) -> None:
        """Tell the clicker why an edition has these stories."""
        record = await self._records.get(click.digest_id)
        is_theirs = record is not None and record.key.channel == click.channel
        said = why_message(record) if record is not None and is_theirs else text_message(_FORGOTTEN)
        await self._private.send(
            click.response_url, said, recipient=(click.channel, click.user), thread_ts=click.thread_ts
        )

    async def _is_over(self, subscription: Subscription, job: Job, key: EditionKey) -> bool:
        """Whether a job waited too long and was not even started: its stories are for the next edition."""
        is_late = is_over(subscription, key.local_date, self._clock.now(), late=self._late)
        return is_late and await self._records.get(job.id) is None

    # -- making -------------------------------------------------------------------------------------------------------

    async def _draft(self, editing: EditionBuilder, subscription: Subscription, key: EditionKey) -> Edition:
        await self._freshen(subscription.feeds)
        return await editing.build(subscription, key, self._clock.now())

    async def _draft_once(
        self, job: Job, subscription: Subscription, key: EditionKey, *, is_extra: bool
    ) -> EditionRecord:
        """The edition as it was stored, now or before a crash. Each channel makes one at a time.

        Replicas do not know each other's locks: stories that another one stored meanwhile are not posted again.
        """
        async with self._lock(subscription):
            await self._catch_up(key.channel)
            while True:
                others = await self._records.list_jobs_of_channel(key.team_id, key.channel)
                known = await self._records.get(job.id)
                if known is not None:
                    return known
                record = await self._build_record(job, subscription, key, is_extra=is_extra)
                if await self._subscriptions.get(key.team_id, key.channel) is None:
                    return replace(record, state=EditionState.EMPTY)  # deleted meanwhile: nothing is stored
                if await self._records.save_if_latest(record, others):
                    return record

    async def _build_record(
        self, job: Job, subscription: Subscription, key: EditionKey, *, is_extra: bool
    ) -> EditionRecord:
        """An edition made of what is new now."""
        edition = await self._draft(self._previewing if is_extra else self._editing, subscription, key)
        draft = _draft(edition, subscription, job.id, is_extra=is_extra)
        return EditionRecord(
            job_id=job.id,
            key=key,
            state=EditionState.EMPTY if draft is None else EditionState.DRAFTED,
            made_at=edition.made_at,
            stories=self._editing.build_record(edition),
            draft=draft,
            is_extra=is_extra,
            story_count=len(edition.stories),
            article_count=edition.article_count,
        )

    # -- posting ------------------------------------------------------------------------------------------------------

    async def _check_channel(self, subscription: Subscription) -> None:
        """Check the channel before anything is fetched for it.

        Raises:
            SlackError: nothing can, or may, be posted there.
        """
        info = await wait_for_channel(self._api, subscription.channel)
        if info is None:
            return
        if info.is_archived:
            raise SlackError("conversations.info: is_archived")
        if not info.is_member:
            raise SlackError("conversations.info: not_in_channel")
        if info.is_shared and not subscription.may_be_shared:
            raise SlackError(f"conversations.info: {SHARED}")

    async def _post(self, record: EditionRecord) -> None:
        """Post parent and replies, each once; a parent that is deleted meanwhile ends it."""
        draft, channel = record.draft or {}, record.key.channel
        parent, replies = [_message(draft["parent"])], [_message(reply) for reply in draft["replies"]]
        await self._sender.enqueue(record.job_id, channel, parent, thread_ts=None, prefix="parent:")
        (parent_ts,) = await self._sender.send_all(record.job_id, prefix="parent:")
        await self._sender.enqueue(record.job_id, channel, replies, thread_ts=parent_ts, prefix="reply:")
        try:
            await self._sender.send_all(record.job_id, prefix="reply:")
        except SlackError as error:
            if code_of(error) not in {"thread_not_found", "message_not_found"}:
                raise
            _log.info("the parent of an edition is gone", cause=str(error))
        await self._records.mark_finished(record.job_id, EditionState.POSTED)

    async def _pause(self, job: Job, subscription: Subscription, code: str) -> None:
        """Pause a subscription that cannot be posted and tell its owner, once."""
        await self._pausing.pause(job.id, subscription, code)
        key, now = _key(job.payload), self._clock.now()
        await self._records.save(EditionRecord(job.id, key, EditionState.REFUSED, now, is_extra=True))
        await self._records.mark_finished(job.id, EditionState.REFUSED)
        if "asker" in job.payload:
            what, advice = PAUSES[code]
            said = f"I did not post: {what}. The digest is paused. {advice} /digest resume in the channel."
            await self._answer(job, text_message(said))

    async def _answer(self, job: Job, message: Message) -> None:
        """Answer the requester of an unscheduled edition: where they asked, else in a direct message."""
        requester, url = job.payload["asker"], job.payload.get("response_url")
        if url:
            recipient = (str(requester["channel"]), str(requester["user"]))
            await self._private.send_once(f"{job.id}:answer", url, message, recipient=recipient)
            return
        await self._pausing.notify(f"{job.id}:answer", str(requester["user"]), message)

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


def extra_edition_job(key: EditionKey, *, asked: str, requester: Payload, response_url: str) -> Job:
    """The job that makes an edition now, on request; `asked` identifies the request, so that it is made once."""
    payload = {**_payload(key), "is_extra": True, "asker": requester, "response_url": response_url}
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
