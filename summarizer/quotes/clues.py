"""What speaks for and against a candidate, as short strings the learned weights know."""

from collections.abc import Iterator, Sequence

from summarizer.quotes.candidates import AFTER, BEFORE, LEFT, RIGHT, SAME, Candidate, Scene
from summarizer.quotes.layout import GAP, MARK, QUOTE
from summarizer.quotes.marks import Marked
from summarizer.quotes.mentions import NAME

THAT = frozenset("that dass que che dat att at að".split())
LIMIT = 9
FAMILY = {
    "de": "V2", "nl": "V2", "sv": "V2", "no": "V2", "da": "V2", "is": "V2",
    "fr": "RO", "es": "RO", "it": "RO", "pt": "RO", "tr": "TR",
}  # fmt: skip


def clues_for(scene: Scene, quote: int, candidate: Candidate, known: Sequence[bool]) -> list[str]:
    """The clues of one candidate for one quote."""
    spot = scene.spots[candidate.spot]
    side = candidate.side
    after, after_how = scene.cue_after(candidate.spot)
    before, before_how = scene.cue_before(candidate.spot)
    kind = spot.kind + ("+" if spot.kind == NAME and known[candidate.spot] else "")
    if spot.is_possessive:
        kind += "'s"
    if scene.is_relative(candidate.spot):
        kind = "relative"
    after_kind = scene.cue[after] + after_how if after >= 0 else "-"
    before_kind = scene.cue[before] + before_how if before >= 0 else "-"
    preposition = "prep" if scene.is_subordinate(candidate.spot) else ""
    if scene.according[spot.first]:
        preposition = "according"
    found = [
        f"{side}",
        f"{side}|{kind}",
        f"{side}|rank{candidate.rank}",
        f"{side}|a{after_kind}",
        f"{side}|b{before_kind}",
        f"{side}|{kind}|a{after_kind}|b{before_kind}|{preposition}",
        f"{side}|{preposition}",
    ]
    if after >= 0:
        found.append(f"{side}|{scene.layout.tokens[after].lower}|{after_how}")
    if before >= 0:
        found.append(f"{side}|{scene.layout.tokens[before].lower}|b{before_how}")
    family = FAMILY.get(scene.words.language, "")
    if family:
        # Word order differs: "Dazu sagte sie:" against "she told them:".
        found += [f"{family}|{found[5]}", f"{family}|{side}|a{after_kind}|b{before_kind}", f"{family}|{side}|{kind}"]
    at = scene.layout.quote_at[quote]
    if side == RIGHT:
        found += _right_clues(scene, at, spot.first, kind, after_kind, before_kind)
    elif side == LEFT:
        found += _left_clues(scene, at, spot.last, kind, after, before)
        if family:
            found += [f"{family}|{clue}" for clue in _left_clues(scene, at, spot.last, kind, after, before)]
        if family == "TR":
            # Turkish puts the name before the quote and the verb behind it.
            behind = scene.cue[at + 1] if at + 1 < len(scene.cue) else ""
            found.append(f"TR|{shape(scene, spot.last, at)}|then{behind}|{kind}")
    elif side == SAME:
        found += _same_clues(scene, quote)
    else:
        found += _neighbour_clues(scene, at, candidate, after)
    return found


def _right_clues(scene: Scene, at: int, first: int, kind: str, after: str, before: str) -> Iterator[str]:
    between = shape(scene, at + 1, first)
    yield f"R|{between}"
    yield f"R|{between}|a{after}|{kind}"
    yield f"R|{between}|b{before}"
    yield f"R|touches{scene.cue[at + 1] if at + 1 < len(scene.cue) else ''}|{between[:3]}"


