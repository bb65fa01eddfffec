from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.slack.rendering.editions.moments import format_clock, format_moment


@pytest.mark.parametrize(
    ("zone", "clock"),
    [
        ("Europe/Berlin", "09:00 CET"),
        ("Etc/GMT-2", "09:00 UTC+2"),
        ("Etc/GMT+5", "09:00 UTC−5"),
        ("Asia/Kathmandu", "09:00 UTC+5:45"),
        ("UTC", "09:00 UTC"),
    ],
)
def test_a_time_is_said_with_its_zone_or_the_offset_that_people_write(zone, clock):
    moment = datetime(2026, 11, 30, 9, tzinfo=ZoneInfo(zone))

    assert format_clock(moment) == clock
    assert format_moment(moment) == f"Mon 30 Nov, {clock}"


def test_a_time_without_a_zone_is_said_without_one():
    assert format_clock(datetime(2026, 11, 30, 9)) == "09:00"  # noqa: DTZ001  (that is what is tested)
