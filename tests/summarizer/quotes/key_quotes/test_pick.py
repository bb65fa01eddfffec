"""The key quotes: attributed, long enough, two voices, nothing twice."""

from summarizer.model import Article, Sentence, Span
from summarizer.quotes import find_quotes
from summarizer.quotes.key_quotes.pick import pick_quotes

BODY = (
    "Velby will close its old pier for the winter, mayor Ana Lind said on Monday.\n\n"
    "“We cannot ask families to walk on boards that may break under their feet this winter,” Lind told reporters in Velby.\n\n"
    "“It will cost us a season, but it will not cost us a child,” Lind said.\n\n"
    "Fisherman Omar Reyes called the closure “a blow to every crew that lands its catch here before dawn,” and left.\n\n"
    "“No comment,” said the harbour board."
)
ARTICLE = Article(body=BODY, headline="Velby closes its old pier for the winter", language="en")


def test_two_key_quotes_come_from_two_voices():
    picked = pick_quotes(ARTICLE, find_quotes(ARTICLE), (), limit=2)
    assert [quote.speaker_full for quote in picked] == ["Ana Lind", "Omar Reyes"]


def test_key_quotes_stand_in_document_order_and_have_scores():
    picked = pick_quotes(ARTICLE, find_quotes(ARTICLE), (), limit=3)
    assert list(picked) == sorted(picked, key=lambda quote: quote.span)
    assert len({quote.score for quote in picked}) > 1


def test_short_quotes_are_never_key():
    picked = pick_quotes(ARTICLE, find_quotes(ARTICLE), (), limit=9)
    assert "No comment," not in [quote.text for quote in picked]


def test_a_quote_that_is_all_of_a_shown_sentence_is_not_said_twice():
    start = BODY.index("“It will cost")
    text = BODY[start : BODY.index("\n\n", start)]
    shown = Sentence(text, Span(start, start + len(text)), paragraph=2)
    picked = pick_quotes(ARTICLE, find_quotes(ARTICLE), (shown,), limit=9)
    assert not any(quote.text.startswith("It will cost") for quote in picked)


def test_no_quote_and_no_piece_of_one_is_lifted_out_of_a_shown_sentence():
    body = (
        "“It will cost us a season, but not a child,” said Ana Lind, who came to the pier at dawn.\n\n"
        "Omar Reyes said on Monday that the crews of the harbour were, as so often before in the long years of cuts, "
        "“ready to land the catch in Sund,” and that the council had been told so in a letter from all of its members."
    )
    article = Article(body=body, language="en")
    shown = [
        Sentence(text, Span(body.index(text), body.index(text) + len(text)), paragraph=number)
        for number, text in enumerate(body.split("\n\n"))
    ]
    assert pick_quotes(article, find_quotes(article), shown, limit=9) == ()
    picked = pick_quotes(article, find_quotes(article), shown[:1], limit=9)
    assert [quote.speaker_full for quote in picked] == ["Omar Reyes"]


def test_the_same_words_are_picked_once():
    line = "“The pier is closed until the spring because it may break,” Ana Lind said."
    article = Article(body=f"{line}\n\nNothing else happened.\n\n{line}", language="en")
    assert len(pick_quotes(article, find_quotes(article), (), limit=3)) == 1


def test_no_limit_below_one_picks_anything():
    assert pick_quotes(ARTICLE, find_quotes(ARTICLE), (), limit=0) == ()
