"""How plainly the article ties a speaker to a quote: by a verb, by going on, or by nothing but nearness.

The learned choice says who is likeliest; this says whether a reader could point at the words that make it so. "“…,”
said Ana Lind", "laut Ana Lind „…“" and "Ana Lind: “…”" are plain. Where we know little of a language, only they count.
"""

from enum import IntEnum

from summarizer.quotes.candidates import Scene
from summarizer.quotes.layout import GAP, MARK, QUOTE, WORD

CLOSE = 6
"""So many tokens may stand between a quote and a speaker named behind it."""


TINY = 3
"""Letters of the words that part verb and name in "přidává se Jan Lind"."""


class Bond(IntEnum):
    """What ties a speaker to a quote, from nothing to a verb beside both."""

    NEAR = 0
    FOLLOWS = 1
    PLAIN = 2


def bond(scene: Scene, quote: int, spot: int, cue: int | None) -> Bond:
    """PLAIN if a verb or "according to" in the quote's sentence names the speaker, or a label does; else NEAR."""
    layout = scene.layout
    tokens = layout.tokens
    at, first = layout.quote_at[quote], scene.spots[spot].first
    if layout.sentence_of[at] != layout.sentence_of[first]:
        return Bond.NEAR
    if (
        cue is not None
        and tokens[cue].lower not in scene.words.reported
        and layout.sentence_of[cue] == layout.sentence_of[at]
    ):
        return Bond.PLAIN if first < at or _is_close(scene, at, first) else Bond.NEAR
    if scene.according[first] and (first < at or _is_close(scene, at, first)):
        return Bond.PLAIN
    return Bond.PLAIN if _is_label(scene, at, spot) else Bond.NEAR


def is_touching(scene: Scene, quote: int, spot: int) -> bool:
    """Whether nothing but the verb, marks and one tiny word stand between the speaker and the quote, or a label does.

    For languages of which we know only the verbs: "…, řekl Jan Lind", "Jan Lind powiedział: …", "menurut Jan Lind, …".
    """
    tokens, here, at = scene.layout.tokens, scene.spots[spot], scene.layout.quote_at[quote]
    between = range(at + 1, here.first) if at < here.first else range(here.last, at)
    behind = range(here.last, here.last + 2) if at < here.first else range(0)
    others = [index for index in between if tokens[index].kind != MARK and not scene.cue[index]]
    has_cue = any(scene.cue_at(index) for index in (*between, *behind))
    tiny = all(len(tokens[index].text) <= TINY and tokens[index].kind == WORD for index in others) and len(others) <= 1
    if scene.according[here.first]:
        return True
    return (has_cue and tiny) or _is_label(scene, at, spot)


def _is_close(scene: Scene, at: int, first: int) -> bool:
    """Whether a speaker behind a quote stands close to it, with no other quote between."""
    between = scene.layout.tokens[at + 1 : first]
    return len(between) <= CLOSE and all(token.kind not in (QUOTE, GAP) for token in between)


def _is_label(scene: Scene, at: int, spot: int) -> bool:
    """Whether the paragraph opens with the speaker, a colon, and the quote: `Ana Lind: "…"`."""
    here, tokens = scene.spots[spot], scene.layout.tokens
    opens = here.first == 0 or tokens[here.first - 1].kind == GAP
    between = tokens[here.last : at]
    return opens and bool(between) and between[0].text == ":" and all(token.kind == MARK for token in between)


def goes_on(scene: Scene, quote: int) -> bool:
    """Whether a quote goes on from the one before it: the same paragraph, or the next one with nothing beside it."""
    if quote == 0:
        return False
    layout = scene.layout
    past, at = layout.quote_at[quote - 1], layout.quote_at[quote]
    if layout.sentence_of[past] == layout.sentence_of[at]:
        return True
    gaps = layout.paragraph_of[at] - layout.paragraph_of[past]
    if gaps == 0 and any(layout.tokens[index].lower in scene.words.reported for index in scene.around(at)):
        return True
    return gaps <= 1 and _opens_sentence(scene, at) and (gaps == 0 or _stands_alone(scene, at))


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
