"""Offices that name their owner, their field or their party."""

import pytest

from summarizer.quotes.attribution.attribute import ParsedArticle
from summarizer.quotes.coreference.own_offices import names_own_group, names_own_office, parties
from summarizer.quotes.grammar.lexicon import lexicon_for


def read(body: str, language: str = "en") -> ParsedArticle:
    return ParsedArticle(body, [], lexicon_for(language, body))


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("The state's hydrologist and chief said so.", True),
        ("The state's chief hydrologist said so.", True),
        ("The Deputy Envoy for the Outer Reefs said so.", True),
        ("The mayor said so.", False),
        ("The former mayor said so.", False),
    ],
)
def test_an_owner_or_a_field_tells_whose_office_it_is(body: str, wanted: bool):
    parsed = read(body)
    assert names_own_office(parsed.tokenized.tokens, parsed.mentions[0], parsed.words) is wanted


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("The Tarland interior ministry said so.", True),
        ("The ministry said so.", False),
        ("The central bank said so.", False),
    ],
)
def test_a_name_in_front_tells_which_group_it_is(body: str, wanted: bool):
    parsed = read(body)
    assert names_own_group(parsed.tokenized.tokens, parsed.mentions[0], parsed.words) is wanted


def test_a_german_role_is_glued_to_its_party():
    tokens = read("Der BLU-Kandidat traf den Ex-Minister und die EU-Kommissarin.", "de").tokenized.tokens
    assert list(parties(tokens, 0, len(tokens))) == ["BLU", "EU"]
