"""What the bot says about a channel's subscription: its settings, who changed it, how to change it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo

from bot.newsroom.editions.history import History
from bot.newsroom.editions.model import EditionRecord, EditionState
from bot.newsroom.feeds.following import OtherFeeds, short
from bot.newsroom.feeds.health import FeedHealth, FeedState, count_states
from bot.newsroom.feeds.ports import FeedDoubt
from bot.newsroom.subscriptions.feed_lists import ListImport
from bot.newsroom.subscriptions.model import Subscription
from bot.newsroom.subscriptions.schedule import find_zone
from bot.newsroom.subscriptions.service import SubscriptionChange, SubscriptionDetails
from bot.newsroom.subscriptions.settings import format_filters, format_quiet_days, format_schedule
from bot.newsroom.subscriptions.setup import ChannelObstacle
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Block, Element, Message
from bot.slack.rendering.block_kit.escaping import count, fallback, one_line, shorten
from bot.slack.rendering.editions.moments import format_clock, format_day, format_moment

_HELP = (
    ("add gazette.example", "follow a site or feed; several in one go; +word or -word filters"),
    ("list", "what this channel follows, how each feed is, and when editions come"),
    ("remove 2", "stop following; a number or name that list shows, or all"),
    ("time 09:00 weekdays Europe/Berlin", "when editions come: daily, weekdays, mon,thu …"),
    ("preview", "the edition as it would be now, for you alone"),
    ("now", "post an edition now"),
    ("filter +ferry strike* -football", "only stories with one of these, none with those; filter remove, clear"),
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

_DOUBTS: Mapping[FeedDoubt, str] = {
    FeedDoubt.DISALLOWED: (
        "the site's robots.txt asks programs not to read this address. You asked for it by name, so I read it, "
        "as feed readers do."
    ),
    FeedDoubt.EMPTY: "that feed has no entries yet. I'll show them once there are some.",
    FeedDoubt.UNREADABLE: "none of that feed's entries has a link, so I can't show any of them.",
}

_PREVIEW = "/digest preview shows you one now."

_MOST_NAMED = 8
"""Feeds of a list that are named; the others are counted."""

_PIECE = 1_200
"""Characters of a piece of a list as it is shown; far below what a message holds."""

_ROOM = 3_000
"""Bytes for what is around the list of feeds."""

_TROUBLES = (FeedState.FAILING, FeedState.OFF, FeedState.SILENT)
_MOST_TROUBLES = 3
_LIST = 20
"""Feeds of a list, where they are many."""

_SHORT = 300
"""Characters of a sentence or a change where space is short."""


def lines_message(*sentences: str) -> Message:
    """Some sentences of ours, one per line."""
    said = [sentence for sentence in sentences if sentence]
    blocks = [kit.paragraph(kit.text(sentence)) for sentence in said]
    if kit.size(blocks) > kit.MAX_BYTES:  # addresses of a kilobyte each
        blocks = [kit.paragraph(kit.text(shorten(sentence, _SHORT))) for sentence in said]
    return Message(fallback(" ".join(said)), tuple(blocks))


def next_message(subscription: Subscription, next_at: datetime | None, *said: str, hint: str = "") -> Message:
    """Some sentences, and what happens next and when."""
    return lines_message(*said, f"{format_next(subscription, next_at)} {hint}".strip())


def change_message(change: SubscriptionChange, *said: str, hint: str = "") -> Message:
    """Some sentences about a change, and what happens next and when."""
    return next_message(change.after, change.next_edition_at, *said, hint=hint)


def added_message(change: SubscriptionChange, *, with_filters: bool) -> Message:
    """What became of the addresses of `/digest add`, and of its words, where there were some."""
    lines = [f"Following now: {', '.join(change.added)}." if change.added else ""]
    if change.revived:
        lines.append(f"I ask again for {', '.join(change.revived)}.")
    elif change.found and not change.added:
        lines.append("This channel follows that already.")
    lines += _warnings(change)
    if with_filters:
        lines.append(f"Filters: {format_filters(change.after)}.")
    lines += [problem.message for problem in change.problems]
    lines += _format_doubts(change)
    return change_message(change, *lines, *map(_format_others, change.others), hint=_PREVIEW)


def removed_message(change: SubscriptionChange) -> Message:
    """Which feeds are not followed any more."""
    gone = f": {', '.join(short(feed) for feed in change.removed)}" if change.removed else ""
    return change_message(change, f"Not followed any more{gone}.")


def saved_message(change: SubscriptionChange) -> Message:
    """What became of a form."""
    said = f"Saved. Following: {', '.join(change.followed)}."
    more = (*_format_doubts(change), *map(_format_others, change.others))
    return change_message(change, said, format_obstacle(change.obstacle), *more)


def imported_message(done: ListImport, change: SubscriptionChange) -> Message:
    """What became of a list of feeds."""
    said = format_left_over(done)
    if not change.added:
        return change_message(change, *said)
    warnings = [*_warnings(change), *_format_doubts(change)]
    if change.after.channel.startswith("D"):
        warnings.append("That is for the two of us. For a channel, share the list there and mention me.")
    return change_message(change, f"Following now: {_format_names(change.added)}.", *said, *warnings, hint=_PREVIEW)


def list_messages(details: SubscriptionDetails, written: str) -> tuple[Message, ...]:
    """A channel's feeds as a list, to copy into a file; in as many messages as it takes."""
    number = count(len(details.subscription.feeds), "feed")
    said = f"{number}. Save it as feeds.opml: feed readers take it, and so does /digest import."
    following = next_message(details.subscription, details.next_edition_at, said)
    pieces = [[kit.preformatted(piece)] for piece in _cut(written)]
    return tuple(Message(following.text, blocks) for blocks in kit.pack([list(following.blocks), *pieces]))


