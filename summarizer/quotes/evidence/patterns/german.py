"""Patterns that name a speaker beyond doubt in German alone, beside those of verb_second.py.

"Das sagte Ana Lind" behind the quote, "„…“ (Ana Lind)", "von Ana Lind als „…“ bezeichnet", "so das Urteil der Jury",
"aus dem Rathaus hieß es", and the subjunctive of reported speech, which goes on with whoever spoke before.
"""

from summarizer.quotes.document.mentions import NAME, NOUN, PRONOUN
from summarizer.quotes.document.quote_context import Scene
from summarizer.quotes.document.tokens import GAP, MARK, WORD
from summarizer.quotes.evidence.constraints import can_speak
from summarizer.quotes.evidence.patterns.verb_second import (
    HELPERS,
    Plain,
    before_colon,
    is_somebody,
    is_verb,
    subject_of,
)
from summarizer.quotes.evidence.strength import IMPERSONAL, REACH, find_intro
from summarizer.quotes.grammar.word_lists import short_list

MOST_BACK = 3
"""So many sentences of reported speech are followed back to who speaks."""

MOST_BEHIND = 4
MOST_TOKENS = 120
"""So many tokens of a sentence are read."""

FAR_VERB = 16
MOST_BEFORE = 6
LONG = 40
"""So many characters beside brackets are speech, fewer are a title or somebody's byname."""

POINTING = frozenset(("das", "dies", "so"))
OWN_WORDS = ("mit", "diesen", "worten")
PASSIVE = short_list("de", "passive")
CALLED = short_list("de", "called")
SAYINGS = short_list("de", "sayings")
GENITIVE = frozenset(("der", "des", "von", "vom", "eines", "einer"))
OPINIONS = short_list("de", "opinions")
CONVINCED = short_list("de", "convinced")
BEING = short_list("de", "being")
SUBORDINATE = short_list("de", "subordinate")
CITING = frozenset(("zitiert", "zitierte", "zitieren", "zitierten"))
OUT_OF = frozenset(("aus", "in", "im", "laut"))


def announced_name(scene: Scene, at: int) -> Plain | None:
    """As in `Ana Lind sagte: „…“, betont sie`: the name that announces the quote is surer than the pronoun behind."""
    if not find_intro(scene, at):
        return None
    verb = next((index for index in range(at + 1, min(at + 3, len(scene.cue))) if scene.cue[index]), -1)
    if verb < 0:
        return None
    after = scene.spot_at[verb + 1]
    if after < 0 or scene.spots[after].kind != PRONOUN:
        return None
    found = before_colon(scene, at)
    return found if found is not None and scene.spots[found.spot].kind == NAME else None


def pointed_out(scene: Scene, at: int) -> Plain | None:
    """As in `… „…“. Das sagte Ana Lind` and `„…“, mit diesen Worten begrüßte Ana Lind …`."""
    layout, tokens = scene.layout, scene.layout.tokens
    if any(is_verb(scene, index) for index in scene.around(at)):
        return None
    behind, last = at + 1, layout.bounds[layout.sentence_of[at]][1]
    while behind < min(len(tokens), at + 3) and tokens[behind].kind == MARK and tokens[behind].text in ",.!?–-":
        behind += 1
    for start in (behind, last):
        found = _points_back(scene, start)
        if found is not None:
            return found
    return None


def _points_back(scene: Scene, start: int) -> Plain | None:
    tokens = scene.layout.tokens
    ahead = [token.lower for token in tokens[start : start + 4]]
    if len(ahead) < 4:
        return None
    if tuple(ahead[:3]) == OWN_WORDS:
        verb = start + 3
    elif ahead[0] in POINTING and is_verb(scene, start + 1):
        verb = start + 1
    else:
        return None
    if verb + 1 >= len(tokens):
        return None
    spot = scene.spot_at[verb + 1]
    return Plain(spot, verb) if spot >= 0 and scene.spots[spot].first == verb + 1 else None


