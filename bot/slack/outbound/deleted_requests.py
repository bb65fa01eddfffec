"""Messages that people delete while they are answered: no answer is posted, and what stands of one is taken back.

Slack tells of deletions in direct messages; in channels it tells nobody without their history, so the eyes are put on
the message once more before the answer is posted: of a message that is gone Slack says so.
Source: docs.slack.dev/reference/events/message/message_deleted, docs.slack.dev/reference/methods/reactions.add.
"""

import structlog

from bot.errors import SlackError
from bot.newsroom.jobs.inbox import Inbox, Job, LetterState
from bot.slack.api.web_api import Caller
from bot.slack.outbound.outbox_sender import Poster
from bot.slack.parsing.payloads import Asker, deletion_id

WORKING = "eyes"

_log = structlog.get_logger(__name__)


class WithdrawnError(Exception):
    """The message that asked is gone."""


class Withdrawals:
    """Notices that a message is gone.

    Args:
        inbox: where deletions are kept that Slack told of.
        caller: calls Slack's Web API.
        poster: takes messages back.
    """

    def __init__(self, inbox: Inbox, caller: Caller, poster: Poster) -> None:
        self._inbox = inbox
        self._caller = caller
        self._poster = poster

    async def concerns_work(self, deletion: Job) -> bool:
        """Whether what was deleted is a message that waits for its answer; other deletions are none of our business."""
        letter = await self._inbox.find(str(deletion.payload["of"]))
        return letter is not None and letter.state is LetterState.WAITING

    async def require_there(self, job_id: str, asker: Asker) -> None:
        """Pass where the message still stands; the eyes are on it then.

        Raises:
            WithdrawnError: it is gone.
        """
        await self.require_not_deleted(job_id)
        if asker.ts and not await self._caller.mark(asker.channel, asker.ts, add=WORKING):
            raise WithdrawnError

    async def require_not_deleted(self, job_id: str) -> None:
        """Pass where Slack told of no deletion.

        Raises:
            WithdrawnError: it did.
        """
        if await self._inbox.find(deletion_id(job_id)) is not None:
            raise WithdrawnError

    async def take_back(self, job_id: str) -> None:
        """Take back what was posted of an answer. What Slack does not allow is logged."""
        _log.info("the message that asked is gone; nothing is answered")
        try:
            await self._poster.take_back_all(job_id)
        except SlackError as error:
            _log.warning("an answer could not be taken back", cause=str(error))
