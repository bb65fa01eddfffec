"""Where answers go: to the response_url of a command or click, into the thread of a message, into the app's home."""

from collections.abc import Sequence

from bot.newsroom.jobs.inbox import Job
from bot.slack.handlers.app_home import HomeDesk
from bot.slack.outbound.outbox_sender import Poster
from bot.slack.outbound.response_url import PrivateReplies
from bot.slack.parsing.payloads import Asker
from bot.slack.rendering.block_kit import Message


class Answers:
    """Answers whoever asked for something about a channel's digest.

    Args:
        private: answers that only the asker sees.
        poster: posts to channels.
        home: what was pressed there is answered there.
    """

    def __init__(self, *, private: PrivateReplies, poster: Poster, home: HomeDesk) -> None:
        self._private = private
        self._poster = poster
        self._home = home

    async def give(self, job: Job, messages: Sequence[Message], *, prefix: str = "") -> None:
        """Answer a job, once.

        Raises:
            SlackError: Slack did not take it.
        """
        asker, url = Asker(**job.payload["asker"]), job.payload.get("response_url")
        if url:
            for part, message in enumerate(messages):
                place = (asker.channel, asker.user)
                await self._private.send_once(f"{job.id}:{prefix}{part}", url, message, asker=place)
        elif asker.ts:
            await self._poster.plan(job.id, asker.channel, messages, thread_ts=asker.reply_ts, prefix=prefix)
            await self._poster.post_all(job.id, prefix=prefix)
        elif messages:
            await self._home.show(job.payload["team_id"], asker.user, said=messages)
