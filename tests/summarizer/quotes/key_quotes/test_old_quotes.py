"""A quote of a past year, dated by its sentence or the one before, is not lifted."""

from datetime import UTC, datetime

import pytest

from summarizer.model import Article
from summarizer.quotes import find_quotes
from summarizer.quotes.grammar.lexicon import lexicon_for
from summarizer.quotes.key_quotes.old_quotes import find_newest_year, is_old
from summarizer.quotes.key_quotes.pick import pick_quotes

NOW = "The harbour was closed in 2024 and the council met.\n\n"


def are_old(language, text, **fields):
    article = Article(body=NOW + text, language=language, **fields)
    lexicon = lexicon_for(language, article.body)
    quotes = find_quotes(article)
    assert quotes
    return [is_old(article, quote, lexicon, find_newest_year(article)) for quote in quotes]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", 'In 1998 a trade paper portrayed its owner. "You never hear him raise his voice," said the builder Ines Tarrow.'),
        ("en", "In May 2012 Ana Lind told the Velby Post: “The pier will stand for a hundred years.”"),
        ("en", "“The pier will stand for a hundred years,” Ana Lind told the Velby Post in 2012."),
        ("en", "“The pier will stand for a hundred years,” Ana Lind wrote in her 2012 memoir."),
        ("en", "Ana Lind wrote in a 2012 letter that the pier would “stand for a hundred years or more.”"),
        ("en", "Ten years ago Ana Lind said: “The pier will stand for a hundred years.”"),
        ("en", "A trade paper portrayed the owner in the summer of 1998. “You never hear him raise his voice,” said Ines Tarrow."),
        ("de", "Ein Porträt von 2012 beschrieb den Besitzer. „Er hebt nie die Stimme, niemals“, sagte Ines Tarrow."),
        ("de", "Im Jahr 2012 sagte Ada Brandt: „Die Mole wird hundert Jahre stehen.“"),
        ("de", "„Die Mole wird hundert Jahre stehen“, sagte Ada Brandt 2012."),
        ("de", "Vor zehn Jahren sagte Ada Brandt: „Die Mole wird hundert Jahre stehen.“"),
        ("fr", "En 2012, Ana Lind a déclaré : « La jetée tiendra cent ans. »"),
        ("fr", "« La jetée tiendra cent ans », a déclaré Ana Lind en 2012."),
        ("es", "En 2012 Ana Lind dijo: «El muelle aguantará cien años»."),
        ("it", "Nel 2012 Ana Lind disse: «Il molo reggerà cento anni»."),
        ("sv", "”Piren står i hundra år”, sade Ana Lind 2012."),
    ],
)  # fmt: skip
def test_a_quote_of_a_past_year(language, text):
    assert are_old(language, text) == [True]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "“The pier will stand for a hundred years,” said Ana Lind, who was elected in 2012."),
        ("en", "Since 2012 Ana Lind has run the harbour. “The pier will stand,” she said on Monday."),
        ("en", "Ana Lind, mayor from 2012 to 2020, said: “The pier will stand for a hundred years.”"),
        ("en", "The 2012 storm broke the pier. “It will stand again,” Ana Lind said on Monday."),
        ("en", "Ana Lind said that the pier, which was built in 2012, “will stand for a hundred years.”"),
        ("en", "In 2024 Ana Lind said: “The pier will stand for a hundred years.”"),
        ("en", "By 2012 the pier was rotten. It was closed. “It will stand again,” Ana Lind said on Monday."),
        ("en", "The pier was built in 2012. “It will stand for a hundred years,” said Ana Lind."),
        ("en", "Lind said she was born in 1972. It was a cold day. “The pier will stand,” she said."),
        ("de", "Ada Brandt, die seit 2012 den Hafen leitet, sagte: „Die Mole wird hundert Jahre stehen.“"),
        ("de", "„Die Mole wird stehen“, sagte Ada Brandt, Bürgermeisterin bis 2012."),
        ("fr", "« La jetée tiendra », a déclaré Ana Lind, élue en 2012."),
    ],
)  # fmt: skip
def test_a_year_that_dates_something_else(language, text):
    assert are_old(language, text) == [False]


def test_a_date_holds_for_the_quote_behind_it_only():
    text = "In 2012 Ana Lind said: “The pier will stand.”\n\n“It will not,” Omar Reyes said on Monday."
    assert are_old("en", text) == [True, False]


@pytest.mark.parametrize(("published", "old"), [(2012, False), (2013, False), (2014, True)])
def test_the_year_of_the_article_decides_where_it_is_known(published, old):
    text = "In 2012 Ana Lind said: “The pier will stand.”"
    assert are_old("en", text, published_at=datetime(published, 3, 1, tzinfo=UTC)) == [old]


@pytest.mark.parametrize(
    ("body", "year"),
    [
        ("The pier closed in 2019 and opens by 2035.", 2019),
        ("The film Pier Runner 2049 was shown in 2016.", 2016),
        ("The pier closed.", 0),
    ],
)
def test_the_newest_year_of_a_body_is_none_of_the_future(body, year):
    assert find_newest_year(Article(body=body)) == year


def test_an_old_quote_is_not_lifted():
    old = "In 1998 Ana Lind said: “We will never give this pier away, not for all the gold of Sund.”"
    new = "“We gave it away for a crown and a promise of paint,” Omar Reyes said on Monday."
    article = Article(body=f"{NOW}{old}\n\n{new}", language="en")
    assert [quote.speaker_full for quote in pick_quotes(article, find_quotes(article), (), limit=3)] == ["Omar Reyes"]
