"""Who said each quote: the candidates around it, weighed by the learned choice, in reading order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from summarizer.quotes.attribution.classifier import WEIGHTS, probabilities, score
from summarizer.quotes.coreference.entities import Cast
from summarizer.quotes.coreference.pronouns import Meaning
from summarizer.quotes.document.ambiguous_names import words_with_names
from summarizer.quotes.document.mentions import find_spots
from summarizer.quotes.document.quote_context import RIGHT, SAME, Candidate, Scene
from summarizer.quotes.document.tokens import lay_out
from summarizer.quotes.evidence.constraints import is_part_of, may_speak, not_by
from summarizer.quotes.evidence.features import clues_for, silence_clues
from summarizer.quotes.evidence.patterns.registry import plain_speaker
from summarizer.quotes.grammar.lexicon import Words
from summarizer.quotes.spans.quotation_marks import Marked

DOUBT = 0.5
"""Even odds."""

UNLIKELY = 0.01
"""Below this chance nobody looks up whom a candidate means."""

PLAIN = 0.95
"""Confidence in a speaker whom a plain pattern names."""

FEW_WORDS = 6
"""Fewer words between marks with nobody about who can speak are a title or a scare quote, more are still a quote."""


LABEL = re.compile(r"[^\W\d_a-z]{3,20}(?: [^\W\d_a-z]{2,20}){0,3}: ")
"""Words that open with the label of a turn, "WALLACE: …", are nobody else's."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """What we believe about one quote.

    Attributes:
        spot: index of the speaker's spot; None for nobody.
        cue: token index of the verb; None for none.
        confidence: probability that the speaker is right, given that somebody speaks.
        silence: probability that nobody speaks: a title, a nickname, a scare quote.
        is_plain: a plain pattern names the speaker.
    """

    spot: int | None
    cue: int | None
    confidence: float
    silence: float
    is_plain: bool = False


class Reading:
    """An article taken apart for attribution: layout, spots, persons."""

    def __init__(self, body: str, marked: Sequence[Marked], words: Words) -> None:
        self.body = body
        self.marked = marked
        self.layout = lay_out(body, marked, words)
        self.words = words = words_with_names(words, self.layout)
        found = find_spots(self.layout, words)
        self.cast = Cast(body, self.layout, found, words, [(piece.start, piece.end) for piece in marked])
        self.spots = self.cast.spots
        self.known = [self.cast.is_known(number) for number in range(len(self.spots))]
        self.scene = Scene(self.layout, self.spots, words, self.known)
        self.meaning = Meaning(self.layout, self.cast, words, self.scene)

    def text(self, quote: int) -> str:
        """The words of a quote."""
        piece = self.marked[quote]
        return self.body[piece.start : piece.end]


@dataclass(slots=True)
class _Past:
    """Who has spoken so far: the spot of the last speaker, and the person behind each quote (by its token)."""

    last: int | None = None
    persons: dict[int, int] = field(default_factory=dict)


def attribute(reading: Reading, weights: Mapping[str, float] = WEIGHTS) -> tuple[Attribution, ...]:
    """One attribution a quote, in document order."""
    found: list[Attribution] = []
    past = _Past()
    for quote in range(len(reading.marked)):
        best = _resume(found[-1]) if reading.marked[quote].is_resumed else _attribute_one(reading, quote, past, weights)
        found.append(best)
        if best.spot is not None and best.silence < DOUBT:
            _remember(reading, quote, best.spot, past)
    return _spread_back(reading, found)


def _resume(before: Attribution) -> Attribution:
    """The same speaker once more."""
    return replace(before, cue=None, is_plain=before.spot is not None)


def _remember(reading: Reading, quote: int, spot: int, past: _Past) -> None:
    past.last = spot
    person = reading.meaning.meant_by(spot, past.persons)
    if person >= 0:
        past.persons[reading.layout.quote_at[quote]] = person


def _spread_back(reading: Reading, found: list[Attribution]) -> tuple[Attribution, ...]:
    """Give a quote whose next paragraph goes on the speaker who is named only there."""
    for number in range(len(found) - 2, -1, -1):
        following = found[number + 1]
        unclear = found[number].silence > DOUBT or found[number].confidence < DOUBT
        if reading.marked[number + 1].is_continued and unclear and following.spot is not None:
            found[number] = replace(following, cue=None, is_plain=False)
    return tuple(found)


def _attribute_one(reading: Reading, quote: int, past: _Past, weights: Mapping[str, float]) -> Attribution:
    scene = reading.scene
    candidates = scene.candidates(quote, past.last)
    clues = [clues_for(scene, quote, candidate) for candidate in candidates]
    quiet = silence_clues(scene, quote, reading.marked[quote], reading.text(quote))
    chances = probabilities([score(quiet, weights), *(score(each, weights) for each in clues)])
    speakers = [
        index
        for index, each in enumerate(candidates)
        if may_speak(scene, each.spot) and not is_part_of(scene, quote, each.spot)
    ]
    spoken = max(sum(chances[index + 1] for index in speakers), 1e-9)
    able = _but_for_others(reading, quote, candidates, speakers, past)
    silence = chances[0]
    if len(reading.text(quote).split()) < FEW_WORDS and not has_verb_behind(scene, quote):
        silence /= silence + spoken
    if reading.marked[quote].is_told:
        silence = min(silence, 1 - PLAIN)
    plain = plain_speaker(scene, quote)
    if (plain is None and not able) or LABEL.match(reading.text(quote)):
        return Attribution(None, None, 0.0, silence)
    if plain is not None:
        return Attribution(plain.spot, plain.cue, PLAIN, min(silence, 1 - PLAIN), is_plain=True)
    pooled = _pool(reading, candidates, chances[1:], past)
    best = max(able, key=lambda index: (pooled[index], chances[index + 1], -index))
    return Attribution(candidates[best].spot, _cue(scene, candidates[best]), min(1.0, pooled[best] / spoken), silence)


def _but_for_others(
    reading: Reading, quote: int, candidates: Sequence[Candidate], speakers: Sequence[int], past: _Past
) -> list[int]:
    """The candidates among `speakers`, but for whom the quote was put to or is said of."""
    other = not_by(reading.scene, quote)
    return [index for index in speakers if other < 0 or not _is_one(reading, candidates[index].spot, other, past)]


def _is_one(reading: Reading, spot: int, other: int, past: _Past) -> bool:
    """Whether two spots mean one person."""
    person = reading.meaning.meant_by(spot, past.persons)
    return spot == other or (person >= 0 and person == reading.meaning.meant_by(other, past.persons))


def has_verb_behind(scene: Scene, quote: int) -> bool:
    """Whether a verb of saying stands right behind the quote: `“…”, heißt es`."""
    at = scene.layout.quote_at[quote]
    behind = at + 2 if at + 1 < len(scene.layout.tokens) and scene.layout.tokens[at + 1].text == "," else at + 1
    return scene.cue_at(behind) == "S"


def _pool(reading: Reading, candidates: Sequence[Candidate], chances: Sequence[float], past: _Past) -> list[float]:
    """For each candidate, the chance that its person speaks: mentions of one person, pronouns too, count together."""
    totals: dict[tuple[str, int], float] = {}
    keys = []
    for candidate, chance in zip(candidates, chances, strict=True):
        person = reading.meaning.meant_by(candidate.spot, past.persons) if chance > UNLIKELY else -1
        key = ("person", person) if person >= 0 else ("spot", candidate.spot)
        keys.append(key)
        totals[key] = totals.get(key, 0.0) + chance
    return [totals[key] for key in keys]


def _cue(scene: Scene, candidate: Candidate) -> int | None:
    """The verb that goes with the chosen speaker."""
    if candidate.side == SAME:
        return None
    after, _ = scene.cue_after(candidate.spot)
    before, how = scene.cue_before(candidate.spot)
    if candidate.side == RIGHT and before >= 0 and how == "adj":
        return before
    if after >= 0:
        return after
    return before if before >= 0 else None
