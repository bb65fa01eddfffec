"""The name and the role shown beside a quote, as the article prints them."""

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.model import Mention, Span
from summarizer.quotes.attribution.attribute import Attribution, ParsedArticle
from summarizer.quotes.coreference.entity import Entity
from summarizer.quotes.coreference.roles.find_roles import Roles
from summarizer.quotes.coreference.roles.speaker_lines import speaker_line
from summarizer.quotes.document.latter import is_latter
from summarizer.quotes.document.mentions import NAME, NOUN, PRONOUN, EntityMention
from summarizer.quotes.document.quote_context import SAME_CLAUSE, Distance
from summarizer.quotes.document.tokens import MARK, WORD
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import is_first_name
from summarizer.quotes.grammar.romance_words import OF
from summarizer.quotes.grammar.word_lists import all_words, endings, short_list

BEFORE_GENITIVE = short_list("de", "before_genitive")

OF_WORDS = OF | all_words("phrase_ties")
MUCH_MORE = 3
"""A bare surname refers to the person who is named so many times as often as a namesake."""

QUALITIES = endings("fr", "quality_endings")
"""Endings of nouns that look like participles: "la Haute autorité"."""

MOST_ADJECTIVES = 2

OF_NAMESAKES = 0.85
"""Below this probability a shared surname is not made a full name."""


@dataclass(frozen=True, slots=True)
class SpeakerWords:
    """What is shown of a speaker; None for what the article does not print.

    Attributes:
        full: the fullest printed name, or the noun phrase used instead.
        role: as printed.
        line: where name and role are printed side by side.
    """

    full: str | None = None
    role: str | None = None
    line: Mention | None = None


def speaker_words(parsed: ParsedArticle, mention_number: int, attribution: Attribution, roles: Roles) -> SpeakerWords:
    """Name and role of a quote's speaker. A surname that two people share stays as printed where either is likely."""
    entity = attribution.entity
    if _may_be_namesake(parsed, mention_number, attribution):
        return SpeakerWords(_surname(parsed, parsed.mentions[mention_number]))
    described = parsed.people.described(entity)
    if described >= 0 and parsed.mentions[mention_number].kind == PRONOUN:
        mention_number, entity = described, parsed.entities.entity_of(described)
    mention = parsed.mentions[mention_number]
    if entity >= 0:
        return _words_of_entity(parsed, mention, parsed.entities.all[entity], roles)
    if mention.kind == PRONOUN or is_latter(parsed.tokenized, mention):
        return SpeakerWords()
    if mention.kind == NAME:
        return _with_role(parsed, _as_printed(parsed, mention), [mention], roles)
    if parsed.tokenized.tokens[mention.first].lower in parsed.words.oblique:
        return SpeakerWords()  # "nach Angaben des Militärs": the article does not print it as a subject
    return SpeakerWords(_phrase(parsed, mention_number))


def _may_be_namesake(parsed: ParsedArticle, mention_number: int, attribution: Attribution) -> bool:
    """Whether it is not clear enough which of two people with one surname speaks."""
    if parsed.mentions[mention_number].kind != NAME or not parsed.people.is_full(attribution.entity):
        return False
    is_sure = min(attribution.meant, attribution.confidence) >= OF_NAMESAKES
    return not is_sure and len(parsed.entities.namesakes(attribution.entity)) > 1


def _surname(parsed: ParsedArticle, mention: EntityMention) -> str:
    """The last word of a name, as printed."""
    return parsed.body[parsed.tokenized.tokens[mention.last - 1].start : mention.end]


def _words_of_entity(parsed: ParsedArticle, mention: EntityMention, known: Entity, roles: Roles) -> SpeakerWords:
    if not known.is_full and mention.kind == NAME:
        return _with_role(parsed, known.full, [mention], roles)
    if not parsed.words.traits.resolves_shared_surnames and _is_shared(parsed, mention, known):
        return SpeakerWords(_as_printed(parsed, mention))
    is_inflected = parsed.words.traits.inflects_names and mention.kind == NAME and not _is_subject(parsed, known)
    name = _as_printed(parsed, mention) if is_inflected else known.full
    if _is_organisation(known):
        return SpeakerWords(name)
    return _with_role(parsed, name, [parsed.mentions[number] for number in known.mentions], roles)


def _with_role(parsed: ParsedArticle, name: str, mentions: Sequence[EntityMention], roles: Roles) -> SpeakerWords:
    """The name with its role, and the line that has both where the whole name is printed beside the role."""
    spot = roles.find(mentions, name)
    if spot is None:
        return SpeakerWords(name)
    tokens = parsed.tokenized.tokens
    role = Span(tokens[spot.first].start, tokens[spot.last - 1].end).of(parsed.body)
    line = speaker_line(tokens, spot, parsed.words)
    shown = "" if line is None else line.of(parsed.body)
    if line is None or name not in shown or role not in shown:
        return SpeakerWords(name, role)
    return SpeakerWords(name, role, Mention(shown, line))


def _is_organisation(entity: Entity) -> bool:
    """Whether the entity is an organisation: several words, no full name. It holds no office, its people do."""
    return not entity.is_full and len(entity.words) > 1


