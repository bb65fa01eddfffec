from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer import read_text, verify
from summarizer.errors import EmptyTextError, SummarizerError
from summarizer.model import Article, ArticleKind
from summarizer.stories.story_digest import digest_story
from summarizer.text.sentence_form import opens_with_anaphor
from tests.bot.fakes import STORY

GAZETTE = replace(read_text(STORY), outlet="Gazette", url="https://gazette.example/pier", kind=ArticleKind.PAGE)
COURIER = replace(
    read_text(
        """Saltmouth gets its pier back

Several hundred people walked out over the water at Saltmouth on Monday when the town's pier opened its gates again.

She had waited for this day, said Ilse Moor, who sells ice cream at the gate.

"I have counted every single morning of these two years," Ilse Moor told the Courier in front of her freshly painted hut.

The repairs were delayed twice, first by a storm and then by a shipment of oak that never came from the mill.

It was the second time that the pier had been closed for more than a year.
"""
    ),
    outlet="Courier",
    url="https://courier.example/pier",
    kind=ArticleKind.PAGE,
)
HERALD = replace(
    read_text(
        """Pier open again, toll to be decided

Saltmouth's council wants to charge visitors a crown for the walk to the pier's end, and votes on it in December.

However, that is far from settled.

Councillor Piet Anders said a toll was "the only honest way" to pay for the sixty years the new deck is meant to last.
"""
    ),
    outlet="Herald",
    url="https://herald.example/pier",
    kind=ArticleKind.PAGE,
)


def shown(story):
    return [(part.article.outlet, sentence.text) for part in story.parts for sentence in part.sentences]


def test_the_opening_of_the_most_central_article_comes_first():
    told = shown(digest_story([GAZETTE, COURIER, HERALD]))

    assert told[0] == (
        "Gazette",
        "The pier at Saltmouth reopened on Monday after two years of repairs that cost the town 4 million crowns.",
    )


def test_each_other_article_adds_one_sentence_at_most():
    for length in ("short", "medium", "long"):
        outlets = [outlet for outlet, _ in shown(digest_story([GAZETTE, COURIER, HERALD], length=length))]

        assert outlets.count("Courier") <= 1
        assert outlets.count("Herald") <= 1


def test_what_is_left_of_the_budget_is_the_central_articles():
    assert len(shown(digest_story([GAZETTE, COURIER], length="short"))) == 2
    assert [outlet for outlet, _ in shown(digest_story([GAZETTE, COURIER], length="medium"))].count("Gazette") == 2


def test_a_sentence_that_points_back_is_never_taken_from_its_place():
    for _, text in shown(digest_story([GAZETTE, COURIER, HERALD], length="long")):
        assert not opens_with_anaphor(text, "en")


def test_quotes_have_their_speaker_and_come_from_several_voices():
    story = digest_story([GAZETTE, COURIER, HERALD], length="medium")
    quotes = [quote for part in story.parts for quote in part.quotes]

    assert 1 <= len(quotes) <= 2
    assert all(quote.speaker is not None for quote in quotes)
    assert len({quote.speaker_full for quote in quotes}) == len(quotes)


def test_every_word_is_in_the_article_it_is_said_to_be_from():
    for part in digest_story([GAZETTE, COURIER, HERALD], length="long").parts:
        verify(part)


def test_a_reprint_adds_nothing():
    reprint = replace(GAZETTE, outlet="Courier", url="https://courier.example/reprint")

    texts = [text for _, text in shown(digest_story([GAZETTE, reprint]))]

    assert len(texts) == len(set(texts))


def test_a_story_of_one_article_is_that_articles_digest():
    (part,) = digest_story([GAZETTE]).parts

    assert part.method != "story"
    assert len(part.sentences) == 3


def test_a_feeds_two_lines_are_enough():
    (part,) = digest_story([Article(body="The pier is open again.", headline="Pier", outlet="Gazette")]).parts

    assert [sentence.text for sentence in part.sentences] == ["The pier is open again."]


def test_articles_without_text_are_left_out():
    empty = Article(body="", headline="Pier open", outlet="Post")

    assert {outlet for outlet, _ in shown(digest_story([empty, GAZETTE]))} == {"Gazette"}


