"""Passes on to owners what polling finds out about their feeds: failing for days, given up, gone, moved.

Each once: a notice's job is named after what happened, to which feed, since when, and for which channel.
"""

import hashlib
from dataclasses import replace

from bot.newsroom.feeds.ports import Notice, NoticeKind
from bot.newsroom.jobs.inbox import Job, JobRunner
from bot.newsroom.subscriptions.model import Subscription, Subscriptions
from bot.slack.outbound.owner_notifier import OURSELVES, Pausing
from bot.slack.rendering import block_kit as kit
from bot.slack.rendering.block_kit import Message
from bot.slack.rendering.escaping import fallback

_WHAT_NEXT = {
    NoticeKind.FAILING: "I keep trying; after a week I stop. The other feeds are read as usual.",
    NoticeKind.OFF: "It stays on the list. Once it works again, say /digest add and its address.",
    NoticeKind.GONE: "I have taken it off the list.",
    NoticeKind.MOVED: "I read it there from now on. If you do not want that, say /digest remove and its number.",
}


class NoticeDesk:
    """Does jobs of the kind "notice".

    Args:
        subscriptions: what channels want.
        runner: takes the jobs.
        pausing: tells owners.
    """

    def __init__(self, *, subscriptions: Subscriptions, runner: JobRunner, pausing: Pausing) -> None:
        self._subscriptions = subscriptions
        self._runner = runner
        self._pausing = pausing

    async def tell(self, notice: Notice) -> None:
        """Make a job for each channel that wants the feed of a notice."""
        name = hashlib.sha256(notice.key.encode()).hexdigest()[:20]
        for wanted in await self._subscriptions.all():
            feeds = [feed for feed in wanted.feeds if feed in {notice.feed.url, notice.feed.address}]
            if feeds:
                payload = {
                    "team_id": wanted.team_id,
                    "place": wanted.channel,
                    "kind": notice.kind.value,
                    "feed": feeds[0],
                    "text": notice.text,
                }
                await self._runner.submit(Job(f"notice:{name}:{wanted.team_id}:{wanted.channel}", "notice", payload))

    async def do(self, job: Job) -> None:
        """Tell a channel's owner; a feed that is gone for good is taken off the channel's list."""
        wanted = await self._subscriptions.find(job.payload["team_id"], job.payload["place"])
        feed, kind = str(job.payload["feed"]), NoticeKind(job.payload["kind"])
        if wanted is None or feed not in wanted.feeds:
            return
        await self._pausing.tell_owner(job.id, wanted, _say(wanted, str(job.payload["text"]), kind))
        if kind is NoticeKind.GONE:
            kept = replace(wanted, feeds=tuple(each for each in wanted.feeds if each != feed))
            change = f"removed {feed}: its site says that it is gone"
            await self._subscriptions.save(kept, by=OURSELVES, change=change)


def _say(wanted: Subscription, text: str, kind: NoticeKind) -> Message:
    is_last = kind is NoticeKind.GONE and len(wanted.feeds) == 1
    text = text if text.endswith(".") else f"{text}."
    rest = f"{_WHAT_NEXT[kind]}{' There is no other, so no edition comes until you add one.' if is_last else ''}"
    line = (
        kit.text("About the digest in "),
        {"type": "channel", "channel_id": wanted.channel},
        kit.text(f": {text} {rest}"),
    )
    return Message(fallback(f"About your digest: {text} {rest}"), (kit.paragraph(*line),))
