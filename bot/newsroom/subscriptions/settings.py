"""What people change of a subscription, and the words that its history keeps of a change. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.keyword_filter import MAX_RULES, fold
from bot.newsroom.subscriptions.model import PauseReason, QuietDays, Subscription
from bot.newsroom.subscriptions.schedule import DAILY, DAY_NAMES, WEEKDAYS, format_zone, knows_zone


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """A change of a subscription that is not saved yet.

    Attributes:
        after: the subscription with the change.
        words: the change in words, for the history.
    """

    after: Subscription
    words: str


@dataclass(frozen=True, slots=True)
class EnteredSettings:
    """All settings of a subscription, as somebody entered them.

    Attributes:
        addresses: of sites and feeds; None: its feeds stay as they are.
        at, weekdays: when editions come.
        include, exclude: words and phrases.
        max_stories, length, quiet_days: as in a subscription.
        zone: of the time; "": unchanged.
    """

    addresses: tuple[str, ...] | None
    at: time
    weekdays: frozenset[int]
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    max_stories: int
    length: str
    quiet_days: QuietDays
    zone: str = ""

    def apply(self, subscription: Subscription, now: datetime) -> Subscription:
        """Return the subscription with what was entered, but for its feeds; a changed schedule counts from now on."""
        wanted = replace(
            subscription,
            at=self.at,
            weekdays=self.weekdays,
            zone=self.zone or subscription.zone,
            include=self.include,
            exclude=self.exclude,
            max_stories=self.max_stories,
            length=self.length,
            quiet_days=self.quiet_days,
        )
        is_same = _schedule_of(wanted) == _schedule_of(subscription)
        return wanted if is_same else replace(wanted, created_at=now)


def change_schedule(
    subscription: Subscription,
    now: datetime,
    *,
    at: time | None = None,
    weekdays: frozenset[int] | None = None,
    zone: str | None = None,
) -> SettingsChange:
    """Change when editions come; what is None stays as it is.

    A time that has passed today is for tomorrow.
    """
    wanted = replace(
        subscription,
        at=at if at is not None else subscription.at,
        weekdays=weekdays if weekdays is not None else subscription.weekdays,
        zone=zone or subscription.zone,
        created_at=now,
    )
    return SettingsChange(wanted, format_schedule(wanted))


def add_filters(subscription: Subscription, include: Sequence[str], exclude: Sequence[str]) -> SettingsChange:
    """Add words to the filters.

    Raises:
        CommandError: too many words.
    """
    return _with_words_of_filters(with_filters(subscription, include, exclude))


def take_away_filters(subscription: Subscription, words: Sequence[str]) -> SettingsChange:
    """Take words out of the filters, on whichever side they are.

    Raises:
        CommandError: one of them is not in the filters.
    """
    gone = {fold(word) for word in words}
    known = {fold(word) for word in (*subscription.include, *subscription.exclude)}
    missing = next((word for word in words if fold(word) not in known), None)
    if missing is not None:
        filters = format_filters(subscription)
        advice = f"The filters are: {filters}." if filters else "There are no filters."
        raise CommandError(f"“{missing[:60]}” isn't a filter word of this channel.", advice)
    kept = replace(
        subscription,
        include=tuple(word for word in subscription.include if fold(word) not in gone),
        exclude=tuple(word for word in subscription.exclude if fold(word) not in gone),
    )
    return _with_words_of_filters(kept)


def clear_filters(subscription: Subscription) -> SettingsChange:
    """Remove all words from the filters."""
    return _with_words_of_filters(replace(subscription, include=(), exclude=()))


def change_max_stories(subscription: Subscription, number: int) -> SettingsChange:
    """Change how many stories an edition has."""
    wanted = replace(subscription, max_stories=number)
    stories = "1 story" if number == 1 else f"{number} stories"
    return SettingsChange(wanted, f"Up to {stories} an edition; the rest is counted.")


def change_length(subscription: Subscription, length: str) -> SettingsChange:
    """Change the length of each story's digest."""
    return SettingsChange(replace(subscription, length=length), f"Stories are told at {length} length.")


def change_quiet_days(subscription: Subscription, quiet_days: QuietDays) -> SettingsChange:
    """Change what happens without news."""
    wanted = replace(subscription, quiet_days=quiet_days)
    return SettingsChange(wanted, format_quiet_days(wanted))


def pause(subscription: Subscription, until: date | None) -> SettingsChange:
    """Pause editions until a date; None: until a person resumes them."""
    wanted = replace(subscription, paused_until=until or date.max, pause_reason=None)
    return SettingsChange(wanted, f"paused until {until.isoformat()}" if until else "paused")


