"""What the article itself tells about a person's gender: titles and roles before the name, "she" in the same sentence.

A list of first names knows a few thousand of the world's; the article knows its own people. "Ngozi Ferriter drives the
van on Fridays; her son helps" shows a woman, be her name in a list or not.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from summarizer.quotes.coreference.entity import Entity
from summarizer.quotes.document.mentions import NAME, PRONOUN, EntityMention
from summarizer.quotes.document.tokens import TokenizedArticle
from summarizer.quotes.grammar.gender import PERSONAL, Gender
from summarizer.quotes.grammar.lexicon import LanguageLexicon

MOST_READ = 12  # mentions of one person
ENOUGH = 2  # votes
CLEARLY = 2  # times as many pronouns of one gender as of the other


def gender_in_front(mention: EntityMention, tokenized: TokenizedArticle, lexicon: LanguageLexicon) -> Gender:
    """What titles and roles in front of a name say: "Mrs Lind", "Schauspielerin Ana Lind"."""
    words = [token.lower for token in tokenized.tokens[mention.first : mention.core]]
    title = next((lexicon.titles[word] for word in words if lexicon.titles.get(word)), Gender.UNKNOWN)
    if title:
        return title
    for word in words:
        if word in lexicon.female:
            return Gender.FEMININE
        if word in lexicon.male:
            return Gender.MASCULINE
        if lexicon.female_suffixes and lexicon.is_role(word):
            return Gender.FEMININE if word.endswith(lexicon.female_suffixes) else Gender.UNKNOWN
    return Gender.UNKNOWN


def genders_by_title(
    entities: Sequence[Entity],
    mentions: Sequence[EntityMention],
    tokenized: TokenizedArticle,
    lexicon: LanguageLexicon,
) -> list[Gender]:
    """For each entity the gender that titles and roles show; unknown where none does."""
    found = []
    for entity in entities:
        votes = Counter(
            gender
            for number in entity.mentions[:MOST_READ]
            if (gender := gender_in_front(mentions[number], tokenized, lexicon))
        )
        found.append(votes.most_common(1)[0][0] if votes else Gender.UNKNOWN)
    return found


def genders_by_pronoun(
    people: Collection[int],
    entity_of: Sequence[int],
    mentions: Sequence[EntityMention],
    tokenized: TokenizedArticle,
    lexicon: LanguageLexicon,
) -> Mapping[int, Gender]:
    """Entity -> the gender of the pronouns that most likely mean it. `people` are those with a full name or a title.

    Those of a sentence in which it alone was named before them count twice; those of a sentence without a name behind
    one with a single name count once, and one alone is not enough.
    """
    votes: dict[int, Counter[Gender]] = {}
    sentence, named, before = -1, set[int](), set[int]()
    for number, mention in enumerate(mentions):
        here = tokenized.sentence_of[mention.first]
        if here != sentence:
            sentence, named, before = here, set(), named if here == sentence + 1 else set()
        word = tokenized.tokens[mention.first].lower
        if mention.kind == NAME and entity_of[number] in people:
            named.add(entity_of[number])
            continue
        gender = lexicon.pronouns.get(word) if mention.kind == PRONOUN else lexicon.possessives.get(word)
        likely = named or before
        if gender in PERSONAL and len(likely) == 1:
            votes.setdefault(next(iter(likely)), Counter())[gender] += 2 if named else 1
    return dict(_clear_ones(votes))


def _clear_ones(votes: Mapping[int, Counter[Gender]]) -> Iterator[tuple[int, Gender]]:
    for entity, counts in votes.items():
        (first, most), *rest = counts.most_common(2)
        if most >= ENOUGH and (not rest or most >= CLEARLY * rest[0][1]):
            yield entity, first