@pytest.mark.parametrize("articles", [[], [Article(body="")], [Article(body="…")]])
def test_nothing_to_show_is_an_error(articles):
    with pytest.raises(SummarizerError):
        digest_story(articles)


def test_no_article_is_an_empty_text():
    with pytest.raises(EmptyTextError):
        digest_story([])


def test_an_unknown_length_is_refused():
    with pytest.raises(ValueError, match="short, medium, long"):
        digest_story([GAZETTE], length="huge")


def test_the_same_articles_give_the_same_digest():
    assert digest_story([GAZETTE, COURIER, HERALD]) == digest_story([GAZETTE, COURIER, HERALD])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=300), max_size=4), st.sampled_from(["short", "medium", "long"]))
def test_whatever_the_texts_only_our_own_errors_are_raised(bodies, length):
    try:
        story = digest_story([Article(body=body, headline="x", language="en") for body in bodies], length=length)
    except SummarizerError:
        return
    for part in story.parts:
        verify(part)


def paper(outlet: str, *sentences: str) -> Article:
    return Article("\n\n".join(sentences), outlet=outlet, language="en", url=f"https://{outlet.lower()}.example/pier")


OPENING = "The pier at Saltmouth reopened on Monday after two years of repairs that cost four million crowns."


def told_of(outlet: str, *sentences: str) -> list[str]:
    """What is taken from an article beside the Gazette's."""
    return [
        text
        for who, text in shown(digest_story([paper("Gazette", OPENING), paper(outlet, *sentences)]))
        if who == outlet
    ]


def test_the_same_in_other_words_is_not_told_twice():
    again = "Saltmouth's pier, closed for two years of repairs, reopened on Monday at a cost of four million crowns."
    news = "Councillor Piet Anders wants visitors to the pier to pay a toll from the spring."

    assert told_of("Herald", again, news) == [news]


@pytest.mark.parametrize(
    "leaning",
    [
        "“I’ve counted every morning of the repairs at Saltmouth’s pier,” she said on Monday.",
        "“The repairs of the pier at Saltmouth have taken far too long.”",
        "Standing at the gates of the pier in Saltmouth, she cut a blue ribbon on Monday.",
        "After the speeches at Saltmouth's pier, they walked to the end of the deck.",
    ],
)
def test_a_sentence_whose_speaker_or_subject_stands_elsewhere_is_not_taken(leaning: str):
    news = "Councillor Piet Anders wants visitors to the pier to pay a toll from the spring."

    assert told_of("Herald", leaning, news) == [news]


@pytest.mark.parametrize(
    "whole",
    [
        "“I have counted every morning of these repairs,” said Ilse Moor, who sells ice cream on the pier.",
        "“Folly” is what Councillor Piet Anders calls the toll that visitors to the pier are to pay.",
        "Standing at the gates of the pier, Mayor Ada Brandt cut a blue ribbon as she thanked the engineers.",
    ],
)
def test_a_quote_with_its_speaker_and_a_subject_with_its_name_stand_alone(whole: str):
    assert told_of("Herald", whole) == [whole]


def test_of_sentences_that_tell_as_much_the_one_that_leans_on_none_is_taken():
    loose = "The toll for visitors to the pier was also criticised by shopkeepers in Saltmouth."
    firm = "Shopkeepers in Saltmouth criticised the toll that visitors to the pier are to pay."

    assert told_of("Herald", loose, firm) == [firm]


def test_a_piece_of_a_sentence_is_no_key_quote_where_somebody_is_quoted_whole():
    piece = "Councillor Piet Anders said a toll was “the only honest way to pay for all of this” in the end."
    whole = "“We kept our word and the sea kept its temper all this time,” Mayor Ada Brandt told the crowd on Monday."

    toll = "Visitors will have to pay a toll of one crown to walk out to the end of the deck."
    story = digest_story([paper("Gazette", OPENING, piece), paper("Herald", toll, whole)])

    assert [quote.speaker_full for part in story.parts for quote in part.quotes] == ["Ada Brandt"]


def test_a_quote_that_a_feed_cut_off_is_no_key_quote():
    cut = "“We kept our word and the sea kept its temper, and now I can promise you all that...” said Mayor Ada Brandt."

    story = digest_story([paper("Gazette", OPENING), paper("Herald", "Visitors pay a toll of one crown.", cut)])

    assert [quote for part in story.parts for quote in part.quotes] == []
