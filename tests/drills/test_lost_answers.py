"""Slack takes a message and its response is lost, on days of every kind: 0 lost, 0 twice."""

import asyncio

import pytest

from tests.drills.lost_answers import ASKS, LATE, Day, ask_on, make_an_edition_on

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(Day(ahead_s=-300), id="our clock 300 s ahead of Slack's"),
        pytest.param(Day(ahead_s=300, killed=True), id="our clock 300 s behind, killed"),
        pytest.param(Day(fault=LATE, killed=True), id="posts that are taken 8 s later, killed"),
    ],
)
def test_a03_answers_stand_once_on_a_day_with(day, record_property, tmp_path):
    account = asyncio.run(ask_on(day, tmp_path))

    record_property("report", "\n".join(account.lines()))
    assert (account.is_balanced, account.answered) == (True, ASKS), account.lines()


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(Day(others=60, limits={"history_objects": 15}, killed=True), id="15 messages a call"),
        pytest.param(Day(ahead_s=-300, others=300, killed=True), id="300 messages of others, our clock 300 s ahead"),
    ],
)
def test_a04_an_edition_stands_once_in_a_busy_channel_with(day, record_property, tmp_path):
    account = asyncio.run(make_an_edition_on(day, tmp_path))

    record_property("report", "\n".join(account.lines()))
    assert account.is_balanced, account.lines()