def _left_clues(scene: Scene, at: int, last: int, kind: str, after: int, before: int) -> Iterator[str]:
    between = shape(scene, last, at)
    yield f"L|{between}"
    yield f"L|{between[-4:]}"
    yield f"L|{between[:4]}|{kind}"
    cues = [index for index in range(max(last, at - 60), at) if scene.cue[index]]
    yield f"L|cues{min(len(cues), 3)}"
    if not cues:
        yield f"L|nocue|{between[-3:]}"
    else:
        yield f"L|own{after == cues[-1]}|last{at - cues[-1] if at - cues[-1] < 4 else 9}|{scene.cue[cues[-1]]}"
        yield f"L|first{after == cues[0]}|{scene.cue[cues[0]]}"
        strong = [index for index in cues if scene.cue[index] != "K"]
        yield f"L|outer{bool(strong) and after == strong[0]}|{len(strong) > 1}|last{after == cues[-1]}"
        yield f"L|{scene.layout.tokens[cues[-1]].lower}|own{after == cues[-1]}|{scene.layout.tokens[at - 1].lower}"
    yield f"L|follows{before >= 0 and before < last}"


def _same_clues(scene: Scene, quote: int) -> Iterator[str]:
    """The speaker of the quote before goes on, most likely if little stands between."""
    layout = scene.layout
    at = layout.quote_at[quote]
    if quote == 0:
        return
    past = layout.quote_at[quote - 1]
    paragraphs = min(layout.paragraph_of[at] - layout.paragraph_of[past], 3)
    sentences = min(layout.sentence_of[at] - layout.sentence_of[past], 4)
    yield f"V|p{paragraphs}|s{sentences}"
    yield f"V|{'opens' if _opens_sentence(scene, at) else 'inside'}|{'closes' if _closes_sentence(scene, at) else 'on'}|p{paragraphs}"
    names = any(scene.spots[scene.spot_at[i]].kind == NAME for i in range(past + 1, at) if scene.spot_at[i] >= 0)
    yield f"V|names{names}|p{paragraphs}|s{sentences}"
    first, last = layout.bounds[layout.sentence_of[at]]
    yield f"V|cue{any(scene.cue[first:last])}|{'opens' if _opens_sentence(scene, at) else 'inside'}"
    if sentences == 0:
        yield f"V|{shape(scene, past + 1, at)}"


def _neighbour_clues(scene: Scene, at: int, candidate: Candidate, after: int) -> Iterator[str]:
    layout = scene.layout
    spot = scene.spots[candidate.spot]
    crosses = "new" if layout.paragraph_of[at] != layout.paragraph_of[spot.first] else "same"
    place = "opens" if _opens_sentence(scene, at) else "inside"
    alone = "alone" if place == "opens" and _closes_sentence(scene, at) else "part"
    colon = ""
    if candidate.side == BEFORE:
        first, last = layout.bounds[layout.sentence_of[spot.first]]
        ends = [layout.tokens[i].text for i in range(max(first, last - 2), last) if layout.tokens[i].kind == MARK]
        colon = ":" if ":" in ends else ""
    yield f"{candidate.side}|{crosses}|{place}|{alone}|{colon}"
    yield f"{candidate.side}|{crosses}|{alone}|{candidate.rank == 0}|cue{scene.cue[after] if after >= 0 else '-'}{colon}"
    first, last = layout.bounds[layout.sentence_of[at]]
    yield f"{candidate.side}|owncue{any(scene.cue[first:last])}|{place}"
    if candidate.side == AFTER:
        yield f"A|{shape(scene, at + 1, spot.first)}"


