"""Which mentions can be speakers: names, pronouns, nouns for persons and groups; and which a quote excludes."""

from summarizer.quotes.document.mentions import NAME, NOUN, PRONOUN
from summarizer.quotes.document.quote_context import BESIDE, SAME_CLAUSE, TO_BE, CueKind, Distance, QuoteContext
from summarizer.quotes.document.subjects import (
    find_asked,
    find_passive,
    find_romance_passive,
    passive_subject,
    subject_of_romance_passive,
)
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE
from summarizer.quotes.evidence.addressees import is_addressee, is_who_of_addressee
from summarizer.quotes.evidence.strength import IMPERSONAL
from summarizer.quotes.grammar.gender import Gender
from summarizer.quotes.grammar.name_lists import is_first_name
from summarizer.quotes.grammar.noun_kinds import is_person_or_group
from summarizer.quotes.grammar.traits import PatternFamily
from summarizer.quotes.grammar.word_lists import all_words, endings, short_list

COMPARING = short_list("en", "comparing")
FEMININE_ENDINGS = endings("de", "feminine_endings")
FEMININE_MEDIA = short_list("de", "feminine_media")


IN = all_words("in")
THAT = all_words("that")
PUT_TO = short_list("en", "put_to")
REACH_OF_CLAUSE = 14  # tokens
THERE = all_words("pointing_back") | all_words("there")
AFTER_NAME = all_words("after_name")
TIMES = short_list("en", "times")
MOST_BETWEEN = 2  # tokens, a comma mostly


def can_be_speaker(context: QuoteContext, number: int) -> bool:
    """Whether the mention may be a speaker: a noun must name a person or group, or have a speech verb beside it.

    Never in a language in which only plain patterns name a speaker.
    """
    mention, words = context.mentions[number], context.lexicon
    if words.traits.learned_from_many_articles:
        return not (_only_compares(context, number) or _is_object(context, number) or _is_time(context, number))
    if words.patterns is PatternFamily.PLAIN or is_addressee(context, number) or is_who_of_addressee(context, number):
        return False
    if _is_reported_subject(context, number):
        return False
    tokens = context.tokenized.tokens
    if context.according[mention.first] or (mention.last < len(tokens) and tokens[mention.last].lower in AFTER_NAME):
        return True
    if mention.kind == PRONOUN and mention.first and tokens[mention.first - 1].lower in IMPERSONAL:
        return False  # "står der i vedtægterne"
    if mention.kind == PRONOUN:
        return words.pronouns.get(tokens[mention.first].lower) not in (Gender.FIRST_PERSON, Gender.NEUTER)
    if tokens[mention.first].lower in words.oblique or _is_feminine_oblique(context, number):
        return False
    if mention.kind == NAME:
        return not _only_opens(context, number)
    if any(is_person_or_group(token.lower, words) for token in tokens[mention.first : mention.last]):
        return True
    return is_beside_verb(context, number)


def _is_reported_subject(context: QuoteContext, number: int) -> bool:
    """Whether it is the subject of what is said, in a language that leaves subjects out: "Explicó que Lind"."""
    first, tokens = context.mentions[number].first, context.tokenized.tokens
    if not context.lexicon.traits.subject_follows_speech_verb or first < len(("explicó", "que")):
        return False
    return tokens[first - 1].lower in THAT and context.cue[first - 2] is CueKind.SPEECH


def _is_feminine_oblique(context: QuoteContext, number: int) -> bool:
    """Whether "der" shows that a German feminine is no subject: "sagte der Zeitung", "sagte der Bild"."""
    mention, tokens = context.mentions[number], context.tokenized.tokens
    if not context.lexicon.traits.genitive_shows_in_article or tokens[mention.first].lower != "der":
        return False
    head = tokens[mention.last - 1].lower
    return head.endswith(FEMININE_ENDINGS) or head in FEMININE_MEDIA


def is_beside_verb(context: QuoteContext, number: int) -> bool:
    """Whether only adverbs come between the mention and a speech verb."""
    return context.cue_before(number).distance is Distance.ADJACENT or context.cue_after(number).distance in BESIDE


def _is_time(context: QuoteContext, number: int) -> bool:
    """Whether the noun says when: "This year, says Lind, “…”"."""
    mention = context.mentions[number]
    return mention.kind == NOUN and context.tokenized.tokens[mention.last - 1].lower in TIMES


def _is_object(context: QuoteContext, number: int) -> bool:
    """Whether a relative pronoun has a subject right behind it: "who Lind on Monday called", not "in which Lind"."""
    mention = context.mentions[number]
    return context.is_relative(number) and context.mention_at[mention.last] >= 0 and not context.is_subordinate(number)


