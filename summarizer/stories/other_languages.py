"""Joins stories that are told in two languages: their words differ, their names and numbers do not.

Measured where truth is known, on English days split into two halves that were compared by names and numbers only: of
the pairs that are each other's best, .89 to 1.00 report one event. See docs/decisions/0118-two-languages-one-event.md.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from summarizer.model import Article
from summarizer.stories.merge_constraints import LONGEST_H
from summarizer.stories.pair_evidence.names import CasedTerms, find_names, find_small_terms
from summarizer.stories.vectors import WeighedTerms

LEAST_RARITY = 12.0
"""The rarity of shared names, in nats, with `NUMBER_RARITY` for each shared number."""

NUMBER_RARITY = 3.0
LEAST_NAMES = 3
"""With a shared number two are enough: two people are in several stories a day, and so are two clubs."""

LEAST_PART = 0.4
"""The part of each article's names that the other has, by rarity."""

NOUNS_WITH_CAPITALS = frozenset({"de"})
"""Languages in which every noun looks like a name: what part of them the other article has says nothing."""

MOST_SHARED = 0.15
"""Articles of one language share more of their small words than this; Spanish and Portuguese may as well."""

FEWEST_SMALL = 8
"""With fewer small words, as in a bare headline, nothing is known of the language."""

_MOST_HOLDERS = 50
_PREFIX = 3
_SAME_START = 5
_LONGEST_ENDING = 3
_NUMBER = re.compile(r"\d[\d.,]*\d")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Words:
    """What is compared of an article across languages.

    Attributes:
        names: folded, without accents, with their rarity.
        small: terms that are written small.
        numbers: of two digits and more, without years.
        language: as far as it is known.
    """

    names: Mapping[str, float]
    small: frozenset[str]
    numbers: frozenset[str]
    language: str | None


@dataclass(frozen=True, slots=True)
class _Match:
    """Two articles of two languages, and how much of their names is the same."""

    one: int
    two: int
    score: float


def join_other_languages(
    groups: Sequence[tuple[int, ...]], words: Sequence[Words], hours: Sequence[float | None]
) -> list[tuple[int, ...]]:
    """Returns the groups of articles, those of one event in two languages joined.

    Args:
        groups: of the articles, by index.
        words: what is compared of each article.
        hours: when each was published, in hours from any fixed moment; None: not known.
    """
    if len({each.language for each in words}) < 2:
        return list(groups)
    home = {number: place for place, group in enumerate(groups) for number in group}
    joined = [list(group) for group in groups]
    for match in sorted(_find_mutual(words, hours), key=lambda match: (-match.score, match.one, match.two)):
        one, two = sorted((home[match.one], home[match.two]))
        if one != two and _spans_one_story((*joined[one], *joined[two]), hours):
            joined[one] += joined[two]
            home.update(dict.fromkeys(joined[two], one))
            joined[two] = []
    return [tuple(sorted(group)) for group in joined if group]


def _spans_one_story(group: Sequence[int], hours: Sequence[float | None]) -> bool:
    known = [hour for number in group if (hour := hours[number]) is not None]
    return not known or max(known) - min(known) <= LONGEST_H


def read_words(
    articles: Sequence[Article], weighed: Sequence[WeighedTerms], cases: Sequence[CasedTerms]
) -> list[Words]:
    """Returns what is compared of each article of a batch: its weighed terms, and how it writes them, are given."""
    small = find_small_terms(cases)
    return [_read(*each, small) for each in zip(articles, weighed, cases, strict=True)]


def _read(article: Article, weighed: WeighedTerms, case: CasedTerms, small: frozenset[str]) -> Words:
    found = [term for term in find_names(case, small) if len(term) >= _PREFIX and not term.isdecimal()]
    names = {_strip_accents(term): weighed.rarity.get(term, 0.0) for term in sorted(found)}
    text = f"{article.headline or ''} {article.body[:400]}"
    numbers = {number for number in _NUMBER.findall(text) if not _YEAR.fullmatch(number)}
    small_words = frozenset(term for term in case.small if not term[:1].isdigit())
    return Words(names, small_words, frozenset(map(_to_point, numbers)), weighed.terms.language)


def _to_point(number: str) -> str:
    """Returns a number as it is written with a point: 4,9 is 4.9, and 40,000 is 40.000."""
    return number.replace(",", ".")


def _find_mutual(words: Sequence[Words], hours: Sequence[float | None]) -> Iterator[_Match]:
    """Returns pairs of articles each of which has no better match than the other."""
    best: dict[int, _Match] = {}
    for one, two in sorted(_find_candidates(words, hours)):
        score = _compare(words[one], words[two])
        for number in (one, two):
            if score > 0 and (number not in best or score > best[number].score):
                best[number] = _Match(one, two, score)
    return (match for number, match in best.items() if number == match.one and best[match.two] == match)


def _find_candidates(words: Sequence[Words], hours: Sequence[float | None]) -> set[tuple[int, int]]:
    """Returns pairs of articles of different languages that may share a name."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    pairs = set()
    for number in sorted(range(len(words)), key=lambda i: (hours[i] or 0.0, i)):
        for start in {name[:_PREFIX] for name in words[number].names}:
            for other in holders[start][-_MOST_HOLDERS:]:
                if words[other].language != words[number].language and _spans_one_story((other, number), hours):
                    pairs.add((min(other, number), max(other, number)))
            holders[start].append(number)
    return pairs


def _compare(one: Words, two: Words) -> float:
    """Returns how much two articles have in common; 0 where it is too little, or they may be of one language."""
    fewer = min(len(one.small), len(two.small))
    if fewer < FEWEST_SMALL or len(one.small & two.small) > MOST_SHARED * fewer:
        return 0.0
    pairs = [(name, other) for name in one.names for other in two.names if _is_same_name(name, other)]
    mine, theirs = {name for name, _ in pairs}, {other for _, other in pairs}
    rarities = sum(one.names[name] for name in mine), sum(two.names[other] for other in theirs)
    rarity = min(rarities) + NUMBER_RARITY * len(one.numbers & two.numbers)
    parts = [
        found / max(1.0, sum(words.names.values()))
        for words, found in zip((one, two), rarities, strict=True)
        if words.language not in NOUNS_WITH_CAPITALS
    ]
    is_numbered = bool(one.numbers & two.numbers)
    if (
        min(len(mine), len(theirs)) + is_numbered < LEAST_NAMES
        or rarity < LEAST_RARITY
        or min(parts, default=0.0) < LEAST_PART
    ):
        return 0.0
    return round(rarity * sum(parts), 9)


def _is_same_name(one: str, other: str) -> bool:
    """Whether two names are one, perhaps with another ending: Ukraine, Ukrainassa; Orpo, Orpon."""
    shorter, longer = sorted((one, other), key=len)
    if longer.startswith(shorter):
        return len(longer) - len(shorter) <= _LONGEST_ENDING
    return one[:_SAME_START] == other[:_SAME_START]


def _strip_accents(term: str) -> str:
    return "".join(
        character for character in unicodedata.normalize("NFKD", term) if not unicodedata.combining(character)
    )
