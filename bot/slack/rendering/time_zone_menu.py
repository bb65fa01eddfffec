"""The time zones that the form offers: one or two large cities of each, by their offset from UTC. Pure.

A menu in Slack holds a hundred entries and there are four hundred zones: people in other zones set theirs with
`/digest time`, and find it in the menu from then on.
"""

from datetime import datetime, timedelta

from bot.newsroom.subscriptions.schedule import find_zone, format_zone, knows_zone

MAX_OPTIONS = 100
"""Slack's limit for a menu."""

ZONES = (
    "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Vancouver", "America/Tijuana",
    "America/Denver", "America/Phoenix", "America/Edmonton", "America/Chicago", "America/Mexico_City",
    "America/Winnipeg", "America/Costa_Rica", "America/New_York", "America/Toronto", "America/Bogota", "America/Lima",
    "America/Havana", "America/Jamaica", "America/Halifax", "America/Caracas", "America/La_Paz", "America/Puerto_Rico",
    "America/Santiago", "America/St_Johns", "America/Sao_Paulo", "America/Argentina/Buenos_Aires",
    "America/Montevideo", "Atlantic/Azores", "Atlantic/Cape_Verde", "UTC", "Atlantic/Reykjavik", "Africa/Accra",
    "Africa/Abidjan", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Africa/Casablanca", "Africa/Lagos",
    "Africa/Algiers", "Africa/Kinshasa", "Europe/Amsterdam", "Europe/Berlin", "Europe/Brussels", "Europe/Budapest",
    "Europe/Copenhagen", "Europe/Madrid", "Europe/Oslo", "Europe/Paris", "Europe/Prague", "Europe/Rome",
    "Europe/Stockholm", "Europe/Vienna", "Europe/Warsaw", "Europe/Zurich", "Europe/Athens", "Europe/Bucharest",
    "Europe/Helsinki", "Europe/Kyiv", "Europe/Sofia", "Europe/Vilnius", "Africa/Cairo", "Africa/Johannesburg",
    "Asia/Beirut", "Asia/Jerusalem", "Europe/Istanbul", "Europe/Moscow", "Africa/Nairobi", "Africa/Addis_Ababa",
    "Asia/Riyadh", "Asia/Baghdad", "Asia/Tehran", "Asia/Dubai", "Asia/Baku", "Asia/Tbilisi", "Asia/Kabul",
    "Asia/Karachi", "Asia/Tashkent", "Asia/Kolkata", "Asia/Colombo", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Almaty",
    "Asia/Yangon", "Asia/Bangkok", "Asia/Jakarta", "Asia/Ho_Chi_Minh", "Asia/Hong_Kong", "Asia/Manila",
    "Asia/Shanghai", "Asia/Singapore", "Asia/Taipei", "Australia/Perth", "Asia/Seoul", "Asia/Tokyo",
    "Australia/Adelaide", "Australia/Brisbane", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip


def zone_choices(wanted: str, now: datetime) -> tuple[tuple[str, str], ...]:
    """Labels and names of the zones to offer, westernmost first; `wanted` is among them.

    Args:
        wanted: the zone that is set.
        now: aware; labels show the offset from UTC at that moment.
    """
    names = [name for name in ZONES if knows_zone(name)]
    if wanted not in names:
        names = [wanted, *names[: MAX_OPTIONS - 1]]
    offsets = {name: _offset(name, now) for name in names}
    ordered = sorted(names, key=lambda name: (offsets[name], name.rpartition("/")[2]))
    return tuple((_label(name, offsets[name]), name) for name in ordered)


def _offset(name: str, now: datetime) -> timedelta:
    return now.astimezone(find_zone(name)).utcoffset() or timedelta()


def _label(name: str, offset: timedelta) -> str:
    city = format_zone(name).rpartition("/")[2].replace("_", " ")
    return city if city.startswith("UTC") else f"{city} ({_format_offset(offset)})"


def _format_offset(offset: timedelta) -> str:
    """The offset from UTC: "UTC", "UTC+5:30", "UTC−8"."""
    minutes = round(abs(offset) / timedelta(minutes=1))
    if not minutes:
        return "UTC"
    hours, rest = divmod(minutes, 60)
    return f"UTC{'+' if offset > timedelta() else '−'}{hours}{f':{rest:02}' if rest else ''}"
