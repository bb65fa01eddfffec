"""Outcomes, plans and numbers of headlines in the listed languages."""

import json
from importlib.resources import files

import pytest

from summarizer.stories.outcomes import find_numbers, find_outcomes, has_plan

DATA = json.loads(files("summarizer").joinpath("lexicon/stories/outcomes.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Harbour master jailed for nine years", "en", "verdict"),
        ("Council votes against the tram", "en", "vote"),
        ("Gericht spricht Hafenmeister frei: Freispruch", "de", "verdict"),
        ("Bürger lehnen Windpark ab, Gemeinderat lehnt ihn auch ab", "de", "vote"),
        ("Le maire condamné à trois ans", "fr", "verdict"),
        ("Hallan muertos a los montañeros", "es", "toll"),
        ("Firmato l’accordo sui traghetti", "it", "deal"),
        ("Ministra demitiu-se: a demissão foi aceite", "pt", "departure"),
        ("Code rood aan de kust", "nl", "warning"),
        ("Fiskebåten hittades utanför Ness", "sv", "found"),
    ],
)
def test_the_kind_of_an_outcome_is_found_in_its_language(text, language, kind):
    assert kind in find_outcomes(text, language)


def test_a_word_in_another_form_is_found():
    assert find_outcomes("Wreck rescuing goes on", "en") == find_outcomes("Crew rescued", "en") == {"found"}


def test_a_text_without_an_outcome_has_none():
    assert find_outcomes("Voters decide on Thursday about the bridge", "en") == frozenset()
    assert find_outcomes("", "en") == frozenset()


def test_an_unknown_language_is_read_with_the_english_words():
    assert find_outcomes("Harbour master jailed", None) == find_outcomes("Harbour master jailed", "fi") == {"verdict"}


@pytest.mark.parametrize(
    ("text", "language"),
    [("Trial of harbour master opens", "en"), ("Der Prozess beginnt am Montag", "de"), ("Barco desaparecido", "pt")],
)
def test_what_is_still_to_come_is_a_plan(text, language):
    assert has_plan(text, language)


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        ("Nineteen dead, 1,400 homeless, 51,3 percent", "en", {"19", "1400", "51.3"}),
        ("Neun Tote und 1.400 Verletzte", "de", {"9", "1400"}),
        ("Sarn wins 3-2", "en", {"3", "2"}),
        ("On 24 November 2026 at 18:30 on Friday 13", "en", set()),
        ("One man and 0 dogs", "en", set()),
        ("", None, set()),
    ],
)
def test_numbers_are_read_without_dates_and_times(text, language, numbers):
    assert find_numbers(text, language) == numbers


def test_every_language_has_every_kind():
    kinds = set(DATA["outcomes"]["en"])

    assert (
        set(DATA["outcomes"])
        == set(DATA["plans"])
        == set(DATA["numbers"])
        >= {"en", "de", "fr", "es", "it", "pt", "nl", "sv"}
    )
    assert all(set(row) == kinds for row in DATA["outcomes"].values())


def test_hostile_text_is_read_in_time_that_grows_with_its_length():
    text = "1," * 20_000 + "9" * 20_000 + "a-" * 20_000

    assert find_numbers(text, "en") == frozenset()
    assert find_outcomes(text, "en") == frozenset()
