"""Sources in another case than the subject: "według Jana Wolskiego", "по словам мэра Ивана Петрова".

The speaker is shown as the article prints the name as a subject, "Jan Wolski". Where it does not, there is none.
"""

from summarizer.quotes.document.entity_mention import NAME
from summarizer.quotes.document.tokens import CAPITAL, MARK, WORD
from summarizer.quotes.evidence.patterns.plain_language.clauses import COMMAS, ClauseReader
from summarizer.quotes.evidence.patterns.verb_second import PatternMatch
from summarizer.quotes.grammar.gender import Gender
from summarizer.quotes.grammar.name_cases import may_be_case_of
from summarizer.quotes.grammar.name_lists import first_name_gender

MOST_OF_ROLE = 5  # words between "zdaniem" and the name: "burmistrza miasta"
MOST_NAMES = 150  # mentions with which the name is compared
NOBODY = PatternMatch(-1)


def named_source_of(reader: ClauseReader, at: int) -> PatternMatch | None:
    """The person behind "according to" in the quote's sentence, where no speech verb is in it."""
    context = reader.context
    sentence = context.around(at)
    sources = [index for index in sentence if context.according[index]]
    if not sources:
        return None
    if len(sources) > 1 or any(context.cue[index] for index in sentence):
        return NOBODY
    number = _name_at(reader, sources[0])
    if number < 0:
        return NOBODY
    return PatternMatch(_as_subject(reader, number))


def _name_at(reader: ClauseReader, first: int) -> int:
    """The name that the phrase behind "according to" ends in; -1 for none."""
    tokens, index = reader.tokens, first
    while index < len(tokens) and tokens[index].lower in reader.words.before_source:
        index += 1
    has_role = False
    for ahead in range(index, min(len(tokens), index + 1 + MOST_OF_ROLE)):
        number = reader.context.mention_at[ahead]
        if number >= 0 and reader.mentions[number].first == ahead and reader.mentions[number].kind == NAME:
            beside = _name_between_commas(reader, reader.mentions[number].last + 1) if has_role else -1
            return beside if beside >= 0 else number
        if has_role and tokens[ahead].text in COMMAS:
            return _name_between_commas(reader, ahead + 1)
        is_role = _is_role(reader, ahead)
        if (number >= 0 and not is_role) or tokens[ahead].kind not in (WORD, CAPITAL) or (is_role and has_role):
            return -1
        if not has_role and not is_role and not (ahead == index and _is_role(reader, ahead + 1)):
            return -1  # only an adjective may precede the role: "міського голови"
        has_role = has_role or is_role
    return -1


def _name_between_commas(reader: ClauseReader, first: int) -> int:
    """The name of two words that a mark follows: "purtătorului de cuvânt al Poliției, Mihai Stan,"; -1 for none."""
    is_parted = first < len(reader.tokens) and reader.tokens[first - 1].text in COMMAS
    number = reader.context.mention_at[first] if is_parted else -1
    here = reader.mentions[number] if number >= 0 else None
    if here is None or here.kind != NAME or here.first != first or here.last >= len(reader.tokens):
        return -1
    return number if here.last - here.core > 1 and reader.tokens[here.last].kind == MARK else -1


def _is_role(reader: ClauseReader, index: int) -> bool:
    lower = reader.tokens[index].lower if index < len(reader.tokens) else ""
    return lower in reader.words.roles_in_genitive or (
        reader.lexicon.traits.lacks_capitals and reader.lexicon.is_role(lower[1:])
    )


def _as_subject(reader: ClauseReader, number: int) -> int:
    """Another mention of the same person as a subject, or the same if its name does not change; -1 for none."""
    name = _words(reader, number)
    found = _printed_as_subject(reader, name)
    if not found and len(name) > len(("ivana", "petrova")):
        found = _printed_as_subject(reader, name[1:])  # behind a place: "мэра Заречного Ивана Петрова"
    if len(set(found.values())) > 1:
        return -1
    if found:
        return max(found, key=lambda other: (len(_words(reader, other)), -other))
    return number if _keeps_form(reader, name) else -1


def _printed_as_subject(reader: ClauseReader, name: tuple[str, ...]) -> dict[int, tuple[str, ...]]:
    """The mentions whose last words the name may be a case of, with these words."""
    found = {}
    for other, each in enumerate(reader.mentions[:MOST_NAMES]):
        words = _words(reader, other)[-len(name) :]
        if each.kind == NAME and not reader.is_in_phrase(each) and may_be_case_of(name, words, reader.words):
            found[other] = words
    return found


def _keeps_form(reader: ClauseReader, name: tuple[str, ...]) -> bool:
    """Whether the name looks the same as a subject: in Arabic, mostly in Romanian, for women in Greek."""
    kept = reader.words.keeps_names
    gender = first_name_gender(name[0])
    if len(kept) == len((Gender.MASCULINE, Gender.FEMININE)):
        return not name[0].endswith(reader.words.genitive_endings) if reader.words.genitive_endings else True
    return gender in kept


def _words(reader: ClauseReader, number: int) -> tuple[str, ...]:
    here = reader.mentions[number]
    return tuple(token.lower for token in reader.tokens[here.core : here.last])
