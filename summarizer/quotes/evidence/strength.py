"""Evidence strength of a speaker: a verb or label, continuation of the previous quote, or proximity alone.

The classifier says who is likeliest; this says whether the article has words that prove it. "“…,” said Ana Lind",
"laut Ana Lind „…“" and "Ana Lind: “…”" are explicit. Where we know little of a language, only they count.
"""

from collections.abc import Callable
from enum import IntEnum

from summarizer.quotes.document.mentions import NAME
from summarizer.quotes.document.quote_context import QuoteContext
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE, WORD
from summarizer.quotes.grammar.word_lists import all_words

CLOSE = 6
"""So many tokens may come between a quote and a speaker named behind it."""

TINY = all_words("between_verb_and_name")
"""What parts verb and name in "přidává se Jan Lind" and "rekla je Ana Lind", and the honorific of Indonesian."""

DOUBTFUL_SOURCES = all_words("doubtful_sources")
"""They name a source where they open a sentence ("Pour Ana Lind, …"), else hardly ever."""

CLOSING_SOURCES = all_words("closing_sources")
"""They name a source only behind the quote: "“…”, so Ana Lind"."""

REACH = 45
"""So many tokens before a quote are searched for the speaker that announces it."""

IMPERSONAL = all_words("impersonal")
"""Verbs that quote a text, whatever mention is beside them: "in einer Mitteilung der Stadt heißt es"."""


class EvidenceStrength(IntEnum):
    """The evidence for a speaker, from proximity alone to a verb beside both."""

    PROXIMITY = 0
    CONTINUATION = 1
    EXPLICIT = 2


def evidence_strength(context: QuoteContext, quote: int, mention: int, cue: int | None) -> EvidenceStrength:
    """EXPLICIT if a verb or "according to" in the quote's sentence, or a label, names the speaker; else PROXIMITY."""
    tokenized = context.tokenized
    at, first = tokenized.quote_at[quote], context.mentions[mention].first
    if tokenized.sentence_of[at] != tokenized.sentence_of[first]:
        return EvidenceStrength.EXPLICIT if _is_announced(context, at, mention, cue) else EvidenceStrength.PROXIMITY
    if at < first and not _is_close(context, at, first):
        return EvidenceStrength.PROXIMITY
    if _is_source(context, at, mention) or _is_label(context, at, mention):
        return EvidenceStrength.EXPLICIT
    if context.according[first] or context.is_subordinate(mention):
        return EvidenceStrength.PROXIMITY
    if cue is not None and tokenized.sentence_of[cue] == tokenized.sentence_of[at] and is_saying(context, cue):
        return EvidenceStrength.EXPLICIT
    return EvidenceStrength.EXPLICIT if _has_unknown_verb(context, at, mention) else EvidenceStrength.PROXIMITY


def is_adjacent(context: QuoteContext, quote: int, mention: int) -> bool:
    """Whether only the verb, marks and one tiny word come between the speaker and the quote, or a label does.

    For languages of which we know only the verbs: "…, řekl Jan Lind", "Jan Lind powiedział: …", "menurut Jan Lind, …".
    """
    tokens, here, at = context.tokenized.tokens, context.mentions[mention], context.tokenized.quote_at[quote]
    if context.according[here.first] or _is_label(context, at, mention):
        return True
    between = range(at + 1, here.first) if at < here.first else range(here.last, at)
    behind = range(here.last, here.last + 2) if at < here.first else range(0)
    others = [tokens[index].lower for index in between if tokens[index].kind != MARK and not context.cue[index]]
    has_cue = any(context.cue_at(index) for index in (*between, *behind))
    return has_cue and len(others) <= 1 and all(word in TINY for word in others)


def find_colon_intro(context: QuoteContext, at: int) -> range:
    """The tokens that announce the quote with a colon, in its sentence or in the paragraph before; empty for none."""
    tokenized = context.tokenized
    colon = next((index for index in (at - 1, at - 2) if index >= 0 and tokenized.tokens[index].text == ":"), -1)
    if colon < 0 or (colon == at - 2 and tokenized.tokens[at - 1].kind != GAP):
        return range(0)
    first = max(tokenized.bounds[tokenized.sentence_of[colon]][0], colon - REACH)
    tokens = tokenized.tokens
    start = next(
        (index + 1 for index in range(colon, first - 1, -1) if tokens[index].kind in (QUOTE, GAP)),
        first,
    )
    return range(start, colon)


def _is_announced(context: QuoteContext, at: int, mention: int, cue: int | None) -> bool:
    """Whether the paragraph before announces the quote: `Ana Lind said:`, then the quote in a paragraph of its own."""
    intro = find_colon_intro(context, at)
    return cue is not None and cue in intro and context.mentions[mention].first in intro and is_saying(context, cue)


def _is_source(context: QuoteContext, at: int, mention: int) -> bool:
    """Whether "according to" comes right before the mention."""
    tokenized, first = context.tokenized, context.mentions[mention].first
    if not context.according[first]:
        return False
    if tokenized.tokens[first - 1].lower in CLOSING_SOURCES:
        return at < first
    opens = first - 1 == tokenized.bounds[tokenized.sentence_of[first]][0]
    return opens or tokenized.tokens[first - 1].lower not in DOUBTFUL_SOURCES