def _as_printed(parsed: ParsedArticle, mention: EntityMention) -> str:
    return parsed.body[parsed.tokenized.tokens[mention.core].start : mention.end]


def _is_shared(parsed: ParsedArticle, mention: EntityMention, entity: Entity) -> bool:
    """Whether the mention is a bare surname that two people of the article share: it is ambiguous."""
    if mention.kind != NAME or mention.last - mention.core > 1 or mention.core > mention.first:
        return False
    return any(_is_rival(each, entity, parsed.words) for each in parsed.entities.all)


def _is_rival(other: Entity, entity: Entity, lexicon: LanguageLexicon) -> bool:
    """Whether another person has the surname, and is not just mentioned in passing."""
    if other is entity or not other.is_full or other.words[-1] != entity.words[-1]:
        return False
    is_name = not lexicon.is_known or is_first_name(other.words[0])
    return is_name and MUCH_MORE * len(other.mentions) > len(entity.mentions)


def _is_subject(parsed: ParsedArticle, entity: Entity) -> bool:
    """Whether the full name is in subject position, so that it has no case ending."""
    for number in entity.mentions:
        mention = parsed.mentions[number]
        if parsed.tokenized.tokens[mention.core].start != entity.span.start:
            continue
        opens = mention.first == parsed.tokenized.bounds[parsed.tokenized.sentence_of[mention.first]][0]
        before, after = parsed.context.cue_before(number), parsed.context.cue_after(number)
        return opens or before.distance is not Distance.NONE or after.distance in SAME_CLAUSE
    return False


def _phrase(parsed: ParsedArticle, mention_number: int) -> str:
    """A noun phrase as printed, with the "of" or "for" phrase that follows: "a spokesman for the union"."""
    mention = parsed.mentions[mention_number]
    end = _end_of_phrase(parsed, mention_number)
    last = mention.last - 1
    word = parsed.tokenized.tokens[last].lower
    caught = end == mention.end and word.endswith(parsed.words.verb_form_endings) and not word.endswith(QUALITIES)
    if caught and last - mention.first > 1 and not parsed.words.is_role(word):
        end = parsed.tokenized.tokens[last - 1].end
    return parsed.body[_start_of_phrase(parsed, mention) : end]


def _start_of_phrase(parsed: ParsedArticle, mention: EntityMention) -> int:
    """Where the phrase begins: with its owner, "Lind's lawyers", and German "einer" in front of "der Forscher"."""
    tokens = parsed.tokenized.tokens
    owner = parsed.context.mention_at[mention.first - 1] if mention.first else -1
    if parsed.words.traits.owner_precedes_noun and owner >= 0 and parsed.mentions[owner].is_possessive:
        return parsed.mentions[owner].start
    if parsed.words.traits.owner_precedes_noun and _is_bare_plural(parsed, mention):
        return tokens[_first_describing(parsed, mention.first)].start
    if not parsed.words.traits.genitive_shows_in_article or mention.first == 0 or tokens[mention.first].lower != "der":
        return mention.start
    before = tokens[mention.first - 1]
    return before.start if before.lower in BEFORE_GENITIVE else mention.start


def _is_bare_plural(parsed: ParsedArticle, mention: EntityMention) -> bool:
    """Whether the phrase is one word for several people: "prosecutors"."""
    word = parsed.tokenized.tokens[mention.first].lower
    return mention.last - mention.first == 1 and word in parsed.words.people and word.endswith("s")


def _first_describing(parsed: ParsedArticle, noun: int) -> int:
    """The first adjective in front of a bare plural behind a mark or a preposition: "to federal prosecutors"."""
    tokens, words, first = parsed.tokenized.tokens, parsed.words, noun
    opener = parsed.tokenized.bounds[parsed.tokenized.sentence_of[noun]][0]
    while first > max(opener, noun - MOST_ADJECTIVES) and _may_describe(parsed, first - 1):
        first -= 1
    before = tokens[first - 1] if first > opener else None
    is_bounded = before is None or before.kind is MARK or before.lower in words.prepositions
    return first if is_bounded else noun


def _may_describe(parsed: ParsedArticle, index: int) -> bool:
    """Whether the word is an adjective by what it is not."""
    token, words = parsed.tokenized.tokens[index], parsed.words
    if token.kind is not WORD or parsed.context.mention_at[index] >= 0 or words.is_cue(token.lower):
        return False
    small = words.prepositions | words.conjunctions | words.adverbs | words.verbs | words.determiners
    return token.lower not in small and token.lower not in words.pronouns and not token.lower.endswith(("ly", "ing"))


def _end_of_phrase(parsed: ParsedArticle, mention_number: int) -> int:
    mention = parsed.mentions[mention_number]
    tokens, words = parsed.tokenized.tokens, parsed.words
    if mention.kind != NOUN or mention.is_possessive or mention.last + 1 >= len(tokens):
        return mention.end
    if tokens[mention.last].lower not in OF_WORDS or tokens[mention.last].lower not in words.prepositions:
        return mention.end
    behind = parsed.context.mention_at[mention.last + 1]
    return parsed.mentions[behind].end if behind >= 0 else mention.end
