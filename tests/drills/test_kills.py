"""Nothing lost, nothing posted twice: kill -9 at random moments, while people ask and editions come due."""

import asyncio
from dataclasses import replace

import pytest

from tests.drills.kills import drill, shared

pytestmark = pytest.mark.slow


def test_f45_f46_a_bot_that_is_killed_again_and_again_answers_everything_once(plan, say, tmp_path):
    report = asyncio.run(drill(plan, tmp_path))

    say(report)
    assert report.is_balanced, report.explain()
    assert set(report.exits) == {0}, report.explain()


def test_f20_f45_replicas_that_are_killed_again_and_again_answer_everything_once(plan, say, postgres, tmp_path):
    report = asyncio.run(drill(shared(replace(plan, replicas=3), postgres.make_database()), tmp_path))

    say(report)
    assert report.is_balanced, report.explain()
    assert set(report.exits) == {0}, report.explain()