def in_brackets(scene: Scene, at: int) -> Plain | None:
    """As in `„…“ (Ana Lind)` and `Ana Lind („…“)`."""
    tokens = scene.layout.tokens
    start, end = tokens[at].start, tokens[at].end
    if end - start < LONG or at < 2 or at + 2 >= len(tokens):
        return None
    behind = at + 2 if tokens[at + 1].text in ",." else at + 1
    if tokens[behind].text == "(" and behind + 1 < len(tokens):
        spot = scene.spot_at[behind + 1]
        acronym = tokens[behind + 1].text.isupper()  # of the quoted name
        closes = spot >= 0 and not acronym and tokens[min(scene.spots[spot].last, len(tokens) - 1)].text in "),"
        return Plain(spot) if closes and _has_name(scene, spot) else None
    if tokens[at - 1].text == "(" and tokens[behind].text == ")":
        spot = scene.spot_at[at - 2]
        return Plain(spot) if spot >= 0 and _has_name(scene, spot) else None
    return None


def _has_name(scene: Scene, spot: int) -> bool:
    """Whether the spot names a person or a group, no page and no year."""
    here = scene.spots[spot]
    if here.kind == NAME and (scene.known[spot] or here.last - here.core > 1):
        return True
    return any(can_speak(token.lower, scene.words) for token in scene.layout.tokens[here.first : here.last])


def by_somebody(scene: Scene, at: int) -> Plain | None:
    """As in `wurde von Ana Lind als „…“ bezeichnet`: the agent speaks, never the subject."""
    tokens = scene.layout.tokens
    verb = next((i for i in range(at + 1, min(len(tokens), at + MOST_BEHIND)) if tokens[i].lower in CALLED), -1)
    around = scene.around(at)
    if verb < 0 or not any(tokens[index].lower in PASSIVE for index in around):
        return None
    for index in range(at - 1, around.start, -1):
        spot = scene.spot_at[index]
        if spot >= 0 and scene.spots[spot].first == index and tokens[index - 1].lower in ("von", "vom"):
            return Plain(spot, verb)
    return None


def so_the_verdict(scene: Scene, at: int) -> Plain | None:
    """As in `„…“, so das Urteil der Jury`: whose verdict it is."""
    tokens = scene.layout.tokens
    behind = at + 2 if at + 1 < len(tokens) and tokens[at + 1].kind == MARK else at + 1
    if behind + 1 >= len(tokens) or tokens[behind].lower != "so":
        return None
    spot = scene.spot_at[behind + 1]
    if spot < 0 or scene.spots[spot].last >= len(tokens):
        return None
    last = scene.spots[spot].last
    if tokens[last - 1].lower not in SAYINGS or tokens[last].lower not in GENITIVE:
        return None
    owner = scene.spot_at[last]
    if owner < 0 and last + 1 < len(tokens):
        owner = scene.spot_at[last + 1]
    return Plain(owner) if owner >= 0 else None


def as_told(scene: Scene, at: int) -> Plain | None:
    """As in `Wie die Sportzeitung berichtete, sei er „…“` and `„…“, wie Ana Lind sagte`."""
    tokens = scene.layout.tokens
    around = scene.around(at)
    for start in around:
        if tokens[start].lower != "wie" or start + 1 >= len(tokens) or scene.spot_at[start + 1] < 0:
            continue
        spot = scene.spot_at[start + 1]
        stop = next((i for i in range(start, min(around.stop, start + FAR_VERB)) if tokens[i].text in ",.:;"), -1)
        verb = stop - 2 if tokens[stop - 1].lower in HELPERS else stop - 1
        if stop > 0 and scene.spots[spot].last < stop and not start < at < stop and is_verb(scene, verb):
            return Plain(spot, verb)
    return None


def text_shows(scene: Scene, at: int) -> Plain | None:
    """As in `Wie aus einem Brief der Stadt hervorgeht, war es „…“` and `Aus dem Brief geht hervor, dass …`."""
    tokens, around = scene.layout.tokens, scene.around(at)
    shows = next((i for i in around if tokens[i].lower in ("hervorgeht", "hervorging", "hervor")), -1)
    if shows < 0 or (tokens[shows].lower == "hervor" and not {"geht", "ging"} & {tokens[i].lower for i in around}):
        return None
    for index in range(shows - 1, max(around.start, shows - FAR_VERB), -1):
        spot = scene.spot_at[index]
        if spot >= 0 and scene.spots[spot].first == index and tokens[index - 1].lower == "aus":
            return Plain(spot)
    return None


