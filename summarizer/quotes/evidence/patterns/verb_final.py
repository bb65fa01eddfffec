"""The subject in Turkish, which opens the sentence, while the verb closes it.

`Bakan Elif Tunç, köprünün "…" söyledi`, `Vali Mehmet Aksoy ise "…" dedi`, and `Mehmet Aksoy'a göre onarım "…" olacak`.
"""

from summarizer.quotes.document.entity_mention import NAME
from summarizer.quotes.document.quote_context import QuoteContext
from summarizer.quotes.document.tokens import GAP, QUOTE
from summarizer.quotes.evidence.patterns.verb_second import PatternMatch
from summarizer.quotes.grammar.word_lists import short_list

BEHIND_SUBJECT = short_list("tr", "behind_subject")
ACCORDING = short_list("tr", "according_behind")
MOST_BEHIND = 3  # tokens between a quote and its verb: "diye konuştu"
REACH = 20  # tokens between the subject and the quote


def opening_subject(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Bakan Elif Tunç, köprünün "…" söyledi`: a name and a comma, the quote, and the verb."""
    tokens, (first, last) = context.tokenized.tokens, context.tokenized.bounds[context.tokenized.sentence_of[at]]
    number = context.mention_at[first]
    if number < 0 or context.mentions[number].kind != NAME or not _is_subject(context, number):
        return None
    behind = range(at + 1, min(last, at + 1 + MOST_BEHIND))
    verb = next((index for index in behind if context.cue_at(index)), -1)
    between = range(context.mentions[number].last, at)
    others = {context.mention_at[index] for index in between} - {-1}
    is_clear = all(context.mentions[other].is_possessive for other in others) and not any(
        context.cue[index] for index in between
    )
    if verb < 0 or len(between) > REACH or not is_clear or any(tokens[index].kind in (GAP, QUOTE) for index in between):
        return None
    return PatternMatch(number, verb)


def _is_subject(context: QuoteContext, number: int) -> bool:
    """Whether a name without a case ending stands before a comma or "ise"."""
    here = context.mentions[number]
    behind = context.tokenized.tokens[here.last : here.last + 1]
    is_parted = bool(behind) and (behind[0].text == "," or behind[0].lower in BEHIND_SUBJECT)
    return is_parted and not here.is_possessive and (context.known[number] or here.core > here.first)


def source_in_dative(context: QuoteContext, at: int) -> PatternMatch | None:
    """As in `Mehmet Aksoy'a göre onarım "…" olacak`: "göre" right behind the name, and no speech verb."""
    tokens, sentence = context.tokenized.tokens, context.around(at)
    if any(context.cue[index] for index in sentence):
        return None
    for index in sentence:
        number = context.mention_at[index - 1] if tokens[index].lower in ACCORDING else -1
        if number >= 0 and context.mentions[number].kind == NAME and context.mentions[number].is_possessive:
            return PatternMatch(number)
    return None
