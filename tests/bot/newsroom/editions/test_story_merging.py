"""Leads that turn out to be one once their pages are read."""

from dataclasses import replace

from bot.newsroom.editions.model import StoryCandidate
from bot.newsroom.editions.story_merging import find_duplicates, has_headline_only, merge
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


def test_leads_whose_pages_tell_one_story_are_found_whatever_their_headlines():
    told = [
        [article(PIER[0], "A walk over the water again", "Gazette"), article(PIER[1], "Ribbon cut", "Courier")],
        [article(LAMP, "Forty winters", "Post")],
        [article(PIER[2], "New planks for old salts", "Herald")],
    ]

    assert find_duplicates(told, ()) == (0, 1, 0)


def test_a_lead_of_which_nothing_was_read_or_only_half_agrees_stays_by_itself():
    pier, lamp = article(PIER[0], "Ribbon cut", "Gazette"), article(LAMP, "Forty winters", "Post")

    assert find_duplicates([[pier], [], [article(PIER[1], "Planks", "Courier"), lamp]], ()) == (0, 1, 2)


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
