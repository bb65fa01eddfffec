"""Numbers in another style are the same numbers."""

import pytest

from bot.newsroom.corrections.differences import find_changes
from bot.newsroom.corrections.model import ChangeKind


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Police held two people.", "Police held 2 people."),
        ("It cost 12 million crowns.", "It cost 12m crowns."),
        ("It cost 12 million crowns.", "It cost 12,000,000 crowns."),
        ("Prices rose 3.5 percent.", "Prices rose 3.5%."),
        ("About 1,000 came.", "About a thousand came."),
        ("He met Zelensky in Lund.", "He met Zelenskyy in Lund."),
        ("The mayor of Lund left.", "Lund's mayor left."),
    ],
)
def test_another_style_is_no_correction(before: str, now: str):
    assert {change.kind for change in find_changes(before, now)} <= {ChangeKind.WORDING}


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        ("Police held two people.", "Police held 3 people.", ChangeKind.NUMBER),
        ("It cost 12 million crowns.", "It cost 12 billion crowns.", ChangeKind.NUMBER),
        ("It cost 12 million crowns.", "It cost 14m crowns.", ChangeKind.NUMBER),
        ("Prices rose 3.5 percent.", "Prices rose 5.3%.", ChangeKind.NUMBER),
        ("He met Brandvik in Lund.", "He met Halberg in Lund.", ChangeKind.NAME),
    ],
)
def test_another_number_or_name_is_one(before: str, now: str, kind: ChangeKind):
    assert kind in {change.kind for change in find_changes(before, now)}
