"""How a real day is grouped by a model that never saw it; and the weights that ship are the tool's own. Half a minute."""

from pathlib import Path

import pytest

from summarizer.stories.document_frequency import read_background
from tools.story_training.labelled_days import read_days, read_history
from tools.story_training.pair_cases import make_cases
from tools.train_stories import TARGET, measure_left_out, rebuild

MOST_FALSE = 0.15
"""The share of stories of several outlets that hold no two articles of one event."""

LEAST_F1 = 0.89

pytestmark = [pytest.mark.slow, pytest.mark.shared]


def test_a_day_that_was_left_out_is_grouped_well_and_the_weights_are_rebuilt(shared: Path):
    days, history = list(read_days(shared / "stories")), read_history(shared / "stories")
    cases = [case for day in days for case in make_cases(day, read_background(history))]

    found = {day.name: grouping for day, grouping in measure_left_out("day2024", days, cases, history)}["day2024"]

    assert found.false <= MOST_FALSE * found.stories
    assert found.f1 >= LEAST_F1
    assert rebuild(cases) == TARGET.read_text("utf-8")
