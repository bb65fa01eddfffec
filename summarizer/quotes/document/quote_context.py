"""Which spots could be the speaker of a quote, and how each stands to it: side, verbs beside it, what lies between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.quotes.document.mentions import NAME, PRONOUN, Spot
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE, Layout, Token
from summarizer.quotes.grammar.lexicon import Words

RIGHT, LEFT, BEFORE, AFTER, SAME = "R", "L", "B", "A", "V"
REACH = 30
MOST_A_SIDE = 11
MOST_NEXT_DOOR = 6  # in the sentence before or after
APPOSITIVE = 22


@dataclass(frozen=True, slots=True)
class Candidate:
    """A spot that may be the speaker of one quote.

    Attributes:
        spot: index of the spot.
        side: R right of the quote, L left, B sentence before, A sentence after, V speaker of the quote before.
        rank: 0 for the nearest on its side.
    """

    spot: int
    side: str
    rank: int


TO_BE = frozenset(("is", "are", "was", "were", "be", "been", "being"))


class Scene:
    """A layout with its spots, and the questions the choice asks about them."""

    def __init__(self, layout: Layout, spots: Sequence[Spot], words: Words, known: Sequence[bool]) -> None:
        self.known = known
        self.layout = layout
        self.spots = spots
        self.words = words
        tokens = layout.tokens
        self.cue = [_cue_kind(token.lower, words) if token.kind in "wC" else "" for token in tokens]
        self.cue = ["" if kind and _is_hearsay(tokens, index, words) else kind for index, kind in enumerate(self.cue)]
        self.according = _find_according(layout, words)
        self.spot_at = [-1] * (len(tokens) + 1)
        for number, spot in enumerate(spots):
            for index in range(spot.first, spot.last):
                self.spot_at[index] = number
                if self.cue[index] and index != spot.first:
                    self.cue[index] = ""
        self.subjects: dict[int, dict[int, int]] = {}  # of each sentence read so far; subjects.py fills it
        self._after: dict[int, tuple[int, str]] = {}
        self._before: dict[int, tuple[int, str]] = {}

    def candidates(self, quote: int, last_speaker: int | None) -> list[Candidate]:
        """Possible speakers of the quote, nearest first on each side."""
        at = self.layout.quote_at[quote]
        first, last = self.layout.bounds[self.layout.sentence_of[at]]
        found = [Candidate(spot, RIGHT, rank) for rank, spot in enumerate(self._walk(at + 1, min(last, at + REACH), 1))]
        found += [
            Candidate(spot, LEFT, rank) for rank, spot in enumerate(self._walk(at - 1, max(first, at - 60) - 1, -1))
        ]
        found += [Candidate(spot, BEFORE, rank) for rank, spot in enumerate(self._sentence(at, -1))]
        found += [Candidate(spot, AFTER, rank) for rank, spot in enumerate(self._sentence(at, 1))]
        if last_speaker is not None:
            found.append(Candidate(last_speaker, SAME, 0))
        return found

    def _walk(self, start: int, stop: int, step: int, most: int = MOST_A_SIDE) -> Iterator[int]:
        seen = -1
        count = 0
        for index in range(start, stop, step):
            number = self.spot_at[index]
            if number not in (-1, seen):
                seen = number
                if self.is_bare_noun(number):
                    continue
                yield number
                count += 1
                if count == most:
                    return

    def _sentence(self, at: int, step: int) -> Iterator[int]:
        """The spots of the sentence before or after the quote's."""
        number = self.layout.sentence_of[at] + step
        bounds = self.layout.bounds
        while 0 <= number < len(bounds) and self._is_bare(bounds[number]):
            number += step
            if abs(number - self.layout.sentence_of[at]) > 3:
                return
        if not 0 <= number < len(bounds):
            return
        first, last = bounds[number]
        yield from self._walk(first, min(last, first + 40), 1, MOST_NEXT_DOOR)

    def _is_bare(self, bounds: tuple[int, int]) -> bool:
        return all(
            self.layout.tokens[index].kind in (GAP, MARK, QUOTE)
            for index in range(bounds[0], min(bounds[1], bounds[0] + 60))
        )

    def around(self, at: int) -> range:
        """The tokens of the quote's sentence, at most sixty to each side."""
        first, last = self.layout.bounds[self.layout.sentence_of[at]]
        return range(max(first, at - 60), min(last, at + 60))

    def cue_at(self, index: int) -> str:
        """The kind of verb at a token; "" for none, and beyond the end."""
        return self.cue[index] if index < len(self.cue) else ""

    def cue_after(self, number: int) -> tuple[int, str]:
        """The verb to the right whose subject the spot may be, how near: "adj", "adv", "app", "far"; "" for none."""
        if number not in self._after:
            self._after[number] = self._look_right(self.spots[number])
        return self._after[number]

    def cue_before(self, number: int) -> tuple[int, str]:
        """The verb right before the spot ("said Ana Lind"), and how near."""
        if number not in self._before:
            self._before[number] = self._look_left(self.spots[number])
        return self._before[number]

    def _look_right(self, spot: Spot) -> tuple[int, str]:
        tokens, words = self.layout.tokens, self.words
        how, index, loose = "adj", spot.last, 0
        while index < min(len(tokens), spot.last + REACH):
            token = tokens[index]
            if self.cue[index]:
                return index, how
            if token.kind in (GAP, QUOTE) or (token.kind == MARK and token.text in ".!?;:"):
                break
            if token.text in ",–—-(":
                closing = self._end_of_insertion(index)
                if closing < 0:
                    return self._cue_within(index + 1), "app"
                how, index = "app", closing + 1
                continue
            if token.lower in words.adverbs or token.lower.endswith("ly"):
                how = "adv" if how == "adj" else how
            else:
                loose += 1
                how = "far" if how != "app" else how
                if loose > 6:
                    break
            index += 1
        return -1, ""

    def _cue_within(self, index: int) -> int:
        """The verb behind an appositive that no comma closes: "Ana Lind, head of the school said"."""
        for ahead in range(index, min(len(self.cue), index + 10)):
            if self.cue[ahead]:
                return ahead
            token = self.layout.tokens[ahead]
            if token.kind in (GAP, QUOTE, MARK):
                return -1
        return -1

    def _end_of_insertion(self, index: int) -> int:
        """The comma, dash or bracket that ends what the one at `index` begins; -1 if the sentence ends first."""
        tokens = self.layout.tokens
        sign = tokens[index].text
        closes = ")" if sign == "(" else sign
        for ahead in range(index + 1, min(len(tokens), index + APPOSITIVE)):
            token = tokens[ahead]
            if token.text == closes or (sign in "–—-" and token.text in "–—-" and token.kind == MARK):
                return ahead
            if token.kind == GAP or (token.kind == MARK and token.text in ".!?;:"):
                return -1
        return -1

    def _look_left(self, spot: Spot) -> tuple[int, str]:
        tokens = self.layout.tokens
        how = "adj"
        for index in range(spot.first - 1, max(-1, spot.first - 7), -1):
            token = tokens[index]
            if self.cue[index]:
                return index, how
            if token.kind in (GAP, QUOTE, MARK) or self.spot_at[index] >= 0:
                if how == "adj" and token.text == ",":
                    break
                if self.spot_at[index] < 0:
                    break
            how = "near"
        return -1, ""

    def is_bare_noun(self, number: int) -> bool:
        """Whether a German capital is most likely a plain noun: unknown as a name, and no verb beside it."""
        spot = self.spots[number]
        if self.words.language != "de" or spot.kind != NAME or self.known[number] or spot.last - spot.first > 1:
            return False
        if self.layout.tokens[spot.first].text.isupper():
            return False
        return self.cue_before(number)[1] != "adj" and self.cue_after(number)[1] != "adj"

    def is_subordinate(self, number: int) -> bool:
        """Whether a preposition stands right before the spot."""
        first = self.spots[number].first
        return first > 0 and self.layout.tokens[first - 1].lower in self.words.prepositions

    def is_relative(self, number: int) -> bool:
        """Whether the spot is a relative pronoun ("who")."""
        spot = self.spots[number]
        return spot.kind == PRONOUN and self.words.pronouns.get(self.layout.tokens[spot.first].lower) == "w"


def _cue_kind(word: str, words: Words) -> str:
    if word in words.said:
        return "I" if words.language == "en" and word.endswith("ing") else "S"
    return "K" if word in words.weak else ""


def _is_hearsay(tokens: Sequence[Token], index: int, words: Words) -> bool:
    """Whether others say it of the subject: "who was said to have recovered"."""
    before, after = tokens[index - 1 : index], tokens[index + 1 : index + 2]
    passive = words.language == "en" and bool(before) and before[0].lower in TO_BE
    return passive and bool(after) and after[0].lower == "to"


def _find_according(layout: Layout, words: Words) -> list[bool]:
    """For each token, whether a phrase like "according to" ends right before it."""
    tokens = layout.tokens
    marks = [False] * (len(tokens) + 1)
    openers = {phrase[0] for phrase in words.according}
    for index, token in enumerate(tokens):
        if token.lower not in openers:
            continue
        for phrase in words.according:
            ahead = tokens[index : index + len(phrase)]
            if tuple(each.lower for each in ahead) == phrase:
                marks[index + len(phrase)] = True
    return marks
