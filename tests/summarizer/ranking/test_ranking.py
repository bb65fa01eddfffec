import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.errors import UnknownMethodError
from summarizer.model import Article
from summarizer.ranking import DEFAULT_METHOD, METHODS, SUMY_METHODS, rank
from summarizer.selection.select_sentences import select
from summarizer.text.sentences import split_sentences
from tests.alarm import alarm

BODY = (
    "The ferry between Port Ellery and Sund sank on Monday, and twelve people were rescued by fishing boats.\n\n"
    "Rescue boats reached the ferry within an hour, the harbour master said.\n\n"
    "“We heard a bang and then the water came,” passenger Ida Holm said.\n\n"
    "The ferry was built in 1961 and had been repaired three times in the past two years.\n\n"
    "Mayor Dana Orr said the town would buy a new ferry for 4 million crowns before the summer.\n\n"
    "Read more: How the ferry came to Port Ellery"
)
HEADLINE = "Twelve rescued as Port Ellery ferry sinks"


def ranked(body=BODY, method=None, language="en", headline=HEADLINE):
    article = Article(body=body, language=language, headline=headline)
    return rank(article, split_sentences(article), method=method)


def test_all_ten_methods_are_there_and_ours_is_the_default():
    assert set(METHODS) == {"nutgraf", "lead", *SUMY_METHODS}
    assert len(SUMY_METHODS) == 8
    assert DEFAULT_METHOD == "nutgraf"


def test_an_unknown_method_is_named_with_the_known_ones():
    with pytest.raises(UnknownMethodError) as error:
        ranked(method="magic")
    assert "lex-rank" in error.value.advice


@pytest.mark.parametrize("method", METHODS)
def test_ranking_changes_only_score_and_reasons(method):
    article = Article(body=BODY, language="en")
    before = split_sentences(article)
    after = rank(article, before, method=method)
    assert [(s.text, s.span, s.paragraph, s.is_prose) for s in before] == [
        (s.text, s.span, s.paragraph, s.is_prose) for s in after
    ]
    assert all(0 <= s.score <= 1 for s in after)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("Hello.", "en"),
        ("the of and. of the.", "en"),
        ("Ha. Ha. Ha. Ha. Ha. Ha.", "en"),
        ("One. Two.", "en"),
        ("今日は雨です。明日は晴れ。昨日は雪でした。今日は寒い。", "ja"),
        ("Kaixo mundua. Egun on guztioi. Gaur euria da.", "eu"),
        ("Aa bb.", None),
        ("😀 😀. 😀!", "xx"),
        ("", "en"),
    ],
)
def test_tiny_and_foreign_texts_are_ranked(method, body, language):
    for headline in (None, "A headline"):
        scores = [s.score for s in ranked(body, method, language, headline)]
        assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize("method", METHODS)
def test_sentences_that_read_the_same_are_each_ranked(method):
    body = (
        "The ferry sank in the harbour on Monday. " * 5 + "The mayor closed the harbour. Nobody was hurt on the ferry."
    )
    assert len(ranked(body, method)) == 7


@pytest.mark.parametrize("method", METHODS)
def test_chrome_has_no_score(method):
    if method == "lead":
        pytest.skip("the opening is ranked by place alone; selection leaves chrome out")
    assert ranked(method=method)[-1].score == 0


def test_the_telling_sentence_is_first_and_says_why():
    best = max(ranked(), key=lambda sentence: sentence.score)
    assert best.text.startswith("The ferry between Port Ellery")
    assert best.reasons[:2] == ("opens the story", "repeats the headline")


def test_every_sentence_worth_showing_has_a_reason():
    assert all(sentence.reasons for sentence in ranked() if sentence.score > 0)


@pytest.mark.parametrize("method", METHODS)
def test_ten_thousand_sentences_are_ranked_in_time(method):
    body = " ".join(
        f"Boat {place} left pier {place % 97} with {place * 7 % 1001} boxes of fish." for place in range(10_000)
    )
    article = Article(body=body, language="en")
    sentences = split_sentences(article)
    with alarm(60):  # seconds; without caps it is hours
        select(article, rank(article, sentences, method=method), budget=3)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["The ferry sank.", "He left.", "Port Ellery (AFP) — x.", "What?", "\n\n", "“No.", "今日。", "1961", " "]
        ),
        max_size=40,
    ).map(" ".join),
    st.sampled_from(METHODS),
)
def test_the_same_text_always_has_the_same_scores(body, method):
    assert ranked(body, method) == ranked(body, method)
