"""The line under a quote is one slice of the article that holds the full name and the role."""

from dataclasses import replace

import pytest

from summarizer import Article, find_quotes, name_the_sure

SAID = " “The pier is safe for everybody,” {} said."


def line_of(body: str) -> str | None:
    (quote,) = find_quotes(Article(body, language="en"))
    if quote.speaker_line is None:
        return None
    assert quote.speaker_line.span.of(body) == quote.speaker_line.text
    assert quote.speaker_full is not None
    assert quote.role is not None
    assert quote.speaker_full in quote.speaker_line.text
    assert quote.role in quote.speaker_line.text
    return quote.speaker_line.text


@pytest.mark.parametrize(
    "printed",
    [
        "Mayor Liv Achterberg",
        "Deputy harbour minister Liv Achterberg",
        "The harbour line's director, Liv Achterberg",
        "The skipper on watch, Liv Achterberg",
        "Liv Achterberg, mayor of Velby",
        "Liv Achterberg, the harbour line's director",
        "Liv Achterberg, a retired surveyor",
        "Liv Achterberg (head of the rope school)",
        "Longtime physician Dr. Liv Achterberg",
    ],
)
def test_name_and_role_side_by_side_are_one_slice(printed):
    assert line_of(f"{printed}, came on Monday.{SAID.format('Achterberg')}") == printed


@pytest.mark.parametrize(
    "printed",
    [
        "Liv Achterberg came on Monday.",
        "Mayor Achterberg came on Monday with her card, on which Liv Achterberg was printed.",
        "Liv Achterberg, their mother, came on Monday.",
        "Liv Achterberg (mayor since May; a painter before) came on Monday.",
    ],
)
def test_there_is_no_line_where_one_of_them_is_elsewhere_or_more_is_in_the_bracket(printed):
    assert line_of(printed + SAID.format("Achterberg")) is None


def test_a_role_beside_the_full_name_goes_before_one_beside_the_surname():
    body = "Mayor Achterberg came. Liv Achterberg, head of the rope school, smiled." + SAID.format("Achterberg")

    assert line_of(body) == "Liv Achterberg, head of the rope school"


def test_a_speaker_who_is_not_sure_has_no_line_either():
    (quote,) = find_quotes(Article("Mayor Liv Achterberg came." + SAID.format("Achterberg"), language="en"))
    assert quote.speaker_line is not None

    (unsure,) = name_the_sure([replace(quote, score=0.1)])

    assert unsure.speaker_line is None
