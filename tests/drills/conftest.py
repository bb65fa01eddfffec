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
def say(capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> Callable[[Report], None]:
    """Prints a report for everybody to see, a passed test's as well."""

    def print_report(report: Report) -> None:
        with capsys.disabled():
            print(f"\n{request.node.name}", *report.lines(), sep="\n  ", flush=True)

    return print_report


def _wish(name: str, usual: int) -> int:
    return int(os.environ.get(f"NUTGRAF_DRILL_{name}") or usual)  # noqa: TID251  (how hard a test is)
