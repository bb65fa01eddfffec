"""The playground's own newspaper misquotes nobody: a floor of 100 %.

`gazette_speakers.json` says who spoke each quotation of the Gazette, as a person read it: {article: [quotation, ...]} in
printed order, with

* text: the words inside the marks;
* speaker: the fullest printed name; `also` holds the same with the title that is printed before it;
* roles: what may be shown beside the name, without its article. null: no role, where none is printed that says all by
  itself ("Its director" is director of something);
* beside: a word for the speaker that is printed at the quotation ("the composer"), no wrong person where it is not lifted;
* heading: the words of a sub-head, which may be left out.

The articles are read from their pages, as the bot reads them; names are those that "All quotes" shows.
"""

import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.playground.gazette.articles import Gazette, load_articles
from bot.playground.gazette.pages import article_page
from summarizer import Article, Quote, digest, find_quotes, name_the_sure, read_page
from summarizer.digest import LENGTHS

GOLD: dict[str, list[dict[str, Any]]] = json.loads(Path(__file__).with_name("gazette_speakers.json").read_text("utf-8"))
GAZETTE = Gazette("https://gazette.example/", datetime(2026, 3, 1, 12, tzinfo=UTC), load_articles())
SLUGS = sorted(article.slug for article in GAZETTE.articles)

IN_MARKS = re.compile(r'"([^"]+)"|“([^”]+)”|«\s?([^»]+?)\s?»|„([^“]+)“|(?<!\w)‘([^‘]+?)’(?!\w)')
LEADING_ARTICLE = re.compile(r"^(?:(?:the|an?|der|die|das|la|le) |l’)", re.IGNORECASE)


@cache
def read_article(slug: str) -> Article:
    article = GAZETTE.find(slug)
    assert article is not None
    return read_page(article_page(article, GAZETTE), GAZETTE.link(article))


@cache
def quotes_of(slug: str) -> tuple[Quote, ...]:
    return find_quotes(read_article(slug))


def gold_of(slug: str, quote: Quote) -> dict[str, Any] | None:
    return next((row for row in GOLD[slug] if row["text"] == quote.text), None)


def name_of(quote: Quote) -> str | None:
    return quote.speaker_full or (quote.speaker.text if quote.speaker else None)


def is_full_name(row: dict[str, Any], name: str | None) -> bool:
    return name in (row["speaker"], *row.get("also", ()))


def is_right_person(row: dict[str, Any], name: str | None) -> bool:
    return is_full_name(row, name) or name == row.get("beside")


def is_right_role(row: dict[str, Any], role: str | None) -> bool:
    return (role and LEADING_ARTICLE.sub("", role)) in row["roles"]


def test_every_quotation_of_every_article_has_its_speaker():
    printed = {
        article.slug: [next(filter(None, match.groups())) for match in IN_MARKS.finditer("\n".join(article.paragraphs))]
        for article in GAZETTE.articles
    }
    assert printed == {slug: [row["text"] for row in rows] for slug, rows in GOLD.items()}


@pytest.mark.parametrize("slug", SLUGS)
def test_names_and_roles_are_printed_in_the_article(slug: str):
    body = read_article(slug).body
    said = {
        name
        for row in GOLD[slug]
        for name in (row["speaker"], row.get("beside"), *row.get("also", ()), *row["roles"])
        if name
    }
    assert [name for name in sorted(said) if name not in body] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_quotation_is_found_and_nothing_else(slug: str):
    wanted = [row["text"] for row in GOLD[slug] if not row.get("heading")]
    headings = [row["text"] for row in GOLD[slug] if row.get("heading")]
    assert [quote.text for quote in quotes_of(slug) if quote.text not in headings] == wanted


@pytest.mark.parametrize("slug", SLUGS)
def test_every_quote_names_the_right_person_or_nobody(slug: str):
    wrong = [
        (quote.text, name_of(quote), row and row["speaker"])
        for quote in name_the_sure(quotes_of(slug))
        if name_of(quote) is not None
        for row in [gold_of(slug, quote)]
        if row is None or not is_right_person(row, name_of(quote))
    ]
    assert wrong == []


DIGESTS = [f"{slug}-{length}" for slug in SLUGS for length in LENGTHS]


@pytest.mark.parametrize("case", DIGESTS)
def test_every_key_quote_has_its_person_and_role(case: str):
    slug, _, length = case.rpartition("-")
    shown = digest(read_article(slug), length=length).quotes
    assert shown
    wrong = [
        (quote.text, name_of(quote), quote.role, row)
        for quote in shown
        for row in [gold_of(slug, quote)]
        if row is None or not is_full_name(row, name_of(quote)) or not is_right_role(row, quote.role)
    ]
    assert wrong == []
