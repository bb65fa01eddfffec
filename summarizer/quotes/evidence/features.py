"""What speaks for and against a candidate, as short strings the learned weights know."""

from collections.abc import Iterator, Sequence

from summarizer.quotes.document.mentions import NAME
from summarizer.quotes.document.quote_context import AFTER, BEFORE, LEFT, RIGHT, SAME, Candidate, Scene
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE
from summarizer.quotes.evidence.candidate_view import View, look_at
from summarizer.quotes.evidence.position_features import place_clues, subject_clues
from summarizer.quotes.grammar.word_lists import short_list
from summarizer.quotes.spans.dash_speech import DASH
from summarizer.quotes.spans.quotation_marks import Marked

THAT = frozenset(["that", "dass", "que", "che", "dat", "att", "at", "að"])
SAID_NOUNS = short_list("en", "said_nouns")
"""English nouns for what somebody says; their owner said it."""

LIMIT = 9
FAMILY = {
    "de": "V2", "nl": "V2", "sv": "V2", "no": "V2", "da": "V2", "is": "V2",
    "fr": "RO", "es": "RO", "it": "RO", "pt": "RO", "tr": "TR",
}  # fmt: skip


def clues_for(scene: Scene, quote: int, candidate: Candidate) -> list[str]:
    """The clues of one candidate for one quote."""
    view = look_at(scene, quote, candidate)
    found = _common_clues(view)
    if view.side == RIGHT:
        found += _right_clues(view)
    elif view.side == LEFT:
        found += _left_clues(view)
    elif view.side == SAME:
        found += _same_clues(scene, quote)
    else:
        found += _neighbour_clues(view)
    return found


def _common_clues(view: View) -> list[str]:
    side, kind, after, before = view.side, view.kind, view.after_kind, view.before_kind
    tokens = view.scene.layout.tokens
    found = [
        side,
        f"{side}|{kind}",
        f"{side}|rank{view.rank}",
        f"{side}|a{after}",
        f"{side}|b{before}",
        f"{side}|{kind}|a{after}|b{before}|{view.preposition}",
        f"{side}|{view.preposition}",
    ]
    if view.after >= 0:
        found.append(f"{side}|{tokens[view.after].lower}|{after[1:]}")
    if view.before >= 0:
        found.append(f"{side}|{tokens[view.before].lower}|b{before[1:]}")
    if side not in (SAME, RIGHT):
        found += place_clues(view)
    if _owns_words(view):
        found += [f"{side}|words", f"{side}|words|{tokens[view.at - 1].lower}"]
    family = FAMILY.get(view.scene.words.language, "")
    if family:
        # Word order differs: "Dazu sagte sie:" against "she told them:".
        found += [f"{family}|{found[5]}", f"{family}|{side}|a{after}|b{before}", f"{family}|{side}|{kind}"]
    return found


def _owns_words(view: View) -> bool:
    """Whether the spot is the owner of something said: "her remark that", "Lind's long-standing promise to"."""
    tokens, spot, words = view.scene.layout.tokens, view.spot, view.scene.words
    if words.language != "en":
        return False
    if tokens[spot.first].lower in words.possessives:
        return any(token.lower in SAID_NOUNS for token in tokens[spot.first + 1 : spot.last])
    return spot.is_possessive and any(token.lower in SAID_NOUNS for token in tokens[spot.last : spot.last + 3])


def _right_clues(view: View) -> Iterator[str]:
    scene, at = view.scene, view.at
    between = shape(scene, at + 1, view.spot.first)
    yield f"R|{between}"
    yield f"R|{between}|a{view.after_kind}|{view.kind}"
    yield f"R|{between}|b{view.before_kind}"
    yield f"R|touches{scene.cue_at(at + 1)}|{between[:3]}"


def _left_clues(view: View) -> list[str]:
    scene = view.scene
    between = shape(scene, view.spot.last, view.at)
    found = [f"L|{between}", f"L|{between[-4:]}", f"L|{between[:4]}|{view.kind}"]
    cues = [index for index in range(max(view.spot.last, view.at - 60), view.at) if scene.cue[index]]
    found.append(f"L|cues{min(len(cues), 3)}")
    found += _left_cue_clues(view, cues) if cues else [f"L|nocue|{between[-3:]}"]
    found += subject_clues(view)
    found.append(f"L|follows{0 <= view.before < view.spot.last}")
    family = FAMILY.get(scene.words.language, "")
    if family:
        found += [f"{family}|{clue}" for clue in found]
    if family == "TR":
        # Turkish puts the name before the quote and the verb behind it.
        found.append(f"TR|{between}|then{scene.cue_at(view.at + 1)}|{view.kind}")
    return found


