"""Who is who: every name of the article, short or full, and the person or organisation it belongs to."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from summarizer.model import Span
from summarizer.quotes.coreference.appositions import find_appositions
from summarizer.quotes.document.mentions import NAME, NOUN, SUFFIX, Spot
from summarizer.quotes.document.tokens import ARABIC_ARTICLE, CAPITAL, WORD, Layout
from summarizer.quotes.grammar.lexicon import PARTICLES, Words
from summarizer.quotes.grammar.name_lists import (
    FIRST_NAMES,
    SUFFIXES,
    THINGS,
    could_be_person,
    first_name_gender,
    is_first_name,
)

QUOTED_NAME = re.compile(r"\b[^\W\d_a-z][^\W\d_]{1,20} (?:[^\W\d_a-z]\. )?[^\W\d_a-z][^\W\d_]{1,20}\b")
MAX_NAME_WORDS = 5


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
        self._alone = Counter(
            self._name_words(spot)[0] for spot in spots if spot.kind == NAME and spot.last - spot.core == 1
        )
        self._full_names = {self._name_words(spot) for spot in spots if spot.kind == NAME and spot.last - spot.core > 1}
        self._small = {token.lower for token in layout.tokens if token.kind == WORD}
        self._printed: Counter[int] = Counter()  # how often each full name stands
        self._find_persons()
        self._find_quoted_persons(quoted)
        self._find_describing_persons()
        self._link_names()
        self._link_roles()
        for noun, name in find_appositions(layout, self.spots, words):
            self._person_of[noun] = self._person_of[name]
        self._find_genders()

    def is_known(self, spot: int) -> bool:
        """Whether the spot names a person whose full name is printed."""
        person = self._person_of[spot]
        return person >= 0 and self.persons[person].is_full

    def person_of(self, spot: int) -> int:
        """Number of the person a name means, -1 for none."""
        return self._person_of[spot]

    def _find_persons(self) -> None:
        for number in range(len(self.spots)):
            if self.spots[number].kind != NAME:
                continue
            spot = self._without_opener(number)
            name = self._name_words(spot)
            if not self._is_full_name(spot, name) or not self._looks_like_person(spot, name):
                continue
            name, span = self._without_genitive(name, self._name_span(spot))
            self._person_of[number] = self._add(name, span, is_full=True)
            self._printed[self._person_of[number]] += 1

    def _without_genitive(self, name: tuple[str, ...], span: Span) -> tuple[tuple[str, ...], Span]:
        """The name without a genitive's s ("Anna Linds parti"), where the surname stands without it elsewhere."""
        bare = name[-1][:-1]
        if self.words.language not in GENITIVE_S or not name[-1].endswith("s") or self._alone[name[-1]]:
            return name, span
        if not self._alone[bare] and (*name[:-1], bare) not in self._full_names:
            return name, span
        return (*name[:-1], bare), Span(span.start, span.end - 1)

    def _without_opener(self, number: int) -> Spot:
        """The spot without the capitalised word that only opens the sentence: "Inden Stine", "Yesterday Ana"."""
        spot = self._without_short_title(number)
        tokens = self.layout.tokens
        if spot.last - spot.core < 2 or spot.core != self.layout.bounds[self.layout.sentence_of[spot.core]][0]:
            return spot
        first, second = tokens[spot.core].lower, tokens[spot.core + 1]
        if first in FIRST_NAMES or second.kind != CAPITAL or second.lower in PARTICLES:
            return spot
        is_pair = spot.last - spot.core == 2
        if is_pair and self.words.language == "en" and first not in self._small and not first.endswith("ing"):
            return spot  # "Zeke Emanuel": what a person is called is written small nowhere
        if second.lower in FIRST_NAMES or (is_pair and self._starts[second.lower]):
            spot = replace(spot, first=spot.core + 1, core=spot.core + 1, start=second.start)
            self.spots[number] = spot
        return spot

    def _without_short_title(self, number: int) -> Spot:
        """The spot without capitals that stand for an office or a party in front of a full name: "MK Dana Lind"."""
        spot = self.spots[number]
        name = self.layout.tokens[spot.core : spot.last]
        if len(name) < MIN_WITH_TITLE or not name[0].text.isupper() or len(name[0].text) > MAX_SHORT_TITLE:
            return spot
        rest = [token.lower for token in name[1:]]
        if all(token.kind == CAPITAL and not token.text.isupper() for token in name[1:]) and could_be_person(rest):
            self.spots[number] = replace(spot, core=spot.core + 1)
        return self.spots[number]

    def _find_quoted_persons(self, quoted: Sequence[tuple[int, int]]) -> None:
        """Full names that only stand inside quotes, for surnames that stand alone outside."""
        for start, end in quoted:
            for match in QUOTED_NAME.finditer(self.body, start, end):
                name = tuple(_bare(word.lower()) for word in match.group().split())
                if self._is_missing(name[-1]) and name[0] not in self.words.starters and could_be_person(name):
                    span = Span(match.start(), match.start() + len(match.group().rstrip("'’")))
                    self._add(name, span, is_full=True)

    def _find_describing_persons(self) -> None:
        """Full names that only describe a noun, "the Ana Lind campaign", for surnames that stand alone outside."""
        tokens = self.layout.tokens
        for spot in self.spots:
            for index in range(spot.first, spot.last - 1 if spot.kind == NOUN else spot.first):
                first, last = tokens[index], tokens[index + 1]
                name = (first.lower, _bare(last.lower))
                if first.kind == last.kind == CAPITAL and is_first_name(name[0]) and self._is_missing(name[1]):
                    self._add(name, Span(first.start, last.start + len(name[1])), is_full=True)

    def _is_missing(self, surname: str) -> bool:
        """Whether a name stands alone that no full name ends in."""
        return self._alone[surname] > 0 and not any(
            self.persons[number].words[-1] == surname for number in self._namesakes(surname)
        )

    def _is_full_name(self, spot: Spot, name: tuple[str, ...]) -> bool:
        if name[0] in PARTICLES and name[0] not in FIRST_NAMES:
            return False  # "Von der Leyen", "De Gaulle": a surname that opens a sentence
        capitals = sum(token.kind == CAPITAL for token in self.layout.tokens[spot.core : spot.core + len(name)])
        return capitals > 1 and len(name) <= MAX_NAME_WORDS + 1 and could_be_person(name)

    def _looks_like_person(self, spot: Spot, name: tuple[str, ...]) -> bool:
        """Whether two capitals are a person: always doubtful where all nouns have capitals, or a heading shouts."""
        tokens = self.layout.tokens
        shouts = all(token.text.isupper() for token in tokens[spot.core : spot.last])
        if self.words.language not in ("de", "tr") and not shouts:
            return True
        if self.words.language == "de" and spot.core == spot.first and "von" in name and not is_first_name(name[0]):
            return False  # "Folgen von Schichtdienst"
        return spot.core > spot.first or bool(first_name_gender(name[0])) or self._alone[name[-1]] > 0

    def _name_span(self, spot: Spot) -> Span:
        tokens = self.layout.tokens
        last = spot.last
        while last - 1 > spot.core and tokens[last - 1].lower in SUFFIXES:
            last -= 1
        end = spot.end if last == spot.last else tokens[last - 1].end
        return Span(tokens[spot.core].start, end)

    def _add(self, name: tuple[str, ...], span: Span, *, is_full: bool) -> int:
        for number in self._namesakes(name[-1]):
            person = self.persons[number]
            if person.is_full == is_full and _same_person(person.words, name):
                if len(name) > len(person.words):
                    person.words, person.full, person.span = name, span.of(self.body), span
                    self._index(number, name)
                return number
        self.persons.append(Person(name, span.of(self.body), span, is_full))
        self._index(len(self.persons) - 1, name)
        return len(self.persons) - 1

    def _namesakes(self, word: str) -> Sequence[int]:
        """The persons whose name has the word, the latest ones if there are very many."""
        return self._by_word.get(word, [])[-MOST_NAMESAKES:]

    def _index(self, number: int, name: Sequence[str]) -> None:
        for word in name:
            entries = self._by_word.setdefault(word, [])
            if number not in entries[-MOST_NAMESAKES:]:
                entries.append(number)

    def _name_words(self, spot: Spot) -> tuple[str, ...]:
        """The words of the name behind titles and roles, lower case."""
        name = [_bare(token.lower) for token in self.layout.tokens[spot.core : spot.last]]
        while len(name) > 1 and name[-1] in SUFFIXES:
            name.pop()
        return tuple(name)

    def _link_names(self) -> None:
        """Give each shorter name ("Mattis", "Hillary") the person it belongs to."""
        for number, spot in enumerate(self.spots):
            if spot.kind == NAME and self._person_of[number] < 0:
                name = self._name_words(spot)
                match = self._match(name, spot)
                if match >= 0 and self._is_no_surname(spot, self.persons[match]):
                    match = -1
                self._person_of[number] = match if match >= 0 else self._add_thing(name, spot)
            person = self._person_of[number]
            if person >= 0:
                self.persons[person].spots.append(number)

    def _is_no_surname(self, spot: Spot, person: Person) -> bool:
        """Whether "the" before a lone word says that no person is meant: "the West", but "the Courier"."""
        is_lone = spot.last - spot.core == 1 and spot.core == spot.first + 1
        if not is_lone or self.words.language != "en" or not self.is_definite(spot):
            return False
        return is_first_name(person.words[0]) or self.layout.tokens[spot.core].lower in THINGS

    def _match(self, name: tuple[str, ...], spot: Spot) -> int:
        if not name or len(name) > MAX_NAME_WORDS:
            return -1
        persons = self.persons
        fits = [n for n in self._namesakes(name[-1]) if persons[n].is_full and _is_part(name, persons[n].words)]
        if not fits and name[-1].endswith("s") and self.words.language in GENITIVE_S and len(name) == 1:
            return self._match((name[0][:-1],), spot)
        surnames = [number for number in fits if self.persons[number].words[-1] == name[-1]]
        fits = surnames or fits
        title = self._title_gender(spot)
        if title and len(fits) > 1:
            fits = [
                number for number in fits if first_name_gender(self.persons[number].words[0]) in ("", title)
            ] or fits
        if not fits:
            return -1
        return max(fits, key=self._rank_namesake)

    def _rank_namesake(self, number: int) -> tuple[int, bool, int]:
        """Of two Linds the one often named in full is meant, else the first: the other is named in full each time."""
        return min(self._printed[number], 3), is_first_name(self.persons[number].words[0]), -number

    def _add_thing(self, name: tuple[str, ...], spot: Spot) -> int:
        """An organisation, a place, or a person of whom only one name is printed."""
        if len(name) == 1 and self.layout.tokens[spot.core].text.isupper():
            spelled = self._initials.get(name[0])
            if spelled is not None:
                return spelled
        longer = self._longer_name(name[0]) if len(name) == 1 else -1
        if longer >= 0:
            return longer
        span = self._thing_span(spot)
        number = self._add(name, span, is_full=False)
        if len(name) == 1 and span.start < self.layout.tokens[spot.core].start:  # a title: "Pope Francis"
            self.persons[number].full, self.persons[number].span = span.of(self.body), span
        if len(name) > 1:
            self._initials.setdefault("".join(word[0] for word in name if word not in SMALL), number)
        return number

    def _longer_name(self, word: str) -> int:
        """The thing named before whose name ends in the word: "the Post" after "Velby Post"; -1 for none."""
        for number in reversed(self._namesakes(word)):
            person = self.persons[number]
            if not person.is_full and len(person.words) > 1 and person.words[-1] == word:
                return number
        return -1

    def _thing_span(self, spot: Spot) -> Span:
        """The name; with its title for those who have no other: "Pope Francis", "Queen Helena"."""
        before = self.layout.tokens[spot.core - 1]
        if spot.core > spot.first and spot.last - spot.core == 1 and before.lower in CROWNED:
            return Span(before.start, spot.end)
        return self._name_span(spot)

    def _link_roles(self) -> None:
        """Give each "the minister" the person the article has called minister before."""
        holders: dict[str, int] = {}
        for number, spot in enumerate(self.spots):
            person = self._person_of[number]
            if spot.kind == NAME and person >= 0 and self.persons[person].is_full:
                for head in self._role_heads(spot):
                    holders[head] = person
            elif spot.kind == NOUN and self.is_definite(spot):
                head = self.layout.tokens[spot.last - 1].lower
                if any(token.lower in OTHERS for token in self.layout.tokens[spot.first : spot.last - 1]):
                    continue
                if head in holders and self.words.is_role(head):
                    self._person_of[number] = holders[head]

    def _role_heads(self, spot: Spot) -> Iterator[str]:
        tokens = self.layout.tokens
        near = [*range(spot.first, spot.core)]
        if spot.last < len(tokens) and tokens[spot.last].text == "," and not self._speaks_next(spot.last + 1):
            near += range(spot.last + 1, min(len(tokens), spot.last + 5))
        for index in near:
            if self.words.is_role(tokens[index].lower):
                yield tokens[index].lower

    def _speaks_next(self, index: int) -> bool:
        """Whether what follows a comma is the subject of a new clause: "After meeting Jo Lind, the mayor said"."""
        for token in self.layout.tokens[index : index + 7]:
            if token.text in ",.":
                return False
            if token.lower in self.words.said:
                return True
        return False

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

    def is_definite(self, spot: Spot) -> bool:
        """Whether a noun phrase opens with "the"."""
        return self.layout.tokens[spot.first].lower in DEFINITE.get(self.words.language, ())