def resume(subscription: Subscription, now: datetime) -> SettingsChange:
    """End a pause; one because of outsiders in the channel ends with the agreement that they read along."""
    is_consent = subscription.pause_reason is PauseReason.SHARED
    wanted = replace(
        end_pause(subscription, now),
        may_be_shared=subscription.may_be_shared or is_consent,
    )
    consent = "; agreed that people of another organisation read along" if is_consent else ""
    return SettingsChange(wanted, f"resumed{consent}")


def end_pause(subscription: Subscription, now: datetime) -> Subscription:
    """Return the subscription without its pause; editions of the time before are not made up for."""
    return replace(subscription, paused_until=None, pause_reason=None, created_at=now)


def remove_feeds(subscription: Subscription, gone: Sequence[str], *, job_id: str) -> SettingsChange:
    """Remove feeds, and remember the job that did: done again after a crash, "remove 2" would remove another one."""
    kept = tuple(feed for feed in subscription.feeds if feed not in gone)
    return SettingsChange(replace(subscription, feeds=kept, removal=job_id), f"removed {', '.join(gone)}")


def pick_feed(names: Mapping[str, str], said: str) -> str:
    """Return the one feed that a number, an address, or a part of an address or name means.

    Args:
        names: what feeds call themselves, by their addresses, in the order in which they are numbered from 1.
        said: what somebody typed.

    Raises:
        CommandError: it means no feed, or more than one.
    """
    feeds = list(names)
    if said.isdecimal() and len(said) <= 6 and 1 <= int(said) <= len(feeds):
        return feeds[int(said) - 1]
    folded = said.casefold().rstrip("/")
    found = [feed for feed in feeds if feed == said] or [
        feed for feed, name in names.items() if folded in f"{feed} {name}".casefold()
    ]
    if len(found) != 1:
        what = "no feed" if not found else "more than one feed"
        raise CommandError(f"“{said[:60]}” is {what} of this channel.", "Say the number that /digest list shows.")
    return found[0]


def with_filters(subscription: Subscription, include: Sequence[str], exclude: Sequence[str]) -> Subscription:
    """Return the subscription with some more words; a word moves from one side to the other.

    Raises:
        CommandError: too many words.
    """
    named = {*include, *exclude}
    included = [*(word for word in subscription.include if word not in named), *include]
    excluded = [*(word for word in subscription.exclude if word not in named), *exclude]
    if len(included) + len(excluded) > MAX_RULES:
        raise CommandError(f"A channel has up to {MAX_RULES} filter words.", "Say /digest filter clear to start anew.")
    return replace(subscription, include=tuple(included), exclude=tuple(excluded))


def format_added(feeds: Sequence[str], include: Sequence[str], exclude: Sequence[str]) -> str:
    """Return what was added to a subscription, for the history."""
    words = [*(f"+{word}" for word in include), *(f"-{word}" for word in exclude)]
    return f"added {', '.join([*feeds, *words])}" if feeds or words else "set it up"


def format_entered(subscription: Subscription) -> str:
    """Return what was entered in a form, for the history."""
    number = len(subscription.feeds)
    return f"set by the form: {number} {'feed' if number == 1 else 'feeds'}, {format_schedule(subscription)}"


def format_schedule(subscription: Subscription) -> str:
    """Return when editions come: "Monday to Friday at 09:00 (Europe/Berlin)."."""
    when = f"{format_days(subscription.weekdays)} at {subscription.at:%H:%M} ({format_zone(subscription.zone)})"
    unknown = "" if knows_zone(subscription.zone) else " I do not know that time zone, so I go by UTC."
    return f"{when[0].upper()}{when[1:]}.{unknown}"


def format_days(days: frozenset[int]) -> str:
    """Return days in words: "every day", "Monday to Friday", "Mondays and Thursdays"."""
    if days == DAILY:
        return "every day"
    if days == WEEKDAYS:
        return "Monday to Friday"
    names = [f"{DAY_NAMES[day].title()}s" for day in sorted(days)]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def format_filters(subscription: Subscription) -> str:
    """Return the filters in words; "" where there are none."""
    parts = []
    if subscription.include:
        parts.append(f"only stories with {_listed(subscription.include, 'or')}")
    if subscription.exclude:
        parts.append(f"none with {_listed(subscription.exclude, 'or')}")
    return ", ".join(parts)


def format_quiet_days(subscription: Subscription) -> str:
    """Return what happens on a day without news."""
    quiet = "nothing is posted" if subscription.quiet_days is QuietDays.SKIP else "I say that there is none"
    return f"On a day without news {quiet}."


def _with_words_of_filters(wanted: Subscription) -> SettingsChange:
    filters = format_filters(wanted)
    return SettingsChange(wanted, f"Filters: {filters}." if filters else "No filters: every story counts.")


def _listed(words: Sequence[str], link: str) -> str:
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {link} {quoted[-1]}"


def _schedule_of(subscription: Subscription) -> tuple[object, ...]:
    return subscription.at, subscription.weekdays, subscription.zone