def _left_cue_clues(view: View, cues: Sequence[int]) -> Iterator[str]:
    scene, at = view.scene, view.at
    tokens = scene.layout.tokens
    owns_last, owns_first = view.after == cues[-1], view.after == cues[0]
    yield f"L|own{owns_last}|last{at - cues[-1] if at - cues[-1] < 4 else 9}|{scene.cue[cues[-1]]}"
    yield f"L|first{owns_first}|{scene.cue[cues[0]]}"
    strong = [index for index in cues if scene.cue[index] != "K"]
    yield f"L|outer{bool(strong) and view.after == strong[0]}|{len(strong) > 1}|last{owns_last}"
    yield f"L|{tokens[cues[-1]].lower}|own{owns_last}|{tokens[at - 1].lower}"


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
    place = "opens" if _opens_sentence(scene, at) else "inside"
    yield f"V|{place}|{'closes' if _closes_sentence(scene, at) else 'on'}|p{paragraphs}"
    between = range(max(past + 1, at - 80), at)
    names = any(scene.spots[scene.spot_at[i]].kind == NAME for i in between if scene.spot_at[i] >= 0)
    yield f"V|names{names}|p{paragraphs}|s{sentences}"
    yield f"V|cue{any(scene.cue[index] for index in scene.around(at))}|{place}"
    if sentences == 0:
        yield f"V|{shape(scene, past + 1, at)}"


def _neighbour_clues(view: View) -> Iterator[str]:
    scene, layout, at = view.scene, view.scene.layout, view.at
    crosses = "new" if layout.paragraph_of[at] != layout.paragraph_of[view.spot.first] else "same"
    place = "opens" if _opens_sentence(scene, at) else "inside"
    alone = "alone" if place == "opens" and _closes_sentence(scene, at) else "part"
    colon = ":" if view.side == BEFORE and _ends_with_colon(scene, view.spot.first) else ""
    own = scene.cue[view.after] if view.after >= 0 else "-"
    yield f"{view.side}|{crosses}|{place}|{alone}|{colon}"
    yield f"{view.side}|{crosses}|{alone}|{view.rank == 0}|cue{own}{colon}"
    yield f"{view.side}|owncue{any(scene.cue[index] for index in scene.around(at))}|{place}"
    if view.side == AFTER:
        yield f"A|{shape(scene, at + 1, view.spot.first)}"


def _ends_with_colon(scene: Scene, index: int) -> bool:
    first, last = scene.layout.bounds[scene.layout.sentence_of[index]]
    return any(scene.layout.tokens[i].text == ":" for i in range(max(first, last - 2), last))


def silence_clues(scene: Scene, quote: int, piece: Marked, text: str) -> list[str]:
    """What speaks for nobody having said the words: a title, a nickname, a scare quote."""
    layout = scene.layout
    at = layout.quote_at[quote]
    size = _size(len(text.split()))
    first, _ = layout.bounds[layout.sentence_of[at]]
    opens, closes = _opens_sentence(scene, at), _closes_sentence(scene, at)
    before = _neighbour(scene, at - 1, first)
    behind = _neighbour(scene, at + 1, layout.bounds[-1][1])
    ending = text[-1:] if text[-1:] in ".,!?…" else "w"
    case = _letter_case(text)
    cue = "".join(sorted({scene.cue[index] for index in scene.around(at)}))
    spots = min(2, len({scene.spot_at[index] for index in scene.around(at)} - {-1}))
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
        f"0|continued{piece.is_continued}|{piece.mark in (DASH, '‘')}",
        f"0|first{quote == 0}|{'head' if layout.sentence_of[at] == 0 else ''}",
    ]


def _size(count: int) -> str:
    """How many words, coarsely."""
    for limit in (15, 8, 5, 3, 2):
        if count >= limit:
            return str(limit)
    return "1"


def shape(scene: Scene, first: int, last: int) -> str:
    """The tokens between two places as one short string: S, I, K verbs, n a spot, x other words, and the marks."""
    signs: list[str] = []
    for index in range(first, min(last, first + 40)):  # only the ends are told apart
        sign = _sign(scene, index)
        if not signs or sign not in "xn" or signs[-1] != sign:
            signs.append(sign)
    if len(signs) > LIMIT:
        signs = [*signs[:5], "~", *signs[-4:]]
    return "".join(signs)


def _sign(scene: Scene, index: int) -> str:
    """One letter for a token."""
    token = scene.layout.tokens[index]
    if token.kind in (QUOTE, GAP):
        return "Q" if token.kind == QUOTE else "/"
    if scene.cue[index]:
        return scene.cue[index]
    if scene.spot_at[index] >= 0:
        return "n"
    if token.kind == MARK:
        return token.text if token.text in ",:.;()?!" else "-" if token.text in "–—-" else "m"
    if scene.according[index + 1] or token.lower == "according":
        return "c"
    return "t" if token.lower in THAT else "x"


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
    return (
        all(scene.layout.tokens[index].kind in (MARK, QUOTE) for index in range(max(first, at - 4), at))
        and at - first < 5
    )


def _closes_sentence(scene: Scene, at: int) -> bool:
    _, last = scene.layout.bounds[scene.layout.sentence_of[at]]
    return last - at < 4 and all(scene.layout.tokens[index].kind in (MARK, GAP) for index in range(at + 1, last))
