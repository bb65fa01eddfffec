"""How plainly the article ties a speaker to a quote: by a verb, by going on, or by nothing but nearness.

The learned choice says who is likeliest; this says whether a reader could point at the words that make it so. "“…,”
said Ana Lind", "laut Ana Lind „…“" and "Ana Lind: “…”" are plain. Where we know little of a language, only they count.
"""

from collections.abc import Callable
from enum import IntEnum

from summarizer.quotes.document.mentions import NAME
from summarizer.quotes.document.quote_context import Scene
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE, WORD

CLOSE = 6
"""So many tokens may stand between a quote and a speaker named behind it."""

TINY = frozenset(("se", "si", "się", "sa", "ra", "a", "je"))
"""What parts verb and name in "přidává se Jan Lind" and "rekla je Ana Lind", and the honorific of Indonesian."""

DOUBTFUL_SOURCES = frozenset(("pour", "para", "per", "wie"))
"""They name a source where they open a sentence ("Pour Ana Lind, …"), else hardly ever."""

CLOSING_SOURCES = frozenset(("so",))
"""They name a source only behind the quote: "“…”, so Ana Lind"."""

HELPING = frozenset(("ha", "si", "hat", "a", "tem", "er", "har"))
"""No verbs of saying by themselves, though lists may hold them for the sake of "ha detto"."""


REACH = 45
"""So many tokens before a quote are looked at for who announces it."""


IMPERSONAL = frozenset(
    ("hieß", "heißt", "lautete", "lautet", "steht", "stand", "står", "stod", "lyder", "lød", "staat")
)
"""Verbs that quote a text, whoever stands beside them: "in einer Mitteilung der Stadt heißt es"."""


class Bond(IntEnum):
    """What ties a speaker to a quote, from nothing to a verb beside both."""

    NEAR = 0
    FOLLOWS = 1
    PLAIN = 2


def bond(scene: Scene, quote: int, spot: int, cue: int | None) -> Bond:
    """PLAIN if a verb or "according to" in the quote's sentence names the speaker, or a label does; else NEAR."""
    layout = scene.layout
    at, first = layout.quote_at[quote], scene.spots[spot].first
    if layout.sentence_of[at] != layout.sentence_of[first]:
        return Bond.PLAIN if _is_announced(scene, at, spot, cue) else Bond.NEAR
    if at < first and not _is_close(scene, at, first):
        return Bond.NEAR
    if _is_source(scene, at, spot) or _is_label(scene, at, spot):
        return Bond.PLAIN
    if scene.according[first] or scene.is_subordinate(spot):
        return Bond.NEAR
    if cue is not None and layout.sentence_of[cue] == layout.sentence_of[at] and is_saying(scene, cue):
        return Bond.PLAIN
    return Bond.PLAIN if _has_unknown_verb(scene, at, spot) else Bond.NEAR


def is_touching(scene: Scene, quote: int, spot: int) -> bool:
    """Whether nothing but the verb, marks and one tiny word stand between the speaker and the quote, or a label does.

    For languages of which we know only the verbs: "…, řekl Jan Lind", "Jan Lind powiedział: …", "menurut Jan Lind, …".
    """
    tokens, here, at = scene.layout.tokens, scene.spots[spot], scene.layout.quote_at[quote]
    if scene.according[here.first] or _is_label(scene, at, spot):
        return True
    between = range(at + 1, here.first) if at < here.first else range(here.last, at)
    behind = range(here.last, here.last + 2) if at < here.first else range(0)
    others = [tokens[index].lower for index in between if tokens[index].kind != MARK and not scene.cue[index]]
    has_cue = any(scene.cue_at(index) for index in (*between, *behind))
    return has_cue and len(others) <= 1 and all(word in TINY for word in others)


def find_intro(scene: Scene, at: int) -> range:
    """The tokens that announce the quote with a colon, in its sentence or in the paragraph before; empty for none."""
    layout = scene.layout
    colon = next((index for index in (at - 1, at - 2) if index >= 0 and layout.tokens[index].text == ":"), -1)
    if colon < 0 or (colon == at - 2 and layout.tokens[at - 1].kind != GAP):
        return range(0)
    first = max(layout.bounds[layout.sentence_of[colon]][0], colon - REACH)
    tokens = layout.tokens
    start = next((index + 1 for index in range(colon, first - 1, -1) if tokens[index].kind in (QUOTE, GAP)), first)
    return range(start, colon)


def _is_announced(scene: Scene, at: int, spot: int, cue: int | None) -> bool:
    """Whether the paragraph before announces the quote: `Ana Lind said:`, then the quote in a paragraph of its own."""
    intro = find_intro(scene, at)
    return cue is not None and cue in intro and scene.spots[spot].first in intro and is_saying(scene, cue)


