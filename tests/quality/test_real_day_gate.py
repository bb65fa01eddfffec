"""Grouping and choosing on a real-shaped day may not get worse than the floors in real_day_floors.json.

The floors are raised by `python -m tests.quality.test_real_day_gate`. It never lowers one, but with `--lower REASON`,
which it writes beside the floor. To read the edition: `python -m tests.quality.real_day.compare`.

* at_most: stories of several outlets that are false (no two items of one story) or impure (some item of another one),
  and stories of the edition whose headline is no report's (an opinion, a quiz, a live page);
* at_least: BCubed of the grouping; the editor's ten stories that the edition has, and how many of these it heads as the
  editor would.
"""

import asyncio
import hashlib
import json
import math
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.bot.newsroom.sample_items import item
from tests.quality.floors import take
from tests.quality.real_day.day import DAY, EDITION_AT, NEXT_DAY, Entry, read_day
from tests.quality.real_day.edition import CHOICE, by_key, group_day, make_edition, read_choice
from tests.quality.real_day.scores import find_false, find_impure, score_bcubed, score_edition

FLOORS_FILE = Path(__file__).with_name("real_day_floors.json")

Row = dict[str, Any]


def hash_data() -> str:
    return hashlib.sha256(DAY.read_bytes() + CHOICE.read_bytes()).hexdigest()


def measure(_shared: Path) -> Row:
    """What holds now, rounded to the side on which it still holds."""
    entries = read_day()
    groups = group_day(entries)
    edition = asyncio.run(make_edition(entries))
    chosen = score_edition(edition.stories, by_key(entries), read_choice())
    bcubed = {name: math.floor(value * 1000) / 1000 for name, value in score_bcubed(groups).items()}
    return {
        "data": hash_data(),
        "at_most": {
            "false": len(find_false(groups)),
            "impure": len(find_impure(groups)),
            "no_report": chosen.pop("no_report"),
        },
        "at_least": {**bcubed, **chosen},
    }


def find_worse(before: Row, now: Row) -> list[str]:
    """What got worse, with both figures."""
    most, least = now["at_most"], now["at_least"]
    more = [f"{name} {most[name]} > {figure}" for name, figure in before["at_most"].items() if most[name] > figure]
    less = [f"{name} {least[name]} < {figure}" for name, figure in before["at_least"].items() if least[name] < figure]
    return more + less


def test_stories_and_edition_of_the_real_shaped_day_hold_their_floors():
    floors: Row = json.loads(FLOORS_FILE.read_text("utf-8"))
    assert floors["data"] == hash_data(), "the day changed: take the floors anew with this file as a script"

    assert find_worse(floors, measure(DAY.parent)) == []


def test_the_day_has_the_shape_of_a_real_one():
    entries = read_day()
    sizes = Counter(entry.story for entry in entries)
    addresses = {entry.item.url for entry in entries}

    assert (len(entries), len({entry.item.outlet for entry in entries}), len(addresses)) == (200, 25, 200)
    assert sum(size == 1 for size in sizes.values()) >= 100
    assert max(sizes.values()) == 8
    assert {entry.about for entry in entries} - {None} <= set(sizes)
    moments = [entry.item.published_at for entry in entries]
    assert all(moment and timedelta(0) < EDITION_AT - moment < timedelta(hours=24) for moment in moments)


def test_every_headline_that_the_editor_accepts_is_one_of_its_story():
    titles = {(entry.story, entry.item.title) for entry in read_day()}

    assert [
        (each.story, line) for each in read_choice() for line in each.headlines if (each.story, line) not in titles
    ] == []


def test_the_next_day_says_of_each_item_whether_its_story_is_yesterdays():
    yesterday = {entry.story for entry in read_day()}
    entries = read_day(NEXT_DAY)

    assert Counter(each.label for each in entries) == {"update": 20, "retelling": 8, "same": 4, "new": 28}
    assert [each.item.title for each in entries if (each.label == "new") is (each.story in yesterday)] == []
    assert not {each.item.url for each in entries} & {each.item.url for each in read_day()}


def entry(story: str, outlet: str, about: str | None = None) -> Entry:
    return Entry(item(f"{story} {outlet}", story, outlet=outlet), story, "report", about)


FIRE = entry("fire", "Gazette")
FIRE_TOO = entry("fire", "Post")
VOTE = entry("vote", "Courier")
VIEW = entry("view", "Review", about="fire")


@pytest.mark.parametrize(
    ("groups", "false", "impure"),
    [
        pytest.param([[FIRE, FIRE_TOO]], 0, 0, id="one story"),
        pytest.param([[FIRE, VOTE]], 1, 0, id="two that have nothing to do with each other"),
        pytest.param([[FIRE, FIRE_TOO, VOTE]], 0, 1, id="one story and something else"),
        pytest.param([[FIRE, VIEW]], 0, 0, id="a report and an opinion on it"),
        pytest.param(
            [[entry("fire", "Post"), entry("vote", "Post")]], 0, 0, id="two of one outlet are not shown as told by two"
        ),
    ],
)
def test_a_group_of_several_outlets_is_judged(groups: Sequence[Sequence[Entry]], false: int, impure: int):
    assert (len(find_false(groups)), len(find_impure(groups))) == (false, impure)


def test_bcubed_leaves_out_what_is_about_a_story():
    apart = score_bcubed([[FIRE], [FIRE_TOO], [VOTE], [VIEW]])

    assert apart["precision"] == 1
    assert apart["recall"] == pytest.approx(2 / 3)
    assert score_bcubed([[FIRE, FIRE_TOO, VIEW], [VOTE]])["f1"] == 1


if __name__ == "__main__":
    take(FLOORS_FILE, measure, find_worse)
