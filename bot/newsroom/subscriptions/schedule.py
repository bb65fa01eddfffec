"""When a channel's edition is due. Pure: subscriptions and a moment in, keys out.

The unit is the channel's local date, not an instant: a cron-like schedule meets 01:30 twice on an autumn night and not
once on a spring night. So each local date has one moment: of a time that comes twice the first; of a skipped one the
moment as much later as clocks are put forward.
Source: PEP 495 ("fold"); docs/design.md, "Editions".
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.newsroom.subscriptions.model import EditionKey, Subscription

LATE = timedelta(hours=12)
"""After downtime an edition is still posted so much late; on the next local date it is not."""

DAILY = frozenset(range(7))
WEEKDAYS = frozenset(range(5))
_DAYS_BACK = 7
_DAYS_AHEAD = 400
"""So far ahead the next edition is looked for; further than any pause people mean."""


def due(
    subscriptions: Iterable[Subscription], now: datetime, posted: AbstractSet[EditionKey], *, late: timedelta = LATE
) -> tuple[EditionKey, ...]:
    """The editions to be posted now.

    Args:
        subscriptions: what channels want.
        now: aware.
        posted: editions that were posted, or had nothing to say.
        late: how long after its time an edition may still come.
    """
    keys = (_due_key(subscription, now, late) for subscription in subscriptions)
    return tuple(key for key in keys if key is not None and key not in posted)


def next_edition_at(
    subscription: Subscription, now: datetime, *, posted: AbstractSet[EditionKey] = frozenset()
) -> datetime | None:
    """When the next edition comes, in the channel's zone; None where none will: paused without an end, no days.

    Args:
        subscription: what the channel wants.
        now: aware.
        posted: editions that will not come any more.
    """
    zone = find_zone(subscription.zone)
    today = now.astimezone(zone).date()
    for ahead in range(_DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        moment = edition_at(subscription, day)
        if moment is not None and moment > now and key_of(subscription, day) not in posted:
            return moment.astimezone(zone)
    return None


def find_missed(subscription: Subscription, made: AbstractSet[date], now: datetime) -> tuple[date, ...]:
    """The local dates of the last week that had their time and got no edition: nothing was running, or it failed.

    Args:
        subscription: what the channel wants.
        made: local dates of its editions, whatever became of them; only dates after the latest are looked at, so that
            each is told of once.
        now: aware.
    """
    today, latest = local_date(subscription, now), max(made, default=date.min)
    days = (today - timedelta(days=ago) for ago in range(_DAYS_BACK, 0, -1))
    return tuple(day for day in days if day > latest and edition_at(subscription, day) is not None)


def edition_at(subscription: Subscription, day: date) -> datetime | None:
    """The moment of a local date's edition, in UTC; None where that date has none."""
    if day.weekday() not in subscription.weekdays or is_paused(subscription, day):
        return None
    moment = moment_of(day, subscription.at, find_zone(subscription.zone))
    return moment if moment is not None and moment >= subscription.created_at else None


def moment_of(day: date, at: time, zone: tzinfo) -> datetime | None:
    """The one moment, in UTC, at which a local date's edition is due; None for a date that the zone left out."""
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    for _ in range(24 * 60):
        moment = wall.replace(tzinfo=zone).astimezone(UTC)
        if moment.astimezone(zone).date() == day:
            return moment
        # Clocks are put forward over midnight: the last minute that the date has.
        wall -= timedelta(minutes=1)
        if wall.date() != day:
            break
    return None


def is_over(subscription: Subscription, day: date, now: datetime, *, late: timedelta = LATE) -> bool:
    """Whether a local date's edition that was not begun is left out: the date is past, and its time too long ago."""
    moment = moment_of(day, subscription.at, find_zone(subscription.zone))
    return local_date(subscription, now) > day and moment is not None and now > moment + late


def is_paused(subscription: Subscription, day: date) -> bool:
    """Whether a local date's edition is left out by a pause."""
    return subscription.paused_until is not None and day < subscription.paused_until


def key_of(subscription: Subscription, day: date) -> EditionKey:
    """The key of a channel's edition of a local date."""
    return EditionKey(subscription.team_id, subscription.channel, day)


def find_zone(name: str) -> tzinfo:
    """The zone of that name; UTC where this machine knows none (see `knows_zone`)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def knows_zone(name: str) -> bool:
    """Whether this machine knows a zone of that name; else times are UTC, and people are told so."""
    return name == "UTC" or find_zone(name) is not UTC


def local_date(subscription: Subscription, now: datetime) -> date:
    """The date it is in the channel's zone."""
    return now.astimezone(find_zone(subscription.zone)).date()


def _due_key(subscription: Subscription, now: datetime, late: timedelta) -> EditionKey | None:
    """The key of today's edition, if its time has come and is not too long past."""
    today = local_date(subscription, now)
    moment = edition_at(subscription, today)
    if moment is None or not moment <= now <= moment + late:
        return None
    return key_of(subscription, today)
