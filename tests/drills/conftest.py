"""How hard the drills are, and where they say what came of them."""

import os
from collections.abc import Callable

import pytest

from tests.drills.kills import Plan, Report


@pytest.fixture
def plan() -> Plan:
    """The plan of a drill: NUTGRAF_DRILL_KILLS, …_REQUESTS, …_EDITIONS and …_SEED; `make drills KILLS=100` sets them."""
    return Plan(
        kills=_wish("KILLS", 12), requests=_wish("REQUESTS", 60), editions=_wish("EDITIONS", 12), seed=_wish("SEED", 1)
    )


@pytest.fixture
def say(record_property: Callable[[str, object], None]) -> Callable[[Report], None]:
    """Puts a report among what is printed at the end of a run; see `pytest_terminal_summary` in tests/conftest.py."""
    return lambda report: record_property("report", "\n".join(report.lines()))


def _wish(name: str, usual: int) -> int:
    return int(os.environ.get(f"NUTGRAF_DRILL_{name}") or usual)  # noqa: TID251  (how hard a test is)
