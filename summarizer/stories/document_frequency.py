"""Document frequencies of words in past news: rare words of today's news are worth matching.

The day's own batch is not suited: a big story makes its own words common, just when they matter most. So words are
counted in past headlines and openings; today's texts are added once.
"""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from summarizer.text.words import find_words

OPENING_WORDS = 60
"""Words of a body that are read: the opening is the news, the rest is background."""

HEADLINE_WEIGHT = 2
"""A headline's word counts as often as this many words of the opening."""

_HEADLINE_WORDS = 15
OPENING_CHARACTERS = 900
HEADLINE_CHARACTERS = 500
"""Hostile texts are long; this is longer than any sixty words or any headline."""

_STEM_LETTERS = 8
_HISTORY_TEXTS = 50_000
_UNSEEN = 3.0
"""Smoothing, added to every count: a word that no past text has is new, not infinitely rare."""

_TABLE = "lexicon/stories/document_frequencies.tsv"


@dataclass(frozen=True, slots=True)
class DocumentFrequencies:
    """The number of texts, and the number in which each term occurs."""

    texts: float
    counts: Mapping[str, float] = field(repr=False)

    def add(self, other: "DocumentFrequencies", weight: float = 1.0) -> "DocumentFrequencies":
        """Returns the sum of both; `weight` is the weight of a text of the other."""
        counts = dict(self.counts)
        for term, count in other.counts.items():
            counts[term] = counts.get(term, 0.0) + weight * count
        return DocumentFrequencies(self.texts + weight * other.texts, counts)

    def known_share(self, documents: Sequence[Sequence[str]]) -> float:
        """Returns the share of the documents' tokens that occur here: low for an unknown language; 0 for no words."""
        known = sum(term in self.counts for terms in documents for term in terms)
        return known / max(1, sum(len(terms) for terms in documents))

    def idf(self, term: str) -> float:
        """Returns the inverse document frequency of a term, from 0 (in every text).

        Source: Spärck Jones, A statistical interpretation of term specificity, J. Documentation 28 (1972).
        """
        return max(0.0, math.log((self.texts + _UNSEEN) / (self.counts.get(term, 0.0) + _UNSEEN)))


def count_words(documents: Iterable[Iterable[str]]) -> DocumentFrequencies:
    """Returns the document frequencies of some documents, each given by its terms."""
    counts, texts = Counter[str](), 0
    for terms in documents:
        counts.update(set(terms))
        texts += 1
    return DocumentFrequencies(texts, counts)


def find_terms(text: str) -> tuple[str, ...]:
    """Returns the words of `text`, in order, lower-cased and cut after eight letters.

    Cutting replaces a stemmer in every language with suffixes ("ministerium", "ministeriums") and needs no list.
    Source: McNamee, Nicholas & Mayfield, SIGIR 2009. Eight letters did best of 6 to 9.
    """
    words = find_words(unicodedata.normalize("NFKC", text).lower())
    return tuple(cut_term(word) for word in words)


def cut_term(word: str) -> str:
    """Returns the term of a lower-case word."""
    return word[:_STEM_LETTERS]


def find_headline_terms(headline: str) -> tuple[str, ...]:
    """Returns the terms of a headline, in order."""
    return find_terms(headline[:HEADLINE_CHARACTERS])


def find_opening_terms(body: str) -> tuple[str, ...]:
    """Returns the terms of the first sixty words of a body, in order."""
    return find_terms(body[:OPENING_CHARACTERS])[:OPENING_WORDS]


def read_background(history: Sequence[str]) -> DocumentFrequencies:
    """Counts the newest of the past texts, oldest first, each a headline, a line break (or a space) and an opening.

    The shipped table replaces as many texts as the history has fewer than the table. The last history is remembered: an
    edition is grouped, compared with earlier ones and compared by its pages with the same one, and so are those of
    other channels at that time.
    """
    return _count_history(tuple(history[-_HISTORY_TEXTS:]))


@lru_cache(maxsize=1)
def _count_history(history: tuple[str, ...]) -> DocumentFrequencies:
    past = count_words(_find_past_terms(text) for text in history)
    return past.add(_STARTING, weight=max(0.0, 1.0 - past.texts / _STARTING.texts))


def _find_past_terms(text: str) -> tuple[str, ...]:
    """Returns the terms of a headline and an opening given as one text."""
    headline, line_break, body = text[: HEADLINE_CHARACTERS + OPENING_CHARACTERS].partition("\n")
    if not line_break:
        return find_terms(headline)[: OPENING_WORDS + _HEADLINE_WORDS]
    return find_headline_terms(headline) + find_opening_terms(body)


def parse_table(text: str) -> DocumentFrequencies:
    """Parses the table written by tools/build_idf.py: `# texts N`, then one `term<TAB>count` per line."""
    texts, counts = 0, Counter[str]()
    for line in text.splitlines():
        if line.startswith("# texts "):
            texts = int(line.removeprefix("# texts "))
        elif not line.startswith("#"):
            term, count = line.split("\t")
            counts[term] = int(count)
    return DocumentFrequencies(texts, counts)


_STARTING = parse_table(files("summarizer").joinpath(_TABLE).read_text("utf-8"))
