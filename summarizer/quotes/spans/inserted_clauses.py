"""The reporter's clause inside the marks, as French and Italian print it.

« La jetée est sûre, explique Ana Lind. Nous restons. »; «Il molo è sicuro - dice Ana Lind -. Noi restiamo». The clause
belongs to the reporter, not to the speaker. Cut out, it leaves the quotes on both sides of it, and names their
speaker as any clause between two quotes does. Source: M. Riegel et al., "Grammaire méthodique du français", "l'incise".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.noun_kinds import is_person_or_group
from summarizer.quotes.grammar.romance_words import HELPING
from summarizer.quotes.grammar.word_lists import short_list
from summarizer.quotes.spans.quotation_marks import QuoteSpan

REFLEXIVE_PRONOUNS = short_list("fr", "reflexive_pronouns")

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
HAVING = short_list("fr", "having")
SUBJECTS = short_list("fr", "subject_determiners")
NOUN_LIKE = short_list("fr", "noun_like")
REFLEXIVE = short_list("fr", "reflexive")
GOES_ON = short_list("fr", "goes_on")
TAKES_PERSONS = short_list("fr", "takes_persons")
"""Verbs behind which a name is their object more often than the speaker: "a remercié Ana Lind"."""


def cut_out_clauses(body: str, pieces: Sequence[QuoteSpan], lexicon: LanguageLexicon) -> Iterator[QuoteSpan]:
    """The same stretches, split where the reporter's clause is inside one."""
    for piece in pieces:
        if lexicon.traits.inserts_clauses_between_commas:
            yield from _part(body, piece, _cut_between_commas(body, piece, lexicon))
        elif lexicon.traits.inserts_clauses_between_dashes:
            yield from _part(body, piece, _cut_between_dashes(body, piece, lexicon))
        else:
            yield piece


def _part(body: str, piece: QuoteSpan, cuts: Iterator[Cut]) -> Iterator[QuoteSpan]:
    rest = piece
    for end, behind in cuts:
        if end <= rest.start:
            continue
        yield replace(rest, end=end, outer_end=end, is_speech=True)
        words = body[behind : rest.end].lstrip()
        start = rest.end - len(words)
        rest = replace(rest, start=start, outer_start=start, is_continued=False, is_speech=True, is_resumed=True)
    if any(sign.isalnum() for sign in body[rest.start : rest.end]):
        yield rest


def _cut_between_commas(body: str, piece: QuoteSpan, lexicon: LanguageLexicon) -> Iterator[Cut]:
    """Clauses between commas, or behind a "!": their subject must be in them."""
    for match in CLAUSE.finditer(body, piece.start, piece.end):
        if _tells(_words(match["words"]), lexicon):
            end = match.start() if match["sign"] == "," else match.end("sign")
            has_more = match["end"] == ","
            yield end, _behind_appositions(body, match.end(), piece.end, lexicon) if has_more else match.end()


def _cut_between_dashes(body: str, piece: QuoteSpan, lexicon: LanguageLexicon) -> Iterator[Cut]:
    """Clauses between dashes; Italian needs no subject: "- aggiunge -"."""
    for match in BETWEEN_DASHES.finditer(body, piece.start, piece.end):
        words = _words(match["words"].lower())
        verb = next((word for word in words if word not in lexicon.adverbs and word != "si"), "")
        is_helped = words[:1] != [verb] and words[0] in HELPING
        if verb in lexicon.speech_verbs and (is_helped or not verb.endswith(lexicon.participle_endings)):
            yield match.start(), match.end()


def _words(text: str) -> list[str]:
    """Its words; what an apostrophe glues to one is one of its own."""
    return re.sub(r"(?<=\w['’])", " ", text).replace("’", "'").split()


def _tells(words: Sequence[str], lexicon: LanguageLexicon) -> bool:
    """Whether a speech verb opens the words, and its subject follows."""
    is_reflexive = bool(words) and words[0].lower() in REFLEXIVE_PRONOUNS
    words = words[1:] if is_reflexive else words
    if not words:
        return False
    glued = ENCLITIC.match(words[0].lower())
    verb = glued["verb"] if glued else words[0].lower()
    if verb in HAVING:
        return (
            len(words) > 1
            and words[1].lower() in lexicon.speech_verbs
            and (bool(glued) or _has_subject(words[1:], lexicon))
        )
    if verb.endswith(lexicon.participle_endings) or not (
        verb in lexicon.speech_verbs or (is_reflexive and verb in REFLEXIVE)
    ):
        return False
    return bool(glued) or _has_subject(words, lexicon)


def _has_subject(words: Sequence[str], lexicon: LanguageLexicon) -> bool:
    """Whether the speaker follows the verb that opens the words: "indique au Courrier la maire"."""
    if words[0].lower() in TAKES_PERSONS:
        return False
    for at, (before, word) in enumerate(pairwise(words)):
        is_free = before.lower() not in lexicon.prepositions and before.lower() not in SUBJECTS
        if is_free and (word[0].isupper() or word.lower() in SUBJECTS or word.lower() in ("l'", *NOUN_LIKE)):
            return any(_names(each, lexicon) for each in words[at + 1 :])
        if at == 0 and word.lower() not in lexicon.prepositions and word.lower() not in lexicon.adverbs:
            return False
    return False


def _names(word: str, lexicon: LanguageLexicon) -> bool:
    """Whether the word names a person or a group: "la maire de Velby", "l'un des pêcheurs"."""
    return word[0].isupper() or word.lower() in NOUN_LIKE or is_person_or_group(word.lower(), lexicon)


def _behind_appositions(body: str, start: int, end: int, lexicon: LanguageLexicon) -> int:
    """Where the speech continues behind the speaker's description: "…, Ana Lind, 31 ans, maire de Velby. …"."""
    for _ in range(MOST_APPOSITIONS):
        match = APPOSITION.match(body, start, end)
        if match is None or not _describes(_words(match["words"]), lexicon):
            return start
        start = match.end()
        if match["end"] != ",":
            return start
    return start


def _describes(words: Sequence[str], lexicon: LanguageLexicon) -> bool:
    """Whether the words describe a person: a name, an age, a role, or an activity."""
    if not words:
        return False
    first = words[0].lower()
    if first in lexicon.starters and first not in GOES_ON:
        return first in SUBJECTS and len(words) > 1 and lexicon.is_role(words[1].lower())
    does_or_was = first.endswith("ant") or DESCRIBED.match(first) is not None or first in GOES_ON
    return does_or_was or words[0][0].isupper() or first.isdigit() or is_person_or_group(first, lexicon)
