"""Who said each quote: the candidates around it, weighed by one learned chooser, in reading order.

The chooser gives each mention a probability, the antecedent ranker each person a mention may mean; their product,
summed over all mentions of a person, is the probability of the person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from summarizer.quotes.coreference.antecedents.ranker import WEIGHTS as ANTECEDENTS
from summarizer.quotes.coreference.antecedents.ranker import AntecedentRanker
from summarizer.quotes.coreference.antecedents.unnamed import NOBODY
from summarizer.quotes.coreference.entities import EntityIndex
from summarizer.quotes.document.mentions import find_mentions
from summarizer.quotes.document.names.ambiguous_names import words_with_names
from summarizer.quotes.document.quote_context import Candidate, Distance, QuoteContext, Side
from summarizer.quotes.document.tokens import tokenize
from summarizer.quotes.evidence.candidate_view import CandidateViews
from summarizer.quotes.evidence.gather_features import QuoteEvidence, gather_features
from summarizer.quotes.evidence.patterns.registry import match_patterns
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.traits import PatternFamily
from summarizer.quotes.softmax import Weights, load_weights, probabilities, score
from summarizer.quotes.spans.quotation_marks import QuoteSpan

DOUBT = 0.5
"""Even odds."""

UNLIKELY = 0.05
"""Below this probability a candidate is not resolved to a person."""

WEIGHTS: Weights = load_weights("attribution")


@dataclass(frozen=True, slots=True)
class Models:
    """The weights a decision is made with: `speakers` of the chooser, `antecedents` of the ranker."""

    speakers: Weights
    antecedents: Weights


SHIPPED = Models(WEIGHTS, ANTECEDENTS)


@dataclass(frozen=True, slots=True)
class Attribution:
    """The result of attribution for one quote.

    Attributes:
        mention: index of the speaker's mention; None for no speaker.
        entity: whom the mention means, a person without a name too (see `People`); NOBODY for neither.
        cue: token index of the verb; None for none.
        confidence: probability of this person (or unnamed mention), given that there is a speaker.
        runner_up: probability of the next likely person.
        meant: probability that the mention means the entity.
        no_speaker: probability that there is no speaker: a title, a nickname, a scare quote.
        side: where the mention is from the quote.
        pattern: the explicit pattern that names the mention; "" for none, "other" where it names another one.
    """

    mention: int | None
    entity: int
    cue: int | None
    confidence: float
    runner_up: float
    meant: float
    no_speaker: float
    side: Side
    pattern: str = ""


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
        self.views = CandidateViews(self.context)
        self.antecedents = AntecedentRanker(self.entities, self.context)
        self.people = self.antecedents.people

    def text(self, quote: int) -> str:
        """The words of a quote."""
        piece = self.marked[quote]
        return self.body[piece.start : piece.end]

    def evidence(self, quote: int, last_speaker: int | None) -> QuoteEvidence:
        """The choices for one quote, given the mention of the speaker before."""
        return gather_features(self.views, self.antecedents, quote, self.marked[quote], last_speaker)


@dataclass(slots=True)
class SpeakerHistory:
    """The speakers so far: the mention of the last one, and the entity of each quote (by its token)."""

    last: int | None = None
    entity: int = NOBODY
    speakers: dict[int, int] = field(default_factory=dict)


def attribute(parsed: ParsedArticle, models: Models = SHIPPED) -> tuple[Attribution, ...]:
    """One attribution a quote, in document order."""
    found: list[Attribution] = []
    history = SpeakerHistory()
    for quote in range(len(parsed.marked)):
        is_resumed = parsed.marked[quote].is_resumed and bool(found)
        best = replace(found[-1], cue=None) if is_resumed else _attribute_one(parsed, quote, history, models)
        found.append(best)
        if best.mention is not None and best.no_speaker < DOUBT:
            remember(parsed, quote, best, history)
    return _spread_back(parsed, found)


def remember(parsed: ParsedArticle, quote: int, best: Attribution, history: SpeakerHistory) -> None:
    """Add the speaker of a quote to the history."""
    history.last, history.entity = best.mention, best.entity
    history.speakers[parsed.tokenized.quote_at[quote]] = best.entity


def _spread_back(parsed: ParsedArticle, found: list[Attribution]) -> tuple[Attribution, ...]:
    """Give a quote that continues in the next paragraph the speaker that is named only there."""
    for number in range(len(found) - 2, -1, -1):
        following = found[number + 1]
        unclear = found[number].no_speaker > DOUBT or found[number].confidence < DOUBT
        if parsed.marked[number + 1].is_continued and unclear and following.mention is not None:
            found[number] = replace(following, cue=None, side=Side.AFTER)
    return tuple(found)


def _attribute_one(parsed: ParsedArticle, quote: int, history: SpeakerHistory, models: Models) -> Attribution:
    if parsed.words.patterns is PatternFamily.PLAIN:
        return _attribute_by_pattern(parsed, quote)
    evidence = parsed.evidence(quote, history.last)
    no_speaker, *chances = probabilities(
        [score(each, models.speakers) for each in (evidence.no_speaker, *evidence.features)]
    )
    if not chances:
        return Attribution(None, NOBODY, None, 0.0, 0.0, 0.0, no_speaker, Side.SAME)
    people = _pool(parsed, evidence.candidates, chances, history, models)
    best = max(people, key=lambda person: (people[person].total, -person[1]))
    others = [person.total for key, person in people.items() if key != best]
    chosen, spoken = people[best], max(sum(chances), 1e-9)
    candidate = evidence.candidates[chosen.candidate]
    return Attribution(
        candidate.mention,
        best[0],
        _cue(parsed.context, candidate),
        chosen.total / spoken,
        max(others, default=0.0) / spoken,
        chosen.meant,
        no_speaker,
        candidate.side,
        _pattern(evidence, candidate),
    )


def _attribute_by_pattern(parsed: ParsedArticle, quote: int) -> Attribution:
    """The speaker in a language that no weight learned: whom a plain pattern names, or nobody."""
    found = match_patterns(parsed.context, quote)
    if found is None:
        return Attribution(None, NOBODY, None, 0.0, 0.0, 0.0, 0.0, Side.SAME)
    person = parsed.people.of(found.mention)
    return Attribution(found.mention, person, found.cue, 1.0, 0.0, 1.0, 0.0, Side.RIGHT, found.name)


@dataclass(slots=True)
class _Person:
    """What speaks for one person: the sum over all mentions, and the mention that adds most."""

    total: float = 0.0
    candidate: int = 0
    most: float = -1.0
    meant: float = 0.0


def _pool(
    parsed: ParsedArticle,
    candidates: Sequence[Candidate],
    chances: Sequence[float],
    history: SpeakerHistory,
    models: Models,
) -> Mapping[tuple[int, int], _Person]:
    """For each (entity, NOBODY) or (NOBODY, mention of something else) what speaks for it."""
    people: dict[tuple[int, int], _Person] = {}
    for index, (candidate, chance) in enumerate(zip(candidates, chances, strict=True)):
        for entity, meant in _meanings(parsed, candidate, chance, history, models).items():
            key = (entity, NOBODY) if entity != NOBODY else (NOBODY, candidate.mention)
            person = people.setdefault(key, _Person())
            person.total += chance * meant
            if chance * meant > person.most:
                person.candidate, person.most, person.meant = index, chance * meant, meant
    return people


def _meanings(
    parsed: ParsedArticle, candidate: Candidate, chance: float, history: SpeakerHistory, models: Models
) -> Mapping[int, float]:
    """Whom a candidate may mean, each with its probability."""
    if candidate.side is Side.SAME:
        return {history.entity: 1.0}
    if chance < UNLIKELY:
        return {parsed.people.of(candidate.mention): 1.0}
    return parsed.antecedents.rank(candidate.mention, history.speakers, models.antecedents)


def _pattern(evidence: QuoteEvidence, candidate: Candidate) -> str:
    if evidence.pattern is None:
        return ""
    return evidence.pattern.name if evidence.pattern.mention == candidate.mention else "other"


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
