"""What holds for every text: spans, order, no overlap, no exception, and time that grows with the text only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.model import Article, QuoteKind
from summarizer.quotes import drop_unsure_speakers, find_quotes
from summarizer.quotes.key_quotes.pick import pick_quotes
from tests.alarm import alarm

MARKS = "“”„‟\"＂''``’‘‚«»‹›「」『』–—-"
PIECES = st.sampled_from(
    [
        *MARKS,
        " ",
        ". ",
        ", ",
        "\n\n",
        "\n",
        "Ana Lind",
        "Lind",
        "said",
        "sagte",
        "sier",
        "dijo",
        "he",
        "she",
        "who",
        "the mayor",
        "Mr. ",
        "6'2\"",
        "class=",
        "(",
        ")",
        ":",
        "?",
        "!",
        "U.S.",
        "’s",
        "'s",
        "a",
        "the pier is safe",
        "…",
        "İ",
        "ß",
        "🎉",
        "\u00a0",
        "\u200b",
        "dit-elle",
        "l’avocat",
        "according to",
        "laut ",
        " zufolge",
        "heißt es in der Mitteilung",
        "hat erklärt: ",
        "der 31-Jährige",
        "le maire de Velby, ",
        "mówi ",
        "menurut ",
        "сказал ",
        "wife of ",
        "Jr.",
    ]
)
LANGUAGES = st.sampled_from(
    [
        None,
        "en",
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "nl",
        "sv",
        "no",
        "nb",
        "da",
        "is",
        "tr",
        "ja",
        "xx",
        "en-GB",
        "id",
        "pl",
        "fi",
        "ru",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join), LANGUAGES)
def test_any_marks_and_words_give_quotes_that_stand_in_the_body(body: str, language: str | None):
    check_quotes(Article(body=body, language=language))


@given(st.text(max_size=200), LANGUAGES)
def test_any_text_at_all_gives_quotes_that_stand_in_the_body(body: str, language: str | None):
    check_quotes(Article(body=body, language=language))


def check_quotes(article: Article) -> None:
    quotes = find_quotes(article)
    end = 0
    for quote in quotes:
        assert quote.span.of(article.body) == quote.text
        assert quote.text
        assert quote.span.start >= end
        end = quote.span.end
        assert quote.speaker is None or quote.speaker.span.of(article.body) == quote.speaker.text
        for printed in (quote.speaker_full, quote.role):
            assert printed is None or (printed and printed in article.body)
    picked = pick_quotes(article, quotes, (), limit=3)
    assert len(picked) <= 3
    assert list(picked) == sorted(picked, key=lambda quote: quote.span)
    assert find_quotes(article) == quotes


@pytest.mark.parametrize(
    "piece",
    ['"', "“", "”", "'", "''", "«", "»", "„", "‘a’ ", '" a ', "“a” said Bo. ", "– Aa, sier Bo.\n\n", "Bo Lind “x” "],
)
def test_a_text_of_nothing_but_marks_is_read_in_a_moment(piece: str):
    body = (piece * 100_000)[:100_000]
    with alarm(10):  # a quarter of a second; where it is not linear, minutes
        find_quotes(Article(body=body, language="no" if "sier" in piece else "en"))


@pytest.mark.parametrize(
    "piece",
    [
        "Lind spokesman ",
        "Lind's ",
        "Lind's chief Berg's ",
        "Anna Lind's lawyer ",
        "CEO Lind's ",
        "Lind's Ana senator Mr. ",
    ],
)
def test_a_chain_of_owners_without_end_ends(piece: str):
    check_quotes(Article(body="“We will see about this one,” said " + piece * 3000, language="en"))


def test_what_others_say_of_somebody_is_not_their_saying():
    body = "The sailor, who was said to have walked “home across the ice alone”, left the hall."
    (quote,) = find_quotes(Article(body=body, language="en"))
    assert quote.cue is None


def test_partial_quote_keeps_its_speaker():
    body = "Mayor Ana Lind said the plan was “a danger to every family here” and left."
    (quote,) = find_quotes(Article(body=body, language="en"))
    assert quote.kind is QuoteKind.PARTIAL
    assert quote.speaker is not None
    assert (quote.speaker.text, quote.cue, quote.role) == ("Mayor Ana Lind", "said", "Mayor")


def test_whole_sentence_is_direct_and_a_paragraph_of_its_own_is_a_block():
    body = "“The pier is safe,” said Ana Lind.\n\n“We have looked at every single board and every single nail of it.”"
    first, second = find_quotes(Article(body=body, language="en"))
    assert first.kind is QuoteKind.DIRECT
    assert second.kind is QuoteKind.BLOCK


def test_an_unknown_language_is_guessed_from_its_small_words():
    body = "Die Lage am Hafen ist nach dem Sturm noch immer ernst. „Die Mole ist sicher“, sagte Anna Lind."
    (quote,) = find_quotes(Article(body=body))
    assert quote.speaker_full == "Anna Lind"


def test_a_speaker_we_doubt_is_not_named():
    body = "Ana Lind, Omar Reyes, Bo Marsh and Eva Stroud met. Nothing was decided. “That is how it goes in this town.”"
    quotes = find_quotes(Article(body=body, language="en"))
    assert [quote.speaker for quote in quotes if quote.speaker is not None and quote.score > 0.9] == []


@pytest.mark.parametrize(("words", "named"), [("the bank", None), ("it", None), ("Nordhavn Bank", "Nordhavn Bank")])
def test_of_two_organisations_none_is_named_where_only_nearness_says_which(words: str, named: str | None):
    sold = "Nordhavn Bank sold its branch in Velby to Sund Bank on Monday."
    article = Article(body=f"{sold}\n\n“We regret every single job that is lost,” {words} said.", language="en")
    quotes = find_quotes(article)
    assert [quote.speaker_full for quote in drop_unsure_speakers(quotes)] == [named]
    assert [quote.speaker_full for quote in pick_quotes(article, quotes, (), limit=1)] == ([named] if named else [])


def test_only_plain_speakers_are_named_to_people():
    body = "Anna Lind traf Peter Marsch am Hafen. Sie redeten lange.\n\n„Die Mole ist für uns alle sicher und bleibt es auch.“"
    quotes = find_quotes(Article(body=body, language="de"))
    (shown,) = drop_unsure_speakers(quotes)
    assert (shown.text, shown.speaker, shown.speaker_full, shown.role) == (quotes[0].text, None, None, None)
    plain = find_quotes(Article(body="„Die Mole ist für uns alle sicher“, sagte Anna Lind.", language="de"))
    assert drop_unsure_speakers(plain) == plain
