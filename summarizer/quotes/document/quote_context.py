"""Which mentions could be the speaker of a quote, and how each relates to it: side, verbs beside it, words between."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from summarizer.quotes.document.mentions import NAME, PRONOUN, EntityMention
from summarizer.quotes.document.tokens import CAPITAL, GAP, MARK, QUOTE, WORD, Token, TokenizedArticle
from summarizer.quotes.grammar.gender import Gender
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.word_lists import all_words, short_list

REACH = 30
MOST_A_SIDE = 11
MOST_NEXT_DOOR = 3  # in the sentence before or after
APPOSITIVE = 22


class Side(StrEnum):
    """Where a candidate is from the quote. All values here are in the names of features that the weights know."""

    RIGHT = "R"
    LEFT = "L"
    BEFORE = "B"
    """In the sentence before."""

    AFTER = "A"
    """In the sentence after."""

    SAME = "V"
    """The speaker of the quote before."""


class CueKind(StrEnum):
    """Whether a token is a speech verb, and of which kind."""

    NONE = ""
    SPEECH = "S"
    PARTICIPLE = "I"
    """Depends on another verb: "…, calling it a farce"."""

    WEAK = "K"
    """Often frames a few quoted words: "slammed"."""


class Distance(StrEnum):
    """How near a verb is to the mention it may belong to."""

    NONE = ""
    ADJACENT = "adj"
    ADVERB = "adv"
    """Nothing but adverbs between."""

    APPOSITION = "app"
    """Behind an apposition."""

    NEAR = "near"
    FAR = "far"


BESIDE = (Distance.ADJACENT, Distance.ADVERB)
SAME_CLAUSE = (*BESIDE, Distance.APPOSITION)


class CueLink(NamedTuple):
    """A speech verb beside a mention.

    Attributes:
        token: its token; -1 for none.
        distance: how near it is.
    """

    token: int
    distance: Distance


NO_CUE = CueLink(-1, Distance.NONE)


class Candidate(NamedTuple):
    """A mention that may be the speaker of one quote.

    Attributes:
        mention: index of the mention.
        side: where it is from the quote.
        rank: 0 for the nearest on its side.
    """

    mention: int
    side: Side
    rank: int


TO_BE = short_list("en", "to_be")
HELPING = all_words("helping")
"""No speech verbs by themselves, though lists may hold them for the sake of "ha detto"."""

MOST_HELPED = 2  # tokens behind a helping verb in which the verb it helps comes


class QuoteContext:
    """The tokens of an article with its mentions, and what features and rules ask about them."""

    def __init__(
        self,
        tokenized: TokenizedArticle,
        mentions: Sequence[EntityMention],
        lexicon: LanguageLexicon,
        known: Sequence[bool],
    ) -> None:
        self.known = known
        self.tokenized = tokenized
        self.mentions = mentions
        self.lexicon = lexicon
        tokens = tokenized.tokens
        self.cue = _find_cues(tokens, lexicon)
        self.according = _find_according(tokenized, lexicon)
        self.mention_at = [-1] * (len(tokens) + 1)
        for number, mention in enumerate(mentions):
            for index in range(mention.first, mention.last):
                self.mention_at[index] = number
                if self.cue[index] and index != mention.first:
                    self.cue[index] = CueKind.NONE
        self.subjects: dict[int, dict[int, int]] = {}  # of each sentence read so far; subjects.py fills it
        self.plain_speakers: list[
            tuple[int, int | None] | None
        ] = []  # mention and verb of each quote so far, by plain.py
        self._after: dict[int, CueLink] = {}
        self._before: dict[int, CueLink] = {}

    def candidates(self, quote: int, last_speaker: int | None) -> list[Candidate]:
        """Possible speakers of the quote, nearest first on each side."""
        at = self.tokenized.quote_at[quote]
        first, last = self.tokenized.bounds[self.tokenized.sentence_of[at]]
        found = [
            Candidate(mention, Side.RIGHT, rank)
            for rank, mention in enumerate(self._walk(at + 1, min(last, at + REACH), 1))
        ]
        found += [
            Candidate(mention, Side.LEFT, rank)
            for rank, mention in enumerate(self._walk(at - 1, max(first, at - 60) - 1, -1))
        ]
        found += [Candidate(mention, Side.BEFORE, rank) for rank, mention in enumerate(self._sentence(at, -1))]
        found += [Candidate(mention, Side.AFTER, rank) for rank, mention in enumerate(self._sentence(at, 1))]
        if last_speaker is not None:
            found.append(Candidate(last_speaker, Side.SAME, 0))
        return found

    def _walk(self, start: int, stop: int, step: int, most: int = MOST_A_SIDE) -> Iterator[int]:
        seen = -1
        count = 0
        for index in range(start, stop, step):
            number = self.mention_at[index]
            if number not in (-1, seen):
                seen = number
                if self.is_bare_noun(number):
                    continue
                yield number
                count += 1
                if count == most:
                    return

    def _sentence(self, at: int, step: int) -> Iterator[int]:
        """The mentions of the sentence before or after the quote's."""
        number = self.tokenized.sentence_of[at] + step
        bounds = self.tokenized.bounds
        while 0 <= number < len(bounds) and self._is_bare(bounds[number]):
            number += step
            if abs(number - self.tokenized.sentence_of[at]) > 3:
                return
        if not 0 <= number < len(bounds):
            return
        first, last = bounds[number]
        yield from self._walk(first, min(last, first + 40), 1, MOST_NEXT_DOOR)

    def _is_bare(self, bounds: tuple[int, int]) -> bool:
        first, last = bounds
        return all(token.kind in (GAP, MARK, QUOTE) for token in self.tokenized.tokens[first : min(last, first + 60)])

    def around(self, at: int) -> range:
        """The tokens of the quote's sentence, at most sixty to each side."""
        first, last = self.tokenized.bounds[self.tokenized.sentence_of[at]]
        return range(max(first, at - 60), min(last, at + 60))

    def cue_at(self, index: int) -> CueKind:
        """The kind of verb at a token; NONE beyond the end, too."""
        return self.cue[index] if index < len(self.cue) else CueKind.NONE

    def cue_after(self, number: int) -> CueLink:
        """The verb to the right whose subject the mention may be."""
        if number not in self._after:
            self._after[number] = self._look_right(self.mentions[number])
        return self._after[number]

    def cue_before(self, number: int) -> CueLink:
        """The verb right before the mention ("said Ana Lind")."""
        if number not in self._before:
            self._before[number] = self._look_left(self.mentions[number])
        return self._before[number]

    def _look_right(self, mention: EntityMention) -> CueLink:
        tokens, words = self.tokenized.tokens, self.lexicon
        how, index, loose = Distance.ADJACENT, mention.last, 0
        while index < min(len(tokens), mention.last + REACH):
            token = tokens[index]
            if self.cue[index]:
                return CueLink(index, how)
            if token.kind in (GAP, QUOTE) or (token.kind == MARK and token.text in ".!?;:"):
                break
            if token.text in ",–—-(":
                closing = self._end_of_insertion(index)
                if closing < 0:
                    return CueLink(self._cue_within(index + 1), Distance.APPOSITION)
                how, index = Distance.APPOSITION, closing + 1
                continue
            if token.lower in words.adverbs or token.lower.endswith("ly"):
                how = Distance.ADVERB if how is Distance.ADJACENT else how
            else:
                loose += 1
                how = how if how is Distance.APPOSITION else Distance.FAR
                if loose > 6:
                    break
            index += 1
        return NO_CUE

    def _cue_within(self, index: int) -> int:
        """The verb behind an appositive that no comma closes: "Ana Lind, head of the school said"."""
        for ahead in range(index, min(len(self.cue), index + 10)):
            if self.cue[ahead]:
                return ahead
            token = self.tokenized.tokens[ahead]
            if token.kind in (GAP, QUOTE, MARK):
                return -1
        return -1

    def _end_of_insertion(self, index: int) -> int:
        """The comma, dash or bracket that ends what the one at `index` begins; -1 if the sentence ends first."""
        tokens = self.tokenized.tokens
        sign = tokens[index].text
        closes = ")" if sign == "(" else sign
        for ahead in range(index + 1, min(len(tokens), index + APPOSITIVE)):
            token = tokens[ahead]
            if token.text == closes or (sign in "–—-" and token.text in "–—-" and token.kind == MARK):
                return ahead
            if token.kind == GAP or (token.kind == MARK and token.text in ".!?;:"):
                return -1
        return -1

    def _look_left(self, mention: EntityMention) -> CueLink:
        tokens = self.tokenized.tokens
        how = Distance.ADJACENT
        for index in range(mention.first - 1, max(-1, mention.first - 7), -1):
            token = tokens[index]
            if self.cue[index]:
                return CueLink(index, how)
            if token.kind in (GAP, QUOTE, MARK) or self.mention_at[index] >= 0:
                if how is Distance.ADJACENT and token.text == ",":
                    break
                if self.mention_at[index] < 0:
                    break
            how = Distance.NEAR
        return NO_CUE

    def is_bare_noun(self, number: int) -> bool:
        """Whether a German capital is most likely a common noun: unknown as a name, and no verb beside it."""
        mention = self.mentions[number]
        if (
            not self.lexicon.traits.capitalises_nouns
            or mention.kind != NAME
            or self.known[number]
            or mention.last - mention.first > 1
        ):
            return False
        if self.tokenized.tokens[mention.first].text.isupper():
            return False
        links = self.cue_before(number), self.cue_after(number)
        return all(link.distance is not Distance.ADJACENT for link in links)

    def is_subordinate(self, number: int) -> bool:
        """Whether a preposition comes right before the mention."""
        first = self.mentions[number].first
        return first > 0 and self.tokenized.tokens[first - 1].lower in self.lexicon.prepositions

    def is_relative(self, number: int) -> bool:
        """Whether the mention is a relative pronoun ("who")."""
        mention = self.mentions[number]
        return (
            mention.kind == PRONOUN
            and self.lexicon.pronouns.get(self.tokenized.tokens[mention.first].lower) == Gender.RELATIVE
        )


