"""Everybody an article names or describes: what kind of person or thing each is, and of which gender."""

from collections.abc import Mapping, Sequence
from itertools import islice

from summarizer.quotes.coreference.antecedents.article_gender import genders_by_pronoun, genders_by_title
from summarizer.quotes.coreference.antecedents.person_signs import PersonSigns
from summarizer.quotes.coreference.antecedents.prominence import SPEAKS, Prominence
from summarizer.quotes.coreference.antecedents.role_words import RoleWords
from summarizer.quotes.coreference.antecedents.unnamed import UNNAMED, UnnamedPeople
from summarizer.quotes.coreference.entities import EntityIndex
from summarizer.quotes.document.mentions import NOUN
from summarizer.quotes.document.quote_context import QuoteContext
from summarizer.quotes.document.subjects import is_cleft
from summarizer.quotes.grammar.gender import PERSONAL, Gender
from summarizer.quotes.grammar.name_lists import GROUPS, PLACES, could_be_person, first_name_gender, is_first_name

MOST_READ = 8  # mentions of one name
MOST_COUNTED = 20
PERSONS = ("person", "listed", "full", "title", "voice", "a", "the")
"""The sorts of those who may be one person."""


class People:
    """The people and things of one article, by number: an entity's, or UNNAMED - n for those without a name."""

    def __init__(self, entities: EntityIndex, context: QuoteContext) -> None:
        tokenized, lexicon, mentions = context.tokenized, context.lexicon, entities.mentions
        self._context = context
        self.entities = entities
        self.mentions = mentions
        self.prominence = Prominence(context, mentions)
        self.roles = RoleWords(entities.all, mentions, tokenized, lexicon)
        self.unnamed = UnnamedPeople(mentions, tokenized, lexicon, self.roles)
        of_mention = [entities.entity_of(number) for number in range(len(mentions))]
        self._signs = PersonSigns(entities.all, mentions, tokenized, lexicon)
        self._by_title = genders_by_title(entities.all, mentions, tokenized, lexicon)
        people = {number for number, entity in enumerate(entities.all) if entity.is_full or self._by_title[number]}
        self._by_pronoun = genders_by_pronoun(people, of_mention, mentions, tokenized, lexicon)
        self._sorts: dict[int, str] = {}

    def of(self, mention: int) -> int:
        """Whom a mention means that is no pronoun: an entity, or the unnamed person it describes; else NOBODY."""
        entity = self.entities.entity_of(mention)
        if entity >= 0 or self.mentions[mention].kind != NOUN:
            return entity
        return self.unnamed.number(mention)

    def described(self, person: int) -> int:
        """The mention that describes an unnamed person first; -1 for somebody with a name, and for NOBODY."""
        return UNNAMED - person if person <= UNNAMED else -1

    def is_full(self, person: int) -> bool:
        """Whether the article gives first name and surname."""
        return person >= 0 and self.entities.all[person].is_full

    def sort(self, person: int) -> str:
        """What shows that it is a person, from the article alone where it can be; see `CandidateFacts`."""
        if person not in self._sorts:
            self._sorts[person] = self._find_sort(person)
        return self._sorts[person]

    def _find_sort(self, person: int) -> str:
        if person < 0:
            return "the" if self.entities.is_definite(self.mentions[self.described(person)]) else "a"
        known = self.entities.all[person]
        if not could_be_person(known.words):
            return "thing"
        if known.is_full:
            if self._signs.is_shown(person) or self._acts(person):
                return "person"
            is_place = known.words[0] in PLACES and not is_first_name(known.words[0])
            return "thing" if is_place else "listed" if is_first_name(known.words[0]) else "full"
        if self._by_title[person]:
            return "title"
        speaks = any(self.prominence.place(number) == SPEAKS for number in islice(known.mentions, MOST_READ))
        return "voice" if speaks else "word"

    def _acts(self, person: int) -> bool:
        """Whether a name without "the" speaks, or opens a sentence before a verb: "Thabo Nkuna scored twice"."""
        for number in islice(self.entities.all[person].mentions, MOST_READ):
            mention, place = self.mentions[number], self.prominence.place(number)
            acts = place == SPEAKS or self.prominence.is_before_verb(number) or is_cleft(self._context, number)
            if acts and mention.core == mention.first:
                return True
        return False

    def number(self, person: int) -> str:
        """Whether the noun for somebody without a name is of several people: "several", "group" or "one"; else ""."""
        if person >= 0:
            return ""
        described = self.described(person)
        if not self.unnamed.is_group(described):
            return "one"
        return "group" if self.unnamed.head(described) in GROUPS else "several"

    def by_title(self, person: int) -> Gender:
        """The gender that titles and roles before the name show, or the noun that describes somebody."""
        return self._by_title[person] if person >= 0 else self.unnamed.gender(self.described(person))

    def by_pronoun(self, person: int) -> Gender:
        """The gender of the pronouns in the article that most likely mean the person."""
        return self._by_pronoun.get(person, Gender.UNKNOWN)

    def by_list(self, person: int) -> Gender:
        """The gender a list of first names has."""
        return first_name_gender(self.entities.all[person].words[0]) if person >= 0 else Gender.UNKNOWN

    def gender(self, person: int) -> Gender:
        """The gender: what the article tells, else what a list of first names has."""
        return self.by_title(person) or self.by_pronoun(person) or self.by_list(person)

    def has_listed_name(self, person: int) -> bool:
        """Whether a list has the first name, be it of one gender or of both."""
        return person >= 0 and is_first_name(self.entities.all[person].words[0])

    def may_be(self, person: int, gender: Gender) -> bool:
        """Whether nothing speaks against a gender, and the candidate may be one person."""
        if person < 0:
            return True
        if not could_be_person(self.entities.all[person].words):
            return False
        return self.gender(person) in (gender, Gender.UNKNOWN)

    def clashes(self, person: int, gender: Gender) -> bool:
        """Whether the article's own titles show another gender."""
        told = self.by_title(person)
        return gender in PERSONAL and told in PERSONAL and told != gender

    def times_before(self, person: int, mention: int) -> int:
        """How often the person was named before a mention."""
        return sum(number < mention for number in islice(self._numbers(person), MOST_COUNTED))

    def _numbers(self, person: int) -> Sequence[int]:
        """The mentions of a person."""
        return self.entities.all[person].mentions if person >= 0 else (self.described(person),)

    def last_mention(self, person: int, mention: int) -> int:
        """The last mention before another one; the first of all where there is none."""
        if person < 0:
            return self.described(person)
        return max((number for number in self.entities.all[person].mentions if number < mention), default=0)

    def shared_words(self, person: int, mention: int) -> str:
        """How many of a noun phrase's words describe the person, or are in the name: "all", "head", "some" or "none".

        "party" and "other party" where a German role is glued to one: "der FVS-Spitzenkandidat".
        """
        phrase = self.roles.in_phrase(self.mentions[mention])
        if not phrase:
            return ""
        known = self._words_for(person, mention)
        party = next(self.roles.parties([mention]), "")
        if party:
            others = set(self.roles.parties(self._numbers(person)))
            return "party" if party in others else "other party" if others else "none"
        common = sum(word in known for word in phrase)
        if common == len(phrase):
            return "all"
        if phrase[-1] in known:
            return "head"
        return "some" if common else "none" if known else "unknown"

    def _words_for(self, person: int, mention: int) -> frozenset[str]:
        if person < 0:
            return frozenset(self.roles.in_phrase(self.mentions[self.described(person)]))
        return self.roles.of(person, mention) | frozenset(self.entities.all[person].words)


Speakers = Mapping[int, int]
"""Token of each quote so far -> its speaker's number, in document order."""
