"""Marks around names of ships, films, papers and parties, and around sub-heads. There is no speaker."""

from summarizer.quotes.document.quote_context import QuoteContext
from summarizer.quotes.document.tokens import CAPITAL, GAP, MARK, QUOTE, WORD
from summarizer.quotes.evidence.not_speech_german import is_german_title
from summarizer.quotes.grammar.word_lists import all_words, short_list

NOMINATIVE = short_list("de", "nominative")

MOST_WORDS = 4
MOST_IN_SUBHEAD = 12
SMALL = all_words("small_in_names")
MOST_IN_TITLE = 10
REACH_OF_WORK = 4  # tokens
WORKS = short_list("en", "works")
PAPERS = short_list("en", "papers")
"""Their titles are quoted as the words of their authors."""

SMALL_IN_TITLES = SMALL | short_list("en", "small_in_titles")


def is_title(context: QuoteContext, quote: int, text: str) -> bool:
    """Whether a few words in marks, each with a capital, name the noun in front of them: `Fernsehsender „Kanal Zehn“`.

    In German, where every noun has a capital, another noun must precede them, or "der" before two words. In
    English, which has learned the rest from many articles, a word for a work must: `her album, “The Long Pier”`.
    """
    words, traits = text.split(), context.lexicon.traits
    if traits.learned_from_many_articles:
        return _is_title_of_work(context, quote, text)
    if is_german_title(context, quote, text):
        return True
    if not context.lexicon.is_known or len(words) > MOST_WORDS or text[-1:] in ".,!?…":
        return False
    if not all(_is_capital(word) or (number and word.lower() in SMALL) for number, word in enumerate(words)):
        return False
    tokenized = context.tokenized
    at = tokenized.quote_at[quote]
    if traits.names_things_in_marks and (_is_subject(context, at) or _is_who_says(context, at)):
        return True
    before = tokenized.tokens[at - 1] if at > tokenized.bounds[tokenized.sentence_of[at]][0] else None
    if before is None or before.kind not in (CAPITAL, WORD) or context.cue[at - 1]:
        return False
    if not traits.capitalises_nouns:
        return True
    if before.lower not in context.lexicon.determiners:
        return before.kind == CAPITAL and before.lower not in context.lexicon.starters
    is_definite = not before.lower.startswith("ein")
    return is_definite and (len(words) > 1 or before.kind == CAPITAL)  # not "eine „Verhöhnung Velbys“"


def _is_title_of_work(context: QuoteContext, quote: int, text: str) -> bool:
    """Whether English words in capitals follow right after "the album", "entitled" or the like."""
    words = [word.strip(",;") for word in text.split()]
    if not 0 < len(words) <= MOST_IN_TITLE or not _is_capital(words[0]):
        return False
    if not all(_is_capital(word) or word.lower() in SMALL_IN_TITLES for word in words):
        return False
    tokens, at = context.tokenized.tokens, context.tokenized.quote_at[quote]
    for index in range(at - 1, max(-1, at - REACH_OF_WORK), -1):
        token = tokens[index]
        if token.lower in WORKS:
            near = tokens[max(0, index - REACH_OF_WORK) : index + 1]
            return not any(each.lower in PAPERS for each in near)
        if token.kind not in (WORD, CAPITAL) and token.text != ",":
            return False
        if context.cue[index]:
            return False
    return False


def _is_subject(context: QuoteContext, at: int) -> bool:
    """Whether the quote is the subject of a German sentence: `„Nordlicht“ stellt …`. Speech has a comma behind it."""
    tokens = context.tokenized.tokens
    opens = at == context.tokenized.bounds[context.tokenized.sentence_of[at]][0]
    return opens and at + 1 < len(tokens) and tokens[at + 1].kind == WORD


def _is_who_says(context: QuoteContext, at: int) -> bool:
    """Whether the quote is in the place of another quote's speaker: `„…“, schreibt der „Hafenbote“`."""
    tokens = context.tokenized.tokens
    if at < 2 or tokens[at - 1].lower not in NOMINATIVE or not context.cue[at - 2]:
        return False
    return any(token.kind == QUOTE for token in tokens[max(0, at - 5) : at - 2])


def is_subheading(context: QuoteContext, quote: int, text: str) -> bool:
    """Whether the quote is a short paragraph of its own without a full stop, with another paragraph behind it.

    A line that a colon announces, or that a name follows, is no sub-head.
    """
    if len(text.split()) > MOST_IN_SUBHEAD or text[-1:] in ".,!?…:;" or "\n" in text:
        return False
    tokens, at = context.tokenized.tokens, context.tokenized.quote_at[quote]
    before = tokens[at - 1] if at else None
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if (before is not None and before.kind != GAP) or behind is None or behind.kind != GAP:
        return False
    announced = at > 1 and tokens[at - 2].text == ":"
    signed = at + 2 < len(tokens) and tokens[at + 2].kind == MARK
    return not announced and not signed and at + 2 < len(tokens)


def _is_capital(word: str) -> bool:
    first = word.lstrip("([’'‘\"")[:1]
    return first.isdigit() or first != first.lower()
