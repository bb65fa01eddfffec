"""Which verb of saying has which subject, as read from the marks of grammar alone."""

import pytest

from summarizer.quotes.attribution.attribute import ParsedArticle
from summarizer.quotes.document.subjects import LONGEST, find_subjects, sign_before, sign_of
from summarizer.quotes.grammar.lexicon import lexicon_for
from summarizer.quotes.spans.find_spans import find_spans


def read(body: str) -> ParsedArticle:
    words = lexicon_for("en", body)
    return ParsedArticle(body, find_spans(body, words), words)


def subjects(body: str) -> dict[str, str]:
    """Verb -> its subject, both as printed, in the first sentence."""
    parsed = read(body)
    return {
        parsed.tokenized.tokens[verb].text: parsed.body[parsed.mentions[mention].start : parsed.mentions[mention].end]
        for verb, mention in find_subjects(parsed.context, 0).items()
        if mention >= 0
    }


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("Ana Lind said “no”.", {"said": "Ana Lind"}),
        ("Ana Lind told Omar Reyes that he said “no”.", {"told": "Ana Lind", "said": "he"}),
        ("Ana Lind, who told Omar Reyes of it, said “no”.", {"told": "who", "said": "Ana Lind"}),
        ("Ana Lind attacked Omar Reyes, calling it “a farce”.", {"attacked": "Ana Lind", "calling": "Ana Lind"}),
        ("In a speech for Omar Reyes, Ana Lind said “no”.", {"said": "Ana Lind"}),
        ("Ana Lind came and said “no”.", {"said": "Ana Lind"}),
    ],
)
def test_verbs_of_saying_have_their_subjects(body: str, wanted: dict[str, str]):
    assert subjects(body) == wanted


def test_signs_tell_what_stands_beside_a_name():
    parsed = read("Critics of Ana Lind said “no”.")
    mention = next(mention for mention in parsed.mentions if parsed.body[mention.start : mention.end] == "Ana Lind")
    assert (sign_before(parsed.context, mention), sign_of(parsed.context, mention.last)) == ("of", "S")


def test_a_sentence_without_end_is_read_up_to_a_limit():
    parsed = read("Ana Lind said " + "and said " * 4 * LONGEST + "“no”.")
    assert max(find_subjects(parsed.context, 0)) < LONGEST