def _is_source(scene: Scene, at: int, spot: int) -> bool:
    """Whether "according to" stands right before the spot."""
    layout, first = scene.layout, scene.spots[spot].first
    if not scene.according[first]:
        return False
    if layout.tokens[first - 1].lower in CLOSING_SOURCES:
        return at < first
    opens = first - 1 == layout.bounds[layout.sentence_of[first]][0]
    return opens or layout.tokens[first - 1].lower not in DOUBTFUL_SOURCES


def is_saying(scene: Scene, cue: int) -> bool:
    """Whether the verb says that words are somebody's own."""
    tokens, words = scene.layout.tokens, scene.words
    verb, following = tokens[cue].lower, tokens[cue + 1].lower if cue + 1 < len(tokens) else ""
    if verb in HELPING and following not in words.said:
        return False
    particles = words.particles.get(verb)
    if particles is not None:
        last = min(scene.layout.bounds[scene.layout.sentence_of[cue]][1], cue + REACH)
        return any(token.lower in particles for token in tokens[cue + 1 : last])
    return verb not in words.reported and verb not in IMPERSONAL


def _has_unknown_verb(scene: Scene, at: int, spot: int) -> bool:
    """Whether a comma, one small word and a name follow the quote: `“…”, schnaubte Ana Lind`. The word is a verb."""
    tokens, words, first = scene.layout.tokens, scene.words, scene.spots[spot].first
    if not words.language or first != at + 3 or scene.spots[spot].kind != NAME or not scene.known[spot]:
        return False
    return tokens[at + 1].text == "," and tokens[at + 2].kind == WORD and not _is_function_word(scene, at + 2)


def _is_function_word(scene: Scene, index: int) -> bool:
    word, words = scene.layout.tokens[index].lower, scene.words
    lists = (words.prepositions, words.conjunctions, words.determiners, words.adverbs, words.pronouns, words.starters)
    return any(word in known for known in lists) or scene.according[index + 1]


def _is_close(scene: Scene, at: int, first: int) -> bool:
    """Whether a speaker behind a quote stands close to it, with no other quote and no "and" or "but" between."""
    between = scene.layout.tokens[at + 1 : first]
    if len(between) > CLOSE or any(token.kind in (QUOTE, GAP) for token in between):
        return False
    return not any(token.lower in scene.words.conjunctions for token in between[:3]) or scene.according[first]


def _is_label(scene: Scene, at: int, spot: int) -> bool:
    """Whether the paragraph opens with the speaker, a colon, and the quote: `Ana Lind: "…"`."""
    here, tokens = scene.spots[spot], scene.layout.tokens
    opens = here.first == 0 or tokens[here.first - 1].kind == GAP
    between = tokens[here.last : at]
    return opens and bool(between) and between[0].text == ":" and all(token.kind == MARK for token in between)


def goes_on(scene: Scene, quote: int, is_other: Callable[[int], bool]) -> bool:
    """Whether a quote goes on from the one before it: the same paragraph, or the next one with nothing beside it.

    Args:
        scene: the article.
        quote: number of the quote.
        is_other: whether a spot names somebody else than the speaker of the quote before.
    """
    if quote == 0:
        return False
    layout = scene.layout
    past, at = layout.quote_at[quote - 1], layout.quote_at[quote]
    if layout.sentence_of[past] == layout.sentence_of[at]:
        return True
    if _opened_by_other(scene, past, at, is_other) or _is_said_by_unknown(scene, at):
        return False
    gaps = layout.paragraph_of[at] - layout.paragraph_of[past]
    if gaps == 0 and any(layout.tokens[index].lower in scene.words.reported for index in scene.around(at)):
        return True
    return gaps <= 1 and _opens_sentence(scene, at) and (gaps == 0 or _stands_alone(scene, at))


def _opened_by_other(scene: Scene, past: int, at: int, is_other: Callable[[int], bool]) -> bool:
    """Whether a sentence between the two quotes opens with somebody else."""
    layout = scene.layout
    for sentence in range(layout.sentence_of[past] + 1, layout.sentence_of[at] + 1):
        first = layout.bounds[sentence][0]
        for index in range(first, min(first + 3, at)):
            if scene.spot_at[index] >= 0 and is_other(scene.spot_at[index]):
                return True
    return False


def _is_said_by_unknown(scene: Scene, at: int) -> bool:
    """Whether what follows the quote looks like a verb of saying we do not know: `“…”, avisan fuentes`."""
    tokens = scene.layout.tokens[at + 1 : at + 3]
    follows = len(tokens) == 2 and tokens[0].text == "," and tokens[1].kind == WORD
    return follows and scene.words.language != "en" and not _is_function_word(scene, at + 2)


def _opens_sentence(scene: Scene, at: int) -> bool:
    first, _ = scene.layout.bounds[scene.layout.sentence_of[at]]
    return at - first < CLOSE and all(token.kind == MARK for token in scene.layout.tokens[first:at])


def _stands_alone(scene: Scene, at: int) -> bool:
    """Whether nothing but marks stands behind the quote in its paragraph."""
    for token in scene.layout.tokens[at + 1 : at + 8]:
        if token.kind == GAP:
            return True
        if token.kind != MARK:
            return False
    return True
