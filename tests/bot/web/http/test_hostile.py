"""Pages, bombs and broken answers built to hurt: a digest or a clear error each, in its time, while the loop goes on."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.shared

SLACK_WAITS_MS = 3_000
"""Slack sends an event again that is not acknowledged by then: nothing may keep the loop so long."""


def measure(shared: Path, *kinds: str) -> dict[str, Any]:
    """The summary of `measure_hostile.py`."""
    script = Path(__file__).with_name("measure_hostile.py")
    done = subprocess.run(
        [sys.executable, str(script), str(shared / "security" / "hostile.py"), *kinds],
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
        env={"PATH": os.defpath, "PYTHONPATH": str(Path(__file__).parents[4])},
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines, done.stderr
    assert "passed" in lines[-1], done.stdout + done.stderr
    summary: dict[str, Any] = lines[-1]
    return {**summary, "lines": [line for line in lines[:-1] if not line["ok"]]}


def test_a_few_of_each_kind_end_well(shared: Path) -> None:
    names = "gzip_garbage encoding_unknown infinite_body cl_conflict header_5MB no_content unclosed_p_100k many_attrs_50k pdf"
    summary = measure(shared, *names.split())
    assert summary["passed"] == summary["of"] == 9, summary["lines"]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "count"), [("page", 84), ("bomb", 10), ("wire", 27)])
def test_every_hostile_case_ends_well_and_events_are_acknowledged_meanwhile(
    shared: Path, kind: str, count: int, record_property: Callable[[str, object], None]
) -> None:
    summary = measure(shared, kind)
    record_property("report", f"{kind}: the loop was late by, in ms, {summary['lag_ms']}")
    assert summary["of"] == count
    assert summary["wrong"] == [], summary["lines"]
    assert summary["lag_ms"]["max"] < SLACK_WAITS_MS
