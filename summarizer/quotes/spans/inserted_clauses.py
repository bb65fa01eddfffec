"""The reporter's clause inside the marks, as French and Italian print it.

« La jetée est sûre, explique Ana Lind. Nous restons. »; «Il molo è sicuro - dice Ana Lind -. Noi restiamo». The clause
is nobody's words but the reporter's. Cut out, it leaves the quotes on both sides of it, and names their speaker as any
clause between two quotes does. Source: M. Riegel et al., "Grammaire méthodique du français", "l'incise".
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from summarizer.quotes.document.noun_phrases import HELPING, PARTICIPLES
from summarizer.quotes.evidence.constraints import can_speak
from summarizer.quotes.grammar.lexicon import WORDS
from summarizer.quotes.grammar.word_lists import short_list
from summarizer.quotes.spans.quotation_marks import Marked

# Every repetition has a limit: a page may hold a megabyte of blanks.
_TO_NEXT_MARK = r"(?P<words>[^\s,.;:!?…()«»“”\"][^,.;:!?…()«»“”\"]{1,119})(?:(?P<end>[.,;:!?…]{1,3})\s?|$)"
CLAUSE = re.compile(r"(?<=[^\s,])[ \u00a0\u202f]?(?P<sign>[,!?…])\s{1,2}" + _TO_NEXT_MARK)
APPOSITION = re.compile(r"\s?" + _TO_NEXT_MARK)
BETWEEN_DASHES = re.compile(
    r"[,.]?\s[–—-]\s(?P<words>[^\s–—«»“”\"][^–—«»“”\"]{1,118}?[^\s–—«»“”\"])\s[–—-](?:[.,;:!?…]{1,3}|(?=\s))\s?"
)
MOST_APPOSITIONS = 4
Cut = tuple[int, int]
"""Where the words before a clause end, and where those behind it begin."""

ENCLITIC = re.compile(r"(?P<verb>.+?)-(?:t-)?(?:ils?|elles?|on)$")
DESCRIBED = re.compile(r".{2,}ée?s?$|élue?s?$|née?s?$")
HAVING = frozenset(("a", "ont", "avait", "avaient", "est", "était"))
SUBJECTS = frozenset(("le", "la", "les", "un", "une", "ce", "cet", "cette", "ces", "son", "sa", "ses", "leur", "leurs"))
NOUN_LIKE = frozenset(("un", "une", "dernier", "dernière", "celui-ci", "celle-ci"))
FRENCH, ITALIAN = WORDS["fr"], WORDS["it"]
REFLEXIVE = short_list("fr", "reflexive")
GOES_ON = short_list("fr", "goes_on")
TAKES_PERSONS = short_list("fr", "takes_persons")
"""Verbs behind which a name is whom they are about, more often than whose words they tell: "a remercié Ana Lind"."""


def cut_out_clauses(body: str, pieces: Sequence[Marked], language: str) -> Iterator[Marked]:
    """The same stretches, parted where the reporter's clause stands inside one."""
    find = CUTS.get(language)
    for piece in pieces:
        yield from (piece,) if find is None else _part(body, piece, find(body, piece))


def _part(body: str, piece: Marked, cuts: Iterator[Cut]) -> Iterator[Marked]:
    rest = piece
    for end, behind in cuts:
        if end <= rest.start:
            continue
        yield replace(rest, end=end, outer_end=end, is_told=True)
        words = body[behind : rest.end].lstrip()
        start = rest.end - len(words)
        rest = replace(rest, start=start, outer_start=start, is_continued=False, is_told=True, is_resumed=True)
    if any(sign.isalnum() for sign in body[rest.start : rest.end]):
        yield rest


def _cut_french(body: str, piece: Marked) -> Iterator[Cut]:
    """Clauses between commas, or behind a "!": their subject must stand in them."""
    for match in CLAUSE.finditer(body, piece.start, piece.end):
        if _tells(_words(match["words"])):
            end = match.start() if match["sign"] == "," else match.end("sign")
            has_more = match["end"] == ","
            yield end, _behind_appositions(body, match.end(), piece.end) if has_more else match.end()


def _cut_italian(body: str, piece: Marked) -> Iterator[Cut]:
    """Clauses between dashes; Italian needs no subject: "- aggiunge -"."""
    for match in BETWEEN_DASHES.finditer(body, piece.start, piece.end):
        words = _words(match["words"].lower())
        verb = next((word for word in words if word not in ITALIAN.adverbs and word != "si"), "")
        is_helped = words[:1] != [verb] and words[0] in HELPING
        if verb in ITALIAN.said and (is_helped or not verb.endswith(PARTICIPLES["it"])):
            yield match.start(), match.end()


CUTS: Mapping[str, Callable[[str, Marked], Iterator[Cut]]] = {"fr": _cut_french, "it": _cut_italian}


def _words(text: str) -> list[str]:
    """Its words; what an apostrophe glues to one is one of its own."""
    return re.sub(r"(?<=\w['’])", " ", text).replace("’", "'").split()


def _tells(words: Sequence[str]) -> bool:
    """Whether a verb of saying opens the words, and its subject stands behind it."""
    is_reflexive = bool(words) and words[0].lower() in ("s'", "se")
    words = words[1:] if is_reflexive else words
    if not words:
        return False
    glued = ENCLITIC.match(words[0].lower())
    verb = glued["verb"] if glued else words[0].lower()
    if verb in HAVING:
        return len(words) > 1 and words[1].lower() in FRENCH.said and (bool(glued) or _has_subject(words[1:]))
    if verb.endswith(PARTICIPLES["fr"]) or not (verb in FRENCH.said or (is_reflexive and verb in REFLEXIVE)):
        return False
    return bool(glued) or _has_subject(words)


def _has_subject(words: Sequence[str]) -> bool:
    """Whether who speaks stands behind the verb the words begin with: "indique au Courrier la maire"."""
    if words[0].lower() in TAKES_PERSONS:
        return False
    for at, (before, word) in enumerate(pairwise(words)):
        is_free = before.lower() not in FRENCH.prepositions and before.lower() not in SUBJECTS
        if is_free and (word[0].isupper() or word.lower() in SUBJECTS or word.lower() in ("l'", *NOUN_LIKE)):
            return any(_names(each) for each in words[at + 1 :])
        if at == 0 and word.lower() not in FRENCH.prepositions and word.lower() not in FRENCH.adverbs:
            return False
    return False


def _names(word: str) -> bool:
    """Whether the word names a person or a group: "la maire de Velby", "l'un des pêcheurs"."""
    return word[0].isupper() or word.lower() in NOUN_LIKE or can_speak(word.lower(), FRENCH)


def _behind_appositions(body: str, start: int, end: int) -> int:
    """Where the speech goes on behind what the clause says of the speaker: "…, Ana Lind, 31 ans, maire de Velby. …"."""
    for _ in range(MOST_APPOSITIONS):
        match = APPOSITION.match(body, start, end)
        if match is None or not _describes(_words(match["words"])):
            return start
        start = match.end()
        if match["end"] != ",":
            return start
    return start


def _describes(words: Sequence[str]) -> bool:
    """Whether the words say who somebody is: a name, an age, a role, or what they are doing."""
    if not words:
        return False
    first = words[0].lower()
    if first in FRENCH.starters and first not in GOES_ON:
        return first in SUBJECTS and len(words) > 1 and FRENCH.is_role(words[1].lower())
    does_or_was = first.endswith("ant") or DESCRIBED.match(first) is not None or first in GOES_ON
    return does_or_was or words[0][0].isupper() or first.isdigit() or can_speak(first, FRENCH)
