"""One candidate as seen from one quote, and what is known of its mention wherever the quote is."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from summarizer.quotes.document.mentions import EntityMention
from summarizer.quotes.document.quote_context import Candidate, CueLink, QuoteContext
from summarizer.quotes.document.subjects import mentions_between, sign_before, sign_of
from summarizer.quotes.evidence.quote_place import QuotePlace

ALL_VERBS = 3
"""The place in `MentionView.verbs` of what says all of them at once."""

OPENING = 80  # tokens of a sentence in which those before the candidate are counted


class MentionView(NamedTuple):
    """What the features of a candidate know of its mention.

    Attributes:
        number: index of the mention.
        mention: the mention.
        kind: name (with + for somebody named in full), pronoun, relative or noun; 's for possessives.
        after: token of the verb behind the mention, -1 for none.
        before: token of the verb in front of it, -1 for none.
        after_kind: kind of that verb and how near it is; "-" for none.
        before_kind: the same for the verb in front.
        sign_before: what the token in front of it is, in short.
        verbs: features of the kind of mention and of the verbs beside it, without the side.
        place: features of its place in its own sentence, without the side.
    """

    number: int
    mention: EntityMention
    kind: str
    after: int
    before: int
    after_kind: str
    before_kind: str
    sign_before: str
    verbs: tuple[str, ...]
    place: tuple[str, ...]


class CandidateView(NamedTuple):
    """What the features of a candidate are made from.

    Attributes:
        context: the article.
        quote: the quote's place.
        known: the candidate's mention.
        side: side of the quote it is on.
        rank: 0 for the nearest on its side.
    """

    context: QuoteContext
    quote: QuotePlace
    known: MentionView
    side: str
    rank: int


class CandidateViews:
    """The candidates of one article as seen from its quotes. What is known of a mention is found once."""

    def __init__(self, context: QuoteContext) -> None:
        self.context = context
        self._known: dict[int, MentionView] = {}

    def view(self, place: QuotePlace, candidate: Candidate) -> CandidateView:
        """A candidate as seen from a quote."""
        known = self._known.get(candidate.mention)
        if known is None:
            known = self._known[candidate.mention] = _view_mention(self.context, candidate.mention)
        return CandidateView(self.context, place, known, str(candidate.side), candidate.rank)


def _view_mention(context: QuoteContext, number: int) -> MentionView:
    mention = context.mentions[number]
    after, before = context.cue_after(number), context.cue_before(number)
    after_kind, before_kind = _kind_of_link(context, after), _kind_of_link(context, before)
    kind, sign = _kind_of(context, number), sign_before(context, mention)
    return MentionView(
        number=number,
        mention=mention,
        kind=kind,
        after=after.token,
        before=before.token,
        after_kind=after_kind,
        before_kind=before_kind,
        sign_before=sign,
        verbs=tuple(_verb_features(context, number, kind, (after, after_kind), (before, before_kind))),
        place=tuple(_place_features(context, mention, kind, sign, after_kind)),
    )


def _verb_features(
    context: QuoteContext, number: int, kind: str, behind: tuple[CueLink, str], front: tuple[CueLink, str]
) -> Iterator[str]:
    """The kind of mention, the verbs beside it and the preposition in front of it."""
    tokens, (after, after_kind), (before, before_kind) = context.tokenized.tokens, behind, front
    preposition = "prep" if context.is_subordinate(number) else ""
    if context.according[context.mentions[number].first]:
        preposition = "according"
    yield kind
    yield f"a{after_kind}"
    yield f"b{before_kind}"
    yield f"{kind}|a{after_kind}|b{before_kind}|{preposition}"
    yield preposition
    if after.token >= 0:
        yield f"{tokens[after.token].lower}|{after_kind[1:]}"
    if before.token >= 0:
        yield f"{tokens[before.token].lower}|b{before_kind[1:]}"


def _place_features(
    context: QuoteContext, mention: EntityMention, kind: str, before: str, after_kind: str
) -> Iterator[str]:
    """The words right before and behind the mention, and how many others precede it in its sentence."""
    tokens, behind = context.tokenized.tokens, sign_of(context, mention.last)
    begins = context.tokenized.bounds[context.tokenized.sentence_of[mention.first]][0]
    earlier = sum(1 for _ in islice(mentions_between(context, begins, min(mention.first, begins + OPENING)), 4))
    yield f"<{before}"
    yield f"{behind}>"
    yield f"<{before}|{behind}>"
    yield f"<{before}|{behind}>|{kind}"
    yield f"<{before}|{behind}>|a{after_kind}"
    yield f"<{before}|a{after_kind}"
    yield f"nth{earlier}"
    yield f"nth{earlier}|<{before}|a{after_kind}"
    if before != "^":
        yield f"<{tokens[mention.first - 1].lower}"
    if mention.last < len(tokens):
        yield f"{tokens[mention.last].lower}>"


def _kind_of_link(context: QuoteContext, link: CueLink) -> str:
    return f"{context.cue[link.token]}{link.distance}" if link.token >= 0 else "-"


def _kind_of(context: QuoteContext, number: int) -> str:
    mention = context.mentions[number]
    if context.is_relative(number):
        return "relative"
    return mention.kind + ("+" if context.known[number] else "") + ("'s" if mention.is_possessive else "")
