"""The entity of "she", "who", "the minister" or "the bank": the most salient one.

Salience by nearness, place in the sentence, last to speak and number of mentions, after Lappin & Leass, "An Algorithm
for Pronominal Anaphora Resolution" (Computational Linguistics 20, 1994), with weights of our own.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from summarizer.quotes.coreference.entities import EntityIndex
from summarizer.quotes.coreference.entity import Entity
from summarizer.quotes.coreference.own_offices import names_own_group, names_own_office
from summarizer.quotes.document.mentions import NAME, NOUN, PRONOUN, EntityMention
from summarizer.quotes.document.quote_context import SAME_CLAUSE, CueKind, QuoteContext
from summarizer.quotes.document.subjects import is_cleft
from summarizer.quotes.document.tokens import TokenizedArticle
from summarizer.quotes.grammar.gender import IMPERSONAL_PRONOUNS, PERSONAL, Gender
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import GROUPS, PLACES, could_be_person
from summarizer.quotes.grammar.word_lists import all_endings, all_words, short_list

LOOK_BACK = 40  # mentions before a pronoun that are weighed
FAR = 8  # sentences
LEAST_GROUP = 3.0  # salience an organisation needs to be "it"
LEAST_ROLE = 2.8  # salience a person needs to be "the worker"
NEARNESS = 3.0
FADING = 0.4  # a sentence
OPENS = 1.0  # a sentence
CLEFT = 2.0  # "it was Lind who opened"
SPOKE = 2.5
SPOKE_RIVALLED = 0.5  # another entity that fits was named since
SAME_GENDER = 1.5
UNKNOWN_GENDER = -0.7
"""Salience. Half or twice of each moves at most 4 of the 101 pronouns of the editors' train part."""

AGES = all_endings("age_endings")
NEWCOMERS = short_list("en", "newcomers")
LATTER = {
    **dict.fromkeys(all_words("latter_m"), Gender.MASCULINE),
    **dict.fromkeys(all_words("latter_f"), Gender.FEMININE),
}
"""The last word of "ce dernier", "cette dernière", "este último", which are pronouns of two words."""

THIS = all_words("this")


def is_latter(tokenized: TokenizedArticle, mention: EntityMention) -> bool:
    """Whether the noun phrase is a pronoun of two words: "cette dernière"."""
    first, last = tokenized.tokens[mention.first].lower, tokenized.tokens[mention.last - 1].lower
    return mention.last - mention.first == len(("ce", "dernier")) and first in THIS and last in LATTER