def _find_cues(tokens: Sequence[Token], lexicon: LanguageLexicon) -> list[CueKind]:
    """For each token the kind of speech verb it is."""
    verbs, weak, none = lexicon.speech_verbs, lexicon.weak, CueKind.NONE
    return [
        _cue_kind(token.lower, lexicon)
        if (token.lower in verbs or token.lower in weak)
        and token.kind in (WORD, CAPITAL)
        and not _is_hearsay(tokens, index, lexicon)
        and not _only_helps(tokens, index, lexicon)
        else none
        for index, token in enumerate(tokens)
    ]


def _cue_kind(word: str, lexicon: LanguageLexicon) -> CueKind:
    if word in lexicon.speech_verbs:
        depends = lexicon.traits.has_ing_participles and word.endswith("ing")
        return CueKind.PARTICIPLE if depends else CueKind.SPEECH
    return CueKind.WEAK if word in lexicon.weak else CueKind.NONE


def _is_hearsay(tokens: Sequence[Token], index: int, lexicon: LanguageLexicon) -> bool:
    """Whether others say it of the subject: "who was said to have recovered"."""
    before, after = tokens[index - 1 : index], tokens[index + 1 : index + 2]
    passive = lexicon.traits.has_hearsay_passive and bool(before) and before[0].lower in TO_BE
    return passive and bool(after) and after[0].lower == "to"


