"""Who said each quote: the candidates around it, weighed by the classifier, in reading order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from summarizer.quotes.attribution.classifier import WEIGHTS, probabilities, score
from summarizer.quotes.coreference.entities import EntityIndex
from summarizer.quotes.coreference.pronouns import CoreferenceResolver
from summarizer.quotes.document.ambiguous_names import words_with_names
from summarizer.quotes.document.mentions import find_mentions
from summarizer.quotes.document.quote_context import Candidate, CueKind, Distance, QuoteContext, Side
from summarizer.quotes.document.tokens import tokenize
from summarizer.quotes.evidence.constraints import can_be_speaker, continues_phrase, excluded_speaker
from summarizer.quotes.evidence.features import candidate_features, no_speaker_features
from summarizer.quotes.evidence.patterns.registry import match_patterns
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.spans.quotation_marks import QuoteSpan

DOUBT = 0.5
"""Even odds."""

UNLIKELY = 0.01
"""Below this probability a candidate is not resolved to an entity."""

PLAIN = 0.95
"""Confidence in a speaker that an explicit pattern names."""

FEW_WORDS = 6
"""Without a possible speaker, fewer words between marks are a title or a scare quote; more are still a quote."""


LABEL = re.compile(r"[^\W\d_a-z]{3,20}(?: [^\W\d_a-z]{2,20}){0,3}: ")
"""Words that open with the label of a turn, "WALLACE: …", have the speaker in them: no mention outside is tried."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """The result of attribution for one quote.

    Attributes:
        mention: index of the speaker's mention; None for no speaker.
        cue: token index of the verb; None for none.
        confidence: probability that the speaker is right, given that there is one.
        no_speaker: probability that there is no speaker: a title, a nickname, a scare quote.
        is_plain: an explicit pattern names the speaker.
    """

    mention: int | None
    cue: int | None
    confidence: float
    no_speaker: float
    is_plain: bool = False


class ParsedArticle:
    """An article prepared for attribution: tokens, mentions, entities."""

    def __init__(self, body: str, marked: Sequence[QuoteSpan], lexicon: LanguageLexicon) -> None:
        self.body = body
        self.marked = marked
        self.tokenized = tokenize(body, marked, lexicon)
        self.words = lexicon = words_with_names(lexicon, self.tokenized)
        found = find_mentions(self.tokenized, lexicon)
        self.entities = EntityIndex(
            body, self.tokenized, found, lexicon, [(piece.start, piece.end) for piece in marked]
        )
        self.mentions = self.entities.mentions
        self.known = [self.entities.is_known(number) for number in range(len(self.mentions))]
        self.context = QuoteContext(self.tokenized, self.mentions, lexicon, self.known)
        self.resolver = CoreferenceResolver(self.tokenized, self.entities, lexicon, self.context)

    def text(self, quote: int) -> str:
        """The words of a quote."""
        piece = self.marked[quote]
        return self.body[piece.start : piece.end]


@dataclass(slots=True)
class _SpeakerHistory:
    """The speakers so far: the mention of the last one, and the entity of each quote (by its token)."""

    last: int | None = None
    speakers: dict[int, int] = field(default_factory=dict)


def attribute(parsed: ParsedArticle, weights: Mapping[str, float] = WEIGHTS) -> tuple[Attribution, ...]:
    """One attribution a quote, in document order."""
    found: list[Attribution] = []
    history = _SpeakerHistory()
    for quote in range(len(parsed.marked)):
        best = (
            _resume(found[-1]) if parsed.marked[quote].is_resumed else _attribute_one(parsed, quote, history, weights)
        )
        found.append(best)
        if best.mention is not None and best.no_speaker < DOUBT:
            _remember(parsed, quote, best.mention, history)
    return _spread_back(parsed, found)


def _resume(before: Attribution) -> Attribution:
    """The same speaker again."""
    return replace(before, cue=None, is_plain=before.mention is not None)


def _remember(parsed: ParsedArticle, quote: int, mention: int, history: _SpeakerHistory) -> None:
    history.last = mention
    entity = parsed.resolver.resolve(mention, history.speakers)
    if entity >= 0:
        history.speakers[parsed.tokenized.quote_at[quote]] = entity


def _spread_back(parsed: ParsedArticle, found: list[Attribution]) -> tuple[Attribution, ...]:
    """Give a quote that continues in the next paragraph the speaker that is named only there."""
    for number in range(len(found) - 2, -1, -1):
        following = found[number + 1]
        unclear = found[number].no_speaker > DOUBT or found[number].confidence < DOUBT
        if parsed.marked[number + 1].is_continued and unclear and following.mention is not None:
            found[number] = replace(following, cue=None, is_plain=False)
    return tuple(found)


def _attribute_one(
    parsed: ParsedArticle, quote: int, history: _SpeakerHistory, weights: Mapping[str, float]
) -> Attribution:
    context = parsed.context
    candidates = context.candidates(quote, history.last)
    features = [candidate_features(context, quote, candidate) for candidate in candidates]
    quiet = no_speaker_features(context, quote, parsed.marked[quote], parsed.text(quote))
    chances = probabilities([score(quiet, weights), *(score(each, weights) for each in features)])
    speakers = [
        index
        for index, each in enumerate(candidates)
        if can_be_speaker(context, each.mention) and not continues_phrase(context, quote, each.mention)
    ]
    spoken = max(sum(chances[index + 1] for index in speakers), 1e-9)
    able = _but_for_others(parsed, quote, candidates, speakers, history)
    no_speaker = chances[0]
    if len(parsed.text(quote).split()) < FEW_WORDS and not has_verb_behind(context, quote):
        no_speaker /= no_speaker + spoken
    if parsed.marked[quote].is_speech:
        no_speaker = min(no_speaker, 1 - PLAIN)
    plain = match_patterns(context, quote)
    if (plain is None and not able) or LABEL.match(parsed.text(quote)):
        return Attribution(None, None, 0.0, no_speaker)
    if plain is not None:
        return Attribution(plain.mention, plain.cue, PLAIN, min(no_speaker, 1 - PLAIN), is_plain=True)
    pooled = _pool(parsed, candidates, chances[1:], history)
    best = max(able, key=lambda index: (pooled[index], chances[index + 1], -index))
    return Attribution(
        candidates[best].mention, _cue(context, candidates[best]), min(1.0, pooled[best] / spoken), no_speaker
    )


def _but_for_others(
    parsed: ParsedArticle,
    quote: int,
    candidates: Sequence[Candidate],
    speakers: Sequence[int],
    history: _SpeakerHistory,
) -> list[int]:
    """The candidates among `speakers`, without the person the quote was put to or is about."""
    other = excluded_speaker(parsed.context, quote)
    return [index for index in speakers if other < 0 or not _is_one(parsed, candidates[index].mention, other, history)]


def _is_one(parsed: ParsedArticle, mention: int, other: int, history: _SpeakerHistory) -> bool:
    """Whether two mentions have the same entity."""
    entity = parsed.resolver.resolve(mention, history.speakers)
    return mention == other or (entity >= 0 and entity == parsed.resolver.resolve(other, history.speakers))


def has_verb_behind(context: QuoteContext, quote: int) -> bool:
    """Whether a speech verb follows right after the quote: `“…”, heißt es`."""
    at = context.tokenized.quote_at[quote]
    behind = (
        at + 2 if at + 1 < len(context.tokenized.tokens) and context.tokenized.tokens[at + 1].text == "," else at + 1
    )
    return context.cue_at(behind) is CueKind.SPEECH


def _pool(
    parsed: ParsedArticle, candidates: Sequence[Candidate], chances: Sequence[float], history: _SpeakerHistory
) -> list[float]:
    """For each candidate, the probability of its entity: the sum over all mentions of it, pronouns too."""
    totals: dict[tuple[str, int], float] = {}
    keys = []
    for candidate, chance in zip(candidates, chances, strict=True):
        entity = parsed.resolver.resolve(candidate.mention, history.speakers) if chance > UNLIKELY else -1
        key = ("person", entity) if entity >= 0 else ("spot", candidate.mention)
        keys.append(key)
        totals[key] = totals.get(key, 0.0) + chance
    return [totals[key] for key in keys]


def _cue(context: QuoteContext, candidate: Candidate) -> int | None:
    """The verb that goes with the chosen speaker."""
    if candidate.side == Side.SAME:
        return None
    after = context.cue_after(candidate.mention).token
    link = context.cue_before(candidate.mention)
    before = link.token
    if candidate.side == Side.RIGHT and before >= 0 and link.distance is Distance.ADJACENT:
        return before
    if after >= 0:
        return after
    return before if before >= 0 else None
