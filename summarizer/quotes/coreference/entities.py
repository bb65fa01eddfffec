"""The entities of an article: every name, short or full, and the person or organisation it refers to."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from summarizer.model import Span
from summarizer.quotes.coreference.appositions import find_appositions
from summarizer.quotes.coreference.entity import (
    Entity,
    bare_word,
    generation_of,
    is_part_of_name,
    is_same_person,
    of_generation,
)
from summarizer.quotes.coreference.name_openers import without_opener, without_short_title
from summarizer.quotes.coreference.places import is_place, words_of_places
from summarizer.quotes.document.mentions import NAME, NOUN, EntityMention
from summarizer.quotes.document.tokens import CAPITAL, TokenizedArticle
from summarizer.quotes.grammar.gender import Gender
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import (
    FIRST_NAMES,
    PARTICLES,
    SUFFIXES,
    THINGS,
    could_be_person,
    first_name_gender,
    is_first_name,
)
from summarizer.quotes.grammar.noun_kinds import is_person_or_group
from summarizer.quotes.grammar.word_lists import all_words

QUOTED_NAME = re.compile(r"\b[^\W\d_a-z][^\W\d_]{1,20} (?:[^\W\d_a-z]\. )?[^\W\d_a-z][^\W\d_]{1,20}\b")
MAX_NAME_WORDS = 5
CROWNED = all_words("crowned")

SMALL = all_words("small_in_initials")
MOST_NAMESAKES = 40  # persons of one surname that are compared


class EntityIndex:
    """All entities of an article, and the entity of each mention."""

    def __init__(
        self,
        body: str,
        tokenized: TokenizedArticle,
        mentions: Sequence[EntityMention],
        lexicon: LanguageLexicon,
        quoted: Sequence[tuple[int, int]] = (),
    ) -> None:
        self.body = body
        self.tokenized = tokenized
        self.mentions = list(mentions)
        self.lexicon = lexicon
        self.all: list[Entity] = []
        self._by_word: dict[str, list[int]] = {}
        self._person_of: list[int] = [-1] * len(mentions)
        self._initials: dict[str, int] = {}
        self._words: dict[tuple[int, int], tuple[str, ...]] = {}
        self._starts = Counter(
            tokenized.tokens[mention.core].lower
            for mention in mentions
            if mention.kind == NAME and mention.last - mention.core > 1
        )
        self._alone = Counter(
            self._name_words(mention)[0]
            for mention in mentions
            if mention.kind == NAME and mention.last - mention.core == 1
        )
        self._full_names = {
            self._name_words(mention)
            for mention in mentions
            if mention.kind == NAME and mention.last - mention.core > 1
        }
        self._last_words = {name[-1] for name in self._full_names}
        self._surnames = {
            name[at:] for name in self._full_names if is_first_name(name[0]) for at in range(1, len(name) - 1)
        }
        self._titled = {
            self._name_words(mention) for mention in mentions if mention.kind == NAME and self._has_title(mention)
        }
        self._places = words_of_places(tokenized.tokens, mentions)
        self._offices: defaultdict[int, set[str]] = defaultdict(set)
        self._printed: Counter[int] = Counter()  # how often each full name occurs
        self._find_entities()
        self._find_quoted_entities(quoted)
        self._find_describing_entities()
        self._link_names()
        for noun, name in find_appositions(tokenized, self.mentions, lexicon):
            self._person_of[noun] = self._person_of[name]

    def is_known(self, mention: int) -> bool:
        """Whether the mention has an entity whose full name is printed."""
        entity = self._person_of[mention]
        return entity >= 0 and self.all[entity].is_full

    def entity_of(self, mention: int) -> int:
        """The entity of a mention, -1 for none."""
        return self._person_of[mention]

    def namesakes(self, entity: int) -> Sequence[int]:
        """The people named in full who have the entity's surname, itself among them."""
        surname = self.all[entity].words[-1]
        return [
            number
            for number in self._namesakes(surname)
            if self.all[number].is_full and self.all[number].words[-1] == surname
        ]

    def is_told_apart(self, mention: int) -> bool:
        """Whether a role in front of a surname is one of its person's, and of nobody else with the surname."""
        words, entity = self._words_in_front(self.mentions[mention]), self._person_of[mention]
        holders = [number for number in self.namesakes(entity) if not words.isdisjoint(self._offices[number])]
        return holders == [entity]

    def _find_entities(self) -> None:
        for number in range(len(self.mentions)):
            if self.mentions[number].kind != NAME:
                continue
            mention = without_short_title(self.tokenized, self.mentions[number])
            mention = without_opener(self.tokenized, mention, self.lexicon, self.tokenized.small, self._starts)
            self.mentions[number] = mention
            name = self._name_words(mention)
            if not self._is_full_name(mention, name) or not self._looks_like_person(mention, name):
                continue
            name, span = self._without_genitive(name, self._name_span(mention))
            self._person_of[number] = self._add(name, span, generation_of(self.tokenized.tokens, mention), is_full=True)
            self._printed[self._person_of[number]] += 1
            self._offices[self._person_of[number]] |= self._words_in_front(mention)

    def _without_genitive(self, name: tuple[str, ...], span: Span) -> tuple[tuple[str, ...], Span]:
        """The name without a genitive's s ("Anna Linds parti"), where the surname occurs without it elsewhere."""
        bare = name[-1][:-1]
        if not self.lexicon.traits.has_genitive_s or not name[-1].endswith("s") or self._alone[name[-1]]:
            return name, span
        if not self._alone[bare] and (*name[:-1], bare) not in self._full_names:
            return name, span
        return (*name[:-1], bare), Span(span.start, span.end - 1)

    def _find_quoted_entities(self, quoted: Sequence[tuple[int, int]]) -> None:
        """Full names that only occur inside quotes, for surnames that occur alone outside."""
        for start, end in quoted:
            for match in QUOTED_NAME.finditer(self.body, start, end):
                name = tuple(bare_word(word.lower()) for word in match.group().split())
                if self._is_missing(name[-1]) and name[0] not in self.lexicon.starters and could_be_person(name):
                    span = Span(match.start(), match.start() + len(match.group().rstrip("'’")))
                    self._add(name, span, is_full=True)

    def _find_describing_entities(self) -> None:
        """Full names that only describe a noun, "the Ana Lind campaign", for surnames that occur alone elsewhere."""
        tokens = self.tokenized.tokens
        for mention in self.mentions:
            for index in range(mention.first, mention.last - 1 if mention.kind == NOUN else mention.first):
                first, last = tokens[index], tokens[index + 1]
                name = (first.lower, bare_word(last.lower))
                if first.kind == last.kind == CAPITAL and is_first_name(name[0]) and self._is_missing(name[1]):
                    self._add(name, Span(first.start, last.start + len(name[1])), is_full=True)

    def _is_missing(self, surname: str) -> bool:
        """Whether the name occurs alone, and no full name ends in it."""
        return self._alone[surname] > 0 and not any(
            self.all[number].words[-1] == surname for number in self._namesakes(surname)
        )

    def _is_full_name(self, mention: EntityMention, name: tuple[str, ...]) -> bool:
        if name[0] in PARTICLES and name[0] not in FIRST_NAMES:
            return False  # "Von der Leyen", "De Gaulle": a surname that opens a sentence
        if name in self._surnames and not is_first_name(name[0]):
            return False  # "Vargas Lind" where Mario Vargas Lind is named
        capitals = sum(
            token.kind == CAPITAL for token in self.tokenized.tokens[mention.core : mention.core + len(name)]
        )
        return capitals > 1 and len(name) <= MAX_NAME_WORDS + 1 and could_be_person(name)

    def _looks_like_person(self, mention: EntityMention, name: tuple[str, ...]) -> bool:
        """Whether two capitals are a person: doubtful where all nouns have capitals, or in a heading in capitals."""
        tokens = self.tokenized.tokens
        shouts = all(token.text.isupper() for token in tokens[mention.core : mention.last])
        if not self.lexicon.traits.capital_pairs_are_doubtful and not shouts:
            return True
        if self.lexicon.traits.particles_are_common_words and "von" in name and not is_first_name(name[0]):
            # "Folgen von Schichtdienst", "die Besucher von Kammer"
            is_told = self._has_title(mention) or name[1:] in self._titled
            return is_told and not is_person_or_group(name[0], self.lexicon)
        return mention.core > mention.first or bool(first_name_gender(name[0])) or self._alone[name[-1]] > 0

    def _has_title(self, mention: EntityMention) -> bool:
        """Whether a title or a role precedes the name."""
        words = [token.lower for token in self.tokenized.tokens[mention.first : mention.core]]
        return any(self.lexicon.is_role(word) or word in self.lexicon.titles for word in words)

    def _name_span(self, mention: EntityMention) -> Span:
        tokens = self.tokenized.tokens
        last = mention.last
        while last - 1 > mention.core and tokens[last - 1].lower in SUFFIXES and not generation_of(tokens, mention):
            last -= 1
        end = mention.end if last == mention.last else tokens[last - 1].end
        return Span(tokens[mention.core].start, end)

    def _add(self, name: tuple[str, ...], span: Span, generation: str = "", *, is_full: bool) -> int:
        for number in self._namesakes(name[-1]):
            entity = self.all[number]
            if entity.is_full == is_full and is_same_person(entity, name, generation):
                if _is_fuller(name, entity.words):
                    entity.words, entity.full, entity.span = name, span.of(self.body), span
                    entity.generation = generation
                    self._index(number, name)
                return number
        self.all.append(Entity(name, span.of(self.body), span, is_full, generation))
        self._index(len(self.all) - 1, name)
        return len(self.all) - 1

    def _namesakes(self, word: str) -> Sequence[int]:
        """The entities whose name has the word, the latest ones if there are very many."""
        return self._by_word.get(word, [])[-MOST_NAMESAKES:]

    def _index(self, number: int, name: Sequence[str]) -> None:
        for word in name:
            entries = self._by_word.setdefault(word, [])
            if number not in entries[-MOST_NAMESAKES:]:
                entries.append(number)

    def _name_words(self, mention: EntityMention) -> tuple[str, ...]:
        """The words of the name behind titles and roles, lower case."""
        place = mention.core, mention.last
        if place not in self._words:
            name = [bare_word(token.lower) for token in self.tokenized.tokens[mention.core : mention.last]]
            while len(name) > 1 and name[-1] in SUFFIXES:
                name.pop()
            self._words[place] = tuple(name)
        return self._words[place]

    def _link_names(self) -> None:
        """Link each shorter name ("Mattis", "Hillary") to its entity."""
        for number, mention in enumerate(self.mentions):
            if mention.kind == NOUN and self._is_surname_like_role(mention):
                self._person_of[number] = self._match(self._name_words(mention), mention)
            if mention.kind == NAME and self._person_of[number] < 0:
                name = self._name_words(mention)
                match = self._match(name, mention)
                if match >= 0 and (
                    self._is_no_surname(mention, self.all[match])
                    or is_place(self.tokenized.tokens, mention, self.all[match], self._alone, self._places)
                ):
                    match = -1
                self._person_of[number] = match if match >= 0 else self._add_thing(name, mention)
            entity = self._person_of[number]
            if entity >= 0:
                self.all[entity].mentions.append(number)

    def _is_surname_like_role(self, mention: EntityMention) -> bool:
        """Whether a role with a capital, alone, is somebody's surname: "King said", after Wayne King."""
        token = self.tokenized.tokens[mention.first]
        is_lone = mention.last - mention.first == 1 and token.kind == CAPITAL and not token.text.isupper()
        return is_lone and bare_word(token.lower) in self._last_words

    def _is_no_surname(self, mention: EntityMention, entity: Entity) -> bool:
        """Whether "the" before a lone word rules a person out: "the West", but "the Courier"."""
        is_lone = mention.last - mention.core == 1 and mention.core == mention.first + 1
        if not is_lone or not self.lexicon.traits.article_excludes_persons or not self.is_definite(mention):
            return False
        return is_first_name(entity.words[0]) or self.tokenized.tokens[mention.core].lower in THINGS

    def _match(self, name: tuple[str, ...], mention: EntityMention) -> int:
        if not name or len(name) > MAX_NAME_WORDS:
            return -1
        all_entities = self.all
        fits = [
            n
            for n in self._namesakes(name[-1])
            if all_entities[n].is_full and is_part_of_name(name, all_entities[n].words)
        ]
        if not fits and name[-1].endswith("s") and self.lexicon.traits.has_genitive_s and len(name) == 1:
            return self._match((name[0][:-1],), mention)
        surnames = [number for number in fits if self.all[number].words[-1] == name[-1]]
        fits = of_generation(self.all, surnames or fits, generation_of(self.tokenized.tokens, mention))
        title = self._title_gender(mention)
        if title and len(fits) > 1:
            fits = [
                number for number in fits if first_name_gender(self.all[number].words[0]) in (Gender.UNKNOWN, title)
            ] or fits
        return max(self._of_office(fits, mention), key=self._rank_namesake) if fits else -1

    def _of_office(self, fits: Sequence[int], mention: EntityMention) -> Sequence[int]:
        """Those whose full name has a word in front of the mention's: "Justice Lind" after "Justice Ole Lind"."""
        words = self._words_in_front(mention)
        return [number for number in fits if not words.isdisjoint(self._offices[number])] or fits

    def _words_in_front(self, mention: EntityMention) -> frozenset[str]:
        """The titles and roles of a mention in front of the name."""
        words = (token.lower for token in self.tokenized.tokens[mention.first : mention.core])
        return frozenset(word for word in words if word in self.lexicon.titles or self.lexicon.is_role(word))

    def _rank_namesake(self, number: int) -> tuple[int, int]:
        """A shared surname refers to the one named in full more often, else to the first."""
        return min(self._printed[number], 3), -number

    def _add_thing(self, name: tuple[str, ...], mention: EntityMention) -> int:
        """An organisation, a place, or a person with only one name in print."""
        if len(name) == 1 and self.tokenized.tokens[mention.core].text.isupper():
            spelled = self._initials.get(name[0])
            if spelled is not None:
                return spelled
        longer = self._longer_name(name[0]) if len(name) == 1 else -1
        if longer >= 0:
            return longer
        span = self._thing_span(mention)
        number = self._add(name, span, is_full=False)
        if len(name) == 1 and span.start < self.tokenized.tokens[mention.core].start:  # a title: "Pope Francis"
            self.all[number].full, self.all[number].span = span.of(self.body), span
        if len(name) > 1:
            self._initials.setdefault("".join(word[0] for word in name if word not in SMALL), number)
        return number

    def _longer_name(self, word: str) -> int:
        """The thing named before whose name ends in the word, "the Post" after "Velby Post"; -1 for none.

        In Romance languages, whose name begins with it: "la Asociación" after "Asociación Naval".
        """
        place = 0 if self.lexicon.traits.office_precedes_name and word in THINGS else -1
        for number in reversed(self._namesakes(word)):
            entity = self.all[number]
            if not entity.is_full and len(entity.words) > 1 and entity.words[place] == word:
                return number
        return -1

    def _thing_span(self, mention: EntityMention) -> Span:
        """The name; with its title for those who have no other: "Pope Francis", "Queen Helena"."""
        before = self.tokenized.tokens[mention.core - 1]
        if mention.core > mention.first and mention.last - mention.core == 1 and before.lower in CROWNED:
            return Span(before.start, mention.end)
        return self._name_span(mention)

    def _title_gender(self, mention: EntityMention) -> Gender:
        for index in range(mention.first, mention.core):
            gender = self.lexicon.titles.get(self.tokenized.tokens[index].lower, Gender.UNKNOWN)
            if gender:
                return gender
        return Gender.UNKNOWN

    def is_definite(self, mention: EntityMention) -> bool:
        """Whether a noun phrase opens with "the"."""
        return self.tokenized.tokens[mention.first].lower in self.lexicon.definite_articles


def _is_fuller(name: Sequence[str], known: Sequence[str]) -> bool:
    """Whether a person's name has more words, or a first name in place of an initial."""
    spelled = len(known[0].rstrip(".")) == 1 < len(name[0].rstrip("."))
    return len(name) > len(known) or (len(name) == len(known) and spelled)
