"""The patterns in which a speaker is named beyond doubt: they overrule the learned choice. Most are verb-second ones.

"„…“, sagte Ana Lind", "„…“, so Ana Lind", "Dazu sagte Ana Lind: „…“", "Ana Lind nannte den Plan „…“", "laut Ana Lind
„…“", "Ana Lind zufolge „…“". The learned choice has seen few articles in these languages; word order is plain in them:
the subject opens the clause, or stands right behind the verb.
"""

from dataclasses import dataclass

from summarizer.quotes.document.mentions import NAME, NOUN, PRONOUN
from summarizer.quotes.document.quote_context import Scene
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE
from summarizer.quotes.evidence.constraints import can_speak
from summarizer.quotes.evidence.strength import IMPERSONAL, REACH, find_intro, is_saying
from summarizer.quotes.grammar.lexicon import WORDS

MOST_ADVERBS = 3
MOST_MARKS = 3
AFTER_NAME = frozenset(("zufolge",))
AGREEING = frozenset(("so", "aldus"))
OPENING = frozenset(("auch", "doch", "und", "aber", "denn", "ook", "en", "också", "også", "men", "och", "og"))
HELPERS = frozenset(("hat", "hatte", "haben", "hatten", "heeft", "had", "hebben", "har", "hade", "hadde", "havde"))
ATTRIBUTIVE = frozenset(
    ("des", "der", "von", "vom", "für", "aus", "bei", "beim", "im", "van", "för", "av", "af", "fra")
)
AND = frozenset(("und", "sowie", "aber", "oder", "en", "och", "og", "maar", "men"))


IN = frozenset(("in", "im", "auf", "aus", "laut", "i", "på", "op"))
REACH_TEXT = 8
DASHES = frozenset("-–—―")
LONGEST_SIGNATURE = 14  # tokens of a name with its role
_GERMAN = WORDS["de"]
LIGHT = frozenset(("es", "sich")) | (_GERMAN.adverbs - _GERMAN.prepositions - _GERMAN.determiners)
"""They may stand between a German verb and its subject: "Dabei bezeichnete es Ana Lind als „…“"."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A speaker that a plain pattern names.

    Attributes:
        spot: index of the spot.
        cue: token index of the verb; None for "laut" and for labels.
    """

    spot: int
    cue: int | None = None


def behind(scene: Scene, at: int) -> Plain | None:
    """As in `„…“, sagte Ana Lind` and `„…“, so Ana Lind`."""
    tokens, index = scene.layout.tokens, at + 1
    limit = min(len(tokens), index + MOST_MARKS)
    while index < limit and tokens[index].kind == MARK and tokens[index].text in ",!?.–-":
        index += 1
    if index >= len(tokens) or scene.layout.sentence_of[index] != scene.layout.sentence_of[at]:
        return None
    spot = _spot_after(scene, index)
    if spot is None:
        return None
    if is_verb(scene, index):
        return Plain(spot, index)
    return Plain(spot) if tokens[index].lower in AGREEING else None


def is_verb(scene: Scene, index: int) -> bool:
    """Whether the token is a verb of saying, and no form of reported speech."""
    return scene.cue[index] in ("S", "K") and (scene.words.language != "de" or is_saying(scene, index))


def _spot_after(scene: Scene, index: int) -> int | None:
    """The spot right behind a verb, over a few adverbs."""
    tokens, adverbs = scene.layout.tokens, scene.words.adverbs
    for ahead in range(index + 1, min(len(tokens), index + 2 + MOST_ADVERBS)):
        if scene.spot_at[ahead] >= 0:
            return scene.spot_at[ahead]
        if tokens[ahead].lower not in adverbs:
            return None
    return None


def before_colon(scene: Scene, at: int) -> Plain | None:
    """As in `Dazu sagte Ana Lind: „…“`, `Ana Lind sagte in Velby: „…“` and `Ministerin Ana Lind: „…“`."""
    intro = find_intro(scene, at)
    if not intro:
        return None
    start = scene.layout.bounds[scene.layout.sentence_of[intro.start]][0]
    verbs = [index for index in intro if is_verb(scene, index)]
    helper = _helper(scene, range(start, intro.stop))
    if verbs and verbs[-1] == intro[-1] and helper is not None:
        return subject_of(scene, helper, start, verbs[-1])  # "hat am Abend erklärt:"
    if verbs:
        return subject_of(scene, verbs[-1], start)
    spot = scene.spot_at[intro[-1]]
    is_person = spot >= 0 and scene.spots[spot].kind == NAME and scene.known[spot]
    if is_person and not scene.is_subordinate(spot):
        return Plain(spot)
    opener = _opener(scene, start, intro.stop)
    return Plain(opener) if opener is not None and is_somebody(scene, opener) else None


