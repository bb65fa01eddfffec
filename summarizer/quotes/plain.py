"""The patterns in which verb-second languages name a speaker beyond doubt: they overrule the learned choice.

"„…“, sagte Ana Lind", "„…“, so Ana Lind", "Dazu sagte Ana Lind: „…“", "Ana Lind sagte in Velby: „…“", "laut Ana Lind
„…“", "Ana Lind zufolge „…“". The learned choice has seen few articles in these languages; word order is plain in them.
"""

from collections.abc import Sequence

from summarizer.quotes.bonds import REACH, find_intro
from summarizer.quotes.candidates import Scene
from summarizer.quotes.layout import GAP, MARK, QUOTE
from summarizer.quotes.mentions import NAME
from summarizer.quotes.speakers import may_speak

MOST_ADVERBS = 3
MOST_MARKS = 3
AFTER_NAME = frozenset(("zufolge",))
AGREEING = frozenset(("so", "aldus"))


def plain_speaker(scene: Scene, quote: int) -> int | None:
    """The spot that a plain pattern names; None where there is none."""
    at = scene.layout.quote_at[quote]
    for look in PATTERNS.get(scene.words.language, ()):
        spot = look(scene, at)
        if spot is not None and may_speak(scene, spot):
            return spot
    return None


def _behind(scene: Scene, at: int) -> int | None:
    """As in `„…“, sagte Ana Lind` and `„…“, so Ana Lind`."""
    tokens = scene.layout.tokens
    index = at + 1
    while (
        index < min(len(tokens), at + 1 + MOST_MARKS) and tokens[index].kind == MARK and tokens[index].text in ",!?.–-"
    ):
        index += 1
    if index >= len(tokens) or scene.layout.sentence_of[index] != scene.layout.sentence_of[at]:
        return None
    if not is_verb(scene, index) and tokens[index].lower not in AGREEING:
        return None
    return _spot_after(scene, index)


def is_verb(scene: Scene, index: int) -> bool:
    """Whether the token is a verb of saying, and no form of reported speech."""
    return scene.cue[index] in ("S", "K") and scene.layout.tokens[index].lower not in scene.words.reported


def _spot_after(scene: Scene, index: int) -> int | None:
    """The spot right behind a verb, over a few adverbs."""
    tokens, adverbs = scene.layout.tokens, scene.words.adverbs
    for ahead in range(index + 1, min(len(tokens), index + 2 + MOST_ADVERBS)):
        if scene.spot_at[ahead] >= 0:
            return scene.spot_at[ahead]
        if tokens[ahead].lower not in adverbs:
            return None
    return None


def _spot_before(scene: Scene, index: int, start: int) -> int | None:
    """The spot that opens the clause and has the verb right behind it, or behind what commas set off."""
    for first in range(start, min(start + 2, index)):
        number = scene.spot_at[first]
        if (
            number >= 0
            and not scene.is_subordinate(number)
            and scene.cue_after(number) in ((index, "adj"), (index, "adv"), (index, "app"))
        ):
            return number
    return None


def _before_colon(scene: Scene, at: int) -> int | None:
    """As in `Dazu sagte Ana Lind: „…“` and `Ana Lind sagte in Velby: „…“`."""
    intro = find_intro(scene, at)
    verbs = [index for index in intro if is_verb(scene, index)]
    if not verbs:
        return None
    before = _spot_before(scene, verbs[-1], scene.layout.bounds[scene.layout.sentence_of[verbs[-1]]][0])
    if before is not None:
        return before
    after = scene.spot_at[verbs[-1] + 1]
    return None if after < 0 or scene.spots[after].first != verbs[-1] + 1 else after


def _before_comma(scene: Scene, at: int) -> int | None:
    """As in Turkish `…dile getiren Ayşe Demir, "…" dedi`: the name right before the quote, the verb behind it."""
    tokens = scene.layout.tokens
    if at < 2 or tokens[at - 1].text != "," or scene.cue_at(at + 1) == "":
        return None
    spot = scene.spot_at[at - 2]
    fits = spot >= 0 and scene.spots[spot].kind == NAME and not scene.spots[spot].is_possessive
    return spot if fits else None


def _clause(scene: Scene, at: int) -> Sequence[int]:
    """The tokens of the quote's sentence in front of it, back to another quote at most."""
    tokens = scene.layout.tokens
    first = max(scene.layout.bounds[scene.layout.sentence_of[at]][0], at - REACH)
    start = next((index + 1 for index in range(at - 1, first - 1, -1) if tokens[index].kind in (QUOTE, GAP)), first)
    return range(start, at)


def _source(scene: Scene, at: int) -> int | None:
    """As in `laut Ana Lind ist das „…“`, where no verb of saying stands in front of the quote."""
    tokens = scene.layout.tokens
    clause = _clause(scene, at)
    if any(scene.cue[index] == "S" for index in clause):
        return None
    for index in reversed(clause):
        spot = scene.spot_at[index]
        if spot < 0 or scene.spots[spot].first != index:
            continue
        here = scene.spots[spot]
        named = scene.according[index] and tokens[index - 1].lower not in AGREEING | {"wie"}
        if named or (here.last < at and tokens[here.last].lower in AFTER_NAME):
            return spot
    return None


_VERB_SECOND = (_behind, _before_colon, _source)
PATTERNS = {**dict.fromkeys(("de", "nl", "sv", "no", "da"), _VERB_SECOND), "tr": (_before_comma,)}
"""Language -> the patterns that hold in it beyond doubt."""
