"""The cases of the key quotes: which quotes editors lift, and which a headline repeats."""

import re
from collections.abc import Iterator

from summarizer.model import Article, Quote
from summarizer.quotes.key_quotes.pick import key_quote_features
from tools.training.labelled import LabelledArticle
from tools.training.learn import Case

EDITORS_COUNT = 0.2  # five times as many articles have an editor's marks as have headline echoes
LONGEST_HEADLINE = 200
LEAST_WORDS = 4
TELLING = 3  # letters a word has at most that tells nothing
SAME = 0.7


def key_cases(labelled: LabelledArticle, quotes: tuple[Quote, ...]) -> Iterator[Case]:
    """The article's quotes, those an editor marked as key right."""
    reader = labelled.row["A"]
    wanted = [reader["quotes"][index]["text"] for index in reader["key"]]
    marks = [any(_same_words(quote.text, text) for text in wanted) for quote in quotes]
    yield from _case(labelled.article, quotes, marks, EDITORS_COUNT)


def echo_cases(labelled: LabelledArticle, quotes: tuple[Quote, ...]) -> Iterator[Case]:
    """The article's quotes without its headline; right are those of which it repeats three words in a row."""
    headline, _, body = labelled.row["text"].partition("\n\n")
    threes = _threes(headline)
    usable = [quote for quote in quotes if quote.span.start > len(headline)]
    if len(headline) <= LONGEST_HEADLINE and threes and len(usable) > 2:
        marks = [bool(threes & _threes(quote.text)) for quote in usable]
        yield from _case(Article(body=body, language="en"), tuple(usable), marks, 1.0)


def _case(article: Article, quotes: tuple[Quote, ...], marks: list[bool], weight: float) -> Iterator[Case]:
    features = key_quote_features(article, quotes)
    usable = [number for number, quote in enumerate(quotes) if quote.speaker and len(quote.text.split()) >= LEAST_WORDS]
    right = [marks[number] for number in usable]
    if any(right) and not all(right):
        yield Case([features[number] for number in usable], right, weight)


def _threes(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    threes = zip(words, words[1:], words[2:], strict=False)
    return {three for three in threes if sum(len(word) > TELLING for word in three) > 1}


def _same_words(one: str, other: str) -> bool:
    first, second = set(re.findall(r"\w+", one.lower())), set(re.findall(r"\w+", other.lower()))
    return len(first & second) >= SAME * max(1, len(first | second))
