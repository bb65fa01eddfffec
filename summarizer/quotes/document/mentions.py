"""Everything that could be a speaker: names, pronouns and noun phrases outside the quotes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from summarizer.quotes.document.ambiguous_names import is_plain_opener
from summarizer.quotes.document.noun_phrases import ROMANCE, cannot_open, ends_phrase, is_abstract, stops
from summarizer.quotes.document.romance_names import behind_office, end_of_medium, ends_before_party, only_stands_before
from summarizer.quotes.document.tokens import CAPITAL, GAP, MARK, NUMBER, WORD, Layout, Token
from summarizer.quotes.grammar.lexicon import PARTICLES, Words
from summarizer.quotes.grammar.name_lists import FIRST_NAMES, is_first_name

NAME, PRONOUN, NOUN = "name", "pronoun", "noun"
MAX_PHRASE = 8
MAX_OWNERS = 4
ORIGINS = ("-born", "-based", "-led", "-backed", "-held", "-stämmige", "-geborene")
# "Mattis's", and what Turkish adds to names: "Toplantısı'nda".
SUFFIX = re.compile(r"(?<=.)['’][^\W\d_A-Z]{1,5}$")
POSSESSIVE = ("'s", "’s", "s'", "s’")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where somebody is named.

    Attributes:
        first: index of its first token.
        last: index after its last token.
        kind: "name", "pronoun" or "noun".
        core: index of the token where the name itself begins, behind titles and roles; of the head noun for nouns.
        start: first code point.
        end: after the last code point, without a possessive ending.
        is_possessive: ends with 's.
    """

    first: int
    last: int
    kind: str
    core: int
    start: int
    end: int
    is_possessive: bool = False


def find_spots(layout: Layout, words: Words) -> tuple[Spot, ...]:
    """All possible speakers in document order, never overlapping."""
    return tuple(_spots(layout, words))


def _spots(layout: Layout, words: Words) -> Iterator[Spot]:
    tokens = layout.tokens
    plain = _plain_openers(layout, words)
    index = 0
    while index < len(tokens):
        token = tokens[index]
        spot = None
        if token.kind in (CAPITAL, WORD) and index not in plain:
            starts = index == layout.bounds[layout.sentence_of[index]][0]
            spot = _spot_at(tokens, index, words, starts_sentence=starts)
        if spot is None:
            index += 1
        else:
            yield spot
            index = spot.last


def _plain_openers(layout: Layout, words: Words) -> set[int]:
    """Tokens that have a capital only because they open a sentence: "Shortly", "Women"."""
    if words.language == "de":
        return set()
    tokens = layout.tokens
    small = {token.lower for token in tokens if token.kind == WORD}
    inside = set()
    openers = {first for first, _ in layout.bounds}
    found = {index for index in openers if is_plain_opener(tokens, index, words)}
    for index, token in enumerate(tokens):
        if token.kind == CAPITAL and index not in openers:
            inside.add(token.lower)
    for index in openers:
        token = tokens[index]
        behind = tokens[index + 1] if index + 1 < len(tokens) else token
        if token.kind != CAPITAL or token.text.isupper() or behind.kind == CAPITAL or words.is_role(token.lower):
            continue
        if token.lower in words.pronouns or token.lower in words.determiners or token.lower in words.people:
            continue
        is_adverb = words.language == "en" and token.lower.endswith("ly") and token.lower not in FIRST_NAMES
        if (token.lower in small or is_adverb) and token.lower not in inside:
            found.add(index)
    return found


def _spot_at(tokens: Sequence[Token], index: int, words: Words, *, starts_sentence: bool) -> Spot | None:
    token = tokens[index]
    lower = token.lower
    before_name = index + 1 < len(tokens) and tokens[index + 1].kind == CAPITAL
    if lower in words.determiners or lower in words.possessives:
        phrase = _noun_phrase(tokens, index, words)
        if phrase is not None and token.kind == CAPITAL and not starts_sentence and words.language in ROMANCE:
            return replace(phrase, core=index) if phrase.core == index + 1 and phrase.kind == NAME else phrase
        if phrase is not None:
            return phrase
    if lower in words.pronouns:
        return _spot(tokens, index, index + 1, PRONOUN, index)
    if lower in words.people and (token.kind == WORD or starts_sentence or words.language == "de"):
        return _spot(tokens, index, index + 1, NOUN, index)
    if token.kind == CAPITAL and lower not in words.starters:
        return _name_run(tokens, index, words)
    if token.kind == WORD and words.is_role(lower) and before_name and not words.is_cue(lower):
        run = _name_run(tokens, index + 1, words)
        return None if run is None else _spot(tokens, index, run.last, NAME, run.core)
    return None