def is_somebody(scene: Scene, spot: int) -> bool:
    """Whether the spot names a person by name, pronoun or role: `Ana Lind war zufrieden: „…“`."""
    here, tokens, words = scene.spots[spot], scene.layout.tokens, scene.words
    if here.kind == NAME:
        return scene.known[spot]
    if here.kind == PRONOUN:
        return words.pronouns.get(tokens[here.first].lower) in ("m", "f")
    return any(can_speak(token.lower, words) for token in tokens[here.first : here.last])


def in_clause(scene: Scene, at: int) -> Plain | None:
    """As in `Ana Lind nannte den Plan „…“` and `Später sagte Ana Lind, er sei „…“`: the subject of the main verb."""
    clause, tokens = _clause(scene, at), scene.layout.tokens
    start = next((index + 1 for index in reversed(clause) if tokens[index].text in ":;"), clause.start)
    verb = next((index for index in range(start, at) if is_verb(scene, index)), -1)
    if verb >= 0:
        helper = _helper(scene, range(start, verb))
        parted = helper is None or any(token.text == "," for token in tokens[helper:verb])
        if parted or helper is None or scene.words.language != "de":
            return subject_of(scene, verb, start)
        return subject_of(scene, helper, start, verb)  # "hat vor Gericht erklärt, …"
    helper = _helper(scene, range(start, at))
    behind = next((index for index in range(at + 1, min(at + 3, len(tokens))) if is_verb(scene, index)), -1)
    if helper is None or behind < 0:
        return None
    return subject_of(scene, helper, start, behind)  # "hat den Plan „…“ genannt"


def _helper(scene: Scene, clause: range) -> int | None:
    """The helping verb of the clause."""
    return next((index for index in clause if scene.layout.tokens[index].lower in HELPERS), None)


def subject_of(scene: Scene, verb: int, start: int, said: int | None = None) -> Plain | None:
    """The subject of a verb in second place: what opens the clause in front of it, or what stands right behind it.

    Args:
        scene: the article.
        verb: token index of the verb in second place.
        start: where the clause begins.
        said: token index of the verb of saying, if that is another one.
    """
    tokens, opener = scene.layout.tokens, _opener(scene, start, verb)
    cue = verb if said is None else said
    if tokens[verb - 1].lower in AND:
        return None if opener is None else Plain(opener, cue)
    after = _after_verb(scene, verb)
    stands_behind = after >= 0 and _may_be_subject(scene, after)
    if opener is not None and _reaches(scene, opener, verb):
        surer = stands_behind and is_somebody(scene, after) and not is_somebody(scene, opener)
        if not surer and not _is_adverb(scene, opener):
            return Plain(opener, cue)
    return Plain(after, cue) if stands_behind else None


def _after_verb(scene: Scene, verb: int) -> int:
    """The spot right behind the verb, or in German behind "es" or "etwa"; -1 for none."""
    tokens, ahead = scene.layout.tokens, verb + 1
    skipped = LIGHT if scene.words.language == "de" else frozenset()
    while ahead < min(len(tokens) - 1, verb + 1 + MOST_ADVERBS) and tokens[ahead].lower in skipped:
        ahead += 1
    spot = scene.spot_at[ahead]
    return spot if spot >= 0 and scene.spots[spot].first == ahead else -1


def _may_be_subject(scene: Scene, spot: int) -> bool:
    """Whether what stands right behind a verb is no mere object: `verkündete die Ankunft des „…“`."""
    return scene.spots[spot].kind != NOUN or is_somebody(scene, spot)


def _is_adverb(scene: Scene, spot: int) -> bool:
    """Whether a lone unknown word at the head of a clause is no name most likely: "Unmissverständlich sagte …"."""
    here, word = scene.spots[spot], scene.layout.tokens[scene.spots[spot].first]
    return here.kind == NAME and here.last - here.first == 1 and not scene.known[spot] and not word.text.isupper()


