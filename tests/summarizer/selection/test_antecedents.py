"""Which sentences may be shown only with one before them."""

import pytest

from summarizer.model import Article, Sentence, Span
from summarizer.selection.antecedents import find_needs
from summarizer.selection.select_sentences import select


def needs_of(language, *texts):
    sentences = [Sentence(text, Span(place, place + 1), 0) for place, text in enumerate(texts)]
    needs = find_needs(sentences, range(len(sentences)), language)
    return {place: set(places) for place, places in needs.items()}


STORY = ("A boat sank off Velby.", "The council met.", "Two boats searched for the crew.")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The boat's skipper, Piet Askew, swam ashore.", {0}),
        ("The boat’s owner said nothing.", {0}),
        ("The fishing boat's skipper swam ashore.", {0}),
        ("The council's lawyer said nothing.", {1}),
        ("Its skipper swam ashore.", {2}),
        ("The second boat came home at dawn.", {2}),
        ("The third was never found.", {2}),
        ("The fourth boat came home at noon.", {2}),
    ],
)
def test_what_points_to_a_sentence_before_needs_one_that_has_it(text, places):
    assert needs_of("en", *STORY, text) == {3: places}


@pytest.mark.parametrize(
    "text",
    [
        "The harbour's master saw it.",
        "The government's plan failed.",
        "The world's oldest pier is in Velby.",
        "The Fourth Crusade broke the pier.",
        "The fourth largest pier of the coast is in Velby.",
        "The fourth quarter was better.",
        "The skipper's boat sank.",
        "Velby's council met again.",
    ],
)
def test_what_every_reader_knows_needs_nothing(text):
    assert needs_of("en", *STORY, text) == {}


def test_any_of_the_sentences_that_name_the_thing_will_do():
    assert needs_of("en", "A ferry sank.", "The ferry was old.", "It rained.", "The ferry's skipper swam.")[3] == {0, 1}


@pytest.mark.parametrize(
    ("language", "before", "text"),
    [
        ("de", "Ein Kutter sank vor Velby.", "Der zweite Kutter kam heim."),
        ("de", "Vor Velby sank der Rumpf des Kutters.", "Der Skipper des Kutters, Piet Askew, schwamm an Land."),
        ("fr", "Un bateau a coulé.", "Le second bateau est rentré."),
        ("fr", "Un bateau a coulé.", "Le patron du bateau, Piet Askew, a nagé."),
        ("es", "Un barco se hundió.", "El segundo barco volvió."),
        ("es", "Un barco se hundió.", "El patrón del barco, Piet Askew, nadó."),
        ("it", "Una barca è affondata.", "La seconda barca è tornata."),
        ("nl", "Een boot zonk.", "De tweede boot kwam thuis."),
        ("sv", "En båt sjönk.", "Den andra båten kom hem."),
    ],
)
def test_other_languages(language, before, text):
    assert needs_of(language, before, text) == {1: {0}}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Zweite Weltkrieg zerstörte die Mole."),
        ("de", "Die Zahl der Kutter stieg."),
        ("fr", "Le second tour aura lieu dimanche."),
        ("xx", "The second boat came home."),
    ],
)
def test_other_languages_too_name_what_all_know(language, text):
    assert needs_of(language, "Ein Kutter der Kutter sank.", text) == {}


@pytest.mark.parametrize("method", ["set", "one by one"])
def test_the_skipper_is_shown_only_with_the_boat(method):
    boat, skipper = "A fishing boat sank off Velby on Monday.", "The boat's skipper, Piet Askew, swam ashore alone."
    texts = {
        boat: 0.2,
        "The council of Velby met until midnight.": 0.8,
        skipper: 0.9,
        "Rain fell on Velby all day.": 0.5,
    }
    body, ranked = " ".join(texts), []
    for text, score in texts.items():
        start = body.index(text)
        tells = tuple((word, int(1000 * score)) for word in text.split()) if method == "set" else ()
        ranked.append(Sentence(text, Span(start, start + len(text)), 0, score=score, tells=tells))
    for budget in (1, 2, 3):
        shown = [each.text for each in select(Article(body, language="en"), ranked, budget=budget)]
        assert shown
        assert skipper not in shown or boat in shown