def _noun_phrase(tokens: Sequence[Token], index: int, words: Words) -> Spot | None:
    """A phrase that a determiner opens: a name if it ends in one ("the former mayor Ana Lind"), else a noun."""
    if words.language == "de":
        return _german_phrase(tokens, index, words)
    position = index + 1
    limit = min(len(tokens), index + MAX_PHRASE)
    while position < limit:
        token = tokens[position]
        if token.kind == CAPITAL and position > index + 1 and only_stands_before(tokens, index, position, words):
            break
        if token.kind == CAPITAL:
            run = _name_run(tokens, position, words)
            if run is None:
                return None
            named = _named_phrase(tokens, index, run, words)
            if named is not None:
                return named
            position = run.last
            continue
        if position == index + 1 and cannot_open(token.lower, words):
            return None
        if token.kind not in (WORD, NUMBER) or (position > index + 1 and stops(tokens, position, words)):
            break
        position += 1
    if position == index + 1:
        return None
    return _spot(tokens, index, position, NOUN, position - 1)


def _named_phrase(tokens: Sequence[Token], index: int, run: Spot, words: Words) -> Spot | None:
    """The phrase from its determiner to the name in it; None where more of the phrase follows."""
    medium = end_of_medium(tokens, index, run.core, run.last, words)
    if medium is not None:
        return _spot(tokens, index, medium, NAME, run.core)
    if run.kind != NAME:
        return None
    if ends_before_party(tokens, index, run.core, run.last, words):
        return _spot(tokens, index, run.core, NOUN, run.core - 1)
    is_person = is_first_name(tokens[run.core].lower)
    told = is_person and any(words.is_role(each.lower) for each in tokens[index : run.first])
    if run.core > run.first or told or not _goes_on(tokens, run, words):
        core = behind_office(tokens, index, run.core, run.last, words)
        return _spot(tokens, index, run.last, NAME, core)
    return None


def _german_phrase(tokens: Sequence[Token], index: int, words: Words) -> Spot | None:
    """Determiner, small adjectives, then the noun, which has a capital: "der 35 Jahre alte Kapitän"."""
    for position in range(index + 1, min(len(tokens), index + 7)):
        token = tokens[position]
        if token.kind == CAPITAL and tokens[position + 1 : position + 2] and token.lower in ("jahre", "millionen"):
            continue
        if token.kind == CAPITAL:
            run = _name_run(tokens, position, words)
            if run is None:
                return None
            single = (run.last - position == 1 and not token.text.isupper()) or is_abstract(token.lower, words)
            if single and run.kind == NAME:
                run = replace(run, last=position + 1)
            return _spot(tokens, index, run.last, NOUN if single else run.kind, run.last - 1 if single else run.core)
        if token.text[:1].isdigit() and "-J" in token.text:
            return _spot(tokens, index, position + 1, NOUN, position)  # "der 86-Jährige"
        if token.kind not in (WORD, NUMBER) or token.lower in words.prepositions or token.lower in words.said:
            return None
        if token.lower in words.determiners:
            return None
    return None


def _goes_on(tokens: Sequence[Token], run: Spot, words: Words) -> bool:
    """Whether the name only describes the noun behind it: "the Russian government"."""
    if run.is_possessive or run.last >= len(tokens):
        return False
    token = tokens[run.last]
    return token.kind == WORD and not stops(tokens, run.last, words) and not words.is_cue(token.lower)