def silence_clues(scene: Scene, quote: int, piece: Marked, text: str) -> list[str]:
    """What speaks for nobody having said the words: a title, a nickname, a scare quote."""
    layout = scene.layout
    at = layout.quote_at[quote]
    count = len(text.split())
    size = "1" if count == 1 else "2" if count == 2 else "3" if count < 5 else "5" if count < 8 else "8" if count < 15 else "15"  # noqa: PLR2004
    first, last = layout.bounds[layout.sentence_of[at]]
    opens, closes = _opens_sentence(scene, at), _closes_sentence(scene, at)
    before = _neighbour(scene, at - 1, first)
    behind = _neighbour(scene, at + 1, layout.bounds[-1][1])
    ending = text[-1:] if text[-1:] in ".,!?…" else "w"
    case = _letter_case(text)
    cue = "".join(sorted({scene.cue[index] for index in range(first, last)}))
    spots = min(2, len({scene.spot_at[index] for index in range(first, last)} - {-1}))
    word = layout.tokens[at - 1].lower if at > first else "^"
    pair = f"{layout.tokens[at - 2].lower} {word}" if at > first + 1 else word
    return [
        "0",
        f"0|{size}|{word}",
        f"0|{word}",
        f"0|{pair}",
        f"0|{size}",
        f"0|{size}|{case}",
        f"0|{size}|{ending}",
        f"0|{size}|<{before}",
        f"0|<{before}",
        f"0|>{behind}|{ending}",
        f"0|{size}|cue{cue}",
        f"0|cue{cue}|spots{spots}",
        f"0|{'opens' if opens else 'in'}{'closes' if closes else 'on'}|{size}",
        f"0|continued{piece.is_continued}|{piece.mark in ('-', '‘')}",
        f"0|first{quote == 0}|{'head' if layout.sentence_of[at] == 0 else ''}",
    ]


def shape(scene: Scene, first: int, last: int) -> str:
    """The tokens between two places as one short string: S, I, K verbs, n a spot, x other words, and the marks."""
    tokens = scene.layout.tokens
    signs: list[str] = []
    if last - first > 40:  # noqa: PLR2004 - only the ends are read
        last = first + 40
    for index in range(first, last):
        token = tokens[index]
        if token.kind == QUOTE:
            sign = "Q"
        elif token.kind == GAP:
            sign = "/"
        elif scene.cue[index]:
            sign = scene.cue[index]
        elif scene.spot_at[index] >= 0:
            sign = "n"
        elif token.lower in THAT:
            sign = "t"
        elif scene.according[index + 1] or token.lower == "according":
            sign = "c"
        elif token.kind == MARK:
            sign = token.text if token.text in ",:.;()?!" else "-" if token.text in "–—-" else "m"
        else:
            sign = "x"
        if not signs or sign not in "xn" or signs[-1] != sign:
            signs.append(sign)
    if len(signs) > LIMIT:
        signs = [*signs[:5], "~", *signs[-4:]]
    return "".join(signs)


def _neighbour(scene: Scene, index: int, limit: int) -> str:
    """The token beside a quote, coarsely."""
    tokens = scene.layout.tokens
    if index < 0 or index >= len(tokens) or (index < limit and index != limit - 1 and limit <= index):
        return "^"
    token = tokens[index]
    if token.kind in (QUOTE, GAP):
        return token.kind
    if scene.cue[index]:
        return scene.cue[index]
    if token.lower in scene.words.determiners:
        return "det"
    if token.lower in THAT:
        return "that"
    if token.kind == MARK:
        return token.text if token.text in ",:.()" else "m"
    if scene.spot_at[index] >= 0:
        return "n"
    return "as" if token.lower in ("as", "als", "comme", "como", "come", "som") else "x"


def _letter_case(text: str) -> str:
    words = text.split()
    capitals = sum(word[:1].isupper() for word in words)
    if capitals == len(words) and len(words) > 1:
        return "Title"
    if capitals * 2 > len(words) and len(words) > 1:
        return "title"
    return "Upper" if text[:1].isupper() else "lower"


def _opens_sentence(scene: Scene, at: int) -> bool:
    first, _ = scene.layout.bounds[scene.layout.sentence_of[at]]
    return all(scene.layout.tokens[index].kind in (MARK, QUOTE) for index in range(max(first, at - 4), at)) and at - first < 5  # noqa: PLR2004


def _closes_sentence(scene: Scene, at: int) -> bool:
    _, last = scene.layout.bounds[scene.layout.sentence_of[at]]
    return last - at < 4 and all(scene.layout.tokens[index].kind in (MARK, GAP) for index in range(at + 1, last))  # noqa: PLR2004
