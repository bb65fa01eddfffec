"""Everything that could be a speaker: names, pronouns and noun phrases outside the quotes."""

import re
from collections.abc import Collection, Iterator, Sequence

from summarizer.quotes.document.entity_mention import NAME, NOUN, PRONOUN, EntityMention, make_mention
from summarizer.quotes.document.names.capitals import nameless_capitals
from summarizer.quotes.document.names.mended_names import mend_names
from summarizer.quotes.document.names.name_particles import (
    before_von,
    behind_person_noun,
    is_genitive,
    joins_name,
    says_where_from,
)
from summarizer.quotes.document.names.romance_names import (
    behind_office,
    end_of_medium,
    ends_before_party,
    only_stands_before,
)
from summarizer.quotes.document.noun_phrases import cannot_open, ends_phrase, stops
from summarizer.quotes.document.plain_mentions import find_plain_mentions
from summarizer.quotes.document.tokens import CAPITAL, NUMBER, WORD, Token, TokenizedArticle
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import FIRST_NAMES, PARTICLES, could_be_person, is_first_name
from summarizer.quotes.grammar.noun_kinds import is_abstract
from summarizer.quotes.grammar.traits import PatternFamily
from summarizer.quotes.grammar.word_lists import all_endings, short_list

__all__ = ["NAME", "NOUN", "PRONOUN", "EntityMention", "find_mentions"]

COUNTED = short_list("de", "counted")

MAX_PHRASE = 8
MAX_RUN = 12
MAX_OWNERS = 4
INITIAL = re.compile(r"[^\W\d_]\.")
ORIGINS = all_endings("origin_endings")
POSSESSIVE = ("'s", "’s", "‘s", "s'", "s’", "s‘")


def find_mentions(tokenized: TokenizedArticle, lexicon: LanguageLexicon) -> tuple[EntityMention, ...]:
    """All possible speakers in document order, never overlapping."""
    if lexicon.patterns is PatternFamily.PLAIN:
        return tuple(find_plain_mentions(tokenized, lexicon))
    return tuple(mend_names(tokenized, tuple(_mentions(tokenized, lexicon)), lexicon))


def _mentions(tokenized: TokenizedArticle, lexicon: LanguageLexicon) -> Iterator[EntityMention]:
    tokens = tokenized.tokens
    nameless = nameless_capitals(tokenized, lexicon)
    openers = lexicon.determiners.union(lexicon.possessives, lexicon.people, lexicon.pronouns)
    index = 0
    while index < len(tokens):
        mention = None
        if _may_open(tokens, index, openers) and index not in nameless:
            starts = index == tokenized.bounds[tokenized.sentence_of[index]][0]
            mention = _mention_at(tokens, index, lexicon, starts_sentence=starts)
        if mention is None:
            index += 1
        else:
            yield mention
            index = mention.last


def _may_open(tokens: Sequence[Token], index: int, openers: Collection[str]) -> bool:
    """Whether a mention may begin here: most words of an article are none."""
    token = tokens[index]
    if token.kind is not WORD:
        return token.kind is CAPITAL
    return token.lower in openers or (index + 1 < len(tokens) and tokens[index + 1].kind is CAPITAL)


def _mention_at(
    tokens: Sequence[Token], index: int, lexicon: LanguageLexicon, *, starts_sentence: bool
) -> EntityMention | None:
    token = tokens[index]
    lower = token.lower
    before_name = index + 1 < len(tokens) and tokens[index + 1].kind == CAPITAL
    if lower in lexicon.determiners or lower in lexicon.possessives:
        phrase = _noun_phrase(tokens, index, lexicon)
        if phrase is not None and token.kind == CAPITAL and not starts_sentence and lexicon.traits.articles_open_names:
            return phrase._replace(core=index) if phrase.core == index + 1 and phrase.kind == NAME else phrase
        if phrase is not None:
            return phrase
    if lower in lexicon.pronouns:
        return make_mention(tokens, index, index + 1, PRONOUN, index)
    if lower in lexicon.people and (token.kind == WORD or starts_sentence or lexicon.traits.capitalises_nouns):
        return make_mention(tokens, index, index + 1, NOUN, index)
    if token.kind == CAPITAL and lower not in lexicon.starters:
        is_adverb = starts_sentence and lower in lexicon.adverbs and not before_name and not is_first_name(lower)
        if is_adverb and lexicon.traits.determiners_are_pronouns:
            return None  # "Selv fortalte mannen …"
        if starts_sentence and lexicon.traits.subject_follows_speech_verb and lexicon.is_cue(lower):
            return None  # "Explicó que …"
        return _name_run(tokens, index, lexicon)
    if token.kind == WORD and lexicon.is_role(lower) and before_name and not lexicon.is_cue(lower):
        run = _name_run(tokens, index + 1, lexicon)
        return None if run is None else make_mention(tokens, index, run.last, NAME, run.core)
    return None