def _reaches(scene: Scene, spot: int, verb: int) -> bool:
    """Whether nothing but what commas set off, or a "des …" or "von …", stands between the spot and its verb."""
    tokens, last = scene.layout.tokens, scene.spots[spot].last
    if last == verb or scene.cue_after(spot) in ((verb, "adj"), (verb, "adv"), (verb, "app")):
        return True
    between = tokens[last:verb]
    return bool(between) and between[0].lower in ATTRIBUTIVE and all(token.kind != MARK for token in between)


def _opener(scene: Scene, start: int, verb: int) -> int | None:
    """The spot that opens the clause, behind a mark or "auch" at most."""
    tokens = scene.layout.tokens
    for first in range(start, min(start + 2, verb)):
        spot = scene.spot_at[first]
        if spot < 0 and tokens[first].kind != MARK and tokens[first].lower not in OPENING:
            return None
        if spot >= 0 and not scene.is_subordinate(spot):
            return spot
    return None


def _clause(scene: Scene, at: int) -> range:
    """The tokens of the quote's sentence in front of it."""
    return range(max(scene.layout.bounds[scene.layout.sentence_of[at]][0], at - REACH), at)


def named_source(scene: Scene, at: int) -> Plain | None:
    """As in `laut Ana Lind ist das „…“`, where no verb of saying stands in front of the quote."""
    clause, tokens = _clause(scene, at), scene.layout.tokens
    if any(scene.cue[index] == "S" for index in clause):
        return None
    for index in reversed(clause):
        spot = scene.spot_at[index]
        if spot < 0 or scene.spots[spot].first != index:
            continue
        last = scene.spots[spot].last
        named = scene.according[index] and tokens[index - 1].lower not in AGREEING | {"wie"}
        if named or (last < at and tokens[last].lower in AFTER_NAME):
            return Plain(spot)
    return None


def quoted_text(scene: Scene, at: int) -> Plain | None:
    """As in `„…“, heißt es in einer Mitteilung` and `In dem Antrag heißt es: „…“`: a text that is quoted."""
    tokens, first = scene.layout.tokens, scene.around(at).start
    near = [*range(at + 1, min(at + 3, len(tokens))), *find_intro(scene, at)]
    verb = next((index for index in near if tokens[index].lower in IMPERSONAL), -1)
    if verb < 0 or scene.layout.sentence_of[verb] != scene.layout.sentence_of[at]:
        return None
    last = min(len(tokens), verb + REACH_TEXT) if verb > at else at
    for index in range(verb + 1 if verb > at else first, last):
        spot = scene.spot_at[index]
        if spot >= 0 and scene.spots[spot].kind == NOUN and tokens[index - 1].lower in IN:
            return Plain(spot, verb)
    return None


def before_comma(scene: Scene, at: int) -> Plain | None:
    """As in Turkish `…dile getiren Ayşe Demir, "…" dedi`: the name right before the quote, the verb behind it."""
    tokens = scene.layout.tokens
    if at < 2 or tokens[at - 1].text != "," or scene.cue_at(at + 1) == "":
        return None
    spot = scene.spot_at[at - 2]
    fits = spot >= 0 and scene.spots[spot].kind == NAME and not scene.spots[spot].is_possessive
    return Plain(spot, at + 1) if fits else None


def signed(scene: Scene, at: int) -> Plain | None:
    """As in `“…” — Ana Lind, mayor`: a name behind a dash, on the quote's line or alone on the next."""
    tokens, first = scene.layout.tokens, at + 1
    if first < len(tokens) and tokens[first].kind == GAP:
        first += 1
    if first + 1 >= len(tokens) or tokens[first].text not in DASHES:
        return None
    spot = scene.spot_at[first + 1]
    if spot < 0 or scene.spots[spot].kind != NAME or scene.spots[spot].first != first + 1:
        return None
    for index in range(first + 1, min(len(tokens), first + LONGEST_SIGNATURE)):
        if tokens[index].kind == GAP:
            return Plain(spot)
        if tokens[index].kind == QUOTE or scene.cue[index]:
            return None
    return Plain(spot) if first + LONGEST_SIGNATURE >= len(tokens) else None
