"""Messages that people delete while they are being answered: nothing is posted, and what was posted is deleted.

Slack reports deletions in direct messages. In channels it does not without the history scope, so the reaction is added
once more before the answer is posted: Slack refuses that where the message is gone.
Source: docs.slack.dev/reference/events/message/message_deleted, docs.slack.dev/reference/methods/reactions.add.
"""

import structlog

from bot.errors import SlackError
from bot.newsroom.jobs.inbox import Inbox, InboxState
from bot.newsroom.jobs.keys import deletion_id
from bot.newsroom.jobs.payloads import MessageDeleted
from bot.newsroom.requester import Requester
from bot.slack.api.web_api import SlackApi
from bot.slack.outbound.outbox_sender import OutboxSender

WORKING = "eyes"

_log = structlog.get_logger(__name__)


class RequestDeletedError(Exception):
    """The message that asked was deleted."""


class DeletedRequests:
    """Finds out whether a message was deleted.

    Args:
        inbox: keeps the deletions that Slack reported.
        api: calls Slack's Web API.
        sender: deletes messages.
    """

    def __init__(self, inbox: Inbox, api: SlackApi, sender: OutboxSender) -> None:
        self._inbox = inbox
        self._api = api
        self._sender = sender

    async def concerns_work(self, deletion: MessageDeleted) -> bool:
        """Whether the deleted message waits for its answer; other deletions do not concern us."""
        entry = await self._inbox.get(deletion.of)
        return entry is not None and entry.state is InboxState.WAITING

    async def require_there(self, job_id: str, requester: Requester) -> None:
        """Return if the message still exists; it has the reaction then.

        Raises:
            RequestDeletedError: it was deleted.
        """
        await self.require_not_deleted(job_id)
        if requester.ts and not await self._api.set_reaction(requester.channel, requester.ts, add=WORKING):
            raise RequestDeletedError

    async def require_not_deleted(self, job_id: str) -> None:
        """Return if Slack reported no deletion.

        Raises:
            RequestDeletedError: it did.
        """
        if await self._inbox.get(deletion_id(job_id)) is not None:
            raise RequestDeletedError

    async def delete_replies(self, job_id: str) -> None:
        """Delete what was posted of an answer. What Slack does not allow is logged."""
        _log.info("the message that asked is gone; nothing is answered")
        try:
            await self._sender.delete_all(job_id)
        except SlackError as error:
            _log.warning("an answer could not be taken back", cause=str(error))
