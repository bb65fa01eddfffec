"""What a channel gets on a day without news."""

from collections.abc import Sequence
from datetime import tzinfo

from bot.newsroom.editions.model import Edition, StoryCandidate
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Block, Message
from bot.slack.rendering.block_kit.escaping import count, fallback, one_line
from bot.slack.rendering.digest_messages import MAX_HEADLINE
from bot.slack.rendering.editions.went_on import MOST_LINES, went_on_blocks
from bot.slack.rendering.editions.windows import format_window

_NAMED_REPEATS = 10
_SHORTENED = (_NAMED_REPEATS, 4, 1, 0)
"""Lines of each list: fewer where addresses of a kilobyte each would not fit."""


def empty_message(edition: Edition, zone: tzinfo, *, following: str = "", edition_id: str = "") -> Message:
    """What a channel gets on a day without new stories: what went on, if anything did, and what was told before.

    Args:
        edition: one without stories.
        zone: the channel's, for times.
        following: what happens next.
        edition_id: what its button carries; without one it has none.
    """
    line = format_empty(edition)
    foot = " · ".join(part for part in (format_window(edition, zone), following) if part)
    button = [kit.button(*TOLD_BEFORE, edition_id)] if edition_id and has_told_before(edition) else []
    row = [kit.actions("edition", *button)] if button else []
    for most in _SHORTENED:
        lines = [] if edition.all_failed else _list_told(edition, zone, most)
        blocks = (kit.paragraph(kit.text(line)), *lines, kit.context(foot), *row)
        if kit.size(blocks) <= kit.MAX_BYTES:
            break
    return Message(fallback(line), blocks)


def _list_told(edition: Edition, zone: tzinfo, most: int) -> list[Block]:
    """What went on, and links to what was told before."""
    went_on = went_on_blocks(edition.quiet.went_on, zone, title="", most=min(most, MOST_LINES))
    return [*went_on, *_list_repeats(edition.quiet.repeats, most)]


TOLD_BEFORE = ("Told before", "digest_repeats")
"""Label and action of the button that lists what went on, and what was left out as told before."""


def has_told_before(edition: Edition) -> bool:
    """Whether something went on or was left out as told before: then a button lists it."""
    return bool(edition.quiet.repeats or edition.quiet.went_on)


def format_went_on(edition: Edition) -> str:
    """How many told stories went on, in a sentence."""
    return f"{count(len(edition.quiet.went_on), 'story', 'stories')} you had went on."


def format_empty(edition: Edition) -> str:
    """Why an edition has no stories, in a sentence or two."""
    if edition.all_failed:
        return "No news could be fetched: none of this channel's feeds could be reached."
    quiet, said = edition.quiet, []
    if quiet.went_on:
        said.append(f"No new story, but {format_went_on(edition)}")
    if quiet.repeats:
        number = sum(len(story.items) for story in quiet.repeats)
        said.append(f"{count(number, 'article')} {'goes' if number == 1 else 'go'} on with stories you had.")
    if quiet.filtered_count:
        others = count(quiet.filtered_count, "new article")
        said.append(f"{others} {'does' if quiet.filtered_count == 1 else 'do'} not pass this channel's filters.")
    if not said:
        when = "in the last 2 days" if quiet.is_first else "since the last edition"
        said.append(f"Nothing new in {_readable_feeds(quiet.unread_count)} {when}.")
    elif quiet.unread_count:
        said.append(f"{count(quiet.unread_count, 'feed')} couldn't be read.")
    return " ".join(said)


def _readable_feeds(unread: int) -> str:
    if not unread:
        return "this channel's feeds"
    return f"the feeds I could read ({unread} couldn't be read)"


def _list_repeats(repeats: Sequence[StoryCandidate], most: int) -> list[Block]:
    """Links to the newest articles of stories that an earlier edition had."""
    items = [item for story in repeats for item in story.items]
    shown = [[kit.link(item.url, one_line(item.title, MAX_HEADLINE))] for item in items[:most]]
    rest = len(items) - len(shown)
    more = [kit.context(f"and {rest} more")] if rest > 0 else []
    return [*([kit.bullets(shown)] if shown else []), *more]
