"""Features of "is it speech at all" from the form of the quote and of the words right beside it."""

import re
from collections.abc import Iterator

from summarizer.quotes.document.quote_context import CueKind, QuoteContext
from summarizer.quotes.grammar.traits import WordOrder
from summarizer.quotes.grammar.word_lists import short_list
from summarizer.quotes.spans.dash_speech import DASH
from summarizer.quotes.spans.quotation_marks import QuoteSpan

FEW_WORDS = 6
"""Fewer words between marks without a speaker are mostly a title or a scare quote."""

LABEL = re.compile(r"[^\W\d_a-z]{3,20}(?: [^\W\d_a-z]{2,20}){0,3}: ")
"""Words that open with the label of a turn, "WALLACE: …", have the speaker in them."""

MOST_BETWEEN = 3  # tokens between a quote and the verb that closes a Turkish sentence

FIRST_PERSON = short_list("de", "first_person")
JUDGED = short_list("de", "judged")


def speech_features(context: QuoteContext, quote: int, piece: QuoteSpan, text: str) -> Iterator[str]:
    """Features of "no speaker" that count for or against speech, without regard to who is near."""
    size = _size(text)
    family = context.lexicon.patterns
    yield f"0|{family}|{size}"
    yield f"0|verb{has_verb_behind(context, quote)}|{size}"
    if piece.mark == DASH:
        yield "0|dash"
    if piece.is_speech:
        yield "0|clause"
    if LABEL.match(text):
        yield "0|label"
    if context.according[context.tokenized.quote_at[quote]]:
        yield f"0|source|{size}"
    if is_scare_quote(context, quote, text):
        yield f"0|scare|verb{any(context.cue[index] for index in context.around(context.tokenized.quote_at[quote]))}"
    if is_passive_verdict(context, quote, text):
        yield "0|verdict"


def _size(text: str) -> str:
    count = len(text.split())
    return next((str(limit) for limit in (15, 6, 3) if count >= limit), "1")


def has_verb_behind(context: QuoteContext, quote: int) -> bool:
    """Whether a speech verb follows right after the quote: `“…”, heißt es`."""
    at = context.tokenized.quote_at[quote]
    behind = (
        at + 2 if at + 1 < len(context.tokenized.tokens) and context.tokenized.tokens[at + 1].text == "," else at + 1
    )
    reach = MOST_BETWEEN if context.lexicon.word_order is WordOrder.VERB_FINAL else 1  # "…" diye ekledi
    return any(context.cue_at(index) is CueKind.SPEECH for index in range(behind, behind + reach))


def is_said_by_somebody(context: QuoteContext, quote: int, text: str) -> bool:
    """Whether the words are speech, even if the article names nobody: `he was asked, “…?”`, `„…“, steht im Bericht`."""
    if LABEL.match(text) or is_passive_verdict(context, quote, text):
        return True
    at = context.tokenized.quote_at[quote]
    is_framed = (
        context.tokenized.tokens[at - 1].text in ",:" and context.cue_at(at - 2) is CueKind.SPEECH if at > 1 else False
    )
    return len(text.split()) >= FEW_WORDS and (is_framed or has_verb_behind(context, quote))


def names_no_speaker(context: QuoteContext, quote: int, text: str) -> bool:
    """Whether the words have their speaker in them, or a passive hides who judged."""
    return LABEL.match(text) is not None or is_passive_verdict(context, quote, text)


def is_scare_quote(context: QuoteContext, quote: int, text: str) -> bool:
    """Whether German words in marks are so few that they are a name or irony, unless a speaker has evidence.

    Without evidence half of them are no quote, and half of the others would have a wrong speaker.
    """
    traits = context.lexicon.traits
    if not traits.names_things_in_marks or text[-1:] in ".!?…" or has_verb_behind(context, quote):
        return False
    words = text.lower().split()
    return len(words) < FEW_WORDS and FIRST_PERSON.isdisjoint(words) and not is_passive_verdict(context, quote, text)


def is_passive_verdict(context: QuoteContext, quote: int, text: str) -> bool:
    """As in `wurde als „…“ verurteilt`: there is a speaker, even if the article does not name one."""
    tokens, at = context.tokenized.tokens, context.tokenized.quote_at[quote]
    before, behind = tokens[max(0, at - 1) : at], tokens[at + 1 : at + 2]
    is_framed = bool(before) and before[0].lower == "als" and bool(behind) and behind[0].lower in JUDGED
    return is_framed and context.lexicon.traits.has_als_verdicts and " " in text
