"""The cases of field_cases.jsonl: kinds of text that were misread on real pages, in words of our own.

They were written without a look at the code. field_cases_failing.txt names those that are wrong today: they have to fail,
so that one that is right now is taken off the list. `python -m tests.summarizer.quotes.test_field_cases` takes these off,
and says what is wrong with the others; it adds none. No case is changed to please the code.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.summarizer.quotes.field_case import Case, find_faults

FOLDER = Path(__file__).parent
CASES: list[Case] = [
    json.loads(line) for line in (FOLDER / "field_cases.jsonl").read_text(encoding="utf-8").splitlines()
]
FAILING_FILE = FOLDER / "field_cases_failing.txt"
FAILING = FAILING_FILE.read_text(encoding="utf-8").split()


def parameters() -> list[Any]:
    fails = pytest.mark.xfail(strict=True, reason="listed in field_cases_failing.txt")
    return [pytest.param(case, id=case["name"], marks=fails if case["name"] in FAILING else ()) for case in CASES]


@pytest.mark.parametrize("case", parameters())
def test_a_case_from_the_field_is_read_right(case: Case):
    assert find_faults(case) == []


def test_each_failing_case_is_listed_once_and_exists():
    assert sorted(set(FAILING)) == FAILING
    assert set(FAILING) <= {case["name"] for case in CASES}


def test_every_quote_of_a_case_is_in_its_text():
    for case in CASES:
        for wanted in case.get("quotes", ()):
            printed = (wanted["text"], wanted["speaker_full"], wanted["role"])
            assert [words for words in printed if words and words not in case["text"]] == [], case["name"]


def test_there_are_three_cases_of_most_kinds():
    kinds = Counter(case["name"].rpartition("-")[0] for case in CASES)
    assert len(CASES) >= 150
    assert sum(count >= 3 for count in kinds.values()) >= 45


def test_a_wrong_speaker_and_a_wrong_role_are_seen():
    case: Case = {
        "name": "planted",
        "kind": "quotes",
        "text": "“The pier is safe and will open on Monday,” said the mayor of Velby, Ana Lind, to the council.",
        "quotes": [
            {
                "text": "The pier is safe and will open on Monday",
                "speaker_full": "Omar Reyes",
                "role": None,
                "accept": [],
            }
        ],
    }
    [fault] = find_faults(case)
    assert fault.startswith("speaker 'Ana Lind'")
    case["quotes"][0] |= {"speaker_full": "Ana Lind", "role": "harbour master"}
    [fault] = find_faults(case)
    assert fault.startswith("role ")
    case["no_reporter_words"] = ["is safe"]
    assert len(find_faults(case)) == 2


def take_off_what_is_right() -> None:
    """Rewrites the list without the cases that are right now, and says what is wrong with all others."""
    faults = {case["name"]: found for case in CASES if (found := find_faults(case))}
    for name, found in faults.items():
        print(f"{name}{'' if name in FAILING else ' (NOT LISTED)'}: {'; '.join(found)}")
    print(f"{len(CASES) - len(faults)} of {len(CASES)} right")
    FAILING_FILE.write_text("".join(f"{name}\n" for name in FAILING if name in faults), encoding="utf-8")


if __name__ == "__main__":
    take_off_what_is_right()