def of_opinion(scene: Scene, at: int) -> Plain | None:
    """As in `Ana Lind ist der Meinung, die Mole sei „…“` and `Ana Lind ist überzeugt, dass …`."""
    tokens, first = scene.layout.tokens, scene.layout.bounds[scene.layout.sentence_of[at]][0]
    for index in range(max(first, at - REACH) + 2, at):
        opinion = tokens[index].lower in OPINIONS and tokens[index - 1].lower in ("der", "anderer", "folgender")
        if opinion or (tokens[index].lower in CONVINCED and tokens[index + 1].text == ","):
            verb = next((i for i in range(index - 1, max(first, index - 5), -1) if tokens[i].lower in BEING), -1)
            return subject_of(scene, verb, first) if verb > first else None
    return None


def in_subclause(scene: Scene, at: int) -> Plain | None:
    """As in `…, den die Stadt als „…“ bezeichnete`: the verb ends the clause that "den" opens."""
    tokens, verb = scene.layout.tokens, at + 1
    if verb >= len(tokens) or not is_verb(scene, verb):
        return None
    first = scene.around(at).start
    start = next((i + 1 for i in range(at - 1, first - 1, -1) if tokens[i].text == ","), first)
    if tokens[start].lower not in SUBORDINATE or scene.spot_at[start] >= 0:
        return None
    spot = scene.spot_at[start + 1]
    return Plain(spot, verb) if spot >= 0 and scene.spots[spot].last < at else None


def verdict_reads(scene: Scene, at: int) -> Plain | None:
    """As in `Das Urteil der Jury lautete: „…“`: whose verdict it is, or the text itself."""
    intro, tokens = find_intro(scene, at), scene.layout.tokens
    if not intro or tokens[intro[-1]].lower not in ("lautet", "lautete", "lauteten"):
        return None
    spot = scene.spot_at[intro.start]
    if spot < 0 or scene.spots[spot].kind == PRONOUN:
        return None
    last = scene.spots[spot].last
    owner = scene.spot_at[last] if last < intro[-1] and tokens[last].lower in GENITIVE else -1
    return Plain(owner if owner >= 0 else spot, intro[-1])


def with_words(scene: Scene, at: int) -> Plain | None:
    """As in `Ana Lind lehnte mit den Worten ab: „…“` and `Mit den Worten „…“ trat Ana Lind zurück`."""
    tokens, first = scene.layout.tokens, scene.layout.bounds[scene.layout.sentence_of[at]][0]
    words = next((i for i in range(at - 1, max(first, at - MOST_BEFORE), -1) if tokens[i].lower == "worten"), -1)
    if words < first + 2 or (tokens[words - 2].lower, tokens[words - 1].lower) != ("mit", "den"):
        return None
    if words == at - 1 and (words == first + 2 or tokens[words - 3].text == ":"):
        verb = at + 2 if at + 1 < len(tokens) and tokens[at + 1].text == "," else at + 1
        after = scene.spot_at[verb + 1] if verb + 1 < len(tokens) else -1
        return Plain(after) if after >= 0 else None
    quoted = scene.spot_at[words - 3]
    if quoted >= 0 and any(tokens[i].lower in CITING for i in range(first, words)):
        return Plain(quoted)
    opener = scene.spot_at[first]
    return Plain(opener) if opener >= 0 else None


def cited(scene: Scene, at: int) -> Plain | None:
    """As in `Die Zeitung zitiert Ana Lind: „…“`."""
    intro = find_intro(scene, at)
    spot = scene.spot_at[intro[-1]] if intro else -1
    if spot < 0 or scene.spots[spot].kind != NAME or scene.spots[spot].first == 0:
        return None
    verb = scene.spots[spot].first - 1
    return Plain(spot, verb) if scene.layout.tokens[verb].lower in CITING else None


