"""The drills fail when a guard is removed: otherwise they would prove nothing."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from tests.drills.kills import Plan, drill, shared
from tests.drills.lost_answers import LATE, Day, ask_on, make_an_edition_on

pytestmark = pytest.mark.slow


def without(guard, **more):
    """Returns a small plan for bots without one guard."""
    return Plan(patience_s=30, command=weakened(guard), **more)


def weakened(guard):
    return (str(Path(__file__).with_name("weakened.py")), guard)


@pytest.mark.parametrize(
    ("guard", "wrong"), [("lookup", "posted_twice"), ("inbox", "posted_twice"), ("recovery", "waiting")]
)
def test_requests_go_wrong_without(guard, wrong, say, tmp_path):
    report = asyncio.run(drill(without(guard, kills=5, requests=40), tmp_path))

    say(report)
    assert getattr(report.account, wrong), report.explain()


@pytest.mark.parametrize(("guard", "day"), [("clock", Day(ahead_s=-300)), ("settle", Day(fault=LATE))])
def test_answers_come_twice_after_a_lost_answer_without(guard, day, record_property, tmp_path):
    account = asyncio.run(ask_on(replace(day, command=weakened(guard)), tmp_path))

    record_property("report", "\n".join(account.lines()))
    assert account.posted_twice, account.lines()


def test_an_edition_comes_twice_where_only_one_page_of_a_busy_channel_is_read(record_property, tmp_path):
    day = Day(others=300, killed=True, command=weakened("paging"))

    account = asyncio.run(make_an_edition_on(day, tmp_path))

    record_property("report", "\n".join(account.lines()))
    assert account.posted_twice, account.lines()


def test_requests_wait_for_ever_where_no_replica_takes_up_what_dead_ones_left(say, postgres, tmp_path):
    plan = without("lease", kills=6, requests=40, replicas=3)

    report = asyncio.run(drill(shared(plan, postgres.make_database()), tmp_path))

    say(report)
    assert report.account.waiting, report.explain()


def test_an_edition_comes_twice_where_each_tick_makes_a_job_of_its_own_and_knows_no_others(say, postgres, tmp_path):
    plan = without("edition", kills=0, requests=0, editions=4, days=1, replicas=2)

    report = asyncio.run(drill(shared(plan, postgres.make_database()), tmp_path))

    say(report)
    assert report.editions.posted_twice, report.explain()


def test_stories_are_repeated_where_past_editions_are_forgotten(say, tmp_path):
    report = asyncio.run(drill(without("archive", kills=0, requests=0, editions=4, days=2), tmp_path))

    say(report)
    assert report.editions.repeated, report.explain()
