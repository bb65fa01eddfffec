from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.model import Article, Sentence, Span
from summarizer.ranking import rank
from summarizer.selection.select_sentences import select
from summarizer.text.sentences import split_sentences


def make(*scored, language="en"):
    """An article and its ranked sentences from (score, text) pairs."""
    body = " ".join(text for _, text in scored)
    sentences, at = [], 0
    for score, text in scored:
        start = body.index(text, at)
        at = start + len(text)
        sentences.append(Sentence(text=text, span=Span(start, at), paragraph=0, score=score))
    return Article(body=body, language=language), tuple(sentences)


FERRY = "The ferry to Port Ellery sank on Monday morning."
MAYOR = "Mayor Dana Orr closed the old harbour for a week."
BOATS = "Twelve fishing boats searched for the missing crew."
RAIN = "Rain and fog are expected until the end of the week."


BOAT_NEWS = (
    "The boats searched all harbours for missing crews.",
    "Nobody knows whether a boat in the harbour still searches for the crew that is missing.",
)
"""The same news twice, with other endings: its words have to be compared in their language."""


def shown(article, ranked, budget):
    return [sentence.text for sentence in select(article, ranked, budget=budget)]


def tell(ranked, *chances):
    """The sentences with the words of a summary that each has: word -> chance, in thousandths."""
    return tuple(replace(sentence, tells=tuple(words.items())) for sentence, words in zip(ranked, chances, strict=True))


def test_a_single_sentence_is_chosen_by_what_it_covers_too():
    article, ranked = make((0.6, FERRY), (0.5, MAYOR), (0.2, RAIN))
    ranked = tell(ranked, {"ferry": 10}, {"mayor": 990, "harbour": 990}, {"fog": 10})
    (best,) = select(article, ranked, budget=1)
    assert (best.text, best.tells) == (MAYOR, ())  # the digest does not carry what it was weighed by
    assert shown(article, ranked, 0) == []


def test_of_a_set_too_none_repeats_another():
    first, again = BOAT_NEWS
    article, ranked = make((0.9, first), (0.8, again), (0.5, MAYOR), (0.2, RAIN))
    ranked = tell(ranked, {"boats": 900}, {"searches": 900}, {"mayor": 100}, {"fog": 10})
    assert shown(article, ranked, 2) == [first, MAYOR]


def test_a_caption_is_not_shown_where_there_is_prose():
    article, ranked = make((0.5, FERRY), (0.9, BOATS), (0.4, MAYOR), (0.3, RAIN))
    caption = replace(ranked[1], is_prose=False)
    assert shown(article, (ranked[0], caption, *ranked[2:]), 2) == [FERRY, MAYOR]


def said(ranked, *texts):
    """Whether a sentence is one of these: somebody's words."""
    spans = {sentence.span for sentence in ranked if sentence.text in texts}
    return lambda span: span in spans


@pytest.mark.parametrize("budget", [1, 2, 3])
def test_what_somebody_says_is_not_shown_as_the_reporters(budget):
    article, ranked = make((0.5, FERRY), (0.9, BOATS), (0.4, MAYOR), (0.3, RAIN))
    chosen = select(article, ranked, budget=budget, is_speech=said(ranked, BOATS))
    assert [sentence.text for sentence in chosen] == [FERRY, MAYOR, RAIN][:budget]


def test_what_somebody_says_is_not_shown_of_a_short_article_either():
    article, ranked = make((0.5, FERRY), (0.9, BOATS))
    assert [sentence.text for sentence in select(article, ranked, budget=3, is_speech=said(ranked, BOATS))] == [FERRY]


def test_of_a_short_article_that_is_all_speech_all_is_shown_or_one():
    article, ranked = make((0.5, FERRY), (0.9, BOATS))
    assert shown_of_speech(article, ranked) == [FERRY, BOATS]
    article, ranked = make((0.5, FERRY), (0.9, FERRY), (0.3, BOATS))
    assert shown_of_speech(article, ranked) == [FERRY]


def shown_of_speech(article, ranked):
    return [sentence.text for sentence in select(article, ranked, budget=3, is_speech=lambda _: True)]


def test_where_nothing_is_fit_the_reporters_sentence_comes_before_what_somebody_says():
    article, ranked = make((0.2, "So it was."), (0.9, BOATS), (0.8, MAYOR))
    chosen = select(article, ranked, budget=2, is_speech=said(ranked, BOATS, MAYOR))
    assert [sentence.text for sentence in chosen] == ["So it was."]


