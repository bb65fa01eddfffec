"""Plain patterns, which are all that names a speaker in Polish, Czech, Russian, Ukrainian, Romanian, Greek and Arabic.

`„…” – powiedział burmistrz Jan Wolski`, `Мэр Иван Петров сказал: «…»`, `قال الوزير سامر الحداد إن "…"`, `według Jana
Wolskiego`, and `„…” – dodał`, where the last speaker goes on. No article taught the weights these languages, so that
nobody is named by proximity.
"""

from collections.abc import Callable

from summarizer.quotes.document.entity_mention import NOUN
from summarizer.quotes.document.quote_context import CueKind, QuoteContext
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE
from summarizer.quotes.evidence.patterns.plain_language.clauses import COMMAS, ClauseReader, Subject
from summarizer.quotes.evidence.patterns.plain_language.last_speaker import goes_on, holder_of_role, last_speaker
from summarizer.quotes.evidence.patterns.plain_language.named_sources import named_source_of
from summarizer.quotes.evidence.patterns.verb_second import PatternMatch
from summarizer.quotes.evidence.strength import find_colon_intro
from summarizer.quotes.grammar.traits import PatternFamily

DASHES = "–—-"
MOST_SIGNS = 3
MOST_SMALL = 3
MOST_FRAMED = 8  # tokens between "nazwał" and what is quoted
LONG_TITLE = 16  # characters with the marks; fewer are a title or irony: `„Právo“ uvedlo`

NOBODY = PatternMatch(-1)
"""A pattern fits, but it names nobody for sure; no other is tried."""


def plain_speaker(context: QuoteContext, at: int) -> PatternMatch | None:
    """The speaker that a plain pattern names. Those of the quotes before are found first, as the last one may go on."""
    found = _read(context, at)
    return None if found is None or found[0] < 0 else PatternMatch(*found)


def is_said(context: QuoteContext, quote: int) -> bool:
    """Whether a pattern of these languages frames the quote; if it names nobody, a word or two are still no speech."""
    if context.lexicon.patterns is not PatternFamily.PLAIN:
        return False
    at = context.tokenized.quote_at[quote]
    found, token = _read(context, at), context.tokenized.tokens[at]
    return found is not None and (found[0] >= 0 or token.end - token.start >= LONG_TITLE)


def _read(context: QuoteContext, at: int) -> tuple[int, int | None] | None:
    """Mention and verb of a quote, kept in the context; -1 for a mention where a pattern fits and names nobody."""
    quote, known = context.tokenized.tokens[at].quote, context.plain_speakers
    for number in range(len(known), quote + 1):
        reader, place = ClauseReader(context), context.tokenized.quote_at[number]
        found = next((match for look in LOOKS if (match := look(reader, place)) is not None), None)
        known.append(None if found is None else (found.mention, found.cue))
    return known[quote]


def _match(reader: ClauseReader, at: int, subject: Subject | None, verb: int) -> PatternMatch:
    """The match of a verb with its subject."""
    if subject is None:
        return NOBODY
    if subject.mention < 0:
        return PatternMatch(last_speaker(reader, at, subject.gender), verb)
    is_noun = reader.mentions[subject.mention].kind == NOUN
    return PatternMatch(holder_of_role(reader, subject.mention) if is_noun else subject.mention, verb)


def _behind_quote(reader: ClauseReader, at: int) -> PatternMatch | None:
    """As in `„…” – powiedział burmistrz Jan Wolski` and `„…”, a adăugat acesta`."""
    verb, tokens = _verb_behind(reader, at), reader.tokens
    if verb < 0:
        return None
    subject = reader.subject_behind(verb)
    is_named = subject is not None and subject.mention >= 0
    is_long = tokens[at].end - tokens[at].start >= LONG_TITLE
    is_speech = reader.lexicon.traits.commas_inside_marks and (is_long or is_named)
    return _match(reader, at, subject, verb) if tokens[at + 1].kind == MARK or is_speech else None


def _verb_behind(reader: ClauseReader, at: int) -> int:
    """The speech verb that follows a quote, over marks, auxiliaries and adverbs; -1 for none."""
    tokens, index = reader.tokens, at + 1
    while index < min(len(tokens), at + 1 + MOST_SIGNS) and tokens[index].kind == MARK:
        behind = tokens[index + 1].text if index + 1 < len(tokens) else ""
        if tokens[index].text not in COMMAS + DASHES and behind not in DASHES:
            return -1  # a full stop behind the quote: the verb is another sentence's
        index += 1
    limit = min(len(tokens), index + MOST_SMALL + 1)
    while index < limit and reader.is_small(index) and not reader.context.cue[index]:
        index += 1
    return index if index < limit and reader.context.cue[index] is CueKind.SPEECH else -1


def _before_colon(reader: ClauseReader, at: int) -> PatternMatch | None:
    """As in `Мэр Иван Петров сказал: «…»`, `Dodał: „…”` and `Jan Wolski: „…”`."""
    intro = find_colon_intro(reader.context, at)
    if not intro:
        return None
    start = reader.start_of_clause(intro.start)
    verbs = [index for index in range(start, intro.stop) if reader.context.cue[index]]
    if verbs:
        return _match(reader, at, reader.subject_before(verbs[-1], start), verbs[-1])
    number = reader.context.mention_at[start]
    is_label = number >= 0 and reader.mentions[number].last == intro.stop and reader.mentions[number].first == start
    return PatternMatch(number) if is_label and reader.is_person(number) else NOBODY


def _in_clause(reader: ClauseReader, at: int) -> PatternMatch | None:
    """As in `Burmistrz powiedział, że most jest „…”`, `قال الوزير إن "…"` and `Мэр назвал план «…»`: one verb."""
    context, tokens = reader.context, reader.tokens
    start = reader.start_of_clause(max(context.tokenized.bounds[context.tokenized.sentence_of[at]][0], at - REACH))
    start = next((index + 1 for index in range(at - 1, start - 1, -1) if tokens[index].kind in (QUOTE, GAP)), start)
    verbs = [index for index in range(start, at) if context.cue[index]]
    if len(verbs) != 1 or any(context.according[start : at + 1]):
        return None
    verb = verbs[0]
    if not _frames(reader, verb, start, at):
        return None
    return _match(reader, at, reader.subject_before(verb, start), verb)


def _frames(reader: ClauseReader, verb: int, start: int, at: int) -> bool:
    """Whether the verb introduces the quote, and not the paper it was said to: `рассказал газете «Маяк»`."""
    between, words = reader.tokens[verb + 1 : at], reader.words
    has_comma = any(token.text in COMMAS for token in between)
    if any(token.lower in words.that_clause for token in between):
        return True
    if any(token.lower in words.as_told for token in reader.tokens[start:verb]):
        return has_comma
    if reader.context.cue[verb] is CueKind.WEAK:
        return len(between) <= MOST_FRAMED and not has_comma
    number = reader.context.mention_at[verb + 1]
    subject = reader.mentions[number].last if number >= 0 else verb + 1
    return all(reader.is_small(index) or reader.tokens[index].kind == MARK for index in range(subject, at))


def _going_on(reader: ClauseReader, at: int) -> PatternMatch | None:
    """As in `„…” – powiedział Jan Wolski. „…”`: a quote by itself right behind the one of the speaker."""
    return PatternMatch(last_speaker(reader, at)) if goes_on(reader, at) else None


REACH = 45  # tokens
LOOKS: tuple[Callable[[ClauseReader, int], PatternMatch | None], ...] = (
    _behind_quote,
    _before_colon,
    named_source_of,
    _in_clause,
    _going_on,
)
"""The patterns, the surest first."""
