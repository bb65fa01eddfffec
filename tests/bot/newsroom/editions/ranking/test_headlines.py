"""A story has the plainest headline of its articles."""

import pytest

from bot.newsroom.editions.ranking.headlines import count_flaws, put_plainest_first
from bot.newsroom.editions.story_selection import select_stories
from tests.bot.newsroom.sample_items import NOON, item, subscribe

PLAIN = "Ferry crews end eleven-day strike at Tern Quay"


@pytest.mark.parametrize(
    "title",
    [
        "Will the ferry strike at Tern Quay end today?",
        "“We will not sail on Thursday, whatever they offer”",
        "This is why the ferry crews at Tern Quay went back",
        "Das steckt hinter dem Ende des Streiks am Ternkai",
        "Voici pourquoi les équipages de Sarn reprennent le travail",
        "Ferry crews at Tern Quay end their strike after a night of …",
        "Ferry crews at Tern Quay end their strike after a night of...",
        "Strike over",
        "FERRY STRIKE ENDS AT TERN QUAY",
        "Ferry strike ends at Tern Quay at last!",
        "Ferry strike at Tern Quay ends – live",
        "Opinion | The ferry strike at Tern Quay was right",
        "Holt: “Nobody won this strike at Tern Quay”",
        (
            "The crews of the ferries between Port Ellery and the Skerry islands have ended a strike of eleven days after a "
            "night of talks at Tern Quay, and boats sail again from Thursday."
        ),
    ],
)
def test_a_plain_headline_comes_before_another_even_of_the_most_central_article(title: str) -> None:
    flawed, plain = item("a", title), item("b", PLAIN, outlet="Courier")
    assert count_flaws(flawed) > count_flaws(plain) == 0
    assert put_plainest_first((flawed, plain)) == (plain, flawed)


@pytest.mark.parametrize(
    "title",
    [
        "WHO declares end of outbreak in Halden",
        "Brandt wins Kestria election by 61 percent",
        "So stark war der Sturm seit 1962 nicht mehr, sagt der Wetterdienst",
        "Bridge at Halden falls",
    ],
)
def test_what_is_plain_stays_first(title: str) -> None:
    central, other = item("a", title), item("b", f"{title} after storm", outlet="Courier")
    assert put_plainest_first((central, other))[0] in {central, other}
    assert count_flaws(item("b", "Bridge at Halden falls")) == 0


def test_of_equally_plain_headlines_the_most_central_articles_is_taken() -> None:
    first, second = item("a", PLAIN), item("b", "Strike of ferry crews is over", outlet="Courier")
    assert put_plainest_first((first, second)) == (first, second)


def test_a_headline_that_shares_no_word_with_the_others_is_not_taken() -> None:
    apart = item("a", "Nobody won this one last night")
    others = (item("b", PLAIN, outlet="Courier"), item("c", "Ferry strike ends after eleven days", outlet="Post"))
    assert put_plainest_first((apart, *others))[0] == others[0]


def test_reports_come_before_other_pieces_in_their_order_and_none_is_lost() -> None:
    opinion, live, report = item("o", "Opinion | x"), item("l", "Live: x"), item("r", "Bridge falls at Halden")
    assert put_plainest_first((opinion, live, report)) == (report, opinion, live)
    assert set(put_plainest_first((opinion, live))) == {opinion, live}
    assert put_plainest_first(()) == ()


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
