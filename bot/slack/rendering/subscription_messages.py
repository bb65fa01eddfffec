"""What the bot says about a channel's subscription: its settings, who changed it, how to change it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo

from bot.newsroom.editions.model import EditionRecord, EditionState
from bot.newsroom.feeds.model import Feed
from bot.newsroom.subscriptions.model import Change, QuietDays, Subscription
from bot.newsroom.subscriptions.schedule import DAILY, WEEKDAYS, find_zone, knows_zone
from bot.newsroom.subscriptions.setup import ChannelObstacle
from bot.slack.parsing.times_and_dates import _NAMES
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Block, Element, Message
from bot.slack.rendering.block_kit.escaping import count, fallback, one_line, shorten
from bot.slack.rendering.edition_messages import format_day, format_moment

_HELP = (
    ("add gazette.example", "follow a site or feed; several in one go; +word or -word filters"),
    ("list", "what this channel follows, and when"),
    ("remove 2", "stop following; a number or name that list shows, or all"),
    ("time 09:00 weekdays Europe/Berlin", "when editions come: daily, weekdays, mon,thu …"),
    ("preview", "the edition as it would be now, for you alone"),
    ("now", "post an edition now"),
    ('filter +ferry "interest rate" -football', "only stories with one of these, none with those; filter clear"),
    ("max 5", "stories of an edition, up to 20"),
    ("length short", "of each story: short, medium or long"),
    ("quiet say", "on a day without news: skip or say"),
    ("pause until monday", "no editions until then; resume ends it"),
    ("import https://…/feeds.opml", "follow the feeds of a feed reader's list; or share the file with me"),
    ("export", "this channel's feeds as such a list"),
    ("history", "who changed what, and the last editions"),
    ("forget", "delete the digest and all that I remember of it"),
)  # fmt: skip

_OBSTACLES: Mapping[ChannelObstacle | None, str] = {
    ChannelObstacle.SHARED: (
        "This channel is shared with another organisation, whose people would read the editions too. "
        "If that is meant, say /digest resume; nothing is posted until then."
    ),
    ChannelObstacle.NOT_A_MEMBER: "I am not in this channel: say /invite and my name, or nothing can be posted.",
    None: "",
}

_ROOM = 3_000
"""Bytes for what is around the list of feeds."""

_SHORT = 300
"""Characters of a sentence or a change where space is short."""


def lines_message(*sentences: str) -> Message:
    """Some sentences of ours, one per line."""
    said = [sentence for sentence in sentences if sentence]
    blocks = [kit.paragraph(kit.text(sentence)) for sentence in said]
    if kit.size(blocks) > kit.MAX_BYTES:  # addresses of a kilobyte each
        blocks = [kit.paragraph(kit.text(shorten(sentence, _SHORT))) for sentence in said]
    return Message(fallback(" ".join(said)), tuple(blocks))


def digest_help() -> Message:
    """How to use /digest."""
    items: list[Sequence[Element]] = [
        [kit.text(f"/digest {what}", code=True), kit.text(f" – {why}")] for what, why in _HELP
    ]
    head = kit.paragraph(kit.text("A daily edition of this channel's feeds: each story once, at your hour.", bold=True))
    foot = kit.context("/digest alone opens all of this as a form. What I answer here only you see.")
    return Message("How to use /digest: add, list, remove, time, preview, now …", (head, kit.bullets(items), foot))


def settings_message(subscription: Subscription, feeds: Sequence[Feed | None], next_at: datetime | None) -> Message:
    """All settings of a channel's subscription."""
    pairs, zone = list(enumerate(_pairs(subscription, feeds), 1)), find_zone(subscription.zone)
    listed = kit.bullets(_feed_line(number, pair, zone) for number, pair in pairs)
    if kit.size([listed]) > kit.MAX_BYTES - _ROOM:
        listed = kit.bullets(_feed_line(number, pair, zone, with_link=False) for number, pair in pairs)
    blocks: list[Block] = [
        kit.paragraph(kit.text("This channel's digest", bold=True)),
        listed,
        kit.paragraph(kit.text(format_schedule(subscription))),
        kit.paragraph(kit.text(_format_content(subscription))),
        kit.paragraph(kit.text(format_next(subscription, next_at), bold=True)),
        kit.paragraph(kit.text("Set up by "), {"type": "user", "user_id": subscription.owner}),
    ]
    if not subscription.feeds:
        blocks[1] = kit.paragraph(kit.text("No feeds yet: say /digest add gazette.example"))
    feeds_count = count(len(subscription.feeds), "feed")
    text = f"{feeds_count}, {format_schedule(subscription)} {format_next(subscription, next_at)}"
    return Message(fallback(text), tuple(blocks))