class CoreferenceResolver:
    """Resolves each mention of an article to its entity."""

    def __init__(
        self, tokenized: TokenizedArticle, entities: EntityIndex, lexicon: LanguageLexicon, context: QuoteContext
    ) -> None:
        self.context = context
        self.tokenized = tokenized
        self.entities = entities
        self.mentions = entities.mentions
        self.lexicon = lexicon

    def resolve(self, mention: int, speakers: dict[int, int]) -> int:
        """The entity of a mention, be it a name, a pronoun or "the minister"; -1 for none.

        Args:
            mention: index of the mention.
            speakers: token index of each quote so far -> entity of its speaker.
        """
        here = self.mentions[mention]
        if here.kind == NAME or self.entities.entity_of(mention) >= 0:
            return self.entities.entity_of(mention)
        if here.kind == NOUN and is_latter(self.tokenized, here):
            return self._most_salient(mention, LATTER[self.tokenized.tokens[here.last - 1].lower], speakers)
        if here.kind == NOUN:
            return self._by_role(mention, speakers)
        gender = self.lexicon.pronouns.get(self.tokenized.tokens[here.first].lower, Gender.UNKNOWN)
        if gender is Gender.RELATIVE:
            return self._before_relative(mention, speakers)
        if gender in PERSONAL:
            return self._most_salient(mention, gender, speakers)
        if gender in IMPERSONAL_PRONOUNS:
            return self._most_salient(mention, Gender.NEUTER, speakers, least=LEAST_GROUP)
        return -1

    def _before_relative(self, mention: int, speakers: dict[int, int]) -> int:
        if mention == 0:
            return -1
        before = self.mentions[mention - 1]
        near = self.mentions[mention].first - before.last <= 2
        return self.resolve(mention - 1, speakers) if near and before.kind != PRONOUN else -1

    def _by_role(self, mention: int, speakers: dict[int, int]) -> int:
        """The entity of a definite noun phrase: "the worker", "der CDU-Politiker", "the bank"."""
        here = self.mentions[mention]
        tokens = self.tokenized.tokens
        if not self.entities.is_definite(here) or names_own_office(tokens, here, self.lexicon):
            return -1
        head = tokens[here.last - 1].lower
        heads = [
            tokens[index].lower
            for index in range(here.first + 1, here.last)
            if self.lexicon.is_role(tokens[index].lower)
        ]
        if heads or head.endswith(AGES):
            gender = self._role_gender(tokens[here.first].lower, heads)
            entity = self._most_salient(mention, gender, speakers, least=LEAST_ROLE)
            return -1 if self._has_newcomer(mention, entity) else entity
        if head in GROUPS:
            namesake = self._called(head, mention)
            if namesake >= 0 or names_own_group(tokens, here, self.lexicon):
                return namesake
            return self._most_salient(mention, Gender.NEUTER, speakers, least=LEAST_ROLE)
        return -1

    def _has_newcomer(self, mention: int, entity: int) -> bool:
        """Whether a person without a name was introduced since the entity was named: "another employee"."""
        for number in range(mention - 1, max(-1, mention - LOOK_BACK), -1):
            here = self.mentions[number]
            if self.entities.entity_of(number) == entity:
                return False
            opening = self.tokenized.tokens[here.first].lower
            if (
                here.kind == NOUN
                and opening in NEWCOMERS
                and self.lexicon.is_role(self.tokenized.tokens[here.last - 1].lower)
            ):
                return True
        return False

    def _called(self, head: str, mention: int) -> int:
        """The last organisation before the mention that has the word in its name: "the bank" after "Nordhavn Bank"."""
        for number in range(mention - 1, max(-1, mention - 3 * LOOK_BACK), -1):
            entity = self.entities.entity_of(number)
            if entity >= 0 and not self.entities.all[entity].is_full and head in self.entities.all[entity].words:
                return entity
        return -1

    def _role_gender(self, determiner: str, heads: Sequence[str]) -> Gender:
        if heads and heads[-1] in self.lexicon.female:
            return Gender.FEMININE
        if heads and heads[-1] in self.lexicon.male:
            return Gender.MASCULINE
        return self.lexicon.definite_articles.get(determiner, Gender.UNKNOWN)

    def _most_salient(self, mention: int, gender: Gender, speakers: dict[int, int], *, least: float = 0.0) -> int:
        """The most salient entity at a pronoun: near, subject, last to speak, often named."""
        scores: dict[int, float] = {}
        here = self.tokenized.sentence_of[self.mentions[mention].first]
        for number in range(mention - 1, max(-1, mention - LOOK_BACK), -1):
            entity = self.entities.entity_of(number)
            if entity < 0 or not self._agrees(entity, gender):
                continue
            distance = here - self.tokenized.sentence_of[self.mentions[number].first]
            if distance > FAR:
                break
            scores[entity] = max(scores.get(entity, -9.0), self._weight(number, distance))
        for entity, bonus in self._spoke_lately(mention, gender, speakers):
            scores[entity] = scores.get(entity, 0.0) + bonus
        best, best_score = -1, least
        for entity, score in scores.items():
            total = score + self._standing(self.entities.all[entity], gender, mention)
            if total > best_score:
                best, best_score = entity, total
        return best

    def _agrees(self, entity: int, gender: Gender) -> bool:
        here = self.entities.all[entity]
        if gender is Gender.NEUTER:
            return not here.is_full and here.words[-1] not in PLACES
        return not (gender and here.gender and here.gender != gender)

    def _weight(self, number: int, distance: int) -> float:
        mention = self.mentions[number]
        weight = NEARNESS - FADING * distance
        first = self.tokenized.bounds[self.tokenized.sentence_of[mention.first]][0]
        if mention.first - first <= 4:
            weight += OPENS
        if is_cleft(self.context, number):
            weight += CLEFT
        if mention.first > 0 and self.tokenized.tokens[mention.first - 1].lower in self.lexicon.prepositions:
            weight -= 1.0
        link = self.context.cue_after(number)
        if link.distance in SAME_CLAUSE and self.context.cue[link.token] in (CueKind.SPEECH, CueKind.PARTICIPLE):
            weight += 1.0
        return weight - (1.5 if mention.is_possessive else 0.0)

    def _spoke_lately(self, mention: int, gender: Gender, speakers: dict[int, int]) -> Iterator[tuple[int, float]]:
        """The last speaker before the mention, with less weight if another entity that fits was named since."""
        here = self.mentions[mention].first
        at = next((at for at in islice(reversed(speakers), 3) if at < here), -1)
        if at < 0 or not self._agrees(speakers[at], gender):
            return
        distance = self.tokenized.paragraph_of[here] - self.tokenized.paragraph_of[at]
        if distance > 2:
            return
        since = (
            self.entities.entity_of(number)
            for number in range(mention - 1, max(-1, mention - 12), -1)
            if self.mentions[number].first > at
        )
        rival = any(entity not in (-1, speakers[at]) and self._is_rival(entity, gender) for entity in since)
        yield speakers[at], SPOKE_RIVALLED if rival else SPOKE - 0.5 * distance

    def _is_rival(self, entity: int, gender: Gender) -> bool:
        return self._agrees(entity, gender) and (gender is Gender.NEUTER or self.entities.all[entity].is_full)

    def _standing(self, entity: Entity, gender: Gender, mention: int) -> float:
        earlier = sum(1 for number in entity.mentions[:20] if number < mention)
        score = 0.1 * min(earlier, 8)
        if gender is not Gender.NEUTER:
            if gender:
                score += SAME_GENDER if entity.gender == gender else UNKNOWN_GENDER
            score -= 0.0 if entity.is_full else 1.0 if earlier > 2 and len(entity.words) == 1 else 3.0
            score -= 0.0 if could_be_person(entity.words) else 3.0
        return score
