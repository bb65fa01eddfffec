"""What the buttons under a digest do: longer, shorter, all quotes, why, copy, check again, share, delete."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.errors import SlackError
from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.payloads import PressButton
from bot.newsroom.ports import DigestOptions, Reader
from bot.newsroom.requests.posted_digests import PostedDigest, PostedDigestRepository
from bot.slack.api.web_api import SlackApi
from bot.slack.handlers.requests.check_again import CHECK_DIGEST, CHECK_EDITION, CheckAgainHandler
from bot.slack.handlers.requests.mention import MentionHandler
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.response_url import ResponseUrlSender
from bot.slack.outbound.sharing import ShareService
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.digest_details import all_quotes, as_text, why_these
from bot.slack.rendering.digest_messages import private_digest, single_digest
from bot.slack.rendering.error_messages import text_message
from summarizer import Digest, name_the_sure
from summarizer.digest import LENGTHS
from summarizer.ranking import DEFAULT_METHOD

_FORGOTTEN = "I no longer have that text at hand. Mention me again with the link and I will read it again."
_TOO_OLD = (
    "This digest is so old that I no longer know who asked for it, so I leave it. An admin of this workspace can "
    "delete it with Slack's own menu on the message."
)
_NOT_YOURS = "Only the person who asked for this digest can delete it."


Doing = Callable[[PressButton], Awaitable[None]]
"""What a button does."""


class DigestButtonHandler:
    """Does what a click asks for.

    Args:
        reader: makes digests again, off the event loop.
        api: calls Slack's Web API.
        sender: posts to channels.
        private: answers that only the clicker sees.
        posted_digests: what the buttons need.
        mentions: reads again what could not be read.
        explain_edition: what the buttons under an edition answer.
        checks: what "Check again" does.

    Eight parts: each button needs two or three of them, and all buttons are of one kind of job.
    """

    def __init__(
        self,
        *,
        reader: Reader,
        api: SlackApi,
        sender: OutboxSender,
        private: ResponseUrlSender,
        posted_digests: PostedDigestRepository,
        mentions: MentionHandler,
        explain_edition: Doing,
        checks: CheckAgainHandler,
    ) -> None:
        self._reader = reader
        self._api = api
        self._sender = sender
        self._private = private
        self._posted_digests = posted_digests
        self._sharing = ShareService(sender, private)
        self._mentions = mentions
        self._checks = checks
        self._doings: dict[str, Doing] = {
            "quotes": self.show_quotes,
            "why": self.explain,
            "copy": self.copy,
            "delete": self.delete,
            "dismiss": self.dismiss,
            "share": self.share,
            "reasons": explain_edition,
            "untold": explain_edition,
            "repeats": explain_edition,
        }

    async def handle(self, job: Job[PressButton]) -> None:
        """Do what the button is for; for unknown buttons, of a later version, say so."""
        click = job.payload
        if click.action in {"longer", "shorter"}:
            await self.resize(job.id, click)
        elif click.action == "retry":
            await self.retry(job)
        elif click.action in {CHECK_DIGEST, CHECK_EDITION}:
            await self._checks.handle(job)
        elif click.action in self._doings:
            await self._doings[click.action](click)
        else:
            await self._say(click, "I do not know that button.")

    async def retry(self, job: Job[PressButton]) -> None:
        """Read again what could not be read before, as long as that is remembered."""
        posted = await self._posted_digests.get(job.payload.digest_id)
        if posted is None:
            await self._say(job.payload, _FORGOTTEN)
        else:
            await self._mentions.read_again(job, posted.request)

    async def resize(self, job_id: str, click: PressButton) -> None:
        """Show the digest one length longer or shorter, in its place."""
        posted = await self._find(click)
        if posted is None:
            return
        is_longer = click.action == "longer"
        lengths = tuple(LENGTHS)
        wanted = lengths.index(posted.length) + (1 if is_longer else -1)
        if not 0 <= wanted < len(lengths):
            await self._say(click, f"That is the {'longest' if is_longer else 'shortest'} I can make it.")
            return
        old = posted.digests[0]
        new = await self._reader.digest_article(old.article, DigestOptions(lengths[wanted], _method(old)))
        if (new.sentences, new.quotes) == (old.sentences, old.quotes):
            await self._say(
                click, "The article has no more worth showing." if is_longer else "It is as short as can be."
            )
            return
        job_ids = (
            (*posted.job_ids, job_id) if posted.job_ids else ()
        )  # what no longer fits goes into messages of this job
        fresh = replace(posted, digests=(new,), length=lengths[wanted], job_ids=job_ids)
        await self._show_again(job_id, click, new)
        await self._posted_digests.save(click.digest_id, fresh)

    async def _show_again(self, job_id: str, click: PressButton, digest: Digest) -> None:
        """Replace the digest that was clicked on."""
        if click.is_private:
            for number, message in enumerate(private_digest(digest, digest_id=click.digest_id)):
                await self._send(click, message, replace_original=number == 0)
            return
        first, *rest = single_digest(digest, digest_id=click.digest_id)
        where = {"channel": click.channel, "ts": click.message_ts}
        await self._api.call("chat.update", **where, text=first.text, blocks=list(first.blocks))
        await self._sender.enqueue(job_id, click.channel, rest, thread_ts=click.thread_ts)
        await self._sender.send_all(job_id)

    async def show_quotes(self, click: PressButton) -> None:
        """Show every quote of the article to the clicker."""
        posted = await self._find(click)
        if posted is not None:
            for digest in posted.digests:
                quotes = await self._reader.find_quotes(digest.article)
                for message in all_quotes(replace(digest, quotes=name_the_sure(quotes))):
                    await self._send(click, message)

    async def explain(self, click: PressButton) -> None:
        """Show why these sentences were chosen."""
        posted = await self._find(click)
        if posted is not None:
            for digest in posted.digests:
                await self._send(click, why_these(digest))

    async def copy(self, click: PressButton) -> None:
        """Show the digest as plain text, to copy."""
        posted = await self._find(click)
        if posted is not None:
            for digest in posted.digests:
                await self._send(click, as_text(digest))

    async def delete(self, click: PressButton) -> None:
        """Delete all messages of a digest for its requester; possible for three months, without its text."""
        requester = await self._posted_digests.get_requester(click.digest_id)
        if requester is None:
            await self._say(click, _TOO_OLD)
            return
        if requester.user != click.user:
            await self._say(click, _NOT_YOURS)
            return
        for job_id in reversed(requester.job_ids):
            await self._sender.delete_all(job_id)
        await self._delete_message(click)
        await self._posted_digests.delete(click.digest_id)

    async def _delete_message(self, click: PressButton) -> None:
        """Delete the message with the button, in case the outbox does not know it; most often it is gone by now."""
        try:
            await self._api.call("chat.delete", channel=click.channel, ts=click.message_ts)
        except SlackError as error:
            if error.slack_code != "message_not_found":
                raise

    async def dismiss(self, click: PressButton) -> None:
        """Delete a private digest."""
        await self._private.dismiss(click.response_url)
        await self._posted_digests.delete(click.digest_id)

    async def share(self, click: PressButton) -> None:
        """Post a private digest for the channel and delete the private one.

        Raises:
            NotSharedError: not all of it is posted; the private one stays.
        """
        posted = await self._find(click)
        if posted is not None:
            await self._sharing.share(click, posted.digests)
            await self._private.dismiss(click.response_url)
            await self._posted_digests.delete(click.digest_id)

    async def _find(self, click: PressButton) -> PostedDigest | None:
        """What the button needs; where that is no longer remembered, say so to the clicker."""
        posted = await self._posted_digests.get(click.digest_id)
        if posted is None or not posted.digests:
            await self._say(click, _FORGOTTEN)
            return None
        return posted

    async def _say(self, click: PressButton, sentence: str) -> None:
        await self._send(click, text_message(sentence))

    async def _send(self, click: PressButton, message: Message, *, replace_original: bool = False) -> None:
        await self._private.send(
            click.response_url,
            message,
            recipient=(click.channel, click.user),
            replace_original=replace_original,
            thread_ts=None if click.is_private else click.thread_ts,
        )


def _method(digest: Digest) -> str | None:
    """The method that was requested for a digest; None for our own."""
    return None if digest.method == DEFAULT_METHOD else digest.method
