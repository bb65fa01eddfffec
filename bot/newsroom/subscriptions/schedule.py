"""When a channel's edition is due. Pure: subscriptions and a time in, keys out.

The unit is the channel's local date, not an instant: at a change of the clocks a cron-like schedule meets 01:30 twice
or not at all. So each local date has exactly one moment: for a repeated time the first; for a skipped time it is
later by as much as the clocks move forward.
Source: PEP 495 ("fold"); docs/decisions/0078-one-edition-a-local-date.md.
"""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.newsroom.subscriptions.model import EditionKey, Subscription

LATE = timedelta(hours=12)
"""After downtime an edition may still be posted this late, but not on the next local date."""

DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""In the order of `date.weekday`."""

DAILY = frozenset(range(7))
WEEKDAYS = frozenset(range(5))
_FIXED_OFFSET = re.compile(r"Etc/GMT([+-])(\d{1,2})")
"""The zone database's fixed offsets, with the sign of POSIX. Source: its file "etcetera"."""

_DAYS_BACK = 7
_DAYS_AHEAD = 400
"""How far ahead the next edition is searched for; longer than any intended pause."""


def due_editions(
    subscriptions: Iterable[Subscription], now: datetime, posted: AbstractSet[EditionKey], *, late: timedelta = LATE
) -> tuple[EditionKey, ...]:
    """Return the editions to post now.

    Args:
        subscriptions: the channels' subscriptions.
        now: aware.
        posted: editions that were posted or empty.
        late: maximum delay of an edition.
    """
    keys = (_due_key(subscription, now, late) for subscription in subscriptions)
    return tuple(key for key in keys if key is not None and key not in posted)


def next_edition_at(
    subscription: Subscription, now: datetime, *, posted: AbstractSet[EditionKey] = frozenset()
) -> datetime | None:
    """Return when the next edition is due, in the channel's zone; None if never: paused without end, or no days.

    Args:
        subscription: the channel's subscription.
        now: aware.
        posted: editions that are final.
    """
    zone = find_zone(subscription.zone)
    today = now.astimezone(zone).date()
    for ahead in range(_DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        moment = scheduled_at(subscription, day)
        if moment is not None and moment > now and edition_key(subscription, day) not in posted:
            return moment.astimezone(zone)
    return None


def find_missed(subscription: Subscription, made: AbstractSet[date], now: datetime) -> tuple[date, ...]:
    """Return last week's local dates that were due but got no edition: the bot was not running, or it failed.

    Args:
        subscription: the channel's subscription.
        made: local dates of its editions in any state; only dates after the latest are checked, so that each is
            reported once.
        now: aware.
    """
    today, latest = local_date(subscription, now), max(made, default=date.min)
    days = (today - timedelta(days=ago) for ago in range(_DAYS_BACK, 0, -1))
    return tuple(day for day in days if day > latest and scheduled_at(subscription, day) is not None)


def scheduled_at(subscription: Subscription, day: date) -> datetime | None:
    """Return the time of a local date's edition, in UTC; None if that date has none."""
    if day.weekday() not in subscription.weekdays or is_paused(subscription, day):
        return None
    moment = due_at(day, subscription.at, find_zone(subscription.zone))
    return moment if moment is not None and moment >= subscription.created_at else None


def due_at(day: date, at: time, zone: tzinfo) -> datetime | None:
    """Return the one time, in UTC, at which a local date's edition is due; None for a date that the zone skipped."""
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    for _ in range(24 * 60):
        moment = wall.replace(tzinfo=zone).astimezone(UTC)
        if moment.astimezone(zone).date() == day:
            return moment
        # Clocks move forward over midnight: use the last minute of the date.
        wall -= timedelta(minutes=1)
        if wall.date() != day:
            break
    return None


def is_over(subscription: Subscription, day: date, now: datetime, *, late: timedelta = LATE) -> bool:
    """Return whether a local date's edition that was not started is skipped: the date is past, and it is too late."""
    moment = due_at(day, subscription.at, find_zone(subscription.zone))
    return local_date(subscription, now) > day and moment is not None and now > moment + late


def is_paused(subscription: Subscription, day: date) -> bool:
    """Return whether a local date's edition is skipped because of a pause."""
    return subscription.paused_until is not None and day < subscription.paused_until


def edition_key(subscription: Subscription, day: date) -> EditionKey:
    """Return the key of a channel's edition for a local date."""
    return EditionKey(subscription.team_id, subscription.channel, day)


def find_zone(name: str) -> tzinfo:
    """Return the zone with that name; UTC if it is not installed here (see `knows_zone`)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def knows_zone(name: str) -> bool:
    """Return whether a zone is installed here; otherwise UTC is used, and people are notified."""
    return name == "UTC" or find_zone(name) is not UTC


def format_zone(name: str) -> str:
    """Return a zone's name as people read it: "UTC+2" for "Etc/GMT-2", whose sign is the other way round."""
    offset = _FIXED_OFFSET.fullmatch(name)
    if offset is None:
        return name
    return f"UTC{'−' if offset[1] == '+' else '+'}{offset[2]}"


def local_date(subscription: Subscription, now: datetime) -> date:
    """Return the current date in the channel's zone."""
    return now.astimezone(find_zone(subscription.zone)).date()


def _due_key(subscription: Subscription, now: datetime, late: timedelta) -> EditionKey | None:
    """Return the key of today's edition, if it is due and not too late."""
    today = local_date(subscription, now)
    moment = scheduled_at(subscription, today)
    if moment is None or not moment <= now <= moment + late:
        return None
    return edition_key(subscription, today)
