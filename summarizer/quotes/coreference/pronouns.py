"""Who is meant by "she", "who", "the minister" or "the bank": the one most in the reader's mind.

Salience by nearness, place in the sentence, last to speak and number of mentions, after Lappin & Leass, "An Algorithm
for Pronominal Anaphora Resolution" (Computational Linguistics 20, 1994), with weights of our own.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from summarizer.quotes.coreference.entities import Cast, Person
from summarizer.quotes.document.mentions import NAME, NOUN, PRONOUN, Spot
from summarizer.quotes.document.quote_context import Scene
from summarizer.quotes.document.tokens import Layout
from summarizer.quotes.grammar.lexicon import Words
from summarizer.quotes.grammar.name_lists import GROUPS, PLACES, could_be_person

LOOK_BACK = 40  # spots before a pronoun that are weighed
FAR = 8  # sentences
LEAST_GROUP = 3.0  # salience an organisation needs to be "it"
LEAST_ROLE = 2.8  # salience somebody needs to be "the worker"
NEARNESS = 3.0
FADING = 0.4  # a sentence
OPENS = 1.0  # a sentence
SPOKE = 2.5
SPOKE_RIVALLED = 0.5  # somebody else who fits was named since
SAME_GENDER = 1.5
UNKNOWN_GENDER = -0.7
"""Salience. Half or twice of each moves at most 4 of the 101 pronouns of the editors' train part."""

AGES = ("-year-old", "-jährige", "-jähriger", "-jährigen", "-of-one", "-of-two", "-of-three", "-of-four", "åringen")
NEWCOMERS = frozenset(("a", "an", "another", "one"))
LATTER = {
    "dernier": "m", "dernière": "f", "último": "m", "última": "f", "ultimo": "m", "ultima": "f",
}  # fmt: skip
"""The last word of "ce dernier", "cette dernière", "este último", which are pronouns of two words."""

THIS = frozenset(("ce", "cette", "este", "esta", "quest'", "questo", "questa"))
ARTICLE_GENDER = {
    ("de", "der"): "m",
    ("de", "die"): "f",
    ("fr", "le"): "m",
    ("fr", "la"): "f",
    ("es", "el"): "m",
    ("es", "la"): "f",
    ("it", "il"): "m",
    ("it", "la"): "f",
    ("pt", "o"): "m",
    ("pt", "a"): "f",
}


def is_latter(layout: Layout, spot: Spot) -> bool:
    """Whether the noun phrase is a pronoun of two words: "cette dernière"."""
    first, last = layout.tokens[spot.first].lower, layout.tokens[spot.last - 1].lower
    return spot.last - spot.first == len(("ce", "dernier")) and first in THIS and last in LATTER


