"""Addressee, place and time, which French, Spanish, Italian and Portuguese put between a verb and its subject."""

from summarizer.quotes.document.mentions import NOUN
from summarizer.quotes.document.noun_phrases import stands_aside
from summarizer.quotes.document.quote_context import CueKind, QuoteContext
from summarizer.quotes.grammar.romance_words import OF, OF_THE
from summarizer.quotes.grammar.word_lists import all_words

ABOUT = all_words("about")


def is_addressee(context: QuoteContext, number: int) -> bool:
    """Whether the mention is only an addressee, a place or a time."""
    words = context.lexicon
    if not words.traits.subject_follows_speech_verb:
        return False
    mention, tokens = context.mentions[number], context.tokenized.tokens
    first = tokens[mention.first].lower
    if first in words.to_whom or (first in OF_THE and mention.core <= mention.first + 1):
        return True
    if mention.kind == NOUN and any(
        token.lower in words.circumstances for token in tokens[mention.first : mention.last]
    ):
        return True
    if context.according[mention.first]:
        return False
    return stands_aside(tokens, mention.first, context.lexicon) or _is_spoken_of(context, number)


def _is_spoken_of(context: QuoteContext, number: int) -> bool:
    """Whether "of" or "about" right behind a speech verb precedes it, also as in "dijo de su patrón, Ana Lind"."""
    tokens, first = context.tokenized.tokens, context.mentions[number].first
    if first > 1 and tokens[first - 1].text == "," and context.mention_at[first - 2] >= 0:
        first = context.mentions[context.mention_at[first - 2]].first
    if first < 2 or context.cue[first - 2] is not CueKind.SPEECH:
        return False
    return tokens[first - 1].lower in OF or tokens[first - 1].lower in ABOUT


def is_who_of_addressee(context: QuoteContext, number: int) -> bool:
    """Whether the mention is "who" and what it belongs to is no speaker: "dice sobre el cartero que inspiró"."""
    first = context.mentions[number].first
    before = context.mention_at[first - 1] if first else -1
    return before >= 0 and context.is_relative(number) and is_addressee(context, before)