CROWNED = frozenset(
    ("pope", "king", "queen", "prince", "princess", "papst", "könig", "königin", "pape", "papa", "pave")
)
OTHERS = frozenset(
    (
        "new", "former", "next", "other", "previous", "late", "neue", "ehemalige", "frühere", "nouveau", "nouvelle",
        "ancien", "ancienne", "nuevo", "nueva", "nuovo", "nuova", "novo", "nova", "nieuwe", "ny", "nye", "nya",
    )
)  # fmt: skip
"""Words that tell "the new speaker" from the one before."""

WITH_ARTICLE = re.compile(rf"^{ARABIC_ARTICLE}(?=\w{{3}})")
GENITIVE_S = frozenset(("de", "nl", "no", "da", "sv", "is"))
SMALL = frozenset(("of", "and", "the", "for", "de", "la", "du", "des", "der", "die", "und"))
MIN_WITH_TITLE = 3  # words of "MK Dana Lind"
MAX_SHORT_TITLE = 3  # letters of "MK", "FDP"
MOST_NAMESAKES = 40  # persons of one surname that are compared
DEFINITE = {
    "en": ("the",),
    "de": ("der", "die", "das", "dem", "den"),
    "fr": ("le", "la", "l'"),
    "es": ("el", "la"),
    "it": ("il", "la", "lo"),
    "pt": ("o", "a"),
    "nl": ("de", "het"),
}


def _bare(word: str) -> str:
    """Without a genitive's ending or an Arabic article: "Lind said" may mean Omar al-Lind."""
    ending = SUFFIX.search(word)
    word = word[: ending.start()] if ending else word.rstrip("'’")
    return WITH_ARTICLE.sub("", word)


def _same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Same surname, and first names that do not clash ("J. Mattis" is "James Mattis")."""
    if one[-1] != other[-1]:
        return False
    first, second = one[0].rstrip("."), other[0].rstrip(".")
    return first == second or (min(len(first), len(second)) == 1 and first[0] == second[0])


def _is_part(name: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return all(word in full for word in name)
