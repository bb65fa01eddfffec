"""German quote marks around names and titles: `Buch „…“`, `sogenannte „…“`, `„…“, wie er genannt wird`.

There is no speaker. Where the noun in front decides, the words need no capitals, unlike in not_speech.py.
"""

import re
from collections.abc import Sequence
from itertools import islice

from summarizer.quotes.document.quote_context import CueKind, QuoteContext
from summarizer.quotes.document.tokens import CAPITAL, QUOTE, Token
from summarizer.quotes.grammar.word_lists import short_list

READING = short_list("de", "title_reads")

MOST_WORDS = 4
REACH_BEHIND = 9
FAR_CHAIN = 8
"""So many quotes of an enumeration are read."""

WORKS = short_list("de", "works")
"""Nouns that have a title or a name behind them; compounds end in them: "Sachbuch", "Arbeitstitel"."""

WORK_ENDINGS = tuple(sorted(word for word in WORKS if len(word) > 3))
BETWEEN = short_list("de", "before_title") | {":", "("}
CALLING = short_list("de", "calling")
CALLED_NEXT = short_list("de", "called_next")
DESCRIBING = short_list("de", "describing")
NAMING_ITSELF = short_list("de", "naming_itself")
JOINING = short_list("de", "joining") | {","}
NOMINATIVE = short_list("de", "nominative")
CODE = re.compile(r"[^\W\d_]{0,4}[-.]?\d+[^\W\d_]?")
ADDRESS = re.compile(r"\S+[^\W\d_]\.[a-z]{2,4}")


def is_german_title(context: QuoteContext, quote: int, text: str) -> bool:
    """Whether the words in marks are the name or the title of something, by a pattern of German."""
    if not text.strip() or text[-1:] in ".!?…" or not context.lexicon.traits.names_things_in_marks:
        return False
    at = context.tokenized.quote_at[quote]
    if _is_so_called(context, at) or _is_work(context, at) or _is_nickname(context, at) or _is_label(text):
        return True
    return _is_short_name(text) and (_says_something(context, at) or _is_beside_name(context, quote, at))


def _is_so_called(context: QuoteContext, at: int) -> bool:
    """As in `der sogenannte „runde Tisch“` and `ein so genannter „runder Tisch“`."""
    word = context.tokenized.tokens[at - 1].lower if at else ""
    if word.startswith("sogenannt"):
        return True
    return word.startswith("genannt") and at > 1 and context.tokenized.tokens[at - 2].lower == "so"


def _is_work(context: QuoteContext, at: int) -> bool:
    """As in `ihr Buch „Wo wir sind“` and `Das Thema lautete: „Wie wir wohnen“`."""
    tokens, index = context.tokenized.tokens, at - 1
    while index > max(0, at - 4) and tokens[index].lower in BETWEEN:
        index -= 1
    return index >= 0 and (_is_noun_of_work(tokens[index]) or _reads(context, at))


def _reads(context: QuoteContext, at: int) -> bool:
    """As in `Das Thema der Tagung lautete: „Wie wir wohnen“`."""
    tokens, first = context.tokenized.tokens, context.around(at).start
    if not any(token.lower in READING for token in tokens[max(first, at - 2) : at]):
        return False
    nouns = (token for token in tokens[first + 1 : at] if token.kind == CAPITAL)
    return any(_is_noun_of_work(token) for token in islice(nouns, 1))


def _is_noun_of_work(token: Token) -> bool:
    return token.kind == CAPITAL and (token.lower in WORKS or token.lower.endswith(WORK_ENDINGS))


def _is_nickname(context: QuoteContext, at: int) -> bool:
    """As in `„Onkel Tom“, wie er genannt wird`, `nennt sich selbst „Hoher Rat“` and `die als „Rat“ bekannte Runde`."""
    tokens = context.tokenized.tokens
    behind = tokens[at + 1 : at + 2 + REACH_BEHIND]
    if len(behind) > 1 and behind[0].text == "," and behind[1].lower == "wie":
        return _calls(behind[2:])
    following = behind[0].lower if behind else ""
    if following in CALLED_NEXT:
        return True
    before = [token.lower for token in tokens[max(0, at - 4) : at]]
    determined = len(before) > 1 and before[-1] == "als" and before[-2] in context.lexicon.determiners
    if determined and following in DESCRIBING and len(behind) > 1 and behind[1].kind == CAPITAL:
        return True
    by_itself = "sich" in before and ("selbst" in before or before[-1] == "sich")
    return by_itself and (following in NAMING_ITSELF or any(word in NAMING_ITSELF for word in before))


def _calls(tokens: Sequence[Token]) -> bool:
    """Whether a verb of naming ends the clause."""
    for token in tokens:
        if token.lower in CALLING:
            return True
        if token.kind == QUOTE or token.text in ".!?;":
            return False
    return False


def _is_label(text: str) -> bool:
    """As in `„HD 13“`, `„E1“` and `„hafen.example“`."""
    words = text.split()
    if len(words) == 1 and ADDRESS.fullmatch(words[0]):
        return True
    return len(words) < MOST_WORDS and CODE.fullmatch(words[-1]) is not None and _is_short_name(text)


def _is_short_name(text: str) -> bool:
    """Whether the text is a few words that each have a capital or a digit."""
    words = text.split()
    return len(words) <= MOST_WORDS and all(word[:1].isdigit() or word[:1] != word[:1].lower() for word in words)


def _says_something(context: QuoteContext, at: int) -> bool:
    """Whether the name is the subject of a speech verb: `berichtete die „Tagespost“`."""
    tokens = context.tokenized.tokens
    if at < 2 or tokens[at - 1].lower not in NOMINATIVE:
        return False
    return context.cue[at - 2] is CueKind.SPEECH and tokens[at - 2].lower not in context.lexicon.weak


def _is_beside_name(context: QuoteContext, quote: int, at: int) -> bool:
    """Whether "and", "or" or a comma joins it to a name with its noun in front: `Modelle „Wal“ und „Hai“`."""
    tokens = context.tokenized.tokens
    for _ in range(min(quote, FAR_CHAIN)):
        if at < 2 or tokens[at - 1].lower not in JOINING or tokens[at - 2].kind != QUOTE:
            return False
        at -= 2
        before = tokens[at - 1] if at else None
        if before is not None and before.kind == CAPITAL and not context.cue[at - 1]:
            return True
        if _is_work(context, at) or _is_so_called(context, at):
            return True
    return False