def _noun_phrase(tokens: Sequence[Token], index: int, lexicon: LanguageLexicon) -> EntityMention | None:
    """A phrase that a determiner opens: a name if it ends in one ("the former mayor Ana Lind"), else a noun."""
    if lexicon.traits.capitalises_nouns:
        return _german_phrase(tokens, index, lexicon)
    position = index + 1
    limit = min(len(tokens), index + MAX_PHRASE)
    while position < limit:
        token = tokens[position]
        if position > index + 1 and _is_no_part(tokens, index, position, lexicon):
            break
        if token.kind == CAPITAL:
            run = _name_run(tokens, position, lexicon)
            if run is None:
                return None
            named = _named_phrase(tokens, index, run, lexicon)
            if named is not None:
                return named
            position = run.last
            continue
        if position == index + 1 and cannot_open(token.lower, lexicon, behind=tokens[index].lower):
            return None
        if token.kind not in (WORD, NUMBER) or (position > index + 1 and stops(tokens, position, lexicon)):
            break
        position += 1
    if position == index + 1:
        return None
    return make_mention(tokens, index, position, NOUN, position - 1)


def _is_no_part(tokens: Sequence[Token], index: int, position: int, lexicon: LanguageLexicon) -> bool:
    """Whether a capital is in no noun phrase that begins at `index`: the day in "a statement Friday"."""
    if tokens[position].kind != CAPITAL:
        return False
    behind = tokens[position + 1 : position + 2]
    is_alone = not behind or behind[0].kind != CAPITAL
    is_day = is_alone and tokens[position].lower in lexicon.starters
    return is_day or only_stands_before(tokens, index, position, lexicon)


def _named_phrase(
    tokens: Sequence[Token], index: int, run: EntityMention, lexicon: LanguageLexicon
) -> EntityMention | None:
    """The phrase from its determiner to the name in it; None where more of the phrase follows."""
    medium = end_of_medium(tokens, index, run.core, run.last, lexicon)
    if medium is not None:
        return make_mention(tokens, index, medium, NAME, run.core)
    if run.kind != NAME:
        return None
    if ends_before_party(tokens, index, run.core, run.last, lexicon):
        return make_mention(tokens, index, run.core, NOUN, run.core - 1)
    is_person = any(is_first_name(each.lower) for each in tokens[run.core : max(run.core + 1, run.last - 1)])
    told = is_person and any(lexicon.is_role(each.lower) for each in tokens[index : run.first])
    if run.core > run.first or told or not _goes_on(tokens, run, lexicon):
        core = behind_office(tokens, index, run.core, run.last, lexicon)
        return make_mention(tokens, index, run.last, NAME, core)
    return None


def _german_phrase(tokens: Sequence[Token], index: int, lexicon: LanguageLexicon) -> EntityMention | None:
    """Determiner, small adjectives, then the noun, which has a capital: "der 35 Jahre alte Kapitän"."""
    for position in range(index + 1, min(len(tokens), index + 7)):
        token = tokens[position]
        if token.kind == CAPITAL and tokens[position + 1 : position + 2] and token.lower in COUNTED:
            continue
        if token.kind == CAPITAL:
            run = _name_run(tokens, position, lexicon)
            if run is None:
                return None
            run = before_von(tokens, run, lexicon)
            single = (run.last - position == 1 and not token.text.isupper()) or is_abstract(token.lower, lexicon)
            if single and run.kind == NAME:
                run = run._replace(last=position + 1)
            return make_mention(
                tokens, index, run.last, NOUN if single else run.kind, run.last - 1 if single else run.core
            )
        if token.text[:1].isdigit() and "-J" in token.text:
            return make_mention(tokens, index, position + 1, NOUN, position)  # "der 86-Jährige"
        if (
            token.kind not in (WORD, NUMBER)
            or token.lower in lexicon.prepositions
            or token.lower in lexicon.speech_verbs
        ):
            return None
        if token.lower in lexicon.determiners:
            return None
    return None