def _name_run(tokens: Sequence[Token], index: int, words: Words, *, owners: int = 0) -> Spot | None:
    """Capitalised words in a row; a role word at its head is no part of the name, one at its tail makes it a noun.

    `owners` counts those before it to whom it belongs ("Clinton spokesman …"): nobody has more than MAX_OWNERS.
    """
    last = _run_end(tokens, index, words)
    owned = _owned_phrase(tokens, index, last, words, owners=owners) if owners < MAX_OWNERS else None
    if owned is not None:
        return owned
    core = index
    for position in range(index, last):
        token = tokens[position]
        if words.is_role(token.lower) or token.lower in words.titles or token.lower.endswith(ORIGINS):
            core = position + 1
    for position in range(core + 1, last - 1):
        described = words.language in ("en", "de") and tokens[core].lower not in FIRST_NAMES
        if described and tokens[position].lower in FIRST_NAMES:
            core = position  # "Republican Jeb Lind", "Museumsdirektor Thomas Lind"
    if core >= last and _is_surname(tokens, last - 1, words):
        core = last - 1 if last - 2 < index or tokens[last - 2].lower in words.titles else last - 2
    if core >= last:
        return _spot(tokens, index, last, NOUN, last - 1)
    following = _role_after(tokens, last, words)
    if following is None:
        return _spot(tokens, index, last, NAME, core)
    # "Clinton spokesman Brian Fallon", "Clinton spokesman": the first name only says whose.
    goes_on = following < len(tokens) and owners < MAX_OWNERS and tokens[following].kind == CAPITAL
    if goes_on and tokens[following].lower not in words.starters:
        run = _name_run(tokens, following, words, owners=owners + 1)
        return None if run is None else _spot(tokens, index, run.last, run.kind, run.core)
    return _spot(tokens, index, following, NOUN, following - 1)


def _owned_phrase(tokens: Sequence[Token], index: int, last: int, words: Words, *, owners: int) -> Spot | None:
    """Who is meant by what belongs to a name: "Acme's chief executive Paula Brand", "Lind's lawyer"; None if nobody."""
    if words.language != "en" or not tokens[last - 1].text.endswith(POSSESSIVE):
        return None
    # Whatever noun stands behind a verb of saying is a role: "said Velby's stroke".
    is_told_of = index > 0 and tokens[index - 1].lower in words.said
    role_end = 0
    for position in range(last, min(last + MAX_PHRASE - 1, len(tokens))):
        token = tokens[position]
        if token.kind == CAPITAL and token.lower not in words.starters:
            if tokens[_run_end(tokens, position, words) - 1].text.endswith(POSSESSIVE):
                return None  # "Velby's Lind's": one owner is enough
            run = _name_run(tokens, position, words, owners=owners + 1)
            if run is None or not (role_end or run.core > run.first):
                return None
            is_person = is_told_of or is_first_name(tokens[run.core].lower)
            return _spot(tokens, index, run.last, run.kind, run.core) if is_person else None
        if token.kind != WORD or ends_phrase(token, words) or words.is_cue(token.lower):
            break
        if is_told_of or words.is_role(token.lower):
            role_end = position + 1
    return _spot(tokens, index, role_end, NOUN, role_end - 1) if role_end else None


def _is_surname(tokens: Sequence[Token], index: int, words: Words) -> bool:
    """Whether a role word is a surname here: "Mr. King", "Larry King"."""
    before = tokens[index - 1]
    if words.titles.get(before.lower):
        return True
    return before.kind == CAPITAL and before.lower in FIRST_NAMES


def _run_end(tokens: Sequence[Token], index: int, words: Words) -> int:
    position = index
    while position < len(tokens) and position < index + MAX_PHRASE:
        token = tokens[position]
        if token.kind == CAPITAL:
            if position > index and token.lower in words.starters and token.lower not in PARTICLES:
                break
            if position > index and (_is_headline_verb(tokens, position, words) or _begins_anew(token, words)):
                break
            position += 1
            if token.text.endswith(POSSESSIVE) or _is_german_genitive(tokens, position, index, words):
                break
            continue
        if not _joins(tokens, position, words) or _says_where_from(tokens, index, position, words):
            break
        position += 1
    return max(position, index + 1)


def _begins_anew(token: Token, words: Words) -> bool:
    """Whether a title opens a name of its own: "dans le Courrier Maître Lind"."""
    return token.lower in words.titles and words.language == "fr"