def _only_helps(tokens: Sequence[Token], index: int, lexicon: LanguageLexicon) -> bool:
    """Whether a helping verb helps no speech verb: "ha adquirido", not "ha detto", "ha poi detto"."""
    behind = tokens[index + 1 : index + 1 + MOST_HELPED]
    return tokens[index].lower in HELPING and not any(token.lower in lexicon.speech_verbs for token in behind)


@cache
def _by_first_word(phrases: tuple[tuple[str, ...], ...]) -> Mapping[str, Sequence[tuple[str, ...]]]:
    """The phrases that begin with each word."""
    return {first: tuple(phrase for phrase in phrases if phrase[0] == first) for first in {each[0] for each in phrases}}


def _find_according(tokenized: TokenizedArticle, lexicon: LanguageLexicon) -> list[bool]:
    """For each token, whether a phrase like "according to" ends right before it."""
    tokens = tokenized.tokens
    marks = [False] * (len(tokens) + 1)
    phrases = _by_first_word(lexicon.according)
    for index in [index for index, token in enumerate(tokens) if token.lower in phrases]:
        for phrase in phrases[tokens[index].lower]:
            ahead = tokens[index : index + len(phrase)]
            if tuple(each.lower for each in ahead) == phrase:
                marks[index + len(phrase)] = True
    return marks