def digest_help() -> Message:
    """How to use /digest."""
    items: list[Sequence[Element]] = [
        [kit.text(f"/digest {what}", code=True), kit.text(f" – {why}")] for what, why in _HELP
    ]
    head = kit.paragraph(kit.text("A daily edition of this channel's feeds: each story once, at your hour.", bold=True))
    foot = kit.context("/digest alone opens all of this as a form. What I answer here only you see.")
    return Message("How to use /digest: add, list, remove, time, preview, now …", (head, kit.bullets(items), foot))


def settings_messages(details: SubscriptionDetails) -> tuple[Message, ...]:
    """All settings of a channel's subscription, and how its feeds are; in as many messages as its feeds take."""
    subscription, next_at = details.subscription, details.next_edition_at
    head = [kit.paragraph(kit.text("This channel's digest", bold=True))]
    rest = [
        kit.paragraph(kit.text(format_schedule(subscription))),
        kit.paragraph(kit.text(_format_content(subscription))),
        kit.paragraph(kit.text(format_next(subscription, next_at), bold=True)),
        kit.paragraph(kit.text("Set up by "), {"type": "user", "user_id": subscription.owner}),
    ]
    number = format_feed_count(details.feeds)
    text = fallback(f"{number}. {format_schedule(subscription)} {format_next(subscription, next_at)}")
    groups = [[*head, kit.context(number)], *([block] for block in _feed_lists(details)), rest]
    if not subscription.feeds:
        groups = [[*head, kit.paragraph(kit.text("No feeds yet. Type /digest add gazette.example")), *rest]]
    return tuple(Message(text, blocks) for blocks in kit.pack(groups))


def _feed_lists(details: SubscriptionDetails) -> list[Block]:
    """The feeds in lists of a size that a message takes, without links where they are many or long."""
    zone, numbered = find_zone(details.subscription.zone), list(enumerate(details.feeds, 1))
    whole = kit.bullets(_feed_line(number, feed, zone) for number, feed in numbered)
    if kit.size([whole]) <= kit.MAX_BYTES - _ROOM:
        return [whole]
    parts = [numbered[start : start + _LIST] for start in range(0, len(numbered), _LIST)]
    return [kit.bullets(_feed_line(number, feed, zone, with_link=False) for number, feed in part) for part in parts]


def history_message(history: History, zone: str, following: str) -> Message:
    """The last changes and editions, and what comes next."""
    changes, editions, where = history.changes, history.editions, find_zone(zone)
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


def format_health(feed: FeedHealth, zone: tzinfo) -> str:
    """How one feed is: "fine", "silent for 20 days", "failing since Mon 30 Nov, 09:00 CET: …"."""
    if feed.state is FeedState.SILENT:
        return f"silent for {count(feed.days, 'day')}"
    since = f" since {format_moment(feed.since.astimezone(zone))}" if feed.since else ""
    why = f": {shorten(feed.why, _SHORT)}" if feed.why else ""
    return f"{feed.state}{since}{why}"