class Meaning:
    """Finds the person behind each spot of an article."""

    def __init__(self, layout: Layout, cast: Cast, words: Words, scene: Scene) -> None:
        self.scene = scene
        self.layout = layout
        self.cast = cast
        self.spots = cast.spots
        self.words = words

    def meant_by(self, spot: int, speakers: dict[int, int]) -> int:
        """Number of the person a spot means, names, pronouns and "the minister" alike; -1 for nobody we know.

        Args:
            spot: index of the spot.
            speakers: token index of each quote so far -> person who spoke it.
        """
        here = self.spots[spot]
        if here.kind == NAME or self.cast.person_of(spot) >= 0:
            return self.cast.person_of(spot)
        if here.kind == NOUN and is_latter(self.layout, here):
            return self._most_salient(spot, LATTER[self.layout.tokens[here.last - 1].lower], speakers)
        if here.kind == NOUN:
            return self._by_role(spot, speakers)
        gender = self.words.pronouns.get(self.layout.tokens[here.first].lower, "")
        if gender == "w":
            return self._before_relative(spot, speakers)
        if gender in ("m", "f"):
            return self._most_salient(spot, gender, speakers)
        if gender in ("n", "p"):
            return self._most_salient(spot, "n", speakers, least=LEAST_GROUP)
        return -1

    def _before_relative(self, spot: int, speakers: dict[int, int]) -> int:
        if spot == 0:
            return -1
        before = self.spots[spot - 1]
        near = self.spots[spot].first - before.last <= 2
        return self.meant_by(spot - 1, speakers) if near and before.kind != PRONOUN else -1

    def _by_role(self, spot: int, speakers: dict[int, int]) -> int:
        """The person a definite noun phrase means: "the worker", "der CDU-Politiker", "the bank"."""
        here = self.spots[spot]
        if not self.cast.is_definite(here):
            return -1
        tokens = self.layout.tokens
        head = tokens[here.last - 1].lower
        heads = [
            tokens[index].lower for index in range(here.first + 1, here.last) if self.words.is_role(tokens[index].lower)
        ]
        if heads or head.endswith(AGES):
            gender = self._role_gender(tokens[here.first].lower, heads)
            person = self._most_salient(spot, gender, speakers, least=LEAST_ROLE)
            return -1 if self._has_newcomer(spot, person) else person
        if head in GROUPS:
            namesake = self._called(head, spot)
            if namesake >= 0:
                return namesake
            return self._most_salient(spot, "n", speakers, least=LEAST_ROLE)
        return -1

    def _has_newcomer(self, spot: int, person: int) -> bool:
        """Whether somebody without a name was introduced since the person was named: "another employee"."""
        for number in range(spot - 1, max(-1, spot - LOOK_BACK), -1):
            here = self.spots[number]
            if self.cast.person_of(number) == person:
                return False
            opening = self.layout.tokens[here.first].lower
            if (
                here.kind == NOUN
                and opening in NEWCOMERS
                and self.words.is_role(self.layout.tokens[here.last - 1].lower)
            ):
                return True
        return False

    def _called(self, head: str, spot: int) -> int:
        """The last organisation before the spot that has the word in its name: "the bank" after "Nordhavn Bank"."""
        for number in range(spot - 1, max(-1, spot - 3 * LOOK_BACK), -1):
            person = self.cast.person_of(number)
            if person >= 0 and not self.cast.persons[person].is_full and head in self.cast.persons[person].words:
                return person
        return -1

    def _role_gender(self, determiner: str, heads: Sequence[str]) -> str:
        if heads and heads[-1] in self.words.female:
            return "f"
        if heads and heads[-1] in self.words.male:
            return "m"
        return ARTICLE_GENDER.get((self.words.language, determiner), "")

    def _most_salient(self, spot: int, gender: str, speakers: dict[int, int], *, least: float = 0.0) -> int:
        """Who is most in the reader's mind at a pronoun: near, subject, last to speak, often named."""
        scores: dict[int, float] = {}
        here = self.layout.sentence_of[self.spots[spot].first]
        for number in range(spot - 1, max(-1, spot - LOOK_BACK), -1):
            person = self.cast.person_of(number)
            if person < 0 or not self._agrees(person, gender):
                continue
            distance = here - self.layout.sentence_of[self.spots[number].first]
            if distance > FAR:
                break
            scores[person] = max(scores.get(person, -9.0), self._weight(number, distance))
        for person, bonus in self._spoke_lately(spot, gender, speakers):
            scores[person] = scores.get(person, 0.0) + bonus
        best, best_score = -1, least
        for person, score in scores.items():
            total = score + self._standing(self.cast.persons[person], gender, spot)
            if total > best_score:
                best, best_score = person, total
        return best

    def _agrees(self, person: int, gender: str) -> bool:
        here = self.cast.persons[person]
        if gender == "n":
            return not here.is_full and here.words[-1] not in PLACES
        return not (gender and here.gender and here.gender != gender)

    def _weight(self, number: int, distance: int) -> float:
        spot = self.spots[number]
        weight = NEARNESS - FADING * distance
        first = self.layout.bounds[self.layout.sentence_of[spot.first]][0]
        if spot.first - first <= 4:
            weight += OPENS
        if spot.first > 0 and self.layout.tokens[spot.first - 1].lower in self.words.prepositions:
            weight -= 1.0
        verb, how = self.scene.cue_after(number)
        if how in ("adj", "adv", "app") and self.scene.cue[verb] in ("S", "I"):
            weight += 1.0
        return weight - (1.5 if spot.is_possessive else 0.0)

    def _spoke_lately(self, spot: int, gender: str, speakers: dict[int, int]) -> Iterator[tuple[int, float]]:
        """The last to speak before the spot, unless somebody else who fits was named since."""
        here = self.spots[spot].first
        at = next((at for at in islice(reversed(speakers), 3) if at < here), -1)
        if at < 0 or not self._agrees(speakers[at], gender):
            return
        distance = self.layout.paragraph_of[here] - self.layout.paragraph_of[at]
        if distance > 2:
            return
        since = (
            self.cast.person_of(number)
            for number in range(spot - 1, max(-1, spot - 12), -1)
            if self.spots[number].first > at
        )
        rival = any(person not in (-1, speakers[at]) and self._is_rival(person, gender) for person in since)
        yield speakers[at], SPOKE_RIVALLED if rival else SPOKE - 0.5 * distance

    def _is_rival(self, person: int, gender: str) -> bool:
        return self._agrees(person, gender) and (gender == "n" or self.cast.persons[person].is_full)

    def _standing(self, person: Person, gender: str, spot: int) -> float:
        mentions = sum(1 for number in person.spots[:20] if number < spot)
        score = 0.1 * min(mentions, 8)
        if gender != "n":
            if gender:
                score += SAME_GENDER if person.gender == gender else UNKNOWN_GENDER
            score -= 0.0 if person.is_full else 1.0 if mentions > 2 and len(person.words) == 1 else 3.0
            score -= 0.0 if could_be_person(person.words) else 3.0
        return score
