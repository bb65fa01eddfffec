"""Who is meant: from "Mattis", "she" or "the minister" to the full name the article prints."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from summarizer.model import Span
from summarizer.quotes.layout import CAPITAL, Layout
from summarizer.quotes.mentions import NAME, NOUN, PRONOUN, SUFFIX, Spot
from summarizer.quotes.names import FIRST_NAMES, SUFFIXES, could_be_person, first_name_gender
from summarizer.quotes.words import PARTICLES, Words

QUOTED_NAME = re.compile(r"\b[^\W\d_a-z][^\W\d_]{1,20} (?:[^\W\d_a-z]\. )?[^\W\d_a-z][^\W\d_]{1,20}\b")
MAX_NAME_WORDS = 5
LOOK_BACK = 40  # spots before a pronoun that are weighed
FAR = 8  # sentences


@dataclass(slots=True)
class Person:
    """Somebody the article names: a person, or an organisation or place that can speak like one.

    Attributes:
        words: the words of the full name, lower case.
        full: the fullest form, as printed.
        span: where that form stands.
        is_full: a person named with first name and surname.
        gender: "m", "f" or "" where nothing tells.
        spots: indices of the spots that name the person.
    """

    words: tuple[str, ...]
    full: str
    span: Span
    is_full: bool
    gender: str = ""
    spots: list[int] = field(default_factory=list)


class Cast:
    """All persons of an article, and which spot means whom."""

    def __init__(
        self, body: str, layout: Layout, spots: Sequence[Spot], words: Words, quoted: Sequence[tuple[int, int]] = ()
    ) -> None:
        self.body = body
        self.layout = layout
        self.spots = list(spots)
        self.words = words
        self.persons: list[Person] = []
        self._by_word: dict[str, list[int]] = {}
        self._person_of: list[int] = [-1] * len(spots)
        self._initials: dict[str, int] = {}
        self._starts = Counter(
            layout.tokens[spot.core].lower for spot in spots if spot.kind == NAME and spot.last - spot.core > 1
        )
        self._alone = Counter(self._name_words(spot)[0] for spot in spots if spot.kind == NAME and spot.last - spot.core == 1)
        self._find_persons()
        self._find_quoted_persons(quoted)
        self._link_names()
        self._link_roles()
        self._find_genders()

    def is_known(self, spot: int) -> bool:
        """Whether the spot names a person whose full name is printed."""
        person = self._person_of[spot]
        return person >= 0 and self.persons[person].is_full

    def person_of(self, spot: int) -> int:
        """Number of the person a name means, -1 for none."""
        return self._person_of[spot]

    def _find_persons(self) -> None:
        for number, spot in enumerate(self.spots):
            if spot.kind != NAME:
                continue
            spot = self._without_opener(number)
            name = self._name_words(spot)
            if not self._is_full_name(spot, name) or not self._looks_like_person(spot, name):
                continue
            self._person_of[number] = self._add(name, self._name_span(spot), is_full=True)

    def _without_opener(self, number: int) -> Spot:
        """The spot without the capitalised word that only opens the sentence: "Inden Stine", "Yesterday Ana"."""
        spot = self.spots[number]
        tokens = self.layout.tokens
        if spot.last - spot.core < 2 or spot.core != self.layout.bounds[self.layout.sentence_of[spot.core]][0]:  # noqa: PLR2004
            return spot
        first, second = tokens[spot.core].lower, tokens[spot.core + 1]
        if first in FIRST_NAMES or second.kind != CAPITAL:
            return spot
        if second.lower in FIRST_NAMES or (spot.last - spot.core == 2 and self._starts[second.lower]):  # noqa: PLR2004
            spot = replace(spot, first=spot.core + 1, core=spot.core + 1, start=second.start)
            self.spots[number] = spot
        return spot

    def _find_quoted_persons(self, quoted: Sequence[tuple[int, int]]) -> None:
        """Full names that only stand inside quotes, for surnames that stand alone outside."""
        for start, end in quoted:
            for match in QUOTED_NAME.finditer(self.body, start, end):
                name = tuple(_bare(word.lower()) for word in match.group().split())
                missing = self._alone[name[-1]] > 0 and not any(
                    self.persons[number].words[-1] == name[-1] for number in self._by_word.get(name[-1], ())
                )
                if missing and name[0] not in self.words.starters and could_be_person(name):
                    span = Span(match.start(), match.start() + len(match.group().rstrip("'’")))
                    self._add(name, span, is_full=True)

    def _is_full_name(self, spot: Spot, name: tuple[str, ...]) -> bool:
        capitals = sum(token.kind == CAPITAL for token in self.layout.tokens[spot.core : spot.core + len(name)])
        return capitals > 1 and len(name) <= MAX_NAME_WORDS + 1 and could_be_person(name)

    def _looks_like_person(self, spot: Spot, name: tuple[str, ...]) -> bool:
        """Whether two capitals are a person: always doubtful where all nouns have capitals, or a heading shouts."""
        tokens = self.layout.tokens
        shouts = all(token.text.isupper() for token in tokens[spot.core : spot.last])
        if self.words.language not in ("de", "tr") and not shouts:
            return True
        return spot.core > spot.first or bool(first_name_gender(name[0])) or self._alone[name[-1]] > 0

    def _name_span(self, spot: Spot) -> Span:
        tokens = self.layout.tokens
        last = spot.last
        while last - 1 > spot.core and tokens[last - 1].lower in SUFFIXES:
            last -= 1
        end = spot.end if last == spot.last else tokens[last - 1].end
        return Span(tokens[spot.core].start, end)

    def _add(self, name: tuple[str, ...], span: Span, *, is_full: bool) -> int:
        for number in self._by_word.get(name[-1], ()):
            person = self.persons[number]
            if person.is_full == is_full and _same_person(person.words, name):
                if len(name) > len(person.words):
                    person.words, person.full, person.span = name, span.of(self.body), span
                    self._index(number, name)
                return number
        self.persons.append(Person(name, span.of(self.body), span, is_full))
        self._index(len(self.persons) - 1, name)
        return len(self.persons) - 1

    def _index(self, number: int, name: Sequence[str]) -> None:
        for word in name:
            entries = self._by_word.setdefault(word, [])
            if number not in entries:
                entries.append(number)

    def _name_words(self, spot: Spot) -> tuple[str, ...]:
        """The words of the name behind titles and roles, lower case."""
        name = [_bare(token.lower) for token in self.layout.tokens[spot.core : spot.last]]
        while len(name) > 1 and name[-1] in SUFFIXES:
            name.pop()
        return tuple(name)

    def _link_names(self) -> None:
        """Give each shorter name ("Mattis", "Hillary") the person it belongs to."""
        last_seen: dict[int, int] = {}
        for number, spot in enumerate(self.spots):
            if spot.kind == NAME and self._person_of[number] < 0:
                name = self._name_words(spot)
                match = self._match(name, spot, last_seen)
                self._person_of[number] = match if match >= 0 else self._add_thing(name, spot)
            person = self._person_of[number]
            if person >= 0:
                last_seen[person] = number
                self.persons[person].spots.append(number)

    def _match(self, name: tuple[str, ...], spot: Spot, last_seen: dict[int, int]) -> int:
        if not name or len(name) > MAX_NAME_WORDS:
            return -1
        persons = self.persons
        fits = [n for n in self._by_word.get(name[-1], ()) if persons[n].is_full and _is_part(name, persons[n].words)]
        if not fits and name[-1].endswith("s") and self.words.language in GENITIVE_S and len(name) == 1:
            return self._match((name[0][:-1],), spot, last_seen)
        surnames = [number for number in fits if self.persons[number].words[-1] == name[-1]]
        fits = surnames or fits
        title = self._title_gender(spot)
        if title and len(fits) > 1:
            fits = [number for number in fits if first_name_gender(self.persons[number].words[0]) in ("", title)] or fits
        if not fits:
            return -1
        return max(fits, key=lambda number: last_seen.get(number, -1))

    def _add_thing(self, name: tuple[str, ...], spot: Spot) -> int:
        """An organisation, a place, or a person of whom only one name is printed."""
        if len(name) == 1 and self.body[spot.start : spot.end].isupper():
            spelled = self._initials.get(name[0])
            if spelled is not None:
                return spelled
        number = self._add(name, self._name_span(spot), is_full=False)
        if len(name) > 1:
            self._initials.setdefault("".join(word[0] for word in name if word not in SMALL), number)
        return number

    def _link_roles(self) -> None:
        """Give each "the minister" the person the article has called minister before."""
        holders: dict[str, int] = {}
        for number, spot in enumerate(self.spots):
            person = self._person_of[number]
            if spot.kind == NAME and person >= 0 and self.persons[person].is_full:
                for head in self._role_heads(spot):
                    holders[head] = person
            elif spot.kind == NOUN and self._is_definite(spot):
                head = self.layout.tokens[spot.last - 1].lower
                if head in holders and self.words.is_role(head):
                    self._person_of[number] = holders[head]

    def _role_heads(self, spot: Spot) -> Iterator[str]:
        tokens = self.layout.tokens
        near = [*range(spot.first, spot.core)]
        if spot.last < len(tokens) and tokens[spot.last].text == ",":
            near += range(spot.last + 1, min(len(tokens), spot.last + 5))
        for index in near:
            if self.words.is_role(tokens[index].lower):
                yield tokens[index].lower

    def _is_definite(self, spot: Spot) -> bool:
        return self.layout.tokens[spot.first].lower in DEFINITE.get(self.words.language, ())

    def _title_gender(self, spot: Spot) -> str:
        for index in range(spot.first, spot.core):
            gender = self.words.titles.get(self.layout.tokens[index].lower, "")
            if gender:
                return gender
        return ""

    def _find_genders(self) -> None:
        for person in self.persons:
            votes: Counter[str] = Counter()
            first = first_name_gender(person.words[0])
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
        """Number of the person a spot means, names, pronouns and "the minister" alike; -1 for nobody we know.

        Args:
            spot: index of the spot.
            speakers: token index of each quote so far -> person who spoke it.
        """
        here = self.spots[spot]
        if here.kind == NAME or self._person_of[spot] >= 0:
            return self._person_of[spot]
        if here.kind == NOUN:
            return self._by_role(spot, speakers)
        gender = self.words.pronouns.get(self.layout.tokens[here.first].lower, "")
        if gender == "w":
            return self._before_relative(spot, speakers)
        if gender in ("m", "f"):
            return self._most_salient(spot, gender, speakers)
        if gender in ("n", "p"):
            return self._most_salient(spot, "n", speakers, least=3.0)
        return -1

    def _before_relative(self, spot: int, speakers: dict[int, int]) -> int:
        if spot == 0:
            return -1
        before = self.spots[spot - 1]
        near = self.spots[spot].first - before.last <= 2  # noqa: PLR2004 - at most a comma in between
        return self.meant_by(spot - 1, speakers) if near and before.kind != PRONOUN else -1

    def _by_role(self, spot: int, speakers: dict[int, int]) -> int:
        """The person a definite noun phrase means: "the worker", "der CDU-Politiker", "the bank"."""
        here = self.spots[spot]
        if not self._is_definite(here):
            return -1
        tokens = self.layout.tokens
        head = tokens[here.last - 1].lower
        heads = [tokens[index].lower for index in range(here.first + 1, here.last) if self.words.is_role(tokens[index].lower)]
        if heads or head.endswith(AGES):
            return self._most_salient(spot, self._role_gender(tokens[here.first].lower, heads), speakers, least=2.8)
        if head in GROUPS:
            return self._most_salient(spot, "n", speakers, least=2.8)
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
            person = self._person_of[number]
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
            total = score + self._standing(self.persons[person], gender, spot)
            if total > best_score:
                best, best_score = person, total
        return best

    def _agrees(self, person: int, gender: str) -> bool:
        here = self.persons[person]
        if gender == "n":
            return not here.is_full
        return not (gender and here.gender and here.gender != gender)

    def _weight(self, number: int, distance: int) -> float:
        spot = self.spots[number]
        weight = 3.0 - 0.4 * distance
        first = self.layout.bounds[self.layout.sentence_of[spot.first]][0]
        if spot.first - first <= 4:
            weight += 1.0
        if spot.first > 0 and self.layout.tokens[spot.first - 1].lower in self.words.prepositions:
            weight -= 0.5
        return weight - (0.5 if spot.is_possessive else 0.0)

    def _spoke_lately(self, spot: int, gender: str, speakers: dict[int, int]) -> Iterator[tuple[int, float]]:
        """The last to speak before the spot, unless somebody else who fits was named since."""
        here = self.spots[spot].first
        at = max((at for at in speakers if at < here), default=-1)
        if at < 0 or not self._agrees(speakers[at], gender):
            return
        distance = self.layout.paragraph_of[here] - self.layout.paragraph_of[at]
        if distance > 2:  # noqa: PLR2004 - two paragraphs on, nobody remembers who spoke
            return
        since = (self._person_of[number] for number in range(spot - 1, max(-1, spot - 12), -1) if self.spots[number].first > at)
        rival = any(person not in (-1, speakers[at]) and self._is_rival(person, gender) for person in since)
        yield speakers[at], 0.5 if rival else 2.5 - 0.5 * distance

    def _is_rival(self, person: int, gender: str) -> bool:
        return self._agrees(person, gender) and (gender == "n" or self.persons[person].is_full)

    def _standing(self, person: Person, gender: str, spot: int) -> float:
        mentions = sum(1 for number in person.spots[:20] if number < spot)
        score = 0.1 * min(mentions, 8)
        if gender != "n":
            if gender:
                score += 1.5 if person.gender == gender else -0.7
            score -= 0.0 if person.is_full else 3.0
            score -= 0.0 if could_be_person(person.words) else 3.0
        return score


GENITIVE_S = frozenset(("de", "nl", "no", "da", "sv", "is"))
SMALL = frozenset("of and the for de la du des der die und".split())
AGES = ("-year-old", "-jährige", "-jähriger", "-jährigen", "-of-one", "-of-two", "-of-three", "-of-four", "åringen", "åringen")
GROUPS = frozenset(
    "company bank firm group organisation organization agency department ministry authority union club charity party team "
    "network paper newspaper magazine committee commission board business retailer carrier airline manufacturer statement "
    "unternehmen bank behörde verband verein gewerkschaft partei ministerium konzern firma".split()
)
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
    ending = SUFFIX.search(word)
    return word[: ending.start()] if ending else word.rstrip("'’")


def _same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Same surname, and first names that do not clash ("J. Mattis" is "James Mattis")."""
    if one[-1] != other[-1]:
        return False
    first, second = one[0].rstrip("."), other[0].rstrip(".")
    return first == second or (min(len(first), len(second)) == 1 and first[0] == second[0])


def _is_part(name: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return all(word in full for word in name)
