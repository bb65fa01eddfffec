"""Leads that turn out to be one once their pages are read."""

from dataclasses import replace

import pytest

from bot.newsroom.editions.model import StoryCandidate
from bot.newsroom.editions.story_merging import (
    CandidatePages,
    find_duplicates,
    has_headline_only,
    merge,
)
from bot.newsroom.editions.story_selection import find_outlets
from summarizer import Article
from tests.bot.newsroom.sample_items import NOON, item, subscribe

PIER = (
    "The pier at Saltmouth reopened on Monday after two years of repairs, and Mayor Ada Brandt cut the ribbon.",
    "Mayor Ada Brandt opened Saltmouth's pier again on Monday, two years after engineers had closed it for repairs.",
    "Two years of repairs ended on Monday when Mayor Ada Brandt reopened the pier at Saltmouth.",
)
LAMP = "Osla Brand, who kept the Holm lighthouse through forty winters, has died at the age of ninety-one."


def candidate(*items) -> StoryCandidate:
    return StoryCandidate(items[0].title, items, find_outlets(items))


def article(body: str, headline: str, outlet: str) -> Article:
    return Article(body, headline=headline, outlet=outlet, published_at=NOON, language="en")


HARBOUR = candidate(item("a", "A walk over the water again"), item("b", "Ribbon cut", outlet="Courier"))
PLANKS = candidate(item("c", "New planks for old salts", outlet="Herald", place=4))
KEEPER = candidate(item("d", "Forty winters", outlet="Post"))


def pages(*articles: Article, bare: bool = True) -> CandidatePages:
    return CandidatePages(articles, has_headline_only=bare)


def test_leads_whose_pages_tell_one_story_are_found_whatever_their_headlines():
    told = [
        pages(article(PIER[0], "A walk over the water again", "Gazette"), article(PIER[1], "Ribbon cut", "Courier")),
        pages(article(LAMP, "Forty winters", "Post")),
        pages(article(PIER[2], "New planks for old salts", "Herald")),
    ]

    assert find_duplicates(told, ()) == (0, 1, 0)


def test_a_lead_of_which_nothing_was_read_or_only_half_agrees_stays_by_itself():
    pier, lamp = article(PIER[0], "Ribbon cut", "Gazette"), article(LAMP, "Forty winters", "Post")

    told = [pages(pier), pages(), pages(article(PIER[1], "Planks", "Courier"), lamp)]
    assert find_duplicates(told, ()) == (0, 1, 2)


CEREMONY = (
    (
        (
            "The remembrance ceremony for the crew of the trawler Skerry Maid was held at the harbour of Port Ellery on Sunday. "
            "Bishop Hanne Lund named each of the nine men who died, and their families laid wreaths on the east mole."
        ),
        "Nine wreaths for the Skerry Maid",
    ),
    (
        (
            "Families of the nine men of the Skerry Maid laid wreaths on the east mole at Port Ellery on Sunday, as Bishop Hanne "
            "Lund read the names of the crew who died with the trawler at a ceremony in the harbour."
        ),
        "Bishop reads names of lost crew",
    ),
)
CRASHES = (
    (
        (
            "Two people died when a lorry and a car crashed on the coast road near Lund on Sunday evening, police said. The road "
            "was closed for three hours. Officers ask witnesses to call the station in Lund."
        ),
        "Two die as lorry and car crash near Lund",
    ),
    (
        (
            "One person died when a bus and a car crashed on the bridge road near Halden on Sunday morning, police said. The "
            "road was closed for two hours. Officers ask witnesses to call the station in Halden."
        ),
        "Woman dies as bus and car crash near Halden",
    ),
)


def test_leads_with_openings_are_joined_where_their_pages_are_much_alike():
    told = [
        pages(article(*CEREMONY[0], "Gazette"), bare=False),
        pages(article(LAMP, "Forty winters", "Post"), bare=False),
        pages(article(*CEREMONY[1], "Courier"), bare=False),
    ]
    assert find_duplicates(told, ()) == (0, 1, 0)


@pytest.mark.parametrize("outlets", [("Gazette", "Gazette"), ("Gazette", "Courier")])
def test_two_crashes_of_one_day_stay_two_leads(outlets):
    told = [pages(article(*text, outlet), bare=False) for text, outlet in zip(CRASHES, outlets, strict=True)]
    assert find_duplicates(told, ()) == (0, 1)


BAND = (
    "The pier at Saltmouth reopened on Monday, and Mayor Ada Brandt cut the ribbon. The council had promised the opening "
    "for spring, but timber was late and a storm took three of the new piles. Anglers, who had queued since dawn, were "
    "let in first, and a brass band of pensioners played marches."
)
SHOPS = (
    "Crowds came to the front on Monday as Ada Brandt reopened the pier at Saltmouth and cut a ribbon. Shopkeepers along "
    "the front hope for a better summer after two seasons with shuttered kiosks. The engineers replaced every bolt below "
    "the water line and doubled the lamps, which burn all night for the ferries."
)


@pytest.mark.parametrize(("outlet", "firsts"), [("Courier", (0, 0)), ("Gazette", (0, 1))])
def test_two_pages_of_one_paper_have_to_be_more_alike_than_those_of_two(outlet, firsts):
    told = [
        pages(article(BAND, "Band plays for pensioners", "Gazette"), bare=False),
        pages(article(SHOPS, "Shops hope for summer", outlet), bare=False),
    ]
    assert find_duplicates(told, ()) == firsts


def test_one_lead_is_made_of_several_under_the_first_ones_headline():
    joined = merge([HARBOUR, replace(PLANKS, is_update=True)], subscribe(), NOON)

    assert joined.headline == "A walk over the water again"
    assert joined.outlets == ("Gazette", "Courier", "Herald")
    assert joined.items == HARBOUR.items + PLANKS.items
    assert joined.is_update
    assert "told by 3 outlets" in joined.reasons


def test_a_lead_alone_stays_as_it_is():
    assert merge([KEEPER], subscribe(), NOON) is KEEPER


def test_a_headline_alone_is_bare():
    assert has_headline_only(KEEPER)
    assert not has_headline_only(candidate(item("e", "Forty winters", LAMP)))
