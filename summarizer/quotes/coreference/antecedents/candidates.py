"""Who may be meant by a pronoun, a role or a shared surname: everybody named or described before it, near enough."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from summarizer.quotes.coreference.antecedents.people import People, Speakers
from summarizer.quotes.coreference.antecedents.prominence import SubjectChains
from summarizer.quotes.coreference.antecedents.unnamed import NOBODY
from summarizer.quotes.document.mentions import PRONOUN
from summarizer.quotes.document.quote_context import QuoteContext
from summarizer.quotes.grammar.gender import PERSONAL, Gender
from summarizer.quotes.grammar.name_lists import PLACES

LOOK_BACK = 60  # mentions before a pronoun that are read
FAR = 12  # sentences
MOST_CANDIDATES = 8  # the nearest ones; the right one is hardly ever farther
LOOK_AHEAD = 6  # mentions, where nobody was named before
LAST_QUOTES = 3


class AnaphorKind(StrEnum):
    """What kind of mention needs an antecedent. The values are in the names of features that the weights know."""

    PERSON = "P"
    """ "She", "cette dernière"."""

    THING = "X"
    """ "It", "they"."""

    ROLE = "N"
    """ "The minister", "the 31-year-old"."""

    GROUP = "G"
    """ "The bank"."""

    SURNAME = "S"
    """A surname that two people of the article share."""


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A mention that needs an antecedent.

    Attributes:
        mention: its number.
        kind: which kind of mention.
        gender: of a pronoun or a role; unknown where it shows none.
    """

    mention: int
    kind: AnaphorKind
    gender: Gender


@dataclass(slots=True)
class Candidates:
    """What the way back from a mention found.

    Attributes:
        last: each person or thing, with the last mention.
        pronouns: how many pronouns of the mention's gender came since.
    """

    last: dict[int, int] = field(default_factory=dict)
    pronouns: dict[int, int] = field(default_factory=dict)


class CandidateFinder:
    """Finds the candidates of the anaphors of one article."""

    def __init__(self, people: People, context: QuoteContext) -> None:
        self.people = people
        self.context = context
        self.tokenized = context.tokenized
        self.mentions = people.mentions
        self.chains = SubjectChains(people.prominence, people.of, people.may_be)
        self._likely: dict[int, int] = {}

    def find(self, anaphor: Anaphor, speakers: Speakers) -> Candidates:
        """Everybody who may be meant, the speakers of the last quotes too."""
        found = self._look_back(anaphor)
        for at in self.last_quotes(anaphor.mention, speakers):
            if speakers[at] != NOBODY and self._may_mean(anaphor, speakers[at]):
                found.last.setdefault(speakers[at], self.people.last_mention(speakers[at], anaphor.mention))
        if not any(person >= 0 for person in found.last):
            self._look_ahead(anaphor, found)
        return found

    def likely(self, number: int) -> int:
        """Whom a name or a noun phrase means without a model: "the mayor" the last one called mayor."""
        if number not in self._likely:
            self._likely[number] = self._find_likely(number)
        return self._likely[number]

    def _find_likely(self, number: int) -> int:
        person = self.people.of(number)
        if person >= 0 or person == NOBODY or not self.people.entities.is_definite(self.mentions[number]):
            return person
        for other in range(number - 1, max(-1, number - LOOK_BACK), -1):
            earlier = NOBODY if self.mentions[other].kind == PRONOUN else self.people.of(other)
            if earlier != NOBODY and self.people.shared_words(earlier, number) in ("all", "party"):
                return earlier
        return person

    def last_quotes(self, mention: int, speakers: Speakers) -> Iterator[int]:
        """The tokens of the quotes right before a mention, the last one first."""
        here = self.mentions[mention].first
        return islice((at for at in reversed(speakers) if at < here), LAST_QUOTES)

    def _look_back(self, anaphor: Anaphor) -> Candidates:
        found, pronouns = Candidates(), 0
        start = self.tokenized.sentence_of[self.mentions[anaphor.mention].first]
        for number in range(anaphor.mention - 1, max(-1, anaphor.mention - LOOK_BACK), -1):
            here = self.mentions[number]
            if start - self.tokenized.sentence_of[here.first] > FAR or len(found.last) == MOST_CANDIDATES:
                break
            if here.kind == PRONOUN:
                if self.chains.gender(number) != anaphor.gender:
                    continue
                pronouns += 1
            person = self.chains.subject(number) if here.kind == PRONOUN else self.likely(number)
            if person not in (NOBODY, *found.last) and self._may_mean(anaphor, person):
                found.last[person], found.pronouns[person] = number, pronouns
        return found

    def _look_ahead(self, anaphor: Anaphor, found: Candidates) -> None:
        """Whom the article names only later: "“…,” she said. Ana Lind, the mayor, …"."""
        for number in range(anaphor.mention + 1, min(len(self.mentions), anaphor.mention + LOOK_AHEAD)):
            person = self.people.entities.entity_of(number)
            if self.people.is_full(person) and self._may_mean(anaphor, person):
                found.last.setdefault(person, number)

    def _may_mean(self, anaphor: Anaphor, person: int) -> bool:
        if anaphor.kind is AnaphorKind.SURNAME:
            return person in self.people.entities.namesakes(self.people.of(anaphor.mention))
        if person < 0:
            return self._unnamed_may_be(anaphor, person)
        if anaphor.kind in (AnaphorKind.THING, AnaphorKind.GROUP):
            is_person = self.people.is_full(person) and self.people.sort(person) != "full"
            return not is_person and self.people.entities.all[person].words[-1] not in PLACES
        return not self.people.clashes(person, anaphor.gender)

    def _unnamed_may_be(self, anaphor: Anaphor, person: int) -> bool:
        """Whether the unnamed one fits: no group for "she", no woman for "he"."""
        is_group = self.people.unnamed.is_group(self.people.described(person))
        if anaphor.kind in (AnaphorKind.THING, AnaphorKind.GROUP):
            return is_group
        return not is_group and not (anaphor.gender in PERSONAL and self.people.clashes(person, anaphor.gender))
