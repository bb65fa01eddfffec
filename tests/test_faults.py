"""Every row of the lists of faults and attacks in docs/faults.md names existing tests, or what it waits for."""

import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_ROW = re.compile(r"^\| ([AF]\d\d) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows() -> dict[str, str]:
    """Returns row -> its text in the table."""
    return {row: cell for row, _, cell in _ROW.findall((ROOT / "docs" / "faults.md").read_text())}


FAULTS = [f"F{number:02}" for number in range(1, 69)]
ATTACKS = [f"A{number:02}" for number in range(1, 20)]


@pytest.mark.parametrize("row", [*FAULTS, *ATTACKS])
def test_every_fault_has_a_test_or_says_what_it_waits_for(row):
    cell = rows()[row]

    tests = _TEST.findall(cell)
    assert tests or cell.startswith("waits for: ")
    assert len(tests) == cell.count("::")
    for file, name in tests:
        assert re.search(rf"^(async )?def {name}\(", (ROOT / file).read_text(), re.MULTILINE), f"{file}::{name}"


def test_a_test_named_after_a_fault_stands_in_the_table():
    named = set()
    for file in (ROOT / "tests").rglob("test_*.py"):
        for name in re.findall(r"^(?:async )?def (test_f\d\d_\w+)\(", file.read_text(), re.MULTILINE):
            named |= {found.upper() for found in re.findall(r"(?<=_)f\d\d(?=_)", name)}

    assert named <= {row for row, cell in rows().items() if _TEST.search(cell)}


@pytest.mark.shared
def test_the_table_has_the_rows_of_the_list_beside_the_repository(shared):
    with (shared / "security" / "faults.tsv").open() as file:
        assert {line["id"] for line in csv.DictReader(file, delimiter="\t")} == {
            row for row in rows() if row.startswith("F")
        }
