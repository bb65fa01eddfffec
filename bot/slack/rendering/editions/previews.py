"""An edition for one person only."""

from collections.abc import Sequence
from datetime import tzinfo
from itertools import pairwise

from bot.newsroom.editions.model import Edition, EditionStory
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Block, Message
from bot.slack.rendering.block_kit.escaping import fallback, one_line
from bot.slack.rendering.digest_messages import MAX_HEADLINE
from bot.slack.rendering.editions.parent import parent_message
from bot.slack.rendering.editions.story_replies import story_groups

MOST_PREVIEWS = 5
"""Slack takes five messages by a response_url."""


def preview_messages(edition: Edition, zone: tzinfo, *, following: str = "") -> tuple[Message, ...]:
    """An edition for one person only: a message a story, as in the channel; `following` says what happens next.

    The list of stories comes with the first and what happens next with the last. With more stories than a response_url
    takes messages, several share one.
    """
    parent = parent_message(edition, zone, title="Preview", has_thread=False)
    foot = [kit.context(f"Only you can see this. Nothing was posted. {following}".strip())]
    text = f"Preview of the digest: {parent.text}"
    parts = _share_out(list(enumerate(edition.stories, 1)), MOST_PREVIEWS)
    said: list[Message] = []
    for place, part in enumerate(parts, 1):
        groups: list[list[Block]] = [list(parent.blocks)] if place == 1 else []
        for number, story in part:
            first, *rest = story_groups(story, number, is_one_outlet=edition.sole_outlet is not None)
            groups += [[*([kit.divider()] if groups else []), *first], *rest]
        if place == len(parts):
            groups.append(foot)
        title = text if place == 1 else fallback(f"Preview: {one_line(part[0][1].top.title, MAX_HEADLINE)}")
        said += [Message(title, blocks, has_article=True) for blocks in kit.pack(groups)]
    return tuple(said)


def _share_out(numbered: Sequence[tuple[int, EditionStory]], most: int) -> list[Sequence[tuple[int, EditionStory]]]:
    """Stories in at most so many parts, the first ones larger where they do not come out even."""
    parts = min(most, len(numbered))
    small, larger = divmod(len(numbered), parts) if parts else (0, 0)
    ends = [small * part + min(part, larger) for part in range(parts + 1)]
    return [numbered[start:end] for start, end in pairwise(ends)]
