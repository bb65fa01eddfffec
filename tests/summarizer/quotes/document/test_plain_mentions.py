"""Mentions in the languages in which only plain patterns name a speaker."""

import pytest

from summarizer.quotes.document.mentions import find_mentions
from summarizer.quotes.document.tokens import tokenize
from summarizer.quotes.grammar.lexicon import LEXICONS


def read(language: str, body: str) -> list[tuple[str, str]]:
    lexicon = LEXICONS[language]
    tokenized = tokenize(body, (), lexicon)
    return [(body[each.start : each.end], each.kind) for each in find_mentions(tokenized, lexicon)]


@pytest.mark.parametrize(
    ("language", "body", "mention"),
    [
        ("pl", "mówi rzecznik straży pożarnej Marek Dolny.", "rzecznik straży pożarnej Marek Dolny"),
        ("pl", "mówi prezydent Wierzbna Kamil Ostrowski.", "prezydent Wierzbna Kamil Ostrowski"),
        ("cs", "řekla učitelka z Březové Eva Kosová.", "učitelka z Březové Eva Kosová"),
        ("ru", "сказал представитель МВД Норвика Иван Петров.", "представитель МВД Норвика Иван Петров"),
        ("ru", "сказал официальный представитель завода Иван Петров.", "официальный представитель завода Иван Петров"),
        ("uk", "сказала Мар'яна Гук.", "Мар'яна Гук"),
        ("ro", "a declarat primarul Ion Pop.", "primarul Ion Pop"),
        ("el", "δήλωσε ο δήμαρχος Νίκος Παππάς.", "ο δήμαρχος Νίκος Παππάς"),
    ],
)
def test_a_name_has_its_role_and_the_place_of_the_office(language, body, mention):
    assert read(language, body) == [(mention, "name")]


@pytest.mark.parametrize(
    ("language", "body", "mention"),
    [
        ("pl", "mówi rzecznik policji.", "rzecznik policji"),
        ("ru", "сказал губернатор Заречной области.", "губернатор Заречной области"),
        ("ru", "сказал мэр Москвы.", "мэр Москвы"),
        ("el", "δήλωσε η αστυνομία.", "η αστυνομία"),
    ],
)
def test_a_role_or_a_group_without_a_name_is_a_noun(language, body, mention):
    assert read(language, body) == [(mention, "noun")]


def test_an_addressee_in_capitals_is_not_run_into_the_name():
    assert read("pl", "powiedział PAP Jan Wolski.") == [("PAP", "name"), ("Jan Wolski", "name")]


def test_articles_in_a_row_are_read_without_end():
    assert read("el", "ο " * 3_000) == []
