"""What an edition did not tell, for one person who asks: stories over the maximum, and articles on told stories."""

from collections.abc import Sequence
from datetime import tzinfo

from bot.newsroom.editions.follow_ups.listed_stories import MOST_LISTED
from bot.newsroom.editions.model import EditionRecord, ListedAs, ListedStory
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Block, Element, Message
from bot.slack.rendering.block_kit.escaping import count, fallback, one_line
from bot.slack.rendering.digest_messages import MAX_HEADLINE
from bot.slack.rendering.editions.moments import format_day
from bot.slack.rendering.editions.story_replies import LONGEST_OUTLET
from bot.slack.rendering.editions.went_on import first_told

MOST_MESSAGES = 5
"""Slack takes five messages by a response_url."""

_A_BLOCK = 5
"""Lines of one block."""

_LONGEST_LINK = 1_000
"""Longer addresses would leave no room for the other lines: those headlines are shown without their link."""


def more_messages(record: EditionRecord) -> tuple[Message, ...]:
    """The stories of an edition over its channel's maximum, best first."""
    stories = record.list_as(ListedAs.MORE)
    if not stories:
        return (_plain("All stories of this edition are in its thread."),)
    is_full = len(stories) >= MOST_LISTED
    number = f"The first {len(stories)} more stories" if is_full else count(len(stories), "more story", "more stories")
    lines = [_line(story, _count_outlets(story)) for story in stories]
    foot = "They do not come again. The next edition has more stories if you raise the maximum in Settings."
    return _list_lines(f"{number}, {format_day(record.key.local_date)}", [("", lines)], stories[0].headline, foot)


def repeats_messages(record: EditionRecord, zone: tzinfo) -> tuple[Message, ...]:
    """What went on, and the articles that an edition left out because they have nothing new on told stories."""
    went_on, repeats = record.list_as(ListedAs.WENT_ON), record.list_as(ListedAs.REPEAT)
    if not went_on and not repeats:
        return (_plain("This edition left out nothing as told before."),)
    parts = [
        (title, [_line(story, f"{story.outlet}{first_told(story.told_at, zone)}") for story in stories])
        for title, stories in (("Went on", went_on), ("Nothing new in it", repeats))
    ]
    first = (*went_on, *repeats)[0].headline
    return _list_lines(f"About stories you had, {format_day(record.key.local_date)}", parts, first, "")


def _list_lines(
    title: str, parts: Sequence[tuple[str, list[list[Element]]]], first: str, foot: str
) -> tuple[Message, ...]:
    """A list in as many messages as a response_url takes; what does not fit is counted."""
    groups: list[list[Block]] = [[kit.paragraph(kit.text(title, bold=True))]]
    lengths = [0]
    for name, lines in parts:
        for start in range(0, len(lines), _A_BLOCK):
            head = [kit.paragraph(kit.text(name, bold=True))] if name and not start else []
            groups.append([*head, kit.bullets(lines[start : start + _A_BLOCK])])
            lengths.append(len(lines[start : start + _A_BLOCK]))
    shown = len(groups)
    while len(kit.pack([*groups[:shown], [kit.context("x" * 200)]])) > MOST_MESSAGES:
        shown -= 1
    hidden = sum(lengths[shown:])
    end = " ".join(part for part in (f"{hidden} more do not fit here." if hidden else "", foot) if part)
    packed = kit.pack([*groups[:shown], *([[kit.context(end)]] if end else [])])
    text = fallback(f"{one_line(first, MAX_HEADLINE)}. {title}.")
    texts = [text if part == 0 else f"{text} (continued)" for part in range(len(packed))]
    return tuple(Message(said, blocks, has_article=True) for said, blocks in zip(texts, packed, strict=True))


def _line(story: ListedStory, said: str) -> list[Element]:
    title = one_line(story.headline, MAX_HEADLINE)
    is_short = len(story.url) <= _LONGEST_LINK
    return [
        kit.link(story.url, title) if is_short else kit.text(title),
        kit.text(f" {one_line(said, 2 * LONGEST_OUTLET)}"),
    ]


def _count_outlets(story: ListedStory) -> str:
    return story.outlet if story.outlets == 1 else count(story.outlets, "outlet")


def _plain(said: str) -> Message:
    return Message(fallback(said), (kit.paragraph(kit.text(said)),))
