"""Whom "she", "the minister", "the bank" or a surname two people share means, with a probability.

A mention ranker after Denis & Baldridge, "Specialized Models and Ranking for Coreference Resolution" (EMNLP 2008):
all candidates of one mention compete in one softmax, "nobody" among them, so that the result is a probability of the
person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summarizer.quotes.coreference.antecedents.article_gender import gender_in_front
from summarizer.quotes.coreference.antecedents.candidates import Anaphor, AnaphorKind, CandidateFinder, Candidates
from summarizer.quotes.coreference.antecedents.features import (
    AnaphorFacts,
    CandidateFacts,
    candidate_features,
    nobody_features,
)
from summarizer.quotes.coreference.antecedents.people import PERSONS, People, Speakers
from summarizer.quotes.coreference.antecedents.unnamed import AGES, NOBODY
from summarizer.quotes.coreference.entities import EntityIndex
from summarizer.quotes.coreference.own_offices import names_own_group, names_own_office
from summarizer.quotes.document.latter import LATTER, is_latter
from summarizer.quotes.document.mentions import NAME, NOUN, PRONOUN
from summarizer.quotes.document.quote_context import QuoteContext
from summarizer.quotes.grammar.gender import IMPERSONAL_PRONOUNS, PERSONAL, Gender
from summarizer.quotes.grammar.name_lists import GROUPS
from summarizer.quotes.grammar.noun_kinds import is_person_or_group
from summarizer.quotes.softmax import Weights, load_weights, probabilities, score

MOST_PERSONS = 4
FAR_QUOTE = 2  # paragraphs
ONE_WOMAN = "in"
"""The ending of German nouns for one woman."""

WEIGHTS: Weights = load_weights("antecedents")


@dataclass(frozen=True, slots=True)
class AntecedentCase:
    """One mention and whom it may mean.

    Attributes:
        people: the candidates; NOBODY comes first.
        features: of each of them.
    """

    people: Sequence[int]
    features: Sequence[Sequence[str]]


class AntecedentRanker:
    """Ranks the people that each mention of one article may mean."""

    def __init__(self, entities: EntityIndex, context: QuoteContext) -> None:
        self.context = context
        self.tokenized = context.tokenized
        self.lexicon = context.lexicon
        self.entities = entities
        self.mentions = entities.mentions
        self.people = People(entities, context)
        self.finder = CandidateFinder(self.people, context)
        self._topics = self._find_topics()
        self._cases: dict[tuple[int, tuple[tuple[int, int], ...]], AntecedentCase] = {}

    def rank(self, mention: int, speakers: Speakers, weights: Weights = WEIGHTS) -> Mapping[int, float]:
        """Each person the mention may mean, or NOBODY -> the probability; they sum to 1.

        Args:
            mention: number of the mention.
            speakers: of the quotes so far.
            weights: of the features.
        """
        case = self.gather(mention, speakers)
        if len(case.people) == 1:
            return {case.people[0]: 1.0}
        chances = probabilities([score(features, weights) for features in case.features])
        return dict(zip(case.people, chances, strict=True))

    def likely(self, mention: int) -> int:
        """Whom a mention means without a model: a pronoun the subject it goes on about."""
        if self.mentions[mention].kind == PRONOUN:
            return self.finder.chains.subject(mention)
        return self.people.of(mention)

    def gather(self, mention: int, speakers: Speakers) -> AntecedentCase:
        """The candidates of a mention with their features; one candidate only where nothing is to be decided."""
        before = self._before_relative(mention)
        if before != mention:
            return self.gather(before, speakers) if before >= 0 else AntecedentCase((NOBODY,), ((),))
        anaphor = self.anaphor(mention)
        if anaphor is None:
            return AntecedentCase((self.people.of(mention),), ((),))
        return self._gather_once(anaphor, speakers)

    def _gather_once(self, anaphor: Anaphor, speakers: Speakers) -> AntecedentCase:
        """The candidates; nothing but the last speakers before the mention changes them."""
        spoken = [(at, speakers[at]) for at in self.finder.last_quotes(anaphor.mention, speakers)]
        known = anaphor.mention, tuple(spoken)
        if known not in self._cases:
            self._cases[known] = self.gather_for(anaphor, speakers)
        return self._cases[known]

    def gather_for(self, anaphor: Anaphor, speakers: Speakers) -> AntecedentCase:
        """The candidates of an anaphor with their features."""
        found = self.finder.find(anaphor, speakers)
        facts = self._anaphor_facts(anaphor, found, speakers)
        order = sorted(found.last, key=lambda person: -found.last[person])
        spoken = [speakers[at] for at in self.finder.last_quotes(anaphor.mention, speakers)]
        features, rivals = [nobody_features(facts)], 0
        for person in order:
            known = self._candidate_facts(anaphor, person, found, spoken, rivals)
            features.append(candidate_features(facts, known))
            rivals += known.sort in PERSONS
        return AntecedentCase((NOBODY, *order), features)

    def anaphor(self, mention: int) -> Anaphor | None:
        """The mention as an anaphor; None where it names or describes somebody by itself."""
        here = self.mentions[mention]
        if here.kind == NAME:
            gender = gender_in_front(here, self.tokenized, self.lexicon)
            return Anaphor(mention, AnaphorKind.SURNAME, gender) if self._is_shared(mention) else None
        if self.entities.entity_of(mention) >= 0:
            return None
        if here.kind == NOUN:
            return self._noun_as_anaphor(mention)
        gender = self.finder.chains.gender(mention)
        if gender in PERSONAL:
            return Anaphor(mention, AnaphorKind.PERSON, gender)
        return Anaphor(mention, AnaphorKind.THING, gender) if gender in IMPERSONAL_PRONOUNS else None

    def _noun_as_anaphor(self, mention: int) -> Anaphor | None:
        here, tokens = self.mentions[mention], self.tokenized.tokens
        head = tokens[here.last - 1].lower
        if is_latter(self.tokenized, here):
            return Anaphor(mention, AnaphorKind.PERSON, LATTER[head])
        if not self.entities.is_definite(here) or names_own_office(tokens, here, self.lexicon):
            return None
        words = [token.lower for token in tokens[here.first + 1 : here.last]]
        roles = [word for word in words if self.lexicon.is_role(word)] or self._woman(head)
        if roles or head.endswith(AGES):
            return Anaphor(mention, AnaphorKind.ROLE, self._role_gender(tokens[here.first].lower, roles))
        is_group = head in GROUPS and not names_own_group(tokens, here, self.lexicon)
        return Anaphor(mention, AnaphorKind.GROUP, Gender.NEUTER) if is_group else None

    def _woman(self, head: str) -> list[str]:
        """The noun, if its ending says that it names one woman by what she does: "die Rodlerin"."""
        is_one = head.endswith(ONE_WOMAN) and is_person_or_group(head, self.lexicon)
        return [head] if is_one and self.lexicon.traits.capitalises_nouns else []

    def _role_gender(self, determiner: str, roles: Sequence[str]) -> Gender:
        if roles and roles[-1] in self.lexicon.female:
            return Gender.FEMININE
        if roles and roles[-1] in self.lexicon.male:
            return Gender.MASCULINE
        return self.lexicon.definite_articles.get(determiner, Gender.UNKNOWN)

    def _before_relative(self, mention: int) -> int:
        """The mention a relative pronoun belongs to, -1 for none; any other mention itself."""
        if not self.context.is_relative(mention):
            return mention
        if mention == 0:
            return -1
        before = self.mentions[mention - 1]
        is_near = self.mentions[mention].first - before.last <= 2
        return mention - 1 if is_near and before.kind != PRONOUN else -1

    def _is_shared(self, mention: int) -> bool:
        """Whether a bare surname may mean two people of the article."""
        here, entity = self.mentions[mention], self.entities.entity_of(mention)
        is_bare = here.last - here.core == 1
        if not is_bare or not self.people.is_full(entity) or self.entities.is_told_apart(mention):
            return False
        return len(self.entities.namesakes(entity)) > 1

    def _anaphor_facts(self, anaphor: Anaphor, found: Candidates, speakers: Speakers) -> AnaphorFacts:
        here = self.mentions[anaphor.mention]
        last = next(self.finder.last_quotes(anaphor.mention, speakers), -1)
        paragraphs = self.tokenized.paragraph_of
        is_near = last >= 0 and paragraphs[here.first] - paragraphs[last] <= FAR_QUOTE
        spoke = "" if not is_near else "named" if speakers[last] >= 0 else "unnamed"
        is_noun = anaphor.kind in (AnaphorKind.ROLE, AnaphorKind.GROUP)
        described = len(self.people.roles.in_phrase(here)) - 1 if is_noun else 0
        return AnaphorFacts(
            kind=anaphor.kind,
            word="" if here.kind == NAME else self.tokenized.tokens[here.last - 1].lower,
            persons=min(MOST_PERSONS, sum(self.people.is_full(person) for person in found.last)),
            unnamed=min(2, sum(person < 0 for person in found.last)),
            described=min(2, max(0, described)),
            spoke=spoke,
        )

    def _candidate_facts(
        self, anaphor: Anaphor, person: int, found: Candidates, spoken: Sequence[int], rivals: int
    ) -> CandidateFacts:
        people, last = self.people, found.last[person]
        here, place = self.mentions[anaphor.mention], self.mentions[last]
        sentences, paragraphs = self.tokenized.sentence_of, self.tokenized.paragraph_of
        distance = -1 if last > anaphor.mention else sentences[here.first] - sentences[place.first]
        earlier = people.times_before(person, anaphor.mention)
        is_noun = anaphor.kind in (AnaphorKind.ROLE, AnaphorKind.GROUP)
        by_list = _fits(people.by_list(person), anaphor.gender)
        return CandidateFacts(
            distance=distance,
            paragraphs=abs(paragraphs[here.first] - paragraphs[place.first]),
            place=people.prominence.place(last),
            is_topic=self._topic(anaphor.mention) == person,
            earlier=earlier,
            pronouns=found.pronouns.get(person, 0),
            last_quote=spoken.index(person) if person in spoken else -1,
            rivals=rivals,
            sort=people.sort(person),
            by_title=_fits(people.by_title(person), anaphor.gender),
            by_pronoun=_fits(people.by_pronoun(person), anaphor.gender),
            by_list=by_list or ("both" if people.has_listed_name(person) else "?"),
            shared_words=people.shared_words(person, anaphor.mention) if is_noun else "",
            number=people.number(person),
            is_newcomer=earlier == 1 and 0 <= distance <= 1,
        )

    def _topic(self, mention: int) -> int:
        """The first person named in full in the mention's paragraph, before it; NOBODY for none."""
        first = self._topics.get(self.tokenized.paragraph_of[self.mentions[mention].first], mention)
        return self.entities.entity_of(first) if first < mention else NOBODY

    def _find_topics(self) -> dict[int, int]:
        """Paragraph -> the first mention in it of a person named in full."""
        topics: dict[int, int] = {}
        for number, mention in enumerate(self.mentions):
            if self.people.is_full(self.entities.entity_of(number)):
                topics.setdefault(self.tokenized.paragraph_of[mention.first], number)
        return topics


def _fits(told: Gender, gender: Gender) -> str:
    """Whether two genders agree: "yes" or "no", and "" where one is not known."""
    if gender not in PERSONAL or told not in PERSONAL:
        return ""
    return "yes" if told == gender else "no"
