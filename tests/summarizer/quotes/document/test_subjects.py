"""Which verb of saying has which subject, as read from the marks of grammar alone."""

import pytest

from summarizer.quotes.attribution.attribute import ParsedArticle
from summarizer.quotes.document.subjects import (
    LONGEST,
    find_asked,
    find_passive,
    find_romance_passive,
    find_subjects,
    is_cleft,
    passive_subject,
    sign_before,
    sign_of,
    subject_of_romance_passive,
)
from summarizer.quotes.grammar.lexicon import lexicon_for
from summarizer.quotes.spans.find_spans import find_spans


def read(body: str, language: str = "en") -> ParsedArticle:
    words = lexicon_for(language, body)
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


def printed(parsed: ParsedArticle, mention: int) -> str:
    """The mention as the article prints it; "" for none."""
    return "" if mention < 0 else parsed.body[parsed.mentions[mention].start : parsed.mentions[mention].end]


@pytest.mark.parametrize(
    ("body", "judged"),
    [
        ("Ana Lind was called “a fool”.", "Ana Lind"),
        ("Ana Lind has been accused by Omar Reyes of being “a fool”.", "Ana Lind"),
        ("Ana Lind, described by Omar Reyes as “a fool”, left.", "Ana Lind"),
        ("Ana Lind called Omar Reyes “a fool”.", ""),
        ("Ana Lind was criticised. Omar Reyes saw “a fool”.", ""),
    ],
)
def test_the_subject_of_a_passive_is_judged(body: str, judged: str):
    parsed = read(body)
    participle = find_passive(parsed.context, parsed.tokenized.quote_at[0])
    assert printed(parsed, passive_subject(parsed.context, participle) if participle >= 0 else -1) == judged


@pytest.mark.parametrize(
    ("language", "body", "judged", "agent"),
    [
        ("es", "Ana Lind fue acusada por Omar Reyes de “mentir a todos”.", "Ana Lind", "por"),
        ("fr", "Ana Lind a été accusée d'avoir « menti à tous ».", "Ana Lind", ""),
        ("it", "Ana Lind accusa Omar Reyes di «mentire a tutti».", "", ""),
    ],
)
def test_romance_passives_have_a_subject_and_perhaps_an_agent(language: str, body: str, judged: str, agent: str):
    parsed = read(body, language)
    participle, by = find_romance_passive(parsed.context, parsed.tokenized.quote_at[0])
    assert printed(parsed, subject_of_romance_passive(parsed.context, participle)) == judged
    assert ("" if by < 0 else parsed.tokenized.tokens[by].text) == agent


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        ("Tenants were calling on Ana Lind to “come back”.", "Ana Lind"),
        ("Omar Reyes urged her to stop the “long walk”.", "her"),
        ("Ana Lind promised them to “come back”.", ""),
        ("Ana Lind asked for time to “come back”.", ""),
    ],
)
def test_who_is_asked_stands_behind_the_verb_that_asks(body: str, asked: str):
    parsed = read(body)
    assert printed(parsed, find_asked(parsed.context, parsed.tokenized.quote_at[0])[0]) == asked


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("It was Ana Lind who opened.", True),
        ("It was her clerk, Ana Lind, who opened.", True),
        ("He was Ana Lind who opened.", False),
        ("It was Ana Lind.", False),
    ],
)
def test_it_was_her_who(body: str, wanted: bool):
    parsed = read(body)
    assert any(is_cleft(parsed.context, number) for number in range(len(parsed.mentions))) is wanted
