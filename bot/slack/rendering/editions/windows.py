"""Since when an edition collected news, what it left out, and which feeds could not be read."""

from datetime import tzinfo

from bot.newsroom.editions.model import Edition, FeedProblem
from bot.slack.rendering.block_kit.escaping import count, one_line
from bot.slack.rendering.editions.moments import format_moment
from bot.slack.rendering.editions.story_replies import LONGEST_OUTLET

_NAMED_TROUBLES = 5


def format_window(edition: Edition, zone: tzinfo) -> str:
    """Since when, how many stories are left out, and which feeds could not be read."""
    parts = [f"Since {format_moment(edition.since.astimezone(zone))}"]
    if edition.left_out:
        parts.append(f"+{edition.left_out} more {'story' if edition.left_out == 1 else 'stories'} not shown")
    if edition.stories and edition.quiet.repeats:
        number = sum(len(story.items) for story in edition.quiet.repeats)
        parts.append(f"{count(number, 'article')} on stories you had, not shown again")
    if edition.troubles:
        named = [_format_problem(trouble, zone) for trouble in edition.troubles[:_NAMED_TROUBLES]]
        rest = len(edition.troubles) - len(named)
        parts.append(f"could not be reached: {', '.join(named)}{f' and {rest} more' if rest else ''}")
    if edition.missed:
        days = " and ".join(f"{day:%a} {day.day} {day:%b}" for day in edition.missed)
        parts.append(f"none came on {days}: the news since then is in this one")
    return " · ".join(parts)


def _format_problem(trouble: FeedProblem, zone: tzinfo) -> str:
    name = one_line(trouble.name, LONGEST_OUTLET)
    if trouble.since is None:
        return f"{name} (not read any more)"
    return f"{name} (since {format_moment(trouble.since.astimezone(zone))})"