def closing_verb(scene: Scene, at: int) -> Plain | None:
    """As in `Der Wind habe „Wellen“ getrieben und den Kai beschädigt, sagte Ana Lind.`."""
    tokens, last = scene.layout.tokens, scene.layout.bounds[scene.layout.sentence_of[at]][1]
    for index in range(at + 2, min(last - 1, at + REACH)):
        if tokens[index].text in ":;":
            return None
        if tokens[index - 1].text != "," or not (tokens[index].lower == "so" or is_verb(scene, index)):
            continue
        spot = scene.spot_at[index + 1]
        if spot >= 0 and scene.spots[spot].first == index + 1:
            return Plain(spot, None if tokens[index].lower == "so" else index)
    return None


def it_said(scene: Scene, at: int) -> Plain | None:
    """As in `Aus dem Rathaus hieß es, die Mole sei „…“`: what or where the words come from."""
    tokens, first = scene.layout.tokens, scene.around(at).start
    verb = next((i for i in range(first, at) if tokens[i].lower in ("hieß", "heißt")), -1)
    if verb < 0 or "es" not in (tokens[i].lower for i in range(first, min(verb + 2, at))):
        return None
    for index in range(first + 1, verb):
        spot = scene.spot_at[index]
        if spot < 0 or scene.spots[spot].first != index or tokens[index - 1].lower not in OUT_OF:
            continue
        if scene.spots[spot].kind != NAME or tokens[index - 1].lower == "aus":
            return Plain(spot, verb)
    return None


def reported(scene: Scene, at: int) -> Plain | None:
    """As in `Ana Lind warnte vor Regen. Die Lage sei „…“`: reported speech goes on with who spoke before."""
    layout, here = scene.layout, scene.around(at)
    sentence = layout.sentence_of[at]
    if not _is_reported(scene, here) or _has_teller(scene, here):
        return None
    for back in range(sentence - 1, max(-1, sentence - 1 - MOST_BACK), -1):
        first, last = layout.bounds[back]
        if layout.tokens[last - 1].kind == GAP:
            return None
        there = range(first, min(last, first + MOST_TOKENS))
        verb = next((index for index in there if is_verb(scene, index)), -1)
        if verb >= 0:
            found = _teller_of(scene, first, verb)
            is_thing = found is not None and scene.spots[found.spot].kind == NOUN and not is_somebody(scene, found.spot)
            return None if is_thing else found
        sources = [scene.spot_at[index] for index in there if scene.according[index]]
        if any(spot >= 0 for spot in sources):
            return Plain(max(sources))
        if not _is_reported(scene, there):
            opener = scene.spot_at[first]
            is_person = opener >= 0 and scene.spots[opener].kind == NAME and scene.known[opener]
            return Plain(opener) if is_person else None
    return None


def _is_reported(scene: Scene, sentence: range) -> bool:
    """Whether a verb of the sentence is in the subjunctive: `sei`, or `Die Stadt verkenne …`."""
    if any(scene.layout.tokens[index].lower in scene.words.reported for index in sentence):
        return True
    opener = scene.spot_at[sentence.start]
    verb = scene.spots[opener].last if opener >= 0 else sentence.stop
    return verb < sentence.stop and _is_subjunctive(scene, verb)


def _is_subjunctive(scene: Scene, verb: int) -> bool:
    """Whether the word right behind a subject ends like "verkenne": in the indicative only "I" has that ending."""
    token, words = scene.layout.tokens[verb], scene.words
    if token.kind != WORD or not token.lower.endswith("e") or token.lower.endswith("te"):
        return False
    small = words.determiners | words.adverbs | words.prepositions | words.conjunctions | words.starters
    return token.lower not in small and token.lower not in words.possessives


def _has_teller(scene: Scene, sentence: range) -> bool:
    """Whether the sentence says itself whose words they are."""
    return any(
        scene.according[index] or is_verb(scene, index) or scene.layout.tokens[index].lower in IMPERSONAL
        for index in sentence
    )


def _teller_of(scene: Scene, first: int, verb: int) -> Plain | None:
    """The subject of a verb of saying in another sentence."""
    before = scene.layout.tokens[verb - 1] if verb > first else None
    if before is not None and before.kind == MARK:
        after = scene.spot_at[verb + 1] if verb + 1 < len(scene.layout.tokens) else -1
        return Plain(after, verb) if after >= 0 else None
    return subject_of(scene, verb, first)
