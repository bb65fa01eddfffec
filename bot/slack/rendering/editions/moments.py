"""Days and times of day in words."""

from datetime import date, datetime


def format_day(day: date) -> str:
    """A day in words: "Sunday 22 November"."""
    return f"{day:%A} {day.day} {day:%B}"


def format_short_day(day: date) -> str:
    """A day in few words: "Fri 20 Nov"."""
    return f"{day:%a} {day.day} {day:%b}"


def format_moment(moment: datetime) -> str:
    """A moment in words: "Sat 21 Nov, 09:00 CET"."""
    return f"{moment:%a} {moment.day} {moment:%b}, {format_clock(moment)}"


def format_clock(moment: datetime) -> str:
    """A time of day and its zone: "09:00 CET", "09:00 UTC+1" where the zone has no name but its offset."""
    zone = moment.tzname() or ""
    if zone[:1] in {"+", "-"}:
        hours, minutes = int(zone[1:3]), zone[3:]
        zone = f"UTC{'+' if zone[0] == '+' else '−'}{hours}{f':{minutes}' if minutes else ''}"
    return f"{moment:%H:%M} {zone}".strip()
