"""Told stories that went on: one line each, with its outlet and the day the channel was first told."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.newsroom.editions.model import StoryCandidate, outlet_of
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Block, Element
from bot.slack.rendering.block_kit.escaping import one_line
from bot.slack.rendering.digest_messages import MAX_HEADLINE
from bot.slack.rendering.editions.moments import format_short_day
from bot.slack.rendering.editions.story_replies import LONGEST_OUTLET

MOST_LINES = 8
"""With more, the rest is counted, and listed by the button under them."""

_LONGEST_LINK = 500
"""Longer addresses would leave the parent no room: those headlines are shown without their link."""


def went_on_blocks(
    stories: Sequence[StoryCandidate], zone: tzinfo, *, title: str = "Went on", most: int = MOST_LINES
) -> list[Block]:
    """The lines of the stories that went on, under a title where there is one; empty where none did.

    Args:
        stories: those that are most likely news first.
        zone: the channel's, for days.
        title: empty where the message itself says what they are.
        most: how many are shown; the rest is counted.
    """
    if not stories:
        return []
    lines = [_line(story, zone) for story in stories[:most]]
    rest = len(stories) - len(lines)
    head = [kit.paragraph(kit.text(title, bold=True))] if title else []
    listing = [kit.bullets(lines)] if lines else []
    return [*head, *listing, *([kit.context(f"and {rest} more")] if rest > 0 else [])]


def first_told(told_at: datetime | None, zone: tzinfo) -> str:
    """When a channel was first told of a story: ", first told Fri 20 Nov"; empty where that is not known."""
    return f", first told {format_short_day(told_at.astimezone(zone).date())}" if told_at is not None else ""


def _line(story: StoryCandidate, zone: tzinfo) -> list[Element]:
    first = story.items[0]
    title = one_line(first.title, MAX_HEADLINE)
    link = kit.link(first.url, title) if len(first.url) <= _LONGEST_LINK else kit.text(title)
    return [link, kit.text(f" {one_line(outlet_of(first), LONGEST_OUTLET)}{first_told(story.told_at, zone)}")]
