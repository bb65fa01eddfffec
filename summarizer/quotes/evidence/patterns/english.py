"""Patterns that name a speaker beyond doubt in English, where the learned choice decides the rest.

"According to Ana Lind, the board “…”", "“…”, the Courier quoted Ana Lind as saying", "orders from Ana Lind to “…”",
"her tenants were calling on her to “…”", "the authors of a study published in the Tidal Review argued “…”".
"""

from summarizer.quotes.document.mentions import PRONOUN
from summarizer.quotes.document.quote_context import CueKind, QuoteContext
from summarizer.quotes.document.subjects import find_asked, find_passive, last_to, sign_of, subject_before
from summarizer.quotes.document.tokens import CAPITAL, GAP, QUOTE, WORD
from summarizer.quotes.evidence.patterns.verb_second import PatternMatch
from summarizer.quotes.grammar.word_lists import short_list

SENT_NOUNS = short_list("en", "said_nouns") | short_list("en", "sent_nouns")
"""Nouns for what somebody says, asks or orders; their plurals in -s count."""

FROM = short_list("en", "from_whom")
QUOTING = short_list("en", "quoting")
HEARING = short_list("en", "hearing") | QUOTING
SAYING = short_list("en", "as_saying")
WHO = frozenset(["who", "that"])
TO_BE = short_list("en", "to_be")

MOST_IN_SENDER = 12  # tokens of "from former surveyor Ana Lind of Velby"
BEFORE_SOURCE = 3  # words of "federal" before "prosecutors"
MOST_IN_THAT = 14  # tokens between "that" and the quote
MOST_IN_SUBJECT = 24  # tokens
MOST_TO_SAYING = 30  # tokens between a quote and "as saying"
MOST_QUOTED = 16  # tokens of "Ana Lind, the managing editor," in front of "as saying"


