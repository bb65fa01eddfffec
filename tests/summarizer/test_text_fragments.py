import re
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.model import Article, Span
from summarizer.text.sentences import split_sentences
from summarizer.text_fragments import text_fragment_url

URL = "https://gazette.example/ferry"
LONG = (
    "The ferry between Port Ellery and the island of Sund, which has run since 1911, will stop in May & not come back, "
    "the harbour board said - to nobody's surprise."
)


def link(body, sentence, **article):
    start = body.index(sentence)
    return text_fragment_url(Article(body=body, url=URL, **article), Span(start, start + len(sentence)))


def test_a_short_sentence_is_named_whole():
    assert link("The ferry sank. Nobody came.", "The ferry sank.") == f"{URL}#:~:text=The%20ferry%20sank."


def test_a_long_sentence_is_named_by_its_ends():
    url = link(f"{LONG} Nobody came.", LONG)
    head, tail = (unquote(term) for term in url.partition(":~:text=")[2].split(","))
    assert LONG.startswith(head)
    assert LONG.endswith(tail)


def test_dashes_commas_and_ampersands_are_escaped():
    sentence = "Fish, chips & tea - cheap."
    directive = link(f"{sentence} Nobody came.", sentence).partition(":~:text=")[2]
    assert directive == "Fish%2C%20chips%20%26%20tea%20%2D%20cheap."


def test_no_link_without_a_page():
    assert text_fragment_url(Article(body="The ferry sank."), Span(0, 15)) is None


def test_no_link_where_the_words_stand_earlier():
    body = "The ferry sank. Nobody came. The ferry sank."
    span = Span(body.rindex("The ferry"), len(body))
    assert text_fragment_url(Article(body=body, url=URL), span) is None


def test_no_link_where_the_headline_says_the_same_first():
    assert link("The ferry sank. Nobody came.", "The ferry sank.", headline="Officials: the ferry sank. More") is None


def test_a_beginning_used_twice_is_made_longer():
    twin = LONG.replace("will stop in May", "will run in May")
    url = link(f"{twin} {LONG}", LONG)
    assert url is None or len(unquote(url.partition("text=")[2]).split(",")[0].split()) > 4


def test_an_anchor_of_the_page_is_kept_and_an_old_directive_is_not():
    article = Article(body="The ferry sank.", url=f"{URL}#top:~:text=old")
    assert text_fragment_url(article, Span(0, 15)) == f"{URL}#top:~:text=The%20ferry%20sank."


@pytest.mark.parametrize("span", [Span(-1, 3), Span(3, 3), Span(0, 99)])
def test_a_span_outside_the_body_has_no_link(span):
    assert text_fragment_url(Article(body="The ferry sank.", url=URL), span) is None


def selected(text, directive):
    """What a browser that follows the specification selects, for bodies of plain words."""
    start, _, end = directive.partition(",")
    folded = re.sub(r"\s", " ", text.lower())
    at = re.search(rf"(?<!\w){re.escape(unquote(start).lower())}(?!\w)", folded)
    assert at is not None
    if not end:
        return at.span()
    to = re.compile(rf"(?<!\w){re.escape(unquote(end).lower())}(?!\w)").search(folded, at.end())
    assert to is not None
    return at.start(), to.end()


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(["ferry", "pier", "the", "sank,", "a-b", "in", "May.", "Nobody", "came."]),
        min_size=1,
        max_size=80,
    ),
    st.data(),
)
def test_a_link_selects_exactly_its_sentence(words, data):
    article = Article(body=" ".join(words), url=URL, language="en")
    sentences = split_sentences(article)
    sentence = data.draw(st.sampled_from(sentences))
    url = text_fragment_url(article, sentence.span)
    if url is not None:
        assert selected(article.body, url.partition(":~:text=")[2]) == (sentence.span.start, sentence.span.end)


def test_lone_surrogates_do_not_stop_it():
    article = Article(body="The \ud800 ferry sank.", url=URL)
    assert text_fragment_url(replace(article), Span(0, len(article.body)))
