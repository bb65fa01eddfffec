"""Addressee, place and time, which French, Spanish, Italian and Portuguese put between a verb and its subject."""

from summarizer.quotes.document.mentions import NOUN
from summarizer.quotes.document.noun_phrases import stands_aside
from summarizer.quotes.document.quote_context import QuoteContext
from summarizer.quotes.grammar.romance_words import OF_THE


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
    return not context.according[mention.first] and stands_aside(tokens, mention.first, context.lexicon)
