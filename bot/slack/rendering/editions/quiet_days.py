"""What a channel gets on a day without news."""

from collections.abc import Sequence
from datetime import tzinfo

from bot.newsroom.editions.model import Edition, StoryCandidate
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Block, Message
from bot.slack.rendering.block_kit.escaping import count, fallback, one_line
from bot.slack.rendering.digest_messages import MAX_HEADLINE
from bot.slack.rendering.editions.windows import format_window

_NAMED_REPEATS = 10


def empty_message(edition: Edition, zone: tzinfo, *, following: str = "") -> Message:
    """What a channel gets on a day without news, if it wants a message then, or where no feed could be read."""
    line = format_empty(edition)
    foot = " · ".join(part for part in (format_window(edition, zone), following) if part)
    repeats = [] if edition.all_failed else _list_repeats(edition.quiet.repeats)
    return Message(fallback(line), (kit.paragraph(kit.text(line)), *repeats, kit.context(foot)))


def format_empty(edition: Edition) -> str:
    """Why an edition has no stories, in a sentence or two."""
    if edition.all_failed:
        return "No news could be fetched: none of this channel's feeds could be reached."
    quiet, said = edition.quiet, []
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


def _list_repeats(repeats: Sequence[StoryCandidate]) -> list[Block]:
    """Links to the newest articles of stories that an earlier edition had."""
    items = [item for story in repeats for item in story.items]
    shown = [[kit.link(item.url, one_line(item.title, MAX_HEADLINE))] for item in items[:_NAMED_REPEATS]]
    rest = len(items) - len(shown)
    more = [kit.context(f"and {rest} more")] if rest > 0 else []
    return [kit.bullets(shown), *more] if shown else []
