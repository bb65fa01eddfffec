"""Pieces that are no reports do not head a story."""

import pytest

from bot.newsroom.editions.reports import is_report, put_reports_first
from bot.newsroom.editions.story_selection import select_stories
from tests.bot.newsroom.sample_items import NOON, item, subscribe


@pytest.mark.parametrize(
    "title",
    [
        "Opinion | Will they steal another election?", "Opinion: The bridge must go", "[Opinion] The bridge must go",
        "Video: Trawler sinks off Cape Ness", "WATCH: Trawler sinks", "Quiz: How well do you know Sarn?",
        "Podcast | The week at sea", "Live: Halden votes", "LIVE - Halden votes", "Halden votes – live",
        "Storm hits Sarn – in pictures", "Storm hits Sarn (video)", "Kommentar: Die Brücke muss weg",
        "Meinung | Die Brücke muss weg", "Bildergalerie: Sturm über Sarn", "En direct : tempête sur Sarn",
        "Éditorial | Le pont", "Opinión: el puente", "Diretta: il voto a Halden", "In pictures: the storm",
    ],
)  # fmt: skip
def test_marked_pieces_are_no_reports(title: str) -> None:
    assert not is_report(item("a", title))


@pytest.mark.parametrize(
    "title",
    [
        "Video shows trawler sinking off Cape Ness", "Opinion polls put Brandt ahead", "Live music returns to Sarn",
        "Watchmaker of Lund: a life", "Quiz master dies at 91", "Review of dock safety begins", "Column of smoke over Sarn",
        "Halden votes: what to know", "Letters from 1840 found in mole",
    ],
)  # fmt: skip
def test_reports_that_only_have_the_word_are_reports(title: str) -> None:
    assert is_report(item("a", title))


def test_the_address_tells_too() -> None:
    assert not is_report(item("a", "The bridge must go", url="https://gazette.example/opinion/bridge"))
    assert not is_report(item("a", "Storm", url="https://gazette.example/video/2026/storm"))
    assert is_report(item("a", "Storm", url="https://gazette.example/2026/video-games-sell-out"))
    assert is_report(item("a", "Storm", url="http://["))


def test_pieces_that_are_no_reports_come_last_in_their_order() -> None:
    opinion, live, report = item("o", "Opinion | x"), item("l", "Live: x"), item("r", "Bridge falls")
    assert put_reports_first((opinion, live, report)) == (report, opinion, live)
    assert put_reports_first((opinion, live)) == (opinion, live)


def test_a_report_heads_a_story_even_where_an_opinion_piece_is_nearest_to_all() -> None:
    told = [
        item(
            "o1",
            "Opinion | Kestria election: Ilse Brandt must not steal this one too",
            "Kestria votes on Sunday, and President Ilse Brandt may steal the election again, as opposition rallies and "
            "Kestria election observers fear.",
            outlet="Wall Quay Journal",
        ),
        item(
            "o2",
            "Kestria opposition holds final election rally",
            "The opposition of Kestria held its final rally before the election on Sunday.",
            outlet="Harbor Gazette",
        ),
        item(
            "o3",
            "Kestria votes on President Ilse Brandt on Sunday",
            "Kestria votes on Sunday on whether President Ilse Brandt stays.",
            outlet="Quay Times",
        ),
    ]
    first = select_stories(subscribe(), told, (), (), NOON).candidates[0]
    assert not first.headline.startswith("Opinion")
    assert first.items[-1].key == "o1"
