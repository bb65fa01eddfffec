"""Who goes on speaking: "dodał" without a subject, "добавил он", and "the mayor" once the article has named him."""

from summarizer.quotes.document.entity_mention import NAME, NOUN, EntityMention
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE
from summarizer.quotes.evidence.patterns.plain_language.clauses import COMMAS, ClauseReader
from summarizer.quotes.grammar.gender import PERSONAL, Gender
from summarizer.quotes.grammar.name_lists import first_name_gender

MOST_SENTENCES = 4
"""So many sentences behind the quote of a speaker "he added" still refers to that speaker."""

LONGEST_SENTENCE = 80  # tokens
MOST_NAMES = 100  # in which a lone word is looked for
MOST_BACK = 300  # mentions in which the holder of an office is looked for


def last_speaker(reader: ClauseReader, at: int, gender: Gender = Gender.UNKNOWN) -> int:
    """The mention of who spoke last, if nobody else was named since and the gender fits; -1 for none.

    That is the subject of the sentence before, if it says something there, else the speaker of the quote before.

    Args:
        reader: the article.
        at: token of the quote that goes on.
        gender: what its verb or pronoun shows.
    """
    mention, cue = _subject_of_sentence_before(reader, at)
    if mention < 0:
        mention, cue = _speaker_before(reader, at)
    if mention < 0:
        return -1
    known = _gender_of(reader, mention, cue)
    if gender and known and gender != known:
        return -1
    quote = reader.tokens[at].quote
    earlier = reader.context.tokenized.quote_at[quote - 1] if quote else -1
    end = max(earlier, -1 if cue is None else cue, reader.mentions[mention].last - 1)
    return -1 if _has_rival(reader, mention, range(min(end + 1, at), at)) else mention


def _subject_of_sentence_before(reader: ClauseReader, at: int) -> tuple[int, int | None]:
    """The named subject of the only speech verb in the sentence before, and the verb: "Ana Munteanu consideră că …"."""
    tokenized, here = reader.context.tokenized, reader.context.tokenized.sentence_of[at]
    if here == 0 or tokenized.paragraph_of[tokenized.bounds[here - 1][0]] != tokenized.paragraph_of[at]:
        return -1, None
    first, last = tokenized.bounds[here - 1]
    if last - first > LONGEST_SENTENCE:
        return -1, None
    verbs = [index for index in range(first, last) if reader.context.cue[index]]
    if len(verbs) != 1 or any(token.kind == QUOTE for token in reader.tokens[first:last]):
        return -1, None
    subject = reader.subject_before(verbs[0], reader.start_of_clause(first))
    is_named = subject is not None and subject.mention >= 0 and reader.mentions[subject.mention].kind == NAME
    return (subject.mention, verbs[0]) if subject is not None and is_named else (-1, None)


def _speaker_before(reader: ClauseReader, at: int) -> tuple[int, int | None]:
    """The speaker of the quote before, and its verb, if it is near; -1 for none."""
    tokenized, quote = reader.context.tokenized, reader.tokens[at].quote
    if quote == 0 or len(reader.context.plain_speakers) < quote:
        return -1, None
    earlier = tokenized.quote_at[quote - 1]
    is_far = tokenized.paragraph_of[at] - tokenized.paragraph_of[earlier] > 1
    if is_far or tokenized.sentence_of[at] - tokenized.sentence_of[earlier] > MOST_SENTENCES:
        return -1, None
    return reader.context.plain_speakers[quote - 1] or (-1, None)


def _gender_of(reader: ClauseReader, number: int, cue: int | None) -> Gender:
    """What the role, the first name or the verb shows of a speaker."""
    here, lexicon = reader.mentions[number], reader.lexicon
    words = {token.lower for token in reader.tokens[here.first : here.core + (here.kind == NOUN)]}
    if words & lexicon.female:
        return Gender.FEMININE
    name = first_name_gender(reader.tokens[here.core].lower)
    shown = Gender.UNKNOWN if cue is None else reader.verb_gender(cue)
    return name if name in PERSONAL and here.kind == NAME else shown


