"""Where answers go: to the response_url of a command or click, into a message's thread, into the App Home."""

from collections.abc import Sequence

from bot.newsroom.jobs.job import AnyJob
from bot.newsroom.jobs.keys import outbox_key
from bot.slack.handlers.app_home import AppHomeHandler
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.response_url import ResponseUrlSender
from bot.slack.rendering.block_kit.blocks import Message


class ReplyRouter:
    """Answers the requester about a channel's subscription.

    Args:
        private: answers that only the requester sees.
        sender: posts to channels.
        home: answers what was pressed there.
    """

    def __init__(self, *, private: ResponseUrlSender, sender: OutboxSender, home: AppHomeHandler) -> None:
        self._private = private
        self._sender = sender
        self._home = home

    async def send(self, job: AnyJob, messages: Sequence[Message], *, prefix: str = "") -> None:
        """Answer a job, once.

        Raises:
            SlackError: Slack refused it.
        """
        requester, url = job.payload.requester, job.payload.response_url
        if requester is None:
            return
        if url:
            for part, message in enumerate(messages):
                recipient = (requester.channel, requester.user)
                await self._private.send_once(outbox_key(job.id, prefix, part), url, message, recipient=recipient)
        elif requester.ts:
            await self._sender.enqueue(job.id, requester.channel, messages, thread_ts=requester.reply_ts, prefix=prefix)
            await self._sender.send_all(job.id, prefix=prefix)
        elif messages:
            await self._home.show(job.payload.team_id, requester.user, said=messages)
