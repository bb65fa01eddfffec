"""Which sentences point to one before them, and may be shown only with it.

A pronoun or connective at the start points to the sentence before. "The second ferry …" does too: it counts on a first
one. "The boat's skipper, …" points to any earlier sentence that has a boat.
"""

import json
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files

from summarizer.model import Sentence
from summarizer.text.sentence_form import OPENING_MARKS, opens_with_anaphor

_DATA = json.loads(files("summarizer").joinpath("lexicon/text/antecedents.json").read_text("utf-8"))
_LOOKED_AT, _MOST_PLACES = 120, 100
_COUNTS_ON = {
    language: re.compile(rf"(?:{lists['articles']}) ?(?:{lists['ordinals']}) (?!(?:{lists['of_themselves']})\b)")
    for language, lists in _DATA["counts_on"].items()
}
_OWNERS = {
    language: re.compile(pattern.replace("NOUN", r"(?P<noun>[^\W\d_]{3,30})"))
    for language, pattern in _DATA["owners"].items()
}
_KNOWN = {language: frozenset(words.split()) for language, words in _DATA["known_owners"].items()}
_WORD = re.compile(r"[^\W\d_]+")


def find_needs(
    sentences: Sequence[Sentence], places: Sequence[int], language: str | None
) -> Mapping[int, frozenset[int]]:
    """Returns, for the places of sentences that point back, the places of which one has to be shown too.

    Args:
        sentences: all of the article's that may be shown beside each other, in document order.
        places: of those that are asked about.
        language: ISO 639-1 code; without lists for it nothing points back.
    """
    needs: dict[int, frozenset[int]] = {}
    owners: dict[int, str] = {}
    for place in places:
        text = sentences[place].text
        if opens_with_anaphor(text, language) or _counts_on_another(text, language):
            needs[place] = frozenset({place - 1})
        elif (noun := _find_owner(text, language)) is not None:
            owners[place] = noun
    seen = _find_words(sentences, frozenset(owners.values())) if owners else {}
    for place, noun in owners.items():
        if before := frozenset(at for at in seen[noun] if at < place):
            needs[place] = before
    return needs


def _find_words(sentences: Sequence[Sentence], nouns: frozenset[str]) -> Mapping[str, Sequence[int]]:
    """Returns the first places of the sentences that have each noun."""
    seen: dict[str, list[int]] = {noun: [] for noun in nouns}
    for place, sentence in enumerate(sentences):
        for noun in nouns.intersection(_WORD.findall(sentence.text.lower())):
            if len(seen[noun]) < _MOST_PLACES:
                seen[noun].append(place)
    return seen


def _counts_on_another(text: str, language: str | None) -> bool:
    """Whether the sentence opens with "The second …" and such; "The Second World War" has a name."""
    pattern = _COUNTS_ON.get(language or "")
    return pattern is not None and pattern.match(text[:_LOOKED_AT].lstrip(OPENING_MARKS)) is not None


def _find_owner(text: str, language: str | None) -> str | None:
    """Returns the noun of "The boat's skipper, …", lower case; None where there is none, or one that all know."""
    pattern = _OWNERS.get(language or "")
    found = pattern.match(text[:_LOOKED_AT].lstrip(OPENING_MARKS)) if pattern is not None else None
    noun = found["noun"].lower() if found is not None else None
    return None if noun in _KNOWN.get(language or "", ()) else noun
