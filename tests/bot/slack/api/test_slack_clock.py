"""Slack's time, from the headers of its answers."""

from email.utils import formatdate

import pytest

from bot.slack.api.slack_clock import MARGIN_S, WIDE_MARGIN_S, SlackClock, SlackTime
from bot.slack.api.web_api import OutcomeUnknownError
from tests.bot.fakes import FakeClock


class Slack:
    """A Slack whose clock is ahead of ours, two clocks of our own, and what was asked."""

    def __init__(self, ahead_s: float = 300.0) -> None:
        self.ahead_s = ahead_s
        self.passed_s = 0.0
        self.stepped_s = 0.0
        self.asked = 0
        self.headers: dict[str, str] | Exception | None = None
        self.clock = SlackClock(self)

    # -- our clocks: the one on the wall can be set, the other one stops while the machine sleeps

    def now(self):
        ours = FakeClock()
        ours.seconds += self.passed_s + self.stepped_s
        return ours.now()

    def monotonic(self) -> float:
        return 7.0 + self.passed_s

    # -- Slack's

    @property
    def date(self) -> str:
        return formatdate(1000.0 + self.passed_s + self.ahead_s, usegmt=True)

    async def answer(self) -> None:
        self.asked += 1
        if isinstance(self.headers, Exception):
            raise self.headers
        self.clock.learn({"Date": self.date} if self.headers is None else self.headers)

    async def time(self) -> SlackTime:
        return await self.clock.now(self.answer)


@pytest.mark.parametrize("ahead_s", [-300.0, 70.0, 300.0, 86_400.0])
async def test_a03_slacks_time_is_what_its_answers_say_whatever_ours_is(ahead_s):
    slack = Slack(ahead_s)
    slack.clock.learn({"Date": slack.date})
    slack.passed_s = 42.0

    assert await slack.time() == SlackTime(1042.0 + ahead_s, MARGIN_S)
    assert slack.asked == 0


async def test_a03_setting_our_clock_changes_nothing_but_that_slack_is_asked_once():
    slack = Slack()
    slack.clock.learn({"Date": slack.date})
    slack.stepped_s = -3600.0

    assert [(await slack.time()).at for _ in range(3)] == [1300.0] * 3
    assert slack.asked == 1


@pytest.mark.parametrize(
    ("passed_s", "slept_s", "asked"),
    [(60.0, 0.0, 0), (61.0, 0.0, 1), (1.0, 61.0, 1), (1.0, 4.0, 0)],
)
async def test_a03_what_is_older_than_a_minute_by_either_clock_is_asked_for_anew(passed_s, slept_s, asked):
    slack = Slack()
    slack.clock.learn({"Date": slack.date})
    slack.passed_s, slack.stepped_s = passed_s, slept_s
    slack.ahead_s += slept_s  # Slack did not sleep

    time = await slack.time()

    assert slack.asked == asked
    assert abs(time.at - (1000.0 + passed_s + slack.ahead_s)) < MARGIN_S


@pytest.mark.parametrize(
    "headers", [{}, {"Date": ""}, {"Date": "yesterday"}, {"Date": "Mon, 99 Foo 2026 25:00:00 GMT"}]
)
async def test_a03_without_a_date_it_is_our_own_time_with_a_wide_margin_and_slack_is_asked_once_a_minute(headers):
    slack = Slack()
    slack.headers = headers

    assert [await slack.time() for _ in range(3)] == [SlackTime(1000.0, WIDE_MARGIN_S)] * 3
    assert slack.asked == 1
    slack.passed_s, slack.headers = 61.0, None
    assert await slack.time() == SlackTime(1361.0, MARGIN_S)


async def test_a03_a_slack_that_is_not_reached_leaves_our_own_time():
    slack = Slack()
    slack.headers = OutcomeUnknownError("TimeoutError")

    assert not (await slack.time()).is_exact


async def test_a_date_without_a_zone_is_utc():
    slack = Slack()
    slack.clock.learn({"Date": "Thu, 01 Jan 1970 00:20:00 -0000"})

    assert (await slack.time()).at == 1200.0
