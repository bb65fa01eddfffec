"""The App Home as a view: what the bot does, and the subscriptions that somebody may change. Pure."""

from collections.abc import Sequence
from datetime import date, tzinfo
from typing import Any

from bot.newsroom.editions.history import ListedSubscription, Overview
from bot.newsroom.editions.model import EditionState
from bot.newsroom.subscriptions.schedule import find_zone
from bot.newsroom.subscriptions.settings import format_schedule
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Block, Element, Message
from bot.slack.rendering.block_kit.escaping import count
from bot.slack.rendering.editions.moments import format_moment
from bot.slack.rendering.refusals import format_pause
from bot.slack.rendering.subscription_messages import format_feed_count, format_next, format_troubles

MAX_ENTRIES = 20
"""An App Home may have a hundred blocks; each entry takes three."""

_MOST_SAID = 10
"""Blocks of an answer; long ones (lists, previews) are for the channel."""


def home_view(overview: Overview, *, said: Sequence[Message] = ()) -> dict[str, Any]:
    """An App Home.

    Args:
        overview: the subscriptions that the viewer may change.
        said: an answer to what the viewer has just pressed.
    """
    told = [block for message in said for block in message.blocks][:_MOST_SAID]
    return {
        "type": "home",
        "blocks": [
            *([*told, kit.divider()] if told else []),
            kit.header("What I do"),
            *_what_i_do(),
            kit.divider(),
            kit.header("Daily digests"),
            *(block for entry in overview.listed for block in _entry(entry, overview.zone)),
            *_foot(overview),
        ],
    }


def _what_i_do() -> list[Block]:
    lines: tuple[list[Element], ...] = (
        [kit.text("@nutgraf https://…", code=True), kit.text(" – a digest of the story, in that message's thread")],
        [kit.text("/summarize https://…", code=True), kit.text(" – a digest that only you see, to share if you like")],
        [kit.text("A link or a pasted text in a direct message – its digest, between the two of us")],
        [kit.text("/digest add gazette.example", code=True), kit.text(" – a channel's daily digest of its feeds")],
    )
    said = "I read news and show the few sentences that carry it and the key quotes, word for word."
    return [kit.paragraph(kit.text(said)), kit.bullets(lines)]


def _entry(entry: ListedSubscription, zone: tzinfo | None) -> list[Block]:
    """A subscription: where, when, how many feeds, what comes next; and what can be done about it."""
    wanted = entry.subscription
    where: Element = {"type": "channel", "channel_id": wanted.channel, "style": {"bold": True}}
    head = [kit.text("Our direct messages", bold=True) if wanted.channel.startswith("D") else where]
    number = format_feed_count(entry.feeds) if entry.feeds else count(len(wanted.feeds), "feed")
    head += [kit.text(f" · {number}. {format_schedule(wanted)}")]
    switch = ("Resume", "digest_resume") if entry.is_paused else ("Pause", "digest_pause")
    row = kit.actions(
        f"home:{wanted.channel}",
        kit.button("Settings", "digest_settings", wanted.channel),
        kit.button(switch[0], switch[1], wanted.channel),
        kit.button("Post an edition now", "digest_now", wanted.channel, confirm=kit.confirm(*_POST_NOW)),
    )
    troubles = format_troubles(entry.feeds, find_zone(wanted.zone))
    said = " · ".join(part for part in (_format_next(entry, zone), _format_latest(entry, zone), troubles) if part)
    return [kit.paragraph(*head), kit.context(said), row]


_POST_NOW = ("Post an edition now?", "It goes into the channel, for everybody there to see.", "Post it", "Not now")


def _format_next(entry: ListedSubscription, zone: tzinfo | None) -> str:
    """What comes next, in the channel's time and, where that differs, in the viewer's."""
    wanted, next_at = entry.subscription, entry.next_at
    if next_at is None and wanted.paused_until == date.max:
        reason = wanted.pause_reason
        return f"Paused: {format_pause(reason)}." if reason else "Paused until somebody resumes it."
    said = format_next(wanted, next_at)
    if next_at is None or zone is None or next_at.astimezone(zone).utcoffset() == next_at.utcoffset():
        return said
    return f"{said.rstrip('.')} ({format_moment(next_at.astimezone(zone))} for you)."


def _format_latest(entry: ListedSubscription, zone: tzinfo | None) -> str:
    record = entry.latest
    if record is None:
        return "No edition yet."
    moment = format_moment(record.made_at.astimezone(zone or (entry.next_at.tzinfo if entry.next_at else None)))
    what = {
        EditionState.POSTED: count(record.story_count, "story", "stories"),
        EditionState.DRAFTED: count(record.story_count, "story", "stories"),
        EditionState.EMPTY: "nothing new",
        EditionState.REFUSED: "could not be posted",
    }
    return f"Last one: {moment}, {what[record.state]}."


def _foot(overview: Overview) -> list[Block]:
    blocks: list[Block] = []
    if not overview.listed:
        said = (
            "You have none to look after yet. Set one up here, or say /digest add and a site's address in the channel: "
            "once a day the channel then gets its news, each story once."
        )
        blocks.append(kit.paragraph(kit.text(said)))
    if overview.left_out:
        blocks.append(kit.context(f"And {overview.left_out} more; say /digest in the channel."))
    blocks.append(kit.actions("home:new", kit.button("New digest", "digest_new", "new", primary=True)))
    blocks.append(kit.context("I use no AI service; every sentence is the article's own."))
    return blocks
