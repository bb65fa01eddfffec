"""The hand-written cases of cases.txt, plain_cases.txt and attribution_cases.txt, one test a line.

cases_failing.txt repeats the lines that are read wrong today: they have to fail, so that one that is right is taken off.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from summarizer.model import Article, Quote
from summarizer.quotes import find_quotes
from summarizer.quotes.grammar.lexicon import LANGUAGES

CASES = tuple(Path(__file__).with_name(name) for name in ("cases.txt", "plain_cases.txt", "attribution_cases.txt"))


FAILING = frozenset(Path(__file__).with_name("cases_failing.txt").read_text(encoding="utf-8").splitlines())


class Case(NamedTuple):
    """One line of a file of cases."""

    file: str
    line: int
    language: str
    body: str
    wanted: str
    fails: bool


def read_cases() -> Iterator[Case]:
    for path in CASES:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            language, _, rest = line.partition(" | ")
            body, _, wanted = rest.rpartition(" => ")
            fails = line in FAILING
            yield Case(path.stem, number, language, body.replace("⏎", "\n\n"), wanted.strip(), fails)


def parameters() -> Iterator[Any]:
    for case in read_cases():
        name = f"{case.file}-line{case.line}-{case.language}"
        mark = pytest.mark.xfail(strict=True, reason="listed in cases_failing.txt")
        yield pytest.param(case, id=name, marks=mark if case.fails else ())


def check(quote: Quote, wanted: str) -> None:
    text, speaker, role, line, *_ = [*(part.strip() for part in wanted.split("~")), "*", "*", "*"]
    assert quote.text == text
    if speaker == "-":
        assert quote.speaker is None
    elif speaker != "*":
        assert quote.speaker_full == speaker
    if role != "*":
        assert quote.role == (None if role == "-" else role)
    if line != "*":
        assert (quote.speaker_line and quote.speaker_line.text) == (None if line == "-" else line)


@pytest.mark.parametrize("case", list(parameters()))
def test_the_article_says_who_spoke(case: Case):
    quotes = find_quotes(Article(body=case.body, language=case.language))
    if case.wanted == "nothing":
        assert [quote.text for quote in quotes] == []
        return
    wanted = case.wanted.split(" ;; ")
    assert [quote.text for quote in quotes] == [each.split("~")[0].strip() for each in wanted]
    for quote, each in zip(quotes, wanted, strict=True):
        check(quote, each)


def test_there_are_many_cases_and_several_in_every_language_we_know():
    cases = list(read_cases())
    assert len(cases) >= 180
    for language in LANGUAGES:
        assert sum(case.language == language for case in cases) >= 5, language


def test_each_failing_line_is_a_case():
    lines = {line for path in CASES for line in path.read_text(encoding="utf-8").splitlines()}
    assert lines >= FAILING