def _goes_on(tokens: Sequence[Token], run: EntityMention, lexicon: LanguageLexicon) -> bool:
    """Whether the name only describes the noun behind it: "the Russian government"."""
    if run.is_possessive or run.last >= len(tokens):
        return False
    token = tokens[run.last]
    return token.kind == WORD and not stops(tokens, run.last, lexicon) and not lexicon.is_cue(token.lower)


def _name_run(
    tokens: Sequence[Token], index: int, lexicon: LanguageLexicon, *, owners: int = 0
) -> EntityMention | None:
    """Capitalised words in a row; a role word at its head is no part of the name, one at its tail makes it a noun.

    `owners` counts the owners in front of it ("Clinton spokesman …"): at most MAX_OWNERS are read.
    """
    last = _run_end(tokens, index, lexicon)
    owned = _owned_phrase(tokens, index, last, lexicon, owners=owners) if owners < MAX_OWNERS else None
    if owned is not None:
        return owned
    core = index
    for position in range(index, last):
        token = tokens[position]
        if lexicon.is_role(token.lower) or token.lower in lexicon.titles or token.lower.endswith(ORIGINS):
            core = position + 1
    core = _behind_nouns(tokens, behind_person_noun(tokens, core, last, lexicon), last, lexicon)
    if core >= last and _is_surname(tokens, last - 1, lexicon):
        core = last - 1 if last - 2 < index or tokens[last - 2].lower in lexicon.titles else last - 2
    if core >= last:
        return make_mention(tokens, index, last, NOUN, last - 1)
    following = _role_after(tokens, last, lexicon)
    if following is None:
        return make_mention(tokens, index, last, NAME, core)
    # "Clinton spokesman Brian Fallon", "Clinton spokesman": the first name is only the owner.
    goes_on = following < len(tokens) and owners < MAX_OWNERS and tokens[following].kind == CAPITAL
    if goes_on and tokens[following].lower not in lexicon.starters:
        run = _name_run(tokens, following, lexicon, owners=owners + 1)
        return None if run is None else make_mention(tokens, index, run.last, run.kind, run.core)
    return make_mention(tokens, index, following, NOUN, following - 1)


def _behind_nouns(tokens: Sequence[Token], core: int, last: int, lexicon: LanguageLexicon) -> int:
    """Where the name begins behind nouns with capitals: "Republican Jeb Lind", "Museumsdirektor Thomas Lind"."""
    if not lexicon.traits.stacks_nouns_before_names:
        return core
    for position in range(core + 1, last - 1):
        if is_first_name(tokens[core].lower) or INITIAL.fullmatch(tokens[position - 1].text):
            break  # "D. Joshua Lind"
        if is_first_name(tokens[position].lower):
            core = position
    return core


def _owned_phrase(
    tokens: Sequence[Token], index: int, last: int, lexicon: LanguageLexicon, *, owners: int
) -> EntityMention | None:
    """A phrase that begins with its owner: "Acme's chief executive Paula Brand", "Lind's lawyer"; else None."""
    if not lexicon.traits.owner_precedes_noun or not tokens[last - 1].text.endswith(POSSESSIVE):
        return None
    # Any noun right behind a speech verb is a role: "said Velby's stroke".
    is_spoken_about = index > 0 and tokens[index - 1].lower in lexicon.speech_verbs
    role_end = 0
    for position in range(last, min(last + MAX_PHRASE - 1, len(tokens))):
        token = tokens[position]
        if token.kind == CAPITAL and token.lower not in lexicon.starters:
            if tokens[_run_end(tokens, position, lexicon) - 1].text.endswith(POSSESSIVE):
                return None  # "Velby's Lind's": one owner is enough
            run = _name_run(tokens, position, lexicon, owners=owners + 1)
            if run is None or not (
                role_end or run.core > run.first or _is_person(tokens, run, is_spoken_about=is_spoken_about)
            ):
                return None
            is_person = is_spoken_about or is_first_name(tokens[run.core].lower)
            return make_mention(tokens, index, run.last, run.kind, run.core) if is_person else None
        if token.kind != WORD or ends_phrase(token, lexicon) or lexicon.is_cue(token.lower):
            break
        if is_spoken_about or lexicon.is_role(token.lower):
            role_end = position + 1
    return make_mention(tokens, index, role_end, NOUN, role_end - 1) if role_end else None


