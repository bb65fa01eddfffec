"""The first message of an edition: its stories by their headlines, and its buttons."""

from collections.abc import Sequence
from datetime import tzinfo

from bot.newsroom.editions.model import Edition, EditionStory
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Block, Element, Message
from bot.slack.rendering.block_kit.escaping import count, fallback, one_line
from bot.slack.rendering.digest_messages import MAX_HEADLINE, READING_WORDS_A_MINUTE
from bot.slack.rendering.editions.moments import format_day
from bot.slack.rendering.editions.quiet_days import format_empty
from bot.slack.rendering.editions.story_replies import LONGEST_OUTLET
from bot.slack.rendering.editions.windows import format_window

MAX_ENTRY = 150
"""Characters of a menu entry's value. Source: docs.slack.dev/reference/block-kit/composition-objects/option-object."""

_PAUSE = ("Pause the digest?", "This channel gets no editions until somebody resumes it.", "Pause it", "Not now")


def parent_message(
    edition: Edition, zone: tzinfo, *, title: str = "Daily digest", foot: Block | None = None, has_thread: bool = True
) -> Message:
    """The first message of the thread of stories."""
    day = format_day(edition.key.local_date)
    head = [kit.header(f"{title} · {day}"), kit.context(_counts(edition, has_thread=has_thread))]
    listing = [_headline_list(edition.stories)] if edition.stories else [kit.paragraph(kit.text(format_empty(edition)))]
    tail = [kit.context(format_window(edition, zone)), *([foot] if foot else [])]
    if kit.size([*head, *listing, *tail]) > kit.MAX_BYTES:  # addresses of a kilobyte each: the replies have them too
        listing = [_headline_list(edition.stories, with_links=False)]
    return Message(_format_edition(edition, day), (*head, *listing, *tail))


def _format_edition(edition: Edition, day: str) -> str:
    """The whole edition in a sentence, for notifications."""
    if not edition.stories:
        return fallback(format_empty(edition))
    more = f"; and {len(edition.stories) - 1} more" if len(edition.stories) > 1 else ""
    first = one_line(edition.stories[0].top.title, MAX_HEADLINE)
    return fallback(f"Daily digest, {day}: {_count_stories(len(edition.stories))}. {first}{more}.")


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


def _headline_list(stories: Sequence[EditionStory], *, with_links: bool = True) -> Block:
    sections = []
    for story in stories:
        title = one_line(story.top.title, MAX_HEADLINE)
        elements = [kit.text("Update: ", italic=True)] if story.candidate.is_update else []
        elements.append(kit.link(story.top.url, title) if with_links else kit.text(one_line(title, 150)))
        elements.append(kit.text(f"  {_count_outlets(story)}"))
        sections.append({"type": "rich_text_section", "elements": elements})
    listing = {"type": "rich_text_list", "style": "ordered", "indent": 0, "border": 0, "elements": sections}
    return {"type": "rich_text", "elements": [listing]}


def _count_outlets(story: EditionStory) -> str:
    outlets = story.candidate.outlets
    return one_line(outlets[0], LONGEST_OUTLET) if len(outlets) == 1 else count(len(outlets), "outlet")


def edition_buttons(edition_id: str) -> Block:
    """The row under a parent. Whether somebody may change something is checked at the click, not here."""
    return kit.actions(
        "edition",
        kit.button("Settings", "digest_settings", edition_id),
        kit.button("Pause", "digest_pause", edition_id, confirm=kit.confirm(*_PAUSE)),
        kit.button("Why these?", "digest_reasons", edition_id),
        _menu(edition_id),
    )


def _menu(edition_id: str) -> Element:
    """The menu "⋯"; a button where the id is too long for an entry of it."""
    value = f"recheck:{edition_id}"
    if len(value) > MAX_ENTRY:
        return kit.button("Check again", "digest_recheck", edition_id)
    return kit.overflow("digest_more", (("Check again", value),))
