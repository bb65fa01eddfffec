"""What the buttons under a digest do: longer, shorter, all quotes, why, copy, share, delete, dismiss."""

from dataclasses import dataclass, replace

import structlog

from bot.errors import SlackError
from bot.newsroom.ports import DigestOptions, Reader
from bot.slack.posting import Poster
from bot.slack.private_replies import PrivateReplies
from bot.slack.recent import Recent, RecentDigests
from bot.slack.rendering.blocks import Message
from bot.slack.rendering.digests import private_digest, shared_digest, single_digest
from bot.slack.rendering.errors import note
from bot.slack.rendering.extras import all_quotes, as_text, why_these
from summarizer.digest import LENGTHS

_log = structlog.get_logger(__name__)

_FORGOTTEN = "I no longer have that text at hand. Mention me again with the link and I will read it again."
_NOT_YOURS = "Only the person who asked for this digest can delete it."


@dataclass(frozen=True, slots=True)
class Click:
    """A click on a button of ours.

    Attributes:
        digest_id: what the button carries.
        channel: where it was clicked.
        user: who clicked.
        response_url: the way to answer the one who clicked.
        message_ts: the message the button stands in.
        thread_ts: the thread of that message.
        click_id: different for every click.
        is_private: the message is one that only the clicker sees.
    """

    digest_id: str
    channel: str
    user: str
    response_url: str
    message_ts: str
    thread_ts: str | None
    click_id: str
    is_private: bool


class Buttons:
    """Does what a click asks for.

    Args:
        reader: digests again, off the event loop.
        poster: posts to channels.
        private: answers that only the clicker sees.
        recent: what is under the buttons.
    """

    def __init__(self, *, reader: Reader, poster: Poster, private: PrivateReplies, recent: RecentDigests) -> None:
        self._reader = reader
        self._poster = poster
        self._private = private
        self._recent = recent

    async def resize(self, click: Click, step: int) -> None:
        """Show the digest one length longer (`step` 1) or shorter (-1), in its place."""
        recent = await self._find(click)
        if recent is None:
            return
        lengths = tuple(LENGTHS)
        wanted = lengths.index(recent.length) + step
        if not 0 <= wanted < len(lengths):
            await self._say(click, f"That is the {'longest' if step > 0 else 'shortest'} I can make it.")
            return
        digest = await self._reader.digest_article(recent.digests[0].article, DigestOptions(lengths[wanted]))
        if len(digest.sentences) == len(recent.digests[0].sentences) and digest.quotes == recent.digests[0].quotes:
            await self._say(
                click, "The article has no more sentences worth showing." if step > 0 else "It is as short as can be."
            )
            return
        self._recent.resize(click.digest_id, digests=(digest,), length=lengths[wanted])
        if click.is_private:
            for number, message in enumerate(private_digest(digest, digest_id=click.digest_id)):
                await self._send(click, message, replace_original=number == 0)
            return
        first, *rest = single_digest(digest, digest_id=click.digest_id)
        await self._poster.update(click.channel, click.message_ts, first)
        await self._poster.post_thread(click.channel, rest, thread_ts=click.thread_ts)

    async def show_quotes(self, click: Click) -> None:
        """Show every quote of the article to the one who clicked."""
        recent = await self._find(click)
        if recent is not None:
            for digest in recent.digests:
                quotes = await self._reader.find_quotes(digest.article)
                for message in all_quotes(replace(digest, quotes=quotes)):
                    await self._send(click, message)

    async def explain(self, click: Click) -> None:
        """Show why these sentences were chosen."""
        recent = await self._find(click)
        if recent is not None:
            for digest in recent.digests:
                await self._send(click, why_these(digest))

    async def copy(self, click: Click) -> None:
        """Show the digest as plain text, to copy."""
        recent = await self._find(click)
        if recent is not None:
            for digest in recent.digests:
                await self._send(click, as_text(digest))

    async def delete(self, click: Click) -> None:
        """Delete the digest, for the one who asked for it."""
        recent = await self._find(click)
        if recent is None:
            return
        if recent.user != click.user:
            await self._say(click, _NOT_YOURS)
            return
        await self._poster.delete(click.channel, click.message_ts)
        self._recent.forget(click.digest_id)

    async def dismiss(self, click: Click) -> None:
        """Take a private digest away."""
        await self._private.dismiss(click.response_url)
        self._recent.forget(click.digest_id)

    async def share(self, click: Click) -> None:
        """Post a private digest for the channel: parent and thread; where the bot is no member, one message."""
        recent = await self._find(click)
        if recent is None:
            return
        for number, digest in enumerate(recent.digests):
            parent, thread = shared_digest(digest, user_id=click.user)
            key = f"share:{click.digest_id}:{number}"
            try:
                parent_ts = await self._poster.post(click.channel, replace(parent, key=key))
            except SlackError as error:
                _log.info("not a member, sharing through the response_url", cause=str(error))
                await self._share_as_guest(click, (parent, *thread))
                continue
            keyed = [replace(message, key=f"{key}:{part}") for part, message in enumerate(thread)]
            await self._poster.post_thread(click.channel, keyed, thread_ts=parent_ts)
        await self._private.dismiss(click.response_url)
        self._recent.forget(click.digest_id)

    async def say_forgotten(self, click: Click) -> None:
        """Tell the clicker that what is under the button is not remembered any more."""
        await self._say(click, _FORGOTTEN)

    async def _share_as_guest(self, click: Click, messages: tuple[Message, ...]) -> None:
        """Post where the bot is no member: a response_url may, but it cannot open a thread."""
        blocks = tuple(block for message in messages for block in message.blocks)
        await self._send(click, Message(messages[0].text, blocks), in_channel=True)

    async def _find(self, click: Click) -> Recent | None:
        """What is under the button; where it is forgotten, the clicker is told."""
        recent = self._recent.find(click.digest_id)
        if recent is None or not recent.digests:
            await self.say_forgotten(click)
            return None
        return recent

    async def _say(self, click: Click, sentence: str) -> None:
        await self._send(click, note(sentence))

    async def _send(
        self, click: Click, message: Message, *, replace_original: bool = False, in_channel: bool = False
    ) -> None:
        await self._private.send(
            click.response_url,
            message,
            asker=(click.channel, click.user),
            replace_original=replace_original,
            in_channel=in_channel,
            thread_ts=None if click.is_private else click.thread_ts,
        )
