"""What makes two articles of like words one event, or two."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from summarizer.model import Article
from summarizer.stories import cluster
from summarizer.stories.document_frequency import read_background
from summarizer.stories.pair_evidence.article_view import view_articles
from summarizer.stories.pair_evidence.features import FEATURES, PairComparer
from summarizer.stories.pair_evidence.names import find_names, find_small_terms, read_case
from summarizer.stories.pair_scores import score_pairs
from summarizer.stories.vectors import count_terms, number_terms, weigh_articles

MORNING = datetime(2026, 11, 20, 8, tzinfo=UTC)


def tell(*reports: tuple[str, str]) -> list[Article]:
    """Returns one article an outlet, seven minutes apart."""
    return [
        Article(body, headline=headline, outlet=f"Outlet {i}", published_at=MORNING + timedelta(minutes=7 * i))
        for i, (headline, body) in enumerate(reports)
    ]


def compare(articles: list[Article]) -> dict[str, float]:
    """Returns the features of the first two articles."""
    weighed = weigh_articles(articles, read_background(()))
    numbers = number_terms(weighed)
    views = view_articles(articles, weighed, [read_case(article) for article in articles], numbers)
    comparer = PairComparer(views, count_terms([view.vector for view in views]))
    return dict(zip(FEATURES, comparer.compare(0, [1])[0].tolist(), strict=True))


TWO_EVENTS = {
    "two quakes": (
        ("Earthquake of magnitude 5.8 shakes Tarnholm", "An earthquake of magnitude 5.8 shook Tarnholm on Friday."),
        ("Earthquake of magnitude 6.1 shakes Veloria", "An earthquake of magnitude 6.1 shook Veloria on Friday."),
    ),
    "two verdicts": (
        ("Jury finds Ola Brandt guilty of fraud", "A jury found Ola Brandt guilty of fraud after a week of trial."),
        ("Jury finds Mika Stern not guilty of fraud", "A jury cleared Mika Stern of fraud after two days of trial."),
    ),
    "profits up and down": (
        ("Nordal profit doubles in first half", "Nordal said its profit doubled in the first half of the year."),
        ("Kestrin profit halves in first half", "Kestrin said its profit halved in the first half of the year."),
    ),
    "two people with one first name": (
        ("Minister Runa Halberg resigns over ferry contract", "Runa Halberg said on Friday that she would step down."),
        ("Runa Oster wins the thousand metres", "Runa Oster was first over the line in Lund on Friday night."),
    ),
    "a team called like a thing": (
        ("Anchors captain Lev Moor out for the season with knee injury", ""),
        ("Old ship anchors found by divers under the pier", ""),
    ),
    "two strikes, in French": (
        ("Grève des éboueurs à Morlac: la ville sous les ordures", "La grève des éboueurs dure depuis lundi à Morlac."),
        ("Grève des éboueurs à Sainte-Vey: accord trouvé", "Un accord met fin à la grève des éboueurs de Sainte-Vey."),
    ),
}


@pytest.mark.parametrize("reports", TWO_EVENTS.values(), ids=TWO_EVENTS.keys())
def test_reports_of_like_words_are_two_stories(reports: tuple[tuple[str, str], ...]):
    assert cluster(tell(*reports)) == (0, 1)


ONE_EVENT = {
    "other numbers, as a toll rises": (
        ("Earthquake in Tarnholm: 12 dead", "At least 12 people died when an earthquake shook Tarnholm on Friday."),
        (
            "Death toll of Tarnholm earthquake rises to 19",
            "Rescuers in Tarnholm found seven more dead after the quake.",
        ),
    ),
    "a surname alone": (
        ("Jury finds Ola Brandt guilty of fraud", "A jury found Ola Brandt guilty of fraud after a week of trial."),
        ("Brandt convicted of fraud after week of trial", "The jury took four hours to convict Brandt of fraud."),
    ),
    "bare headlines": (
        ("Nordal profit doubles as ferries fill", ""),
        ("Full ferries double Nordal's profit", ""),
    ),
}


@pytest.mark.parametrize("reports", ONE_EVENT.values(), ids=ONE_EVENT.keys())
def test_reports_of_one_event_are_one_story(reports: tuple[tuple[str, str], ...]):
    assert cluster(tell(*reports)) == (0, 0)


def test_capitals_of_a_headline_are_no_names_where_the_words_are_written_small_elsewhere():
    articles = tell(("Fire Destroys Old Mill In Veloria", "A fire destroyed the old mill in Veloria on Friday."))
    case = read_case(articles[0])

    assert find_names(case, find_small_terms([case])) >= {"veloria"}
    assert find_names(case, find_small_terms([case])).isdisjoint({"fire", "old", "mill", "in"})


def test_names_that_follow_each_other_are_one_name_and_a_comma_ends_it():
    case = read_case(Article("", headline="Runa Halberg, Otto Stern and T. Holm meet"))

    assert case.followers["runa"] == {"halberg"}
    assert case.followers["t"] == {"holm"}
    assert "halberg" not in case.followers


@pytest.mark.parametrize(
    ("name", "reports"),
    [
        ("names_apart", TWO_EVENTS["two quakes"]),
        ("numbers_apart", TWO_EVENTS["two quakes"]),
        ("namesakes", TWO_EVENTS["two people with one first name"]),
    ],
)
def test_the_evidence_says_what_differs(name: str, reports: tuple[tuple[str, str], ...]):
    assert compare(tell(*reports))[name] == 1


def test_one_word_alone_is_all_that_two_articles_share():
    found = compare(tell(*TWO_EVENTS["a team called like a thing"]))

    assert found["heaviest_share"] == pytest.approx(1, abs=0.01)
    assert found["names_alone"] == 0


def test_the_evidence_is_the_same_from_both_sides():
    for reports in (*TWO_EVENTS.values(), *ONE_EVENT.values()):
        one, two = tell(*reports)
        assert compare([one, two]) == pytest.approx(compare([two, one]))


@pytest.mark.parametrize("text", ["", " ", "?", "7", "İ", "東京", "́"])
def test_articles_with_hardly_any_text_are_compared_without_an_error(text: str):
    articles = [*tell((text, text), ("Runa Oster wins", "Runa Oster won.")), Article("", headline=None)]

    assert len(cluster(articles)) == 3
    assert len(cluster([replace(article, published_at=None) for article in articles])) == 3


def test_given_pairs_are_scored_and_from_0_on_they_are_one_event():
    articles = tell(*ONE_EVENT["a surname alone"], *TWO_EVENTS["two quakes"])

    same, other, unlike = score_pairs(articles, [(0, 1), (2, 3), (0, 2)])

    assert same >= 0 > other
    assert unlike < 0
    assert score_pairs([], []) == []
