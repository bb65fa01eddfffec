"""The names the quote finder sees in a text."""

from summarizer.quotes.document.entity_mention import NAME
from summarizer.quotes.document.mentions import find_mentions
from summarizer.quotes.document.tokens import tokenize
from summarizer.quotes.grammar.lexicon import lexicon_for


def names_in(text: str, language: str = "en") -> list[str]:
    """The names without titles and roles, in the order of the text."""
    lexicon = lexicon_for(language, text)
    tokenized = tokenize(text, (), lexicon)
    found = find_mentions(tokenized, lexicon)
    return [text[tokenized.tokens[each.core].start : each.end] for each in found if each.kind == NAME]