def format_feed_count(feeds: Sequence[FeedHealth]) -> str:
    """How all feeds of a channel are: "12 feeds, all fine", "12 feeds: 10 fine, 1 failing, 1 off"."""
    number, states = count(len(feeds), "feed"), count_states(feeds)
    if set(states) <= {FeedState.FINE}:
        return f"{number}, all fine" if len(feeds) > 1 else f"{number}, fine" if feeds else number
    return f"{number}: {', '.join(f'{many} {state}' for state, many in states.items())}"


def format_troubles(feeds: Sequence[FeedHealth], zone: tzinfo) -> str:
    """The first feeds that are not fine, with what is wrong; "" where all are."""
    troubled = [feed for state in _TROUBLES for feed in feeds if feed.state is state]
    named = [f"{one_line(_name_of(feed), 60)}: {format_health(feed, zone)}" for feed in troubled[:_MOST_TROUBLES]]
    rest = len(troubled) - len(named)
    return " · ".join([*named, *([f"and {rest} more"] if rest > 0 else [])])


def _name_of(feed: FeedHealth) -> str:
    """What a feed calls itself, else its address in short."""
    return feed.title or short(feed.address)


def format_next(subscription: Subscription, next_at: datetime | None) -> str:
    """What happens next, and when."""
    if not subscription.feeds:
        return "No edition comes until there is a feed."
    if next_at is not None:
        return f"Next edition: {format_day(next_at.date())}, {format_clock(next_at)}."
    if subscription.paused_until == date.max:
        return "Paused until somebody says /digest resume."
    return "No edition is planned."


def format_obstacle(obstacle: ChannelObstacle | None) -> str:
    """What is in the way of editions in a channel, and what to do about it; "" where nothing is."""
    return _OBSTACLES[obstacle]


def _warnings(change: SubscriptionChange) -> list[str]:
    """What to say about the time and the channel of a new subscription."""
    if change.before is not None:
        return []
    return [f"{format_schedule(change.after)} /digest time changes that.", format_obstacle(change.obstacle)]


def _format_doubts(change: SubscriptionChange) -> list[str]:
    """What people should know about feeds that were found."""
    said = [f"{short(feed)}: {_DOUBTS[doubt]}" for feed, doubt in change.doubts[:_MOST_NAMED]]
    rest = len(change.doubts) - _MOST_NAMED
    return [*said, f"And {rest} more like these."] if rest > 0 else said


def _format_others(site: OtherFeeds) -> str:
    """The other feeds of a site, to copy; "" where it names none that may be shown."""
    shown = [feed for feed in site.feeds if kit.is_postable(feed)][:3]
    return f"{short(site.address)} has other feeds too: {', '.join(shown)}" if shown else ""


def format_left_over(done: ListImport) -> list[str]:
    """What became of the feeds of a list that are not followed now."""
    said = []
    if done.known:
        said.append(f"Followed already: {count(done.known, 'feed')}.")
    if done.problems:
        named = " ".join(problem.message for problem in done.problems[:_MOST_NAMED])
        rest = len(done.problems) - _MOST_NAMED
        said.append(f"Not followed: {named}{f' And {rest} more like these.' if rest > 0 else ''}")
    if done.left_out:
        said.append(f"Left out: {count(done.left_out, 'feed')}; a channel follows up to {done.limit:,}.")
    return said


def _format_names(names: Sequence[str]) -> str:
    rest = len(names) - _MOST_NAMED
    return f"{', '.join(names[:_MOST_NAMED])}{f' and {rest} more' if rest > 0 else ''}"


def _cut(text: str) -> list[str]:
    """A text in pieces of whole lines; a longer line is a piece of its own."""
    pieces = [""]
    for line in text.splitlines(keepends=True):
        if pieces[-1] and len(pieces[-1]) + len(line) > _PIECE:
            pieces.append("")
        pieces[-1] += line
    return pieces


def _format_content(subscription: Subscription) -> str:
    filters = format_filters(subscription)
    stories = count(subscription.max_stories, "story", "stories")
    more = f", {filters}" if filters else ""
    return f"Up to {stories}, {subscription.length} digests{more}. {format_quiet_days(subscription)}"


def _feed_line(number: int, feed: FeedHealth, zone: tzinfo, *, with_link: bool = True) -> list[Element]:
    """A feed: its number, its name, and how it is."""
    name = one_line(feed.title or feed.address, 100)
    shown = kit.link(feed.address, name) if with_link else kit.text(name)
    return [kit.text(f"{number}. "), shown, kit.text(f" – {format_health(feed, zone)}", italic=True)]


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
