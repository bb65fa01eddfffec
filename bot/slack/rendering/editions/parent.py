"""The first message of an edition: its stories by their headlines, and its buttons."""

from collections.abc import Sequence
from datetime import tzinfo

from bot.newsroom.editions.model import Edition, EditionStory
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Block, Element, Message
from bot.slack.rendering.block_kit.escaping import count, fallback, one_line
from bot.slack.rendering.digest_messages import MAX_HEADLINE, READING_WORDS_A_MINUTE
from bot.slack.rendering.editions.moments import format_day
from bot.slack.rendering.editions.quiet_days import TOLD_BEFORE, format_empty, format_went_on, has_told_before
from bot.slack.rendering.editions.story_replies import LONGEST_OUTLET
from bot.slack.rendering.editions.went_on import MOST_LINES, went_on_blocks
from bot.slack.rendering.editions.windows import format_window

MAX_ENTRY = 150
"""Characters of a menu entry's value. Source: docs.slack.dev/reference/block-kit/composition-objects/option-object."""

_PAUSE = ("Pause the digest?", "This channel gets no editions until somebody resumes it.", "Pause it", "Not now")

DAILY = "Daily digest"


_SHORTENED = (
    (True, MOST_LINES, MAX_HEADLINE),
    (False, MOST_LINES, 150),
    (False, MOST_LINES // 2, 150),
    (False, 0, 150),
    (False, 0, 80),
    (False, 0, 40),
)
"""With addresses of a kilobyte each the headlines lose their links, which the replies have; then lines are left out;
then headlines are cut: twenty of them in a script of three bytes a letter are too long."""


def parent_message(
    edition: Edition, zone: tzinfo, *, title: str = DAILY, foot: Block | None = None, has_thread: bool = True
) -> Message:
    """The first message of the thread of stories."""
    heading = _head(edition, title)
    head = [kit.header(heading), kit.context(_counts(edition, has_thread=has_thread))]
    tail = [kit.context(format_window(edition, zone)), *([foot] if foot else [])]
    text = _format_edition(edition)
    for with_links, most, longest in _SHORTENED:
        listing = _list_stories(edition, with_links=with_links, longest=longest)
        shown = [*head, *listing, *went_on_blocks(edition.quiet.went_on, zone, most=most), *tail]
        if kit.size(shown) + len(text.encode()) <= kit.MAX_BYTES:
            break
    return Message(text, tuple(shown))


def _list_stories(edition: Edition, *, with_links: bool, longest: int) -> list[Block]:
    if not edition.stories:
        return [kit.paragraph(kit.text(format_empty(edition)))]
    is_one = edition.sole_outlet is not None
    return [_headline_list(edition.stories, is_one_outlet=is_one, with_links=with_links, longest=longest)]


def _head(edition: Edition, title: str = DAILY) -> str:
    """What an edition is called: with its outlet, where it has one only, which is not named again below."""
    day = format_day(edition.key.local_date)
    outlet = edition.sole_outlet
    if outlet is None:
        return f"{title} · {day}"
    named = f"{one_line(outlet, LONGEST_OUTLET)}, {day}"
    return named if title == DAILY else f"{title} · {named}"


def _format_edition(edition: Edition) -> str:
    """The whole edition in a sentence, for notifications."""
    if not edition.stories:
        return fallback(format_empty(edition))
    more = f"; and {len(edition.stories) - 1} more" if len(edition.stories) > 1 else ""
    first = one_line(edition.stories[0].top.title, MAX_HEADLINE)
    went_on = f" {format_went_on(edition)}" if edition.quiet.went_on else ""
    name = _head(edition) if edition.sole_outlet else f"{DAILY}, {format_day(edition.key.local_date)}"
    return fallback(f"{name}: {_count_stories(len(edition.stories))}. {first}{more}.{went_on}")


def _counts(edition: Edition, *, has_thread: bool) -> str:
    articles, feeds = count(edition.article_count, "article"), count(edition.feed_count, "feed")
    stories = _count_stories(len(edition.stories))
    minutes = max(1, round(sum(_count_words(story) for story in edition.stories) / READING_WORDS_A_MINUTE))
    said = [f"{stories} from {articles} in {feeds}"]
    if edition.stories:
        said += [f"about {minutes} min", *(["details in the thread"] if has_thread else [])]
    return " · ".join(said)


def _count_words(story: EditionStory) -> int:
    """Words of a story as it is shown."""
    parts = story.digest.parts if story.digest is not None else ()
    shown = [story.top.title]
    for part in parts:
        shown += [*(sentence.text for sentence in part.sentences), *(quote.text for quote in part.quotes)]
    return sum(len(text.split()) for text in shown)


def _count_stories(number: int) -> str:
    return count(number, "story", "stories")


def _headline_list(stories: Sequence[EditionStory], *, is_one_outlet: bool, with_links: bool, longest: int) -> Block:
    sections = []
    for story in stories:
        title = one_line(story.top.title, longest)
        elements = [kit.text("Update: ", italic=True)] if story.candidate.is_update else []
        elements.append(kit.link(story.top.url, title) if with_links else kit.text(title))
        elements += [] if is_one_outlet else [kit.text(f"  {_count_outlets(story)}")]
        sections.append({"type": "rich_text_section", "elements": elements})
    listing = {"type": "rich_text_list", "style": "ordered", "indent": 0, "border": 0, "elements": sections}
    return {"type": "rich_text", "elements": [listing]}


def _count_outlets(story: EditionStory) -> str:
    outlets = story.candidate.outlets
    return one_line(outlets[0], LONGEST_OUTLET) if len(outlets) == 1 else count(len(outlets), "outlet")


def edition_buttons(edition_id: str, edition: Edition) -> Block:
    """The row under a parent. Whether somebody may change something is checked at the click, not here."""
    return kit.actions(
        "edition",
        *([kit.button(f"Show {edition.left_out} more", "digest_untold", edition_id)] if edition.left_out else []),
        kit.button("Settings", "digest_settings", edition_id),
        kit.button("Pause", "digest_pause", edition_id, confirm=kit.confirm(*_PAUSE)),
        *([kit.button(*TOLD_BEFORE, edition_id)] if has_told_before(edition) else []),
        kit.button("Why these?", "digest_reasons", edition_id),
        _menu(edition_id),
    )


def _menu(edition_id: str) -> Element:
    """The menu "⋯"; a button where the id is too long for an entry of it."""
    value = f"recheck:{edition_id}"
    if len(value) > MAX_ENTRY:
        return kit.button("Check again", "digest_recheck", edition_id)
    return kit.overflow("digest_more", (("Check again", value),))