def test_of_a_text_that_is_all_speech_one_sentence_is_shown():
    article, ranked = make((0.5, FERRY), (0.9, BOATS), (0.4, MAYOR))
    chosen = select(article, ranked, budget=2, is_speech=lambda _: True)
    assert [sentence.text for sentence in chosen] == [BOATS]


def test_the_best_come_in_document_order():
    article, ranked = make((0.5, FERRY), (0.1, MAYOR), (0.9, BOATS), (0.2, RAIN))
    assert shown(article, ranked, 2) == [FERRY, BOATS]


def test_the_same_thing_is_not_said_twice():
    article, ranked = make(
        (0.9, FERRY), (0.8, "The ferry to Port Ellery sank Monday morning."), (0.5, MAYOR), (0.2, RAIN)
    )
    assert shown(article, ranked, 2) == [FERRY, MAYOR]


def test_the_same_news_in_other_words_is_not_told_twice():
    again = "On Monday morning forty people went down with the Port Ellery ferry."
    article, ranked = make((0.9, FERRY), (0.8, again), (0.5, MAYOR), (0.2, RAIN))
    assert shown(article, ranked, 2) == [FERRY, MAYOR]


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (
            "On Monday the ferry was not there again when the children of the school came down to the old pier to wait.",
            "The ferry was not there again.",
        ),
        ("The pier was not there when they all came on time.", "The pier was still there when they all went on foot."),
        (MAYOR, "Dana Orr looks at the harbour from her terrace."),
        ("The boats searched all harbours for missing crews.", "One boat is searching a harbour for some missing crew."),
        BOAT_NEWS,
        ("The piers were there when they all went.", "The pier was there when it all went."),
    ],
    ids=["a part of it", "half of all words", "three names and words", "other endings", "the news in other endings", "other endings of few words"],
)  # fmt: skip
def test_one_that_repeats_another_is_left_out(first, again):
    toll = "Nobody in Saltmouth paid the toll."
    article, ranked = make((0.9, first), (0.8, again), (0.5, toll), (0.2, RAIN))
    assert shown(article, ranked, 2) == [first, toll]
    article, ranked = make((0.9, again), (0.5, toll), (0.2, RAIN))
    assert shown(article, ranked, 2) == [again, toll]


def test_what_was_said_some_sentences_ago_is_not_said_again():
    again = "The ferry to Port Ellery sank Monday morning."
    article, ranked = make((0.9, FERRY), (0.8, MAYOR), (0.7, again), (0.5, BOATS), (0.2, RAIN))
    assert shown(article, ranked, 3) == [FERRY, MAYOR, BOATS]


@pytest.mark.parametrize(
    ("first", "other"),
    [
        (MAYOR, "Dana Orr was not there at all."),
        ("The ferry was not there when they came on Monday.", "The ferry was here when they all left in May."),
    ],
    ids=["one name", "a third of all words"],
)
def test_a_name_or_a_few_words_in_common_are_no_repetition(first, other):
    article, ranked = make((0.9, first), (0.8, other), (0.5, BOATS), (0.2, RAIN))
    assert shown(article, ranked, 2) == [first, other]


def test_the_same_person_may_come_twice():
    next_day = "Dana Orr, mayor of Port Ellery, later spoke to the families of the crew."
    article, ranked = make((0.9, MAYOR), (0.8, next_day), (0.5, BOATS), (0.2, RAIN))
    assert shown(article, ranked, 2) == [MAYOR, next_day]


def test_a_pronoun_comes_only_behind_its_antecedent():
    he = "He said that the pier would open again in May."
    article, ranked = make((0.5, FERRY), (0.2, MAYOR), (0.9, he), (0.4, RAIN))
    assert shown(article, ranked, 2) == [FERRY, RAIN]
    article, ranked = make((0.3, FERRY), (0.8, MAYOR), (0.9, he), (0.4, RAIN))
    assert shown(article, ranked, 2) == [MAYOR, he]


def test_an_article_does_not_open_its_digest_with_a_pronoun():
    article, ranked = make(
        (0.9, "It was the worst storm in years, they all said."), (0.8, FERRY), (0.5, MAYOR), (0.4, RAIN)
    )
    assert shown(article, ranked, 2) == [FERRY, MAYOR]


def test_questions_fragments_and_chrome_are_left_out():
    article, ranked = make(
        (0.9, "Who is going to pay for the new ferry?"),
        (0.9, "“We are all very sad about it."),
        (0.9, "Sign up for our newsletter to read all about it."),
        (0.9, "A sad day."),
        (0.1, FERRY),
        (0.1, MAYOR),
    )
    assert shown(article, ranked, 3) == [FERRY, MAYOR]