def excluded_speaker(context: QuoteContext, quote: int) -> int:
    """The mention that cannot be the speaker, as the quote was put to it or is about it; -1 for none. Not in German.

    "Lind was asked, “Will you go?”"; "Lind was called “a fool”"; "Lind, whom Falk called “a fool”"; "Lind (“a fool”)".
    """
    at = context.tokenized.quote_at[quote]
    described = -1 if context.lexicon.traits.capitalises_nouns else _described(context, at)
    if described >= 0:
        return described
    if context.lexicon.traits.subject_follows_speech_verb:
        return subject_of_romance_passive(context, find_romance_passive(context, at)[0])
    if not context.lexicon.traits.names_who_is_spoken_to:
        return -1
    asked = max(_asked(context, at), find_asked(context, at)[0])
    judged = _judged(context, at) if asked < 0 else asked
    return judged if judged >= 0 else _spoken_about(context, at)


def _described(context: QuoteContext, at: int) -> int:
    """The mention that a quote in brackets right behind it is about; -1 for none. German names the source so."""
    tokens = context.tokenized.tokens
    number = context.mention_at[at - 2] if at > 1 and tokens[at - 1].text == "(" else -1
    closes = at + 1 < len(tokens) and tokens[at + 1].text == ")"
    return number if closes and number >= 0 and context.mentions[number].last == at - 1 else -1


def _judged(context: QuoteContext, at: int) -> int:
    """The subject of the passive that frames the quote: "Lind was called “a fool”", "Lind, accused of “…”"."""
    participle = find_passive(context, at)
    return passive_subject(context, participle) if participle >= 0 else -1


def _asked(context: QuoteContext, at: int) -> int:
    """The mention in front of "was asked", right before the quote."""
    tokens, index = context.tokenized.tokens, at - 1
    if index > 0 and tokens[index].text in ",:":
        index -= 1
    is_passive = index > 1 and tokens[index - 1].lower in TO_BE and tokens[index].lower in PUT_TO
    if not is_passive:
        return -1
    subject = index - 2
    return context.mention_at[subject] if tokens[subject].text != "," else _before_insertion(context, subject)


def _before_insertion(context: QuoteContext, comma: int) -> int:
    """The mention in front of the insertion that the comma closes: "Lind, the owner of the ferry, was asked"."""
    tokens = context.tokenized.tokens
    for index in range(comma - 1, max(0, comma - REACH_OF_CLAUSE), -1):
        if tokens[index].kind in (GAP, QUOTE):
            return -1
        if tokens[index].text == ",":
            return context.mention_at[index - 1]
    return -1


def _spoken_about(context: QuoteContext, at: int) -> int:
    """The mention in front of the quote's relative clause, if another mention is the subject of the clause."""
    for index in range(at - 1, max(0, at - REACH_OF_CLAUSE), -1):
        number = context.mention_at[index]
        if context.tokenized.tokens[index].kind in (GAP, QUOTE, MARK):
            return -1
        if context.tokenized.tokens[index].lower == "whom":
            return max(context.mention_at[index - 1], context.mention_at[index - 2])
        if number > 0 and _is_object(context, number):
            is_near = context.mentions[number].first - context.mentions[number - 1].last <= MOST_BETWEEN
            return number - 1 if is_near else -1
    return -1


def continues_phrase(context: QuoteContext, quote: int, number: int) -> bool:
    """Whether the quote is part of the phrase before it: "a dismissive “woman's card”". English nouns only.

    The same for the words of a text in Scandinavian languages, which nobody speaks: `”…”, står det i stadgarna`.
    """
    mention, at = context.mentions[number], context.tokenized.quote_at[quote]
    if context.lexicon.traits.determiners_are_pronouns and _is_in_text(context, at):
        return True
    if not context.lexicon.traits.quotes_continue_noun_phrases or mention.kind != NOUN or mention.last != at:
        return False
    return not context.according[mention.first] and context.cue_before(number).distance is not Distance.ADJACENT


def _is_in_text(context: QuoteContext, at: int) -> bool:
    """Whether "it says in" follows the quote."""
    words = [token.lower for token in context.tokenized.tokens[at + 1 : at + 5] if token.text != ","]
    return len(words) > 2 and words[0] in IMPERSONAL and words[1] in THERE and words[2] in IN


def _only_compares(context: QuoteContext, number: int) -> bool:
    """Whether the noun only says what the speaker is, or is like: "As a parent, “we …”"."""
    mention = context.mentions[number]
    if mention.kind != NOUN or mention.first == 0 or context.tokenized.tokens[mention.first - 1].lower not in COMPARING:
        return False
    return context.cue_after(number).distance is not Distance.ADJACENT


def _only_opens(context: QuoteContext, number: int) -> bool:
    """Whether a lone word most likely has its capital from opening the sentence: "Leia em nosso blog “…”"."""
    mention, tokens = context.mentions[number], context.tokenized.tokens
    opens = mention.first == context.tokenized.bounds[context.tokenized.sentence_of[mention.first]][0]
    word = tokens[mention.first]
    if (
        not opens
        or mention.last - mention.first > 1
        or context.known[number]
        or word.text.isupper()
        or is_first_name(word.lower)
    ):
        return False
    if context.cue_after(number).distance in SAME_CLAUSE or mention.last == len(tokens):
        return False
    return tokens[mention.last].text != ":" and not context.lexicon.traits.capitalises_nouns
