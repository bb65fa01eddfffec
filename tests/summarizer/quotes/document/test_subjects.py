"""Which verb of saying has which subject, as read from the marks of grammar alone."""

import pytest

from summarizer.quotes.attribution.attribute import Reading
from summarizer.quotes.document.subjects import LONGEST, find_subjects, sign_before, sign_of
from summarizer.quotes.grammar.lexicon import words_for
from summarizer.quotes.spans.find_spans import find_all_marked


def read(body: str) -> Reading:
    words = words_for("en", body)
    return Reading(body, find_all_marked(body, words), words)


def subjects(body: str) -> dict[str, str]:
    """Verb -> its subject, both as printed, in the first sentence."""
    reading = read(body)
    return {
        reading.layout.tokens[verb].text: reading.body[reading.spots[spot].start : reading.spots[spot].end]
        for verb, spot in find_subjects(reading.scene, 0).items()
        if spot >= 0
    }


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("Ana Lind said “no”.", {"said": "Ana Lind"}),
        ("Ana Lind told Omar Reyes that he said “no”.", {"told": "Ana Lind", "said": "he"}),
        ("Ana Lind, who told Omar Reyes of it, said “no”.", {"told": "who", "said": "Ana Lind"}),
        ("Ana Lind attacked Omar Reyes, calling it “a farce”.", {"attacked": "Ana Lind", "calling": "Ana Lind"}),
        ("In a speech for Omar Reyes, Ana Lind said “no”.", {"said": "Ana Lind"}),
        ("Ana Lind came and said “no”.", {"said": "Ana Lind"}),
    ],
)
def test_verbs_of_saying_have_their_subjects(body: str, wanted: dict[str, str]):
    assert subjects(body) == wanted


def test_signs_tell_what_stands_beside_a_name():
    reading = read("Critics of Ana Lind said “no”.")
    spot = next(spot for spot in reading.spots if reading.body[spot.start : spot.end] == "Ana Lind")
    assert (sign_before(reading.scene, spot), sign_of(reading.scene, spot.last)) == ("of", "S")


def test_a_sentence_without_end_is_read_up_to_a_limit():
    reading = read("Ana Lind said " + "and said " * 4 * LONGEST + "“no”.")
    assert max(find_subjects(reading.scene, 0)) < LONGEST
