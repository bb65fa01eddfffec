"""Pages that list stories."""

import pytest
from lxml.html import document_fromstring

from summarizer.no_story.cards import find_cards, is_front_address, lists_stories, share_in_cards
from tests.alarm import alarm

HEADLINES = [f"The council of Lowmoor votes on plan number {number} of the harbour" for number in range(12)]
TEASER = "The decision ends a dispute of nine years."


def cards(form: str):
    body = "".join(form.format(number=number, headline=each, teaser=TEASER) for number, each in enumerate(HEADLINES))
    return document_fromstring(f"<html><body><main>{body}</main></body></html>")


FORMS = [
    "<article><h2><a href='/{number}'>{headline}</a></h2><p>{teaser}</p></article>",
    "<div><a href='/{number}'><h3>{headline}</h3><p>{teaser}</p></a></div>",
    "<div><a href='/{number}'>{headline}</a><div>{teaser}</div></div>",
    "<dl><dt>2 hours ago</dt><dd><a href='/{number}'>{headline}</a><br>{teaser}</dd></dl>",
]


@pytest.mark.parametrize("form", FORMS)
def test_headlines_that_lead_elsewhere_with_a_line_below_are_cards(form: str):
    lines = [line for headline in HEADLINES for line in (headline, TEASER)]
    tree = cards(form)

    assert len(find_cards(tree)) == len(HEADLINES)
    assert share_in_cards(lines, find_cards(tree)) == 1
    assert lists_stories(lines, tree)
    assert lists_stories(lines, tree, calls_itself_article=True)


@pytest.mark.parametrize(
    "form",
    [
        "<h2 id=s{number}><a href='#s{number}'>{headline}</a></h2><p>{teaser}</p>",
        "<p>{teaser} Long ago it was said that <a href='/{number}'>{headline}</a>, which nobody believed.</p>",
        "<h2>{headline}</h2><p>{teaser} <a href='/{number}'>More</a></p>",
    ],
)
def test_links_in_sentences_and_to_places_on_the_page_are_none(form: str):
    assert find_cards(cards(form)) == []


def test_related_stories_beside_an_article_do_not_make_it_a_list():
    story = [
        f"The old pier of Lowmoor has {number} new piles, the harbour office said on Tuesday." for number in range(9)
    ]

    assert not lists_stories([*story, HEADLINES[0]], cards(FORMS[0]))


def test_a_linked_headline_over_a_long_paragraph_is_a_story_told_whole():
    long = "The council has decided, after a long night, that the harbour will be made deeper than it was. " * 6
    tree = cards("<h2><a href='/{number}'>{headline}</a></h2><p>" + long + "</p>")

    assert not lists_stories([line for headline in HEADLINES for line in (headline, long.strip())], tree)


@pytest.mark.parametrize(
    "url", ["https://gazette.example", "https://gazette.example/de/", "https://gazette.example/index.html", None]
)
def test_a_site_s_own_address_is_its_front_page(url: str | None):
    assert is_front_address(url)


@pytest.mark.parametrize(
    "url", ["https://gazette.example/sport/", "https://gazette.example/de/politik", "http://[broken/sport"]
)
def test_an_address_below_it_is_not(url: str):
    assert is_front_address(url) is url.startswith("http://[")


@pytest.mark.parametrize(
    "link", ["<a href='/1'>The same headline of a story</a>", "<a href='/{}'>Headline number {} of a story</a>"]
)
@pytest.mark.parametrize("between", ["", " or ", "<br>", "<p>"])
def test_thousands_of_links_in_one_element_take_linear_time(link: str, between: str):
    tree = document_fromstring(
        "<div>" + between.join(link.format(number, number) for number in range(12_000)) + "</div>"
    )

    with alarm(10):  # half a second; where it is not linear, minutes
        find_cards(tree)
