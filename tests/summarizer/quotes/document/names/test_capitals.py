"""Capitals that name nobody."""

import pytest

from tests.summarizer.quotes.document.printed_names import names_in


@pytest.mark.parametrize(
    "text",
    [
        "Ana Lind, R-Norvik, left.",
        "Ana Lind (D-Velby) left.",
        "Ana Lind, R-South Norvik, left.",
        "Ana Lind (Lab-Velby) left.",
        "VELBY, Norvik (AP) — Ana Lind left.",
        "SEOUL, Feb. 3 (Velhap) -- Ana Lind left.",
        "VELBY – Ana Lind left.",
        "STORM CLOSES THE OLD PIER\n\nAna Lind left.",
        "Apparently Ana Lind left.",
        "Comparing Ana Lind is hard.",
        "In a statement Friday, Ana Lind left.",
    ],
)
def test_only_the_person_is_a_name(text):
    assert names_in(text) == ["Ana Lind"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jean-Claude Lind left.", ["Jean-Claude Lind"]),
        ("The mayor, Jean-Claude Lind, left.", ["Jean-Claude Lind"]),
        ("Emily Lind left.", ["Emily Lind"]),
        ("Downing Street is shut.", ["Downing Street"]),
        ("Ana Lind – the mayor – left.", ["Ana Lind"]),
        ("ANA LIND: It is late.", ["ANA LIND"]),
        ("Italy Prime Minister Ana Lind left.", ["Ana Lind"]),
    ],
)
def test_a_name_that_looks_alike_stays_one(text, names):
    assert names_in(text) == names
