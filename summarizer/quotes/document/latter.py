"""Pronouns of two words: "ce dernier", "cette dernière", "este último"."""

from summarizer.quotes.document.mentions import EntityMention
from summarizer.quotes.document.tokens import TokenizedArticle
from summarizer.quotes.grammar.gender import Gender
from summarizer.quotes.grammar.word_lists import all_words

LATTER = {
    **dict.fromkeys(all_words("latter_m"), Gender.MASCULINE),
    **dict.fromkeys(all_words("latter_f"), Gender.FEMININE),
}
"""Their last words."""

THIS = all_words("this")


def is_latter(tokenized: TokenizedArticle, mention: EntityMention) -> bool:
    """Whether the noun phrase is a pronoun of two words: "cette dernière"."""
    first, last = tokenized.tokens[mention.first].lower, tokenized.tokens[mention.last - 1].lower
    return mention.last - mention.first == len(("ce", "dernier")) and first in THIS and last in LATTER
