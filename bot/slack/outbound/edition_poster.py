"""Posts editions in their channel: the parent, then each story in its thread."""

import structlog

from bot.errors import SlackError, UnknownOutcomeError
from bot.newsroom.editions.model import EditionRecord
from bot.newsroom.editions.ports import ChannelRefusedError
from bot.newsroom.jobs.keys import KeyPrefix, outbox_key
from bot.newsroom.subscriptions.model import PauseReason, Subscription
from bot.slack.api.directory import wait_for_channel
from bot.slack.api.web_api import SlackApi
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.rendering.editions.drafts import read_message
from bot.slack.rendering.refusals import refusal_for

_log = structlog.get_logger(__name__)


class EditionPoster:
    """Posts editions.

    Args:
        api: calls Slack's Web API.
        sender: posts to channels.
    """

    def __init__(self, api: SlackApi, sender: OutboxSender) -> None:
        self._api = api
        self._sender = sender

    async def require_open(self, subscription: Subscription) -> None:
        """Return if editions can, and may, be posted in a channel; before anything is fetched for it.

        Raises:
            ChannelRefusedError: they cannot, with the reason; or Slack does not say.
        """
        try:
            info = await wait_for_channel(self._api, subscription.channel)
        except SlackError as error:
            raise ChannelRefusedError(str(error), refusal_for(error.slack_code).pause) from error
        if info is None:
            return
        closed = {
            PauseReason.ARCHIVED: info.is_archived,
            PauseReason.NOT_A_MEMBER: not info.is_member,
            PauseReason.SHARED: info.is_shared and not subscription.may_be_shared,
        }
        for reason, is_so in closed.items():
            if is_so:
                raise ChannelRefusedError(f"conversations.info: {reason}", reason)

    async def post(self, record: EditionRecord) -> None:
        """Post parent and replies, each once; a parent that is deleted meanwhile ends it.

        Raises:
            ChannelRefusedError: Slack refused it.
            UnknownOutcomeError: it is not known what of it is there.
        """
        draft, channel = record.draft or {}, record.key.channel
        parent, replies = [read_message(draft["parent"])], [read_message(reply) for reply in draft["replies"]]
        await self._sender.enqueue(record.job_id, channel, parent, thread_ts=None, prefix=KeyPrefix.PARENT)
        try:
            (parent_ts,) = await self._sender.send_all(record.job_id, prefix=KeyPrefix.PARENT)
        except UnknownOutcomeError:
            raise
        except SlackError as error:
            raise ChannelRefusedError(str(error), refusal_for(error.slack_code).pause) from error
        await self._sender.enqueue(record.job_id, channel, replies, thread_ts=parent_ts, prefix=KeyPrefix.REPLY)
        try:
            await self._sender.send_all(record.job_id, prefix=KeyPrefix.REPLY)
        except UnknownOutcomeError:
            raise
        except SlackError as error:
            refusal = refusal_for(error.slack_code)
            is_withdrawn = await self._withdraw(record.job_id)
            if not refusal.ways and not is_withdrawn:
                _log.info("the parent of an edition is gone", cause=str(error))
                return
            raise ChannelRefusedError(str(error), refusal.pause, is_begun=not is_withdrawn) from error

    async def discard(self, job_id: str) -> None:
        """Forget the messages that were refused of an edition.

        Raises:
            SlackError: some of it is posted, and cannot be deleted.
        """
        for prefix in (KeyPrefix.REPLY, KeyPrefix.PARENT):
            await self._sender.delete_all(job_id, prefix=prefix)

    async def _withdraw(self, job_id: str) -> bool:
        """Delete a parent without any story: it counts stories that nobody can read. Returns whether that was done."""
        if await self._sender.count_posted(job_id, prefix=KeyPrefix.REPLY):
            return False
        try:
            return await self._sender.delete(outbox_key(job_id, KeyPrefix.PARENT, 0))
        except SlackError as error:
            _log.warning("the parent of an edition could not be deleted", cause=str(error))
            return False