def test_a_score_of_nothing_is_not_shown():
    article, ranked = make((0.9, FERRY), (0.0, MAYOR), (0.0, BOATS), (0.0, RAIN))
    assert shown(article, ranked, 3) == [FERRY]


def test_a_very_long_sentence_costs_its_words():
    long = "The ferry " + "and the old boat " * 20 + "sank."
    article, ranked = make((0.6, long), (0.5, FERRY), (0.4, MAYOR), (0.1, RAIN))
    assert shown(article, ranked, 2) == [FERRY, MAYOR]


def test_up_to_forty_words_cost_nothing_and_each_further_one_a_little():
    forty = "The ferry " + "and the old boat " * 9 + "sank today."
    article, ranked = make((0.504, forty), (0.5, MAYOR), (0.1, RAIN))
    assert shown(article, ranked, 1) == [forty]
    more = "The ferry " + "and the old boat " * 9 + "sank here today."
    article, ranked = make((0.504, more), (0.5, MAYOR), (0.1, RAIN))
    assert shown(article, ranked, 1) == [MAYOR]
    fifty = "The ferry " + "and the old boat " * 11 + "sank at noon today."
    article, ranked = make((0.605, fifty), (0.5, MAYOR), (0.1, RAIN))
    assert shown(article, ranked, 1) == [fifty]
    article, ranked = make((0.595, fifty), (0.5, MAYOR), (0.1, RAIN))
    assert shown(article, ranked, 1) == [MAYOR]


def test_a_short_article_is_shown_whole_but_once():
    article, ranked = make((0.1, "It sank."), (0.0, MAYOR))
    assert shown(article, ranked, 3) == ["It sank.", MAYOR]
    article, ranked = make((0.1, FERRY), (0.1, FERRY))
    assert shown(article, ranked, 3) == [FERRY]
    article, ranked = make((0.1, "Boats sailed at noon."), (0.1, "Boat sails at noon."))
    assert shown(article, ranked, 3) == ["Boats sailed at noon."]


def test_where_nothing_is_allowed_the_best_is_shown():
    article, ranked = make((0.2, "He left."), (0.9, "She stayed on."), (0.1, "They sang."), (0.1, "It rained."))
    assert shown(article, ranked, 3) == ["She stayed on."]


def test_where_nothing_is_allowed_what_could_be_shown_goes_before_what_is_only_scored():
    he = "He said that the pier would open again in May."
    article, ranked = make((0.3, he), (0.9, "She sang."), (0.8, "They sang."), (0.7, "It rained."))
    assert shown(article, ranked, 3) == [he]


def test_where_nothing_is_allowed_chrome_is_still_the_last_resort():
    chrome = "Sign up for our newsletter to read all about it."
    article, ranked = make((0.9, chrome), (0.2, "He left."), (0.2, "She stayed on."), (0.1, "It rained."))
    assert shown(article, ranked, 3) == ["He left."]
    article, ranked = make((0.2, chrome), (0.9, "Subscribe to our newsletter."), (0.1, "All rights reserved."))
    assert shown(article, ranked, 2) == ["Subscribe to our newsletter."]


def test_no_budget_shows_nothing():
    article, ranked = make((0.2, FERRY), (0.9, MAYOR))
    assert shown(article, ranked, 0) == []


def test_a_text_without_prose_still_gives_a_line():
    article = Article(body="Tide times\n\nPort Ellery\n\nHigh water", language="en")
    assert select(article, rank(article, split_sentences(article)), budget=1)


def test_of_a_text_without_prose_chrome_is_shown_only_where_there_is_nothing_else():
    article, ranked = make((0.9, "Subscribe to our newsletter."), (0.1, "High water at noon."))
    lines = [replace(sentence, is_prose=False) for sentence in ranked]
    assert shown(article, lines, 2) == ["High water at noon."]
    assert shown(article, lines[:1], 2) == ["Subscribe to our newsletter."]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 1), st.sampled_from([FERRY, MAYOR, BOATS, RAIN, "He left early on Monday, she said.", "What?"])
        ),
        min_size=1,
        max_size=30,
    ),
    st.integers(0, 8),
)
def test_never_more_than_the_budget_and_always_in_order(scored, budget):
    article, ranked = make(*scored)
    chosen = select(article, ranked, budget=budget)
    starts = [sentence.span.start for sentence in chosen]
    assert len(chosen) <= budget
    assert starts == sorted(set(starts))
