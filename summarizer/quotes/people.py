"""Who is meant: from "Mattis", "she" or "the minister" to the full name the article prints."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

from summarizer.model import Span
from summarizer.quotes.layout import CAPITAL, Layout
from summarizer.quotes.mentions import NAME, NOUN, POSSESSIVE, PRONOUN, Spot
from summarizer.quotes.words import PARTICLES, Words

_NAMES = json.loads((files("summarizer") / "lexicon" / "quotes_names.json").read_text(encoding="utf-8"))
_THINGS = json.loads((files("summarizer") / "lexicon" / "quotes_things.json").read_text(encoding="utf-8"))
WOMEN = frozenset(_NAMES["f"].split()) - frozenset(_NAMES["m"].split())
MEN = frozenset(_NAMES["m"].split()) - frozenset(_NAMES["f"].split())
THINGS = frozenset(_THINGS["things"].split())
MAX_NAME_WORDS = 5
LOOK_BACK = 40  # spots before a pronoun that are weighed
FAR = 8  # sentences


@dataclass(slots=True)
class Person:
    """Somebody the article names in full at least once.

    Attributes:
        words: the words of the full name, lower case.
        full: the fullest form, as printed.
        span: where that form stands.
        gender: "m", "f" or "" where nothing tells.
        spots: indices of the spots that name the person.
    """

    words: tuple[str, ...]
    full: str
    span: Span
    gender: str = ""
    spots: list[int] = field(default_factory=list)


class Cast:
    """All persons of an article, and which spot means whom."""

    def __init__(self, body: str, layout: Layout, spots: Sequence[Spot], words: Words) -> None:
        self.body = body
        self.layout = layout
        self.spots = spots
        self.words = words
        self.persons: list[Person] = []
        self._by_word: dict[str, list[int]] = {}
        self._person_of: list[int] = [-1] * len(spots)
        self._find_persons()
        self._link_names()
        self._find_genders()

    def is_known(self, spot: int) -> bool:
        """Whether the spot names somebody whose full name is printed."""
        return self._person_of[spot] >= 0

    def person_of(self, spot: int) -> int:
        """Number of the person a name means, -1 for none."""
        return self._person_of[spot]

    def _find_persons(self) -> None:
        for number, spot in enumerate(self.spots):
            if spot.kind != NAME:
                continue
            name = self._name_words(spot)
            if not _is_full_name(name):
                continue
            self._person_of[number] = self._add(name, Span(self.layout.tokens[spot.core].start, spot.end))

    def _add(self, name: tuple[str, ...], span: Span) -> int:
        for number in self._by_word.get(name[-1], ()):
            person = self.persons[number]
            if _same_person(person.words, name):
                if len(name) > len(person.words):
                    person.words, person.full, person.span = name, span.of(self.body), span
                    self._index(number, name)
                return number
        self.persons.append(Person(name, span.of(self.body), span))
        self._index(len(self.persons) - 1, name)
        return len(self.persons) - 1

    def _index(self, number: int, name: Sequence[str]) -> None:
        for word in name:
            entries = self._by_word.setdefault(word, [])
            if number not in entries:
                entries.append(number)

    def _name_words(self, spot: Spot) -> tuple[str, ...]:
        """The words of the name behind titles and roles, lower case."""
        tokens = self.layout.tokens[spot.core : spot.last]
        return tuple(_bare(token.lower) for token in tokens)

    def _link_names(self) -> None:
        """Give each shorter name ("Mattis", "Hillary") the person it belongs to."""
        last_seen: dict[int, int] = {}
        for number, spot in enumerate(self.spots):
            if spot.kind == NAME and self._person_of[number] < 0:
                self._person_of[number] = self._match(self._name_words(spot), spot, last_seen)
            person = self._person_of[number]
            if person >= 0:
                last_seen[person] = number
                self.persons[person].spots.append(number)

    def _match(self, name: tuple[str, ...], spot: Spot, last_seen: dict[int, int]) -> int:
        if not name or len(name) > MAX_NAME_WORDS:
            return -1
        fits = [number for number in self._by_word.get(name[-1], ()) if _is_part(name, self.persons[number].words)]
        surnames = [number for number in fits if self.persons[number].words[-1] == name[-1]]
        fits = surnames or fits
        title = self._title_gender(spot)
        if title and len(fits) > 1:
            fits = [number for number in fits if _first_name_gender(self.persons[number].words[0]) in ("", title)] or fits
        if not fits:
            return -1
        return max(fits, key=lambda number: last_seen.get(number, -1))

    def _title_gender(self, spot: Spot) -> str:
        for index in range(spot.first, spot.core):
            gender = self.words.titles.get(self.layout.tokens[index].lower, "")
            if gender:
                return gender
        return ""

    def _find_genders(self) -> None:
        for person in self.persons:
            votes: Counter[str] = Counter()
            first = _first_name_gender(person.words[0])
            if first:
                votes[first] += 3
            for number in person.spots[:12]:
                told = self._told_gender(self.spots[number])
                if told:
                    votes[told] += 4
            person.gender = votes.most_common(1)[0][0] if votes else ""

    def _told_gender(self, spot: Spot) -> str:
        """What titles and roles in front of the name say."""
        title = self._title_gender(spot)
        if title:
            return title
        for index in range(spot.first, spot.core):
            lower = self.layout.tokens[index].lower
            if lower in self.words.female:
                return "f"
            if lower in self.words.male:
                return "m"
            if self.words.language == "de" and self.words.is_role(lower):
                return "f" if lower.endswith("in") else ""
        return ""

    def meant_by(self, spot: int, speakers: dict[int, int]) -> int:
        """Number of the person a spot means, names and pronouns alike; -1 for nobody we know.

        Args:
            spot: index of the spot.
            speakers: token index of each quote so far -> person who spoke it.
        """
        here = self.spots[spot]
        if here.kind == NAME:
            return self._person_of[spot]
        lower = self.layout.tokens[here.first].lower
        if here.kind == PRONOUN:
            gender = self.words.pronouns.get(lower, "")
            if gender == "w":
                return self._before_relative(spot)
            if gender not in ("m", "f"):
                return -1
            return self._most_salient(spot, gender, speakers)
        return self._by_role(spot, speakers)

    def _before_relative(self, spot: int) -> int:
        if spot == 0:
            return -1
        before = self.spots[spot - 1]
        near = self.spots[spot].first - before.last <= 2
        return self._person_of[spot - 1] if near else -1

    def _by_role(self, spot: int, speakers: dict[int, int]) -> int:
        """The person a definite noun phrase means: "the minister", "der CDU-Politiker"."""
        here = self.spots[spot]
        tokens = self.layout.tokens
        first = tokens[here.first].lower
        definite = first in DEFINITE.get(self.words.language, ())
        if not definite or here.kind != NOUN:
            return -1
        heads = [tokens[index].lower for index in range(here.first + 1, here.last) if self.words.is_role(tokens[index].lower)]
        if not heads and not tokens[here.last - 1].lower.endswith(("-jährige", "jährige", "-year-old")):
            return -1
        for number in range(spot - 1, max(-1, spot - 3 * LOOK_BACK), -1):
            person = self._person_of[number]
            if person >= 0 and heads and self._has_role(self.spots[number], heads[-1]):
                return person
        gender = self._role_gender(first, heads)
        return self._most_salient(spot, gender, speakers, least=3.0)

    def _has_role(self, spot: Spot, head: str) -> bool:
        tokens = self.layout.tokens
        near = range(max(0, spot.first - 1), min(len(tokens), spot.last + 8))
        return any(tokens[index].lower == head for index in near)

    def _role_gender(self, determiner: str, heads: Sequence[str]) -> str:
        if heads and heads[-1] in self.words.female:
            return "f"
        if heads and heads[-1] in self.words.male:
            return "m"
        return ARTICLE_GENDER.get((self.words.language, determiner), "")

    def _most_salient(self, spot: int, gender: str, speakers: dict[int, int], *, least: float = 0.0) -> int:
        """The person most in the reader's mind at a pronoun: near, subject, last to speak, often named."""
        scores: dict[int, float] = {}
        here = self.layout.sentence_of[self.spots[spot].first]
        for number in range(spot - 1, max(-1, spot - LOOK_BACK), -1):
            person = self._person_of[number]
            if person < 0:
                continue
            distance = here - self.layout.sentence_of[self.spots[number].first]
            if distance > FAR:
                break
            gained = self._weight(number, distance)
            scores[person] = max(scores.get(person, 0.0), gained)
        for person, bonus in self._spoke_lately(spot, speakers):
            scores[person] = scores.get(person, 0.0) + bonus
        best, best_score = -1, least
        for person, score in scores.items():
            total = score + self._standing(self.persons[person], gender, spot)
            if total > best_score:
                best, best_score = person, total
        return best

    def _weight(self, number: int, distance: int) -> float:
        spot = self.spots[number]
        weight = 3.0 - 0.4 * distance
        first = self.layout.bounds[self.layout.sentence_of[spot.first]][0]
        if spot.first - first <= 4:
            weight += 1.0
        if spot.first > 0 and self.layout.tokens[spot.first - 1].lower in self.words.prepositions:
            weight -= 0.5
        return weight - (0.5 if spot.is_possessive else 0.0)

    def _spoke_lately(self, spot: int, speakers: dict[int, int]) -> Iterator[tuple[int, float]]:
        here = self.spots[spot].first
        for at in sorted((at for at in speakers if at < here), reverse=True)[:1]:
            distance = self.layout.paragraph_of[here] - self.layout.paragraph_of[at]
            if distance <= 2:
                yield speakers[at], 2.0 - 0.5 * distance

    def _standing(self, person: Person, gender: str, spot: int) -> float:
        mentions = sum(1 for number in person.spots if number < spot)
        score = 0.1 * min(mentions, 8)
        if gender and person.gender:
            score += 1.5 if gender == person.gender else -8.0
        if not _could_be_person(person.words):
            score -= 4.0
        return score