def according_to(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `According to Ana Lind, the board “…”` and `The board “…”, according to Ana Lind`: never the board."""
    opener, last = context.tokenized.bounds[context.tokenized.sentence_of[at]]
    opening = [index for index in range(opener + 1, min(opener + 4, at)) if context.according[index]]
    closing = [index for index in range(at + 3, min(at + 6, last)) if context.according[index]]
    for start in (*opening, *closing):
        source = _mention_near(context, start, BEFORE_SOURCE)
        if source < 0 or context.mentions[source].is_possessive:
            continue
        if _has_cue(context, range(min(context.mentions[source].last, at) if start < at else opener, at)):
            continue
        if start < at and _has_cue(context, range(at + 1, min(at + 6, last))):
            continue
        return PatternMatch(source)
    return None


def _mention_near(context: QuoteContext, start: int, most: int) -> int:
    """The first mention from a token on, over a few words that describe it: "former surveyor Ana Lind"; -1 for none."""
    tokens = context.tokenized.tokens
    for index in range(start, min(len(tokens), start + most + 1)):
        if context.mention_at[index] >= 0:
            return context.mention_at[index]
        if tokens[index].kind not in (WORD, CAPITAL) or sign_of(context, index) in ("of", "in", "to", "and", "if"):
            return -1
    return -1


def _has_cue(context: QuoteContext, tokens: range) -> bool:
    return any(context.cue[index] for index in tokens)


def quoted_as_saying(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `“…”, the Courier quoted Ana Lind, the editor, as saying` and `Ana Lind was quoted as saying “…”`."""
    tokens = context.tokenized.tokens
    saying = _saying_near(context, at)
    if saying < 0:
        return None
    for index in range(saying - 1, max(0, saying - MOST_QUOTED), -1):
        if tokens[index].kind in (GAP, QUOTE):
            return None
        if tokens[index].lower in QUOTING:
            is_passive = tokens[index - 1].lower in TO_BE and tokens[saying - 1].lower == "as"
            named = subject_before(context, index) if is_passive else _mention_near(context, index + 1, 0)
            return PatternMatch(named, saying) if named >= 0 else None
    return None


def _saying_near(context: QuoteContext, at: int) -> int:
    """The "saying" right in front of the quote, or behind it in its sentence; -1 for none."""
    tokens = context.tokenized.tokens
    for before in range(at - 1, max(0, at - MOST_IN_THAT), -1):
        if tokens[before].lower in SAYING:
            return before if before > at - 3 or tokens[before + 1].lower == "that" else -1
        if tokens[before].kind in (GAP, QUOTE) or context.cue[before]:
            break
    for index in range(at + 1, min(len(tokens), at + MOST_TO_SAYING)):
        if tokens[index].kind in (GAP, QUOTE) or tokens[index].text in ".;":
            return -1
        if tokens[index].lower in SAYING and tokens[index - 1].lower == "as":
            return index
    return -1


def heard_saying(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `The film shows Ana Lind saying “…”` and `The Courier reported Ana Lind saying “…”`."""
    tokens, saying = context.tokenized.tokens, _saying_near(context, at)
    saying = saying if saying >= 0 else _saying_behind(context, at)
    heard = context.mention_at[saying - 1] if saying > 1 else -1
    if heard < 0 or context.mentions[heard].last != saying or context.mentions[heard].first == 0:
        return None
    return PatternMatch(heard, saying) if tokens[context.mentions[heard].first - 1].lower in HEARING else None


def _saying_behind(context: QuoteContext, at: int) -> int:
    """The "saying" a few words behind the quote: "“…,” the Courier reported Ana Lind saying"; -1 for none."""
    tokens = context.tokenized.tokens
    for index in range(at + 1, min(len(tokens), at + MOST_QUOTED)):
        if tokens[index].kind in (GAP, QUOTE) or tokens[index].text in ".;:":
            return -1
        if tokens[index].lower in SAYING:
            return index
    return -1


def by_agent(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Ana Lind was accused by Tom Falk of “…”` and `was called “…” by Tom Falk`: never Lind."""
    tokens, participle = context.tokenized.tokens, find_passive(context, at)
    if participle < 0:
        return None
    by = participle + 1 if tokens[participle + 1].lower == "by" else at + 1
    if by >= len(tokens) or tokens[by].lower != "by":
        return None
    agent = _mention_near(context, by + 1, BEFORE_SOURCE)
    return PatternMatch(agent, participle) if agent >= 0 else None


def asked_by(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Lind told them that her tenants were calling on her to “…”`: those who call, not Lind."""
    _, verb = find_asked(context, at)
    word = context.tokenized.tokens[verb].lower
    if verb < 0 or (word.endswith("ing") and context.tokenized.tokens[verb - 1].lower not in TO_BE):
        return None
    asking = subject_before(context, verb)
    is_part = asking >= 0 and _is_counted(context, asking)
    return PatternMatch(asking, verb) if asking >= 0 and (is_part or not context.is_subordinate(asking)) else None


def _is_counted(context: QuoteContext, mention: int) -> bool:
    """Whether the mention says of whom there are some: "several of her tenants"."""
    tokens, first = context.tokenized.tokens, context.mentions[mention].first
    return first > 1 and tokens[first - 1].lower == "of" and tokens[first - 2].lower in context.lexicon.determiners


def sent_by(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `orders from Ana Lind to “…”` and `the complaint of former clerk Ana Lind that … “…”`."""
    tokens, tie = context.tokenized.tokens, last_to(context, at)
    tie = tie if tie >= 0 else _last_that(context, at)
    for index in range(tie - 2, max(context.around(at).start, tie - MOST_IN_SENDER), -1):
        if tokens[index].lower in FROM and tokens[index - 1].lower.removesuffix("s") in SENT_NOUNS:
            sender = _sender(context, index + 1, tie)
            return PatternMatch(sender) if sender >= 0 else None
        if tokens[index].kind not in (WORD, CAPITAL) and tokens[index].text != ",":
            return None
    return None


def _last_that(context: QuoteContext, at: int) -> int:
    """The "that" in front of the quote, with no speech verb between; -1 for none."""
    for index in range(at - 1, max(context.around(at).start, at - MOST_IN_THAT), -1):
        if context.tokenized.tokens[index].lower == "that":
            return index
        if context.cue[index]:
            return -1
    return -1


def _sender(context: QuoteContext, start: int, tie: int) -> int:
    """The first mention before the tie, or the name that belongs to it: "Secretary of State Ana Lind"; -1 for none."""
    sender, tokens = _mention_near(context, start, BEFORE_SOURCE), context.tokenized.tokens
    if sender < 0:
        return -1
    between = range(context.mentions[sender].last, tie)
    if any(sign_of(context, index) not in ("n", "of", "in", "to", ",") for index in between):
        return -1
    behind = [context.mention_at[index] for index in between if context.mention_at[index] >= 0]
    is_name = bool(behind) and context.known[behind[-1]]
    set_off = bool(behind) and tokens[context.mentions[behind[-1]].first - 1].text == ","
    return behind[-1] if is_name and (set_off or _is_office(context, sender)) else sender


def long_subject(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `The authors of a study published in the Tidal Review argued “…”`: not the one beside the verb."""
    tokens, start = context.tokenized.tokens, context.tokenized.bounds[context.tokenized.sentence_of[at]][0]
    if start == at:
        start = at + 2 if tokens[at + 1 : at + 2] and tokens[at + 1].text == "," else at + 1
    subject = context.mention_at[start]
    if context.tokenized.sentence_of[min(start, len(tokens) - 1)] != context.tokenized.sentence_of[at]:
        return None
    if subject < 0 or context.mentions[subject].first != start or context.mentions[subject].is_possessive:
        return None
    if context.mentions[subject].kind == PRONOUN or _is_office(context, subject):
        return None
    verb = _verb_of_long_subject(context, context.mentions[subject].last)
    verb = verb if verb >= 0 else _verb_behind_relative(context, context.mentions[subject].last)
    if verb < 0 or (verb < at and _has_cue(context, range(verb + 1, at))):
        return None
    return PatternMatch(subject, verb)


def _is_office(context: QuoteContext, number: int) -> bool:
    """Whether a role without an article is part of the name behind "of …": "Secretary of State Ana Lind"."""
    mention, tokens = context.mentions[number], context.tokenized.tokens
    return tokens[mention.first].kind == CAPITAL and context.lexicon.is_role(tokens[mention.last - 1].lower)


def _verb_of_long_subject(context: QuoteContext, start: int) -> int:
    """The speech verb behind "of …", "published in …", "for …", with a mention in one of them; -1 for none."""
    tied, others, index = False, 0, start
    while index < min(len(context.tokenized.tokens), start + MOST_IN_SUBJECT):
        if context.cue[index]:
            return index if others and context.cue[index] is CueKind.SPEECH else -1
        sign = sign_of(context, index)
        if sign == "n":
            if not tied:
                return -1
            others, index = others + 1, context.mentions[context.mention_at[index]].last - 1
        elif sign == "ed":
            if sign_of(context, index + 1) not in ("of", "in"):
                return -1
        elif sign not in ("of", "in") and (sign != "to" or context.mention_at[index + 1] < 0):
            return -1
        tied = sign in ("of", "in", "to")
        index += 1
    return -1


def _verb_behind_relative(context: QuoteContext, start: int) -> int:
    """The speech verb behind a clause without commas: "a donor who backs Mayor Ana Lind told"; -1 for none."""
    tokens = context.tokenized.tokens
    if start >= len(tokens) or tokens[start].lower not in WHO:
        return -1
    for index in range(start + 1, min(len(tokens), start + MOST_IN_SUBJECT)):
        if context.cue[index]:
            is_next = context.mention_at[index - 1] >= 0 and index > start + 2
            return index if is_next and context.cue[index] is CueKind.SPEECH else -1
        if tokens[index].kind not in (WORD, CAPITAL) or sign_of(context, index) in ("and", "that", "if", "who"):
            return -1
    return -1
