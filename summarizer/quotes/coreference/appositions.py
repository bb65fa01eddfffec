"""Nouns that mean whom a name behind them means: "le maire de Velby, Jean Lind", "a survey by Jo Lind"."""

from collections.abc import Iterator, Sequence

from summarizer.quotes.document.mentions import NAME, NOUN, Spot
from summarizer.quotes.document.tokens import CAPITAL, WORD, Layout
from summarizer.quotes.grammar.lexicon import Words
from summarizer.quotes.grammar.name_lists import is_first_name
from summarizer.quotes.grammar.word_lists import short_list

LANGUAGES = frozenset(("en", "de", "fr", "es", "it", "pt", "nl", "sv", "no", "da"))
MOST_BETWEEN = 9
TEXTS = short_list("en", "texts")
"""What speaks for the one who wrote it."""


def find_appositions(layout: Layout, spots: Sequence[Spot], words: Words) -> Iterator[tuple[int, int]]:
    """Pairs of spots: a noun phrase with a role, and the name behind it that means the same person."""
    if words.language not in LANGUAGES:
        return
    for number, spot in enumerate(spots):
        if spot.kind == NOUN and _is_by_the_next(layout, spots, number):
            yield number, number + 1
        if _describes_the_last(layout, spots, number, words):
            yield number, number - 1
        if spot.kind != NOUN or not (_has_role(layout, spot, words) or _is_told_of(layout, spot, words)):
            continue
        name = _name_behind(layout, spots, number, words)
        if name >= 0:
            yield number, name


def _is_by_the_next(layout: Layout, spots: Sequence[Spot], number: int) -> bool:
    """Whether the noun is a text, and the spot behind it the person who wrote it: "a survey by Jo Lind"."""
    noun, tokens = spots[number], layout.tokens
    if tokens[noun.last - 1].lower not in TEXTS or number + 1 == len(spots):
        return False
    name = spots[number + 1]
    is_behind = name.first == noun.last + 1 and tokens[noun.last].lower == "by"
    return is_behind and name.kind == NAME and is_first_name(tokens[name.core].lower) and name.last - name.core > 1


def _describes_the_last(layout: Layout, spots: Sequence[Spot], number: int, words: Words) -> bool:
    """Whether the noun says in an insertion what the one named before it is: "Lind, a retired worker, said"."""
    noun, name, tokens = spots[number], spots[number - 1], layout.tokens
    if number == 0 or words.language != "en" or noun.kind != NOUN or name.kind != NAME:
        return False
    is_next = name.last + 1 == noun.first and tokens[name.last].text == ","
    return is_next and tokens[noun.first].lower in ("a", "an") and _has_role(layout, noun, words)


def _has_role(layout: Layout, spot: Spot, words: Words) -> bool:
    return any(words.is_role(token.lower) for token in layout.tokens[spot.first : spot.last])


def _is_told_of(layout: Layout, spot: Spot, words: Words) -> bool:
    """Whether the noun stands right behind a verb of saying: "said the harbour's new master, Jo Lind"."""
    return words.language == "en" and spot.first > 0 and layout.tokens[spot.first - 1].lower in words.said


def _name_behind(layout: Layout, spots: Sequence[Spot], number: int, words: Words) -> int:
    """The name that follows the noun after a comma, or after what an "of" ties to the noun; -1 for none."""
    tokens, noun = layout.tokens, spots[number]
    for other in range(number + 1, min(number + 4, len(spots))):
        name = spots[other]
        if name.core - noun.last > MOST_BETWEEN or name.kind != NAME:
            if name.kind == NOUN and name.first - noun.last <= MOST_BETWEEN:
                continue
            return -1
        between = tokens[noun.last : name.core]
        commas = sum(token.text == "," for token in between)
        plain = all(
            token.text == "," or (token.kind in (WORD, CAPITAL) and not words.is_cue(token.lower)) for token in between
        )
        if not plain or commas > 1 or any(words.is_role(token.lower) for token in between):
            return -1  # "the spokesman of the prime minister, Jo Lind": either of them
        after_comma = commas == 1 and between[-1].text == ","
        after_of = commas == 0 and bool(between) and between[0].lower in words.prepositions
        closing = tokens[name.last].text if name.last < len(tokens) else "."
        is_framed = after_comma and len(between) == 1 and closing in (",", ".")
        is_person = is_framed or is_first_name(tokens[name.core].lower)
        if (after_comma or after_of) and name.last - name.core > 1 and is_person:
            return other
    return -1