DEFINITE = {
    "en": ("the",),
    "de": ("der", "die", "das", "dem", "den"),
    "fr": ("le", "la", "l'"),
    "es": ("el", "la"),
    "it": ("il", "la", "lo"),
    "pt": ("o", "a"),
    "nl": ("de", "het"),
}
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


def _bare(word: str) -> str:
    return word[:-2] if word.endswith(POSSESSIVE[:2]) else word.rstrip("'’")


def _is_full_name(name: tuple[str, ...]) -> bool:
    real = [word for word in name if word not in PARTICLES]
    return 2 <= len(real) and len(name) <= MAX_NAME_WORDS + 1 and _could_be_person(name)


def _could_be_person(name: Sequence[str]) -> bool:
    return not any(word in THINGS for word in name)


def _same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Same surname, and first names that do not clash ("J. Mattis" is "James Mattis")."""
    if one[-1] != other[-1]:
        return False
    first, second = one[0].rstrip("."), other[0].rstrip(".")
    return first == second or (min(len(first), len(second)) == 1 and first[0] == second[0])


def _is_part(name: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return all(word in full for word in name)


def _first_name_gender(word: str) -> str:
    for part in (word, word.split("-")[0]):
        if part in WOMEN:
            return "f"
        if part in MEN:
            return "m"
    return ""


def is_capital(layout: Layout, spot: Spot) -> bool:
    """Whether the spot's core begins with a capital."""
    return layout.tokens[spot.core].kind == CAPITAL
