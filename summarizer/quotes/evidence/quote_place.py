"""The place of one quote in its sentence."""

from dataclasses import dataclass

from summarizer.quotes.document.quote_context import QuoteContext
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE

MOST_OPENING = 4  # marks and quotes that may come before it


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """Where a quote is.

    Attributes:
        quote: its number.
        at: its token.
        opens: only marks and quotes come before it in its sentence.
        closes: only marks come behind it.
        has_verb: a speech verb is in its sentence.
    """

    quote: int
    at: int
    opens: bool
    closes: bool
    has_verb: bool

    @property
    def part(self) -> str:
        """Whether it opens its sentence."""
        return "opens" if self.opens else "inside"


def place_of_quote(context: QuoteContext, quote: int) -> QuotePlace:
    """The place of a quote."""
    at = context.tokenized.quote_at[quote]
    has_verb = any(context.cue[index] for index in context.around(at))
    return QuotePlace(quote, at, _opens_sentence(context, at), _closes_sentence(context, at), has_verb)


def _opens_sentence(context: QuoteContext, at: int) -> bool:
    first, _ = context.tokenized.bounds[context.tokenized.sentence_of[at]]
    is_near = at - first <= MOST_OPENING
    return is_near and all(context.tokenized.tokens[index].kind in (MARK, QUOTE) for index in range(first, at))


def _closes_sentence(context: QuoteContext, at: int) -> bool:
    _, last = context.tokenized.bounds[context.tokenized.sentence_of[at]]
    is_near = last - at < MOST_OPENING
    return is_near and all(context.tokenized.tokens[index].kind in (MARK, GAP) for index in range(at + 1, last))