def _has_rival(reader: ClauseReader, speaker: int, between: range) -> bool:
    """Whether somebody else is named between the two quotes, by name or by role."""
    name = reader.tokens[reader.mentions[speaker].last - 1].lower
    seen = -1
    for index in between:
        number = reader.context.mention_at[index]
        if number < 0 or number == seen:
            continue
        seen, here = number, reader.mentions[number]
        if reader.is_in_phrase(here) or reader.tokens[here.last - 1].lower == name:
            continue
        is_noun = here.kind == NOUN and not _describes(reader, here, speaker)
        if is_noun or (here.kind == NAME and _may_be_person(reader, here)):
            return True
    return False


def _describes(reader: ClauseReader, mention: EntityMention, speaker: int) -> bool:
    """Whether the role is the speaker's own, behind the name and a comma: "Ewa Kos, nauczycielka"."""
    sentence_of = reader.context.tokenized.sentence_of
    same = sentence_of[mention.first] == sentence_of[reader.mentions[speaker].first]
    return same and reader.tokens[mention.first - 1].text in COMMAS


def _may_be_person(reader: ClauseReader, mention: EntityMention) -> bool:
    """Whether the name has two words or a role, a speech verb beside it, or is part of a longer name in print."""
    if mention.last - mention.first > 1:
        return True
    word = reader.tokens[mention.first].lower
    beside = (mention.first - 1, mention.last)
    return any(index >= 0 and reader.context.cue_at(index) for index in beside) or any(
        word in (token.lower for token in reader.tokens[each.core : each.last])
        for each in reader.mentions[:MOST_NAMES]
        if each.kind == NAME and each.last - each.core > 1
    )


def goes_on(reader: ClauseReader, at: int) -> bool:
    """Whether the quote stands by itself, right behind the sentence of the quote before, in the same paragraph."""
    tokenized, quote = reader.context.tokenized, reader.tokens[at].quote
    if quote == 0:
        return False
    earlier = tokenized.quote_at[quote - 1]
    if tokenized.sentence_of[at] == tokenized.sentence_of[earlier]:
        return _resumes(reader, quote, at)
    near = tokenized.sentence_of[at] - tokenized.sentence_of[earlier] <= 1
    first, last = tokenized.bounds[tokenized.sentence_of[at]]
    alone = all(reader.tokens[index].kind in (MARK, GAP, QUOTE) for index in range(max(first, earlier + 1), last))
    return near and alone and tokenized.paragraph_of[at] == tokenized.paragraph_of[earlier]


def _resumes(reader: ClauseReader, quote: int, at: int) -> bool:
    """Whether only the reporter's clause parts the quote from the one before: `«…», — сказал Иван Петров, — «…»`."""
    mention, cue = reader.context.plain_speakers[quote - 1] or (-1, None)
    earlier = reader.context.tokenized.quote_at[quote - 1]
    if mention < 0 or cue is None or not earlier < cue < at:
        return False
    last = max(cue + 1, reader.mentions[mention].last if reader.mentions[mention].first > earlier else 0)
    return all(token.kind == MARK for token in reader.tokens[last:at])


def holder_of_role(reader: ClauseReader, number: int) -> int:
    """The one person whom the article has called so before the mention, "burmistrz"; else the mention itself."""
    here = reader.mentions[number]
    said = {token.lower for token in reader.tokens[here.core : here.last]}
    holders: dict[str, int] = {}
    for other in range(max(0, number - MOST_BACK), number):
        each = reader.mentions[other]
        office = {token.lower for token in reader.tokens[each.first : each.core]}
        if each.kind == NAME and office and said <= office | reader.lexicon.determiners:
            holders.setdefault(reader.tokens[each.last - 1].lower, other)
    return next(iter(holders.values())) if len(holders) == 1 else number
