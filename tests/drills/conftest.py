"""Fixtures of the drills: their size, and their reports."""

import os
from collections.abc import Callable

import pytest

from tests.drills.kills import Plan, Report


@pytest.fixture
def plan() -> Plan:
    """Returns the plan: NUTGRAF_DRILL_KILLS, …_REQUESTS, …_EDITIONS, …_SEED; `make drills KILLS=100` sets them."""
    return Plan(
        kills=_command("KILLS", 12),
        requests=_command("REQUESTS", 60),
        editions=_command("EDITIONS", 12),
        seed=_command("SEED", 1),
    )


@pytest.fixture
def say(record_property: Callable[[str, object], None]) -> Callable[[Report], None]:
    """Returns a function that prints a report after the run; see `pytest_terminal_summary` in tests/conftest.py."""
    return lambda report: record_property("report", "\n".join(report.lines()))


def _command(name: str, usual: int) -> int:
    return int(os.environ.get(f"NUTGRAF_DRILL_{name}") or usual)  # noqa: TID251  (the size of a test)
