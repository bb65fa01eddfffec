"""Everything the article tells about who said one quote: the candidates and "no speaker", each with its features.

The trainer and the bot call the same function. Patterns and constraints are features among others: how much each
counts is learned, from a start that trusts them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.quotes.coreference.antecedents.ranker import AntecedentRanker
from summarizer.quotes.document.quote_context import Candidate, QuoteContext, Side
from summarizer.quotes.document.subjects import is_genitive
from summarizer.quotes.evidence.candidate_view import CandidateViews
from summarizer.quotes.evidence.constraints import can_be_speaker, continues_phrase, excluded_speaker
from summarizer.quotes.evidence.features import candidate_features, no_speaker_features
from summarizer.quotes.evidence.not_speech import is_subheading, is_title
from summarizer.quotes.evidence.patterns.registry import match_patterns
from summarizer.quotes.evidence.patterns.verb_second import PatternMatch
from summarizer.quotes.evidence.quote_place import place_of_quote
from summarizer.quotes.evidence.speech_form import speech_features
from summarizer.quotes.spans.quotation_marks import QuoteSpan


@dataclass(frozen=True, slots=True)
class QuoteEvidence:
    """The choices for one quote.

    Attributes:
        candidates: mentions that may be the speaker.
        features: of each candidate.
        no_speaker: features of "no speaker": a title, a nickname, a scare quote.
        pattern: the speaker an explicit pattern names; None for none.
    """

    candidates: Sequence[Candidate]
    features: Sequence[Sequence[str]]
    no_speaker: Sequence[str]
    pattern: PatternMatch | None


def gather_features(
    views: CandidateViews,
    antecedents: AntecedentRanker,
    quote: int,
    piece: QuoteSpan,
    last_speaker: int | None,
) -> QuoteEvidence:
    """The choices for one quote with their features.

    Args:
        views: of the article's candidates.
        antecedents: whom its mentions mean.
        quote: number of the quote.
        piece: its place.
        last_speaker: the mention of the speaker before; None for none.
    """
    context, place = views.context, place_of_quote(views.context, quote)
    text = antecedents.entities.body[piece.start : piece.end]
    pattern = match_patterns(context, quote)
    candidates = context.candidates(quote, last_speaker)
    if pattern is not None and all(each.mention != pattern.mention for each in candidates):
        candidates.append(_named_by_pattern(context, quote, pattern))
    excluded = excluded_speaker(context, quote)
    features = [
        [
            *candidate_features(views.view(place, candidate)),
            *_constraint_features(context, quote, candidate, pattern),
            *_pattern_features(context, antecedents, candidate.mention, pattern),
            *(["excluded"] if excluded >= 0 and _is_one(antecedents, candidate.mention, excluded) else []),
        ]
        for candidate in candidates
    ]
    quiet = [
        *no_speaker_features(context, place, piece, text),
        *speech_features(context, quote, piece, text),
        f"0|pattern{pattern is not None}",
        f"0|pattern{pattern is not None}|{context.lexicon.patterns}",
    ]
    if is_title(context, quote, text):
        quiet.append("0|title")
    if is_subheading(context, quote, text) and not piece.is_continued:
        quiet.append("0|subheading")
    return QuoteEvidence(candidates, features, quiet, pattern)


def _named_by_pattern(context: QuoteContext, quote: int, pattern: PatternMatch) -> Candidate:
    """A candidate too far from the quote to be one by its place."""
    is_behind = context.mentions[pattern.mention].first > context.tokenized.quote_at[quote]
    return Candidate(pattern.mention, Side.AFTER if is_behind else Side.BEFORE, 0)


def _constraint_features(
    context: QuoteContext, quote: int, candidate: Candidate, pattern: PatternMatch | None
) -> Iterator[str]:
    """What the grammar says against a candidate that no pattern names: patterns know more."""
    if pattern is not None and pattern.mention == candidate.mention:
        return
    if candidate.side != Side.SAME and not can_be_speaker(context, candidate.mention):
        yield f"cannot|{context.lexicon.patterns}"
    if candidate.side != Side.SAME and is_genitive(context, candidate.mention):
        yield f"genitive|{candidate.side}"
    if continues_phrase(context, quote, candidate.mention):
        yield "phrase"


def _pattern_features(
    context: QuoteContext, antecedents: AntecedentRanker, mention: int, pattern: PatternMatch | None
) -> Iterator[str]:
    """What an explicit pattern says about a candidate: it names it, another mention of the person, or somebody else."""
    if pattern is None:
        return
    if pattern.mention == mention:
        yield f"pattern|{context.lexicon.patterns}|{pattern.name}"
    elif _is_one(antecedents, mention, pattern.mention):
        yield "pattern~"


def _is_one(antecedents: AntecedentRanker, mention: int, other: int) -> bool:
    """Whether two mentions name one person."""
    person = antecedents.likely(mention)
    return mention == other or (person >= 0 and person == antecedents.likely(other))
