"""One candidate as seen from one quote."""

from dataclasses import dataclass

from summarizer.quotes.document.mentions import EntityMention
from summarizer.quotes.document.quote_context import Candidate, CueLink, QuoteContext, Side


@dataclass(frozen=True, slots=True)
class CandidateView:
    """What the features of a candidate are made from.

    Attributes:
        context: the article.
        at: token of the quote.
        number: index of the candidate's mention.
        mention: that mention.
        side: side of the quote it is on.
        rank: 0 for the nearest on its side.
        kind: name (with + for somebody named in full), pronoun, relative or noun; 's for possessives.
        after: token of the verb behind the mention, -1 for none.
        before: token of the verb in front of it, -1 for none.
        after_kind: kind of that verb and how near it is; "-" for none.
        before_kind: the same for the verb in front.
        preposition: "according", "prep" or "".
    """

    context: QuoteContext
    at: int
    number: int
    mention: EntityMention
    side: Side
    rank: int
    kind: str
    after: int
    before: int
    after_kind: str
    before_kind: str
    preposition: str


def view_candidates(context: QuoteContext, quote: int, candidate: Candidate) -> CandidateView:
    """The candidate as seen from the quote."""
    number = candidate.mention
    mention = context.mentions[number]
    after, before = context.cue_after(number), context.cue_before(number)
    preposition = "prep" if context.is_subordinate(number) else ""
    return CandidateView(
        context=context,
        at=context.tokenized.quote_at[quote],
        number=number,
        mention=mention,
        side=candidate.side,
        rank=candidate.rank,
        kind=_kind_of(context, number),
        after=after.token,
        before=before.token,
        after_kind=_kind_of_link(context, after),
        before_kind=_kind_of_link(context, before),
        preposition="according" if context.according[mention.first] else preposition,
    )


def _kind_of_link(context: QuoteContext, link: CueLink) -> str:
    return f"{context.cue[link.token]}{link.distance}" if link.token >= 0 else "-"


def _kind_of(context: QuoteContext, number: int) -> str:
    mention = context.mentions[number]
    if context.is_relative(number):
        return "relative"
    return mention.kind + ("+" if context.known[number] else "") + ("'s" if mention.is_possessive else "")
