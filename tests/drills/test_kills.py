"""Nothing lost, nothing said twice: kill -9 at random moments. How hard is set by the environment; see `wish`."""

import asyncio
import os
from pathlib import Path

import pytest

from tests.drills.kills import Plan, Report, drill, shared

pytestmark = pytest.mark.slow


def wish(name: str, usual: int) -> int:
    """A number from the environment: NUTGRAF_DRILL_KILLS, …_REQUESTS, …_SEED."""
    return int(os.environ.get(f"NUTGRAF_DRILL_{name}", usual))  # noqa: TID251  (how hard a test is)


def plan(**more) -> Plan:
    return Plan(kills=wish("KILLS", 20), requests=wish("REQUESTS", 120), seed=wish("SEED", 1), **more)


def check(report: Report) -> None:
    print("\n".join(report.lines()))
    assert report.account.is_balanced, "\n".join(report.lines())
    assert set(report.exits) == {0}


def test_f45_f46_a_bot_that_is_killed_again_and_again_answers_everything_once(tmp_path):
    check(asyncio.run(drill(plan(), tmp_path)))


def test_f20_f45_replicas_that_are_killed_again_and_again_answer_everything_once(postgres, tmp_path):
    report = asyncio.run(drill(shared(plan(replicas=3), postgres.make_database()), tmp_path))

    check(report)
    assert max(report.takeovers_s, default=0) < 60


@pytest.mark.parametrize(
    ("guard", "wrong"), [("lookup", "posted_twice"), ("inbox", "posted_twice"), ("recovery", "waiting")]
)
def test_the_drill_notices_when_a_guard_is_taken_out(guard, wrong, tmp_path):
    weakened = (str(Path(__file__).with_name("weakened.py")), guard)

    report = asyncio.run(drill(Plan(kills=5, requests=40, patience_s=30, command=weakened), tmp_path))

    print(f"without {guard}:", *report.lines(), sep="\n")
    assert getattr(report.account, wrong)