def history_message(changes: Sequence[Change], editions: Sequence[EditionRecord], zone: str, following: str) -> Message:
    """The last changes and editions, and what comes next."""
    where = find_zone(zone)
    changed = [
        [
            kit.text(f"{format_moment(each.at.astimezone(where))}: "),
            *_who(each.by),
            kit.text(f": {shorten(each.change, _SHORT)}"),
        ]
        for each in changes
    ]
    came = [
        [kit.text(f"{format_moment(each.made_at.astimezone(where))}: {_format_edition(each)}")] for each in editions
    ]
    blocks: list[Block] = [kit.paragraph(kit.text("Who changed what", bold=True))]
    blocks.append(kit.bullets(changed) if changed else kit.paragraph(kit.text("Nobody has changed anything yet.")))
    blocks.append(kit.paragraph(kit.text("The last editions", bold=True)))
    blocks.append(kit.bullets(came) if came else kit.paragraph(kit.text("There was none yet.")))
    blocks.append(kit.paragraph(kit.text(following, bold=True)))
    said = f"{count(len(changes), 'change')} and {count(len(editions), 'edition')}."
    return Message(f"The digest's history: {said}", tuple(blocks))


def format_schedule(subscription: Subscription) -> str:
    """When editions come: "Monday to Friday at 09:00 (Europe/Berlin)."."""
    when = f"{format_days(subscription.weekdays)} at {subscription.at:%H:%M} ({subscription.zone})"
    unknown = "" if knows_zone(subscription.zone) else " I do not know that time zone, so I go by UTC."
    return f"{when[0].upper()}{when[1:]}.{unknown}"


def format_next(subscription: Subscription, next_at: datetime | None) -> str:
    """What happens next, and when."""
    if not subscription.feeds:
        return "No edition comes until there is a feed."
    if next_at is not None:
        return f"Next edition: {format_day(next_at.date())}, {next_at:%H:%M %Z}."
    if subscription.paused_until == date.max:
        return "Paused until somebody says /digest resume."
    return "No edition is planned."


def format_filters(subscription: Subscription) -> str:
    """The filters in words; "" where there are none."""
    parts = []
    if subscription.include:
        parts.append(f"only stories with {_listed(subscription.include, 'or')}")
    if subscription.exclude:
        parts.append(f"none with {_listed(subscription.exclude, 'or')}")
    return ", ".join(parts)


def format_quiet_days(subscription: Subscription) -> str:
    """What happens on a day without news."""
    quiet = "nothing is posted" if subscription.quiet_days is QuietDays.SKIP else "I say that there is none"
    return f"On a day without news {quiet}."


def format_obstacle(obstacle: ChannelObstacle | None) -> str:
    """What is in the way of editions in a channel, and what to do about it; "" where nothing is."""
    return _OBSTACLES[obstacle]


def _format_content(subscription: Subscription) -> str:
    filters = format_filters(subscription)
    stories = count(subscription.max_stories, "story", "stories")
    more = f", {filters}" if filters else ""
    return f"Up to {stories}, {subscription.length} digests{more}. {format_quiet_days(subscription)}"


def _listed(words: Sequence[str], link: str) -> str:
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {link} {quoted[-1]}"


def _pairs(subscription: Subscription, feeds: Sequence[Feed | None]) -> list[tuple[str, Feed | None]]:
    return list(zip(subscription.feeds, feeds, strict=True))


def _feed_line(number: int, pair: tuple[str, Feed | None], zone: tzinfo, *, with_link: bool = True) -> list[Element]:
    """A feed: its number, its name, and what is wrong with it."""
    address, feed = pair
    name = one_line((feed.title if feed and feed.title else None) or address, 100)
    elements = [kit.text(f"{number}. "), kit.link(address, name) if with_link else kit.text(name)]
    if feed is not None and feed.is_gone:
        elements.append(kit.text(" – gone; not read any more", italic=True))
    elif feed is not None and feed.failures:
        since = f"since {format_moment(feed.failing_since.astimezone(zone))}" if feed.failing_since else "lately"
        why = f". {shorten(feed.error, _SHORT)}" if feed.error else ""
        elements.append(kit.text(f" – could not be reached {since}{why}", italic=True))
    return elements


def _who(user: str) -> list[Element]:
    return [{"type": "user", "user_id": user}] if user[:1] in {"U", "W"} else [kit.text(user)]


def _format_edition(record: EditionRecord) -> str:
    asked = " (asked for)" if record.is_extra else ""
    stories = count(record.story_count, "story", "stories")
    said = {
        EditionState.POSTED: f"{stories} from {count(record.article_count, 'article')}",
        EditionState.EMPTY: "nothing new",
        EditionState.REFUSED: "could not be posted",
        EditionState.DRAFTED: "on its way",
    }
    return f"{said[record.state]}{asked}"


def format_days(days: frozenset[int]) -> str:
    """Days in words: "every day", "Monday to Friday", "Mondays and Thursdays"."""
    if days == DAILY:
        return "every day"
    if days == WEEKDAYS:
        return "Monday to Friday"
    names = [f"{_NAMES[day].title()}s" for day in sorted(days)]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