def _is_headline_verb(tokens: Sequence[Token], position: int, words: Words) -> bool:
    """Whether a capital is the verb of a headline, "Lind Says Pier Is Safe", and not of a name, "United States"."""
    verb, before = tokens[position], tokens[position - 1].lower
    if verb.lower not in words.said or verb.lower in FIRST_NAMES or before in FIRST_NAMES or before == "united":
        return False
    behind = tokens[position + 1 : position + 2]
    return words.language != "en" or not behind or behind[0].kind != WORD


def _says_where_from(tokens: Sequence[Token], index: int, position: int, words: Words) -> bool:
    """Whether a German "von" behind a whole name says whose somebody is: "Filiz Lind von den Grünen"."""
    if words.language != "de" or tokens[position].lower not in ("von", "vom") or position - index < 2:
        return False
    first, second = tokens[position - 2], tokens[position - 1]
    return second.kind == CAPITAL and is_first_name(first.lower) and not is_first_name(second.lower)


def _is_german_genitive(tokens: Sequence[Token], position: int, index: int, words: Words) -> bool:
    """Whether the name before the noun only says whose it is: "Anna Linds Partei"."""
    if words.language != "de" or position - index < 2 or not tokens[position - 1].lower.endswith("s"):
        return False
    return tokens[position - 2].lower in FIRST_NAMES and tokens[position - 1].lower not in FIRST_NAMES


def _joins(tokens: Sequence[Token], position: int, words: Words) -> bool:
    """Whether a small word inside a run of capitals goes on with the name."""
    token = tokens[position]
    ahead = tokens[position + 1 : position + 3]
    if token.lower in PARTICLES or (token.text == "&" and ahead):
        if words.language == "de" and not _joins_in_german(tokens, position, words):
            return False
        if token.lower in ("der", "den") and words.language == "de":
            return tokens[position - 1].lower in ("von", "van", "zu") and bool(ahead) and ahead[0].kind == CAPITAL
        if token.lower in ("das", "dos") and words.language == "de":
            return False
        if token.lower in ("e", "y", "do", "da", "de", "la", "del") and words.language == "de":
            return token.lower in ("de", "la", "del", "da") and bool(ahead) and ahead[0].kind == CAPITAL
        if token.lower in ("e", "y", "del", "al") and words.language in ("it", "es", "pt"):
            return False
        return any(each.kind == CAPITAL for each in ahead[:1]) or (
            len(ahead) > 1 and ahead[0].lower in PARTICLES and ahead[1].kind == CAPITAL
        )
    return False


def _joins_in_german(tokens: Sequence[Token], position: int, words: Words) -> bool:
    """Whether "von" or "zu" stands in a name, not in "den Worten von Ana Lind" or "Lind zu Wort"."""
    small, before = tokens[position].lower, tokens[position - 1].lower
    if small in ("zu", "zur"):
        return is_first_name(before) or words.is_role(before)
    return small not in ("von", "vom") or before not in words.starters


def _role_after(tokens: Sequence[Token], position: int, words: Words) -> int | None:
    """The index behind a lower-case role right after a name ("campaign manager"), or None."""
    if tokens[position - 1].text.endswith(POSSESSIVE):
        return None
    for ahead in range(position, min(position + 3, len(tokens))):
        token = tokens[ahead]
        if token.kind != WORD or ends_phrase(token, words):
            return None
        if token.lower in words.roles and not words.is_cue(token.lower):
            return ahead + 1
    return None


def _spot(tokens: Sequence[Token], first: int, last: int, kind: str, core: int) -> Spot:
    end_token = tokens[last - 1]
    ending = SUFFIX.search(end_token.text)
    is_possessive = ending is not None and kind != PRONOUN  # "he's" is he
    end = end_token.start + ending.start() if ending else end_token.end
    if not is_possessive and end_token.text[-1:] in "'’":
        end -= 1
    return Spot(first, last, kind, core, tokens[first].start, max(end, tokens[first].start + 1), is_possessive)


def is_boundary(token: Token) -> bool:
    """Whether a phrase cannot go on over this token."""
    return token.kind == GAP or (token.kind == MARK and token.text in ".!?;:")
