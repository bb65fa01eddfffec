"""Running texts: the quote a summary would repeat comes first."""

import math

import pytest

from summarizer.model import Article
from summarizer.quotes import find_quotes
from summarizer.quotes.key_quotes.pick import score_quotes
from summarizer.quotes.key_quotes.summary_overlap import is_running, measure_echoes, score_echoes

PARAGRAPHS = (
    "Velby will close its old pier for the winter because the boards may break, the town council said on Monday.",
    "Nobody was surprised. The vote took an hour, and the hall was cold.",
    "“I have lived here for all of my life and it was never this way before,” said Omar Reyes, a fisherman.",
    "“We must close the old pier before the boards break under a child,” said Ana Lind, the mayor.",
)
RUNNING = Article(body=" ".join(PARAGRAPHS), language="en")
PAGE = Article(body="\n\n".join(PARAGRAPHS), language="en")


@pytest.mark.parametrize(
    ("body", "running"),
    [
        ("", True),
        ("One line.", True),
        ("\n\n\n\n\nOne line.\n\nTwo lines.\n", True),
        ("\n\n\n\nOne.\n\nTwo.\n\nThree.", False),
        ("One.\nTwo.\nThree.", False),
    ],
)
def test_a_text_of_one_or_two_lines_is_running(body: str, running: bool):
    assert is_running(body) is running


def test_what_the_opening_says_goes_before_what_comes_first():
    fisherman, mayor = score_echoes(RUNNING, find_quotes(RUNNING))
    assert mayor > fisherman


def test_words_of_the_headline_count_as_opening():
    article = Article(body=RUNNING.body, headline="A fisherman who lived here before speaks", language="en")
    bare = measure_echoes(RUNNING, find_quotes(RUNNING))[0]
    headed = measure_echoes(article, find_quotes(article))[0]
    assert headed["opening"] >= bare["opening"]
    assert {name: value for name, value in headed.items() if name != "opening"} == {
        name: value for name, value in bare.items() if name != "opening"
    }


def test_a_running_text_adds_what_a_summary_repeats_to_what_editors_lift():
    assert not is_running(PAGE.body)
    running, page = (score_quotes(article, find_quotes(article)) for article in (RUNNING, PAGE))
    echoes = score_echoes(RUNNING, find_quotes(RUNNING))
    assert [round(there.score + echo, 4) for there, echo in zip(page, echoes, strict=True)] == pytest.approx(
        [here.score for here in running], abs=0.001
    )


def test_no_quotes_have_no_scores():
    assert score_echoes(Article(body="Nobody spoke."), ()) == []
    assert score_quotes(Article(body=""), ()) == ()


def test_a_quote_without_words_that_carry_meaning_is_measured():
    article = Article(body="“12 … 34 to 56,” said Ana Lind on Monday, and that was all she said.", language="en")
    measured = measure_echoes(article, find_quotes(article))
    assert all(math.isfinite(value) for values in measured for value in values.values())