def _is_person(tokens: Sequence[Token], run: EntityMention, *, is_spoken_about: bool) -> bool:
    """Whether the row of capitals behind an owner is somebody's name: "said CVA's Paul Lind"."""
    name = [token.lower for token in tokens[run.core : run.last]]
    return len(name) > 1 and could_be_person(name) and (is_spoken_about or is_first_name(name[0]))


def _is_surname(tokens: Sequence[Token], index: int, lexicon: LanguageLexicon) -> bool:
    """Whether a role word is a surname here: "Mr. King", "Larry King"."""
    before = tokens[index - 1]
    if lexicon.titles.get(before.lower):
        return True
    if index + 1 < len(tokens) and tokens[index + 1].lower == "of":
        return False  # "Velby Christian Head of School Ana Lind"
    return before.kind == CAPITAL and before.lower in FIRST_NAMES


def _run_end(tokens: Sequence[Token], index: int, lexicon: LanguageLexicon) -> int:
    position = index
    while position < len(tokens) and position < index + MAX_RUN:
        token = tokens[position]
        if token.kind == CAPITAL:
            if position > index and _ends_row(tokens, position, lexicon):
                break
            if position > index and (_is_headline_verb(tokens, position, lexicon) or _begins_anew(token, lexicon)):
                break
            position += 1
            if token.text.endswith(POSSESSIVE) or is_genitive(tokens, position, index, lexicon):
                break
            continue
        if not joins_name(tokens, position, lexicon) or says_where_from(tokens, index, position, lexicon):
            break
        position += 1
    return max(position, index + 1)


def _ends_row(tokens: Sequence[Token], position: int, lexicon: LanguageLexicon) -> bool:
    """Whether a capital is no part of the name before it, as it is a small word; "Velby Police Captain" is one row."""
    lower = tokens[position].lower
    if lower not in lexicon.starters or lower in PARTICLES:
        return False
    behind = tokens[position + 1 : position + 2]
    is_inside = bool(behind) and behind[0].kind == CAPITAL and behind[0].lower not in lexicon.starters
    return not (lower in lexicon.people and is_inside)


def _begins_anew(token: Token, lexicon: LanguageLexicon) -> bool:
    """Whether a title opens a name of its own: "dans le Courrier Maître Lind"."""
    return token.lower in lexicon.titles and lexicon.traits.title_opens_name


def _is_headline_verb(tokens: Sequence[Token], position: int, lexicon: LanguageLexicon) -> bool:
    """Whether a capital is the verb of a headline, "Lind Says Pier Is Safe", and not of a name, "United States"."""
    verb, before = tokens[position], tokens[position - 1].lower
    if (
        verb.lower not in lexicon.speech_verbs
        or verb.lower in FIRST_NAMES
        or before in FIRST_NAMES
        or before == "united"
    ):
        return False
    behind = tokens[position + 1 : position + 2]
    return not lexicon.traits.capitalises_headlines or not behind or behind[0].kind != WORD


def _role_after(tokens: Sequence[Token], position: int, lexicon: LanguageLexicon) -> int | None:
    """The index behind a lower-case role right after a name ("campaign manager"), or None."""
    if tokens[position - 1].text.endswith(POSSESSIVE):
        return None
    for ahead in range(position, min(position + 3, len(tokens))):
        token = tokens[ahead]
        if token.kind != WORD or ends_phrase(token, lexicon):
            return None
        if token.lower in lexicon.roles and not lexicon.is_cue(token.lower):
            return ahead + 1
    return None
