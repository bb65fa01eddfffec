"""What the buttons under a digest do: longer, shorter, all quotes, why, copy, share, delete, dismiss."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.errors import SlackError
from bot.newsroom.jobs.inbox import Shown, ShownDigests
from bot.newsroom.ports import DigestOptions, Reader
from bot.slack.api.directory import code_of
from bot.slack.api.web_api import Caller
from bot.slack.outbound.outbox_sender import Poster
from bot.slack.outbound.response_url import PrivateReplies
from bot.slack.outbound.sharing import Sharing
from bot.slack.parsing.payloads import Click
from bot.slack.rendering.block_kit import Message
from bot.slack.rendering.digest_details import all_quotes, as_text, why_these
from bot.slack.rendering.digest_messages import private_digest, single_digest
from bot.slack.rendering.error_messages import note
from summarizer import Digest, name_the_sure
from summarizer.digest import LENGTHS
from summarizer.ranking import DEFAULT_METHOD

_FORGOTTEN = "I no longer have that text at hand. Mention me again with the link and I will read it again."
_TOO_OLD = (
    "This digest is so old that I no longer know who asked for it, so I leave it. An admin of this workspace can "
    "delete it with Slack's own menu on the message."
)
_NOT_YOURS = "Only the person who asked for this digest can delete it."


class Buttons:
    """Does what a click asks for.

    Args:
        reader: digests again, off the event loop.
        caller: calls Slack's Web API.
        poster: posts to channels.
        private: answers that only the clicker sees.
        shown: what is under the buttons.
        others: more buttons, by what they do, and who does it.
    """

    def __init__(
        self,
        *,
        reader: Reader,
        caller: Caller,
        poster: Poster,
        private: PrivateReplies,
        shown: ShownDigests,
        others: Mapping[str, Callable[[Click], Awaitable[None]]] | None = None,
    ) -> None:
        self._reader = reader
        self._caller = caller
        self._poster = poster
        self._private = private
        self._shown = shown
        self._sharing = Sharing(poster, private)
        self._doings: dict[str, Callable[[Click], Awaitable[None]]] = {
            "quotes": self.show_quotes,
            "why": self.explain,
            "copy": self.copy,
            "delete": self.delete,
            "dismiss": self.dismiss,
            "share": self.share,
            **(others or {}),
        }

    async def press(self, job_id: str, click: Click) -> None:
        """Do what the button is for; buttons we do not know, of a later version, say so."""
        if click.action in {"longer", "shorter"}:
            await self.resize(job_id, click)
        elif click.action in self._doings:
            await self._doings[click.action](click)
        else:
            await self._say(click, "I do not know that button.")

    async def resize(self, job_id: str, click: Click) -> None:
        """Show the digest one length longer or shorter, in its place."""
        shown = await self._find(click)
        if shown is None:
            return
        is_longer = click.action == "longer"
        lengths = tuple(LENGTHS)
        wanted = lengths.index(shown.length) + (1 if is_longer else -1)
        if not 0 <= wanted < len(lengths):
            await self._say(click, f"That is the {'longest' if is_longer else 'shortest'} I can make it.")
            return
        old = shown.digests[0]
        new = await self._reader.digest_article(old.article, DigestOptions(lengths[wanted], _method(old)))
        if (new.sentences, new.quotes) == (old.sentences, old.quotes):
            await self._say(
                click, "The article has no more worth showing." if is_longer else "It is as short as can be."
            )
            return
        job_ids = (
            (*shown.job_ids, job_id) if shown.job_ids else ()
        )  # what no longer fits goes into messages of this job
        fresh = replace(shown, digests=(new,), length=lengths[wanted], job_ids=job_ids)
        await self._shown.keep(click.digest_id, fresh)
        await self._show_again(job_id, click, new)

    async def _show_again(self, job_id: str, click: Click, digest: Digest) -> None:
        """Put a digest in the place of the one that was clicked on."""
        if click.is_private:
            for number, message in enumerate(private_digest(digest, digest_id=click.digest_id)):
                await self._send(click, message, replace_original=number == 0)
            return
        first, *rest = single_digest(digest, digest_id=click.digest_id)
        place = {"channel": click.channel, "ts": click.message_ts}
        await self._caller.call("chat.update", **place, text=first.text, blocks=list(first.blocks))
        await self._poster.plan(job_id, click.channel, rest, thread_ts=click.thread_ts)
        await self._poster.post_all(job_id)

    async def show_quotes(self, click: Click) -> None:
        """Show every quote of the article to the one who clicked."""
        shown = await self._find(click)
        if shown is not None:
            for digest in shown.digests:
                quotes = await self._reader.find_quotes(digest.article)
                for message in all_quotes(replace(digest, quotes=name_the_sure(quotes))):
                    await self._send(click, message)

    async def explain(self, click: Click) -> None:
        """Show why these sentences were chosen."""
        shown = await self._find(click)
        if shown is not None:
            for digest in shown.digests:
                await self._send(click, why_these(digest))

    async def copy(self, click: Click) -> None:
        """Show the digest as plain text, to copy."""
        shown = await self._find(click)
        if shown is not None:
            for digest in shown.digests:
                await self._send(click, as_text(digest))

    async def delete(self, click: Click) -> None:
        """Delete the digest, every message of it, for the one who asked for it; for three months, without its text."""
        requester = await self._shown.find_requester(click.digest_id)
        if requester is None:
            await self._say(click, _TOO_OLD)
            return
        if requester.user != click.user:
            await self._say(click, _NOT_YOURS)
            return
        for job_id in reversed(requester.job_ids):
            await self._poster.take_back_all(job_id)
        await self._delete_message(click)
        await self._shown.forget(click.digest_id)

    async def _delete_message(self, click: Click) -> None:
        """Delete the message with the button, should the outbox not know it; most often it is gone by now."""
        try:
            await self._caller.call("chat.delete", channel=click.channel, ts=click.message_ts)
        except SlackError as error:
            if code_of(error) != "message_not_found":
                raise

    async def dismiss(self, click: Click) -> None:
        """Take a private digest away."""
        await self._private.dismiss(click.response_url)
        await self._shown.forget(click.digest_id)

    async def share(self, click: Click) -> None:
        """Post a private digest for the channel and take the private one away.

        Raises:
            NotSharedError: not all of it is posted; the private one stays.
        """
        shown = await self._find(click)
        if shown is not None:
            await self._sharing.share(click, shown.digests)
            await self._private.dismiss(click.response_url)
            await self._shown.forget(click.digest_id)

    async def say_forgotten(self, click: Click) -> None:
        """Tell the clicker that what is under the button is not remembered any more."""
        await self._say(click, _FORGOTTEN)

    async def _find(self, click: Click) -> Shown | None:
        """What is under the button; where it is forgotten, the clicker is told."""
        shown = await self._shown.find(click.digest_id)
        if shown is None or not shown.digests:
            await self.say_forgotten(click)
            return None
        return shown

    async def _say(self, click: Click, sentence: str) -> None:
        await self._send(click, note(sentence))

    async def _send(self, click: Click, message: Message, *, replace_original: bool = False) -> None:
        await self._private.send(
            click.response_url,
            message,
            asker=(click.channel, click.user),
            replace_original=replace_original,
            thread_ts=None if click.is_private else click.thread_ts,
        )


def _method(digest: Digest) -> str | None:
    """The method a digest was asked for with; None for our own."""
    return None if digest.method == DEFAULT_METHOD else digest.method