def is_saying(context: QuoteContext, cue: int) -> bool:
    """Whether the verb introduces the words of its subject."""
    tokens, words = context.tokenized.tokens, context.lexicon
    verb = tokens[cue].lower
    particles = words.particles.get(verb)
    if particles is not None:
        last = min(context.tokenized.bounds[context.tokenized.sentence_of[cue]][1], cue + REACH)
        return any(token.lower in particles for token in tokens[cue + 1 : last])
    return verb not in words.reported and verb not in IMPERSONAL


def _has_unknown_verb(context: QuoteContext, at: int, mention: int) -> bool:
    """Whether a comma, one small word and a name follow the quote: `“…”, schnaubte Ana Lind`. The word is a verb."""
    tokens, words, first = context.tokenized.tokens, context.lexicon, context.mentions[mention].first
    if not words.is_known or first != at + 3 or context.mentions[mention].kind != NAME or not context.known[mention]:
        return False
    return tokens[at + 1].text == "," and tokens[at + 2].kind == WORD and not _is_function_word(context, at + 2)


def _is_function_word(context: QuoteContext, index: int) -> bool:
    word, words = context.tokenized.tokens[index].lower, context.lexicon
    lists = (words.prepositions, words.conjunctions, words.determiners, words.adverbs, words.pronouns, words.starters)
    return any(word in known for known in lists) or context.according[index + 1]


def _is_close(context: QuoteContext, at: int, first: int) -> bool:
    """Whether a speaker behind a quote is close to it, with no other quote and no "and" or "but" between."""
    between = context.tokenized.tokens[at + 1 : first]
    if len(between) > CLOSE or any(token.kind in (QUOTE, GAP) for token in between):
        return False
    return not any(token.lower in context.lexicon.conjunctions for token in between[:3]) or context.according[first]


def _is_label(context: QuoteContext, at: int, mention: int) -> bool:
    """Whether the paragraph opens with the speaker, a colon, and the quote: `Ana Lind: "…"`."""
    here, tokens = context.mentions[mention], context.tokenized.tokens
    opens = here.first == 0 or tokens[here.first - 1].kind == GAP
    between = tokens[here.last : at]
    return opens and bool(between) and between[0].text == ":" and all(token.kind == MARK for token in between)


def continues_previous(context: QuoteContext, quote: int, is_other: Callable[[int], bool]) -> bool:
    """Whether a quote continues the one before it: the same paragraph, or the next one with nothing beside it.

    Args:
        context: the article.
        quote: number of the quote.
        is_other: whether a mention has another entity than the previous speaker.
    """
    if quote == 0:
        return False
    tokenized = context.tokenized
    earlier, at = tokenized.quote_at[quote - 1], tokenized.quote_at[quote]
    if tokenized.sentence_of[earlier] == tokenized.sentence_of[at]:
        return True
    if _opened_by_other(context, earlier, at, is_other) or _has_unknown_speaker(context, at):
        return False
    gaps = tokenized.paragraph_of[at] - tokenized.paragraph_of[earlier]
    if gaps == 0 and any(tokenized.tokens[index].lower in context.lexicon.reported for index in context.around(at)):
        return True
    return gaps <= 1 and _opens_sentence(context, at) and (gaps == 0 or _stands_alone(context, at))


def _opened_by_other(context: QuoteContext, earlier: int, at: int, is_other: Callable[[int], bool]) -> bool:
    """Whether a sentence between the two quotes opens with another entity."""
    tokenized = context.tokenized
    for sentence in range(tokenized.sentence_of[earlier] + 1, tokenized.sentence_of[at] + 1):
        first = tokenized.bounds[sentence][0]
        for index in range(first, min(first + 3, at)):
            if context.mention_at[index] >= 0 and is_other(context.mention_at[index]):
                return True
    return False


def _has_unknown_speaker(context: QuoteContext, at: int) -> bool:
    """Whether what follows the quote looks like a speech verb we do not know: `“…”, avisan fuentes`."""
    tokens = context.tokenized.tokens[at + 1 : at + 3]
    follows = len(tokens) == 2 and tokens[0].text == "," and tokens[1].kind == WORD
    return follows and not context.lexicon.traits.knows_speech_verbs and not _is_function_word(context, at + 2)


def _opens_sentence(context: QuoteContext, at: int) -> bool:
    first, _ = context.tokenized.bounds[context.tokenized.sentence_of[at]]
    return at - first < CLOSE and all(token.kind == MARK for token in context.tokenized.tokens[first:at])


def _stands_alone(context: QuoteContext, at: int) -> bool:
    """Whether only marks follow the quote in its paragraph."""
    for token in context.tokenized.tokens[at + 1 : at + 8]:
        if token.kind == GAP:
            return True
        if token.kind != MARK:
            return False
    return True
