"""Where a name begins in French, Spanish, Italian and Portuguese: behind office, party, or whoever was told."""

from collections.abc import Sequence

from summarizer.quotes.document.noun_phrases import ROMANCE, TO_WHOM, stands_aside
from summarizer.quotes.document.tokens import Token
from summarizer.quotes.grammar.lexicon import PARTICLES, Words
from summarizer.quotes.grammar.name_lists import is_first_name


def only_stands_before(tokens: Sequence[Token], index: int, position: int, words: Words) -> bool:
    """Whether a plain noun just stands before somebody's name: "en una entrevista Ana Lind". Its role would be told."""
    if words.language not in ROMANCE or not is_first_name(tokens[position].lower):
        return False
    return not any(words.is_role(token.lower) or token.lower in words.titles for token in tokens[index:position])


def end_of_medium(tokens: Sequence[Token], index: int, core: int, last: int, words: Words) -> int | None:
    """Where the name of who was told ends before the subject's: "a dit au Courrier Ana Lind", "à l'ANP Ana Lind"."""
    if words.language not in ROMANCE or core != index + 1 or last - core < len(("Courrier", "Lind")):
        return None
    is_told = tokens[index].lower in TO_WHOM[words.language]
    if not is_told and not stands_aside(tokens, index, words):
        return None
    if is_initials(tokens[core]) and not is_initials(tokens[core + 1]):
        return core + 1
    inner = range(core + 1, last - 1)
    told = next((position for position in inner if is_first_name(tokens[position].lower)), None)
    is_unknown = told is None and is_told and index > 0 and tokens[index - 1].lower in words.said and len(inner) > 0
    return core + 1 if is_unknown and tokens[core + 1].lower not in PARTICLES else told


def behind_office(tokens: Sequence[Token], index: int, core: int, last: int, words: Words) -> int:
    """Where the name begins behind an office or a party: "l'Intérieur Christophe Lind", "le député ABC Jean Lind".

    Persons have no "the" in front.
    """
    if words.language not in ROMANCE or is_first_name(tokens[core].lower):
        return core
    if core == index + 1:
        core = next((each for each in range(core + 1, last - 1) if is_first_name(tokens[each].lower)), core)
    is_party = core + 2 < last and is_initials(tokens[core]) and not tokens[core + 1].text.isupper()
    return core + 1 if is_party else core


def is_initials(token: Token) -> bool:
    """Whether the word is a party's or a union's initials: "ABC", "ABC-DEF"."""
    return len(token.text) > 1 and token.text.replace("-", "").isupper()


def ends_before_party(tokens: Sequence[Token], index: int, core: int, last: int, words: Words) -> bool:
    """Whether the initials behind a role are the party's, and nobody's name: "l'adjointe ABC"."""
    if words.language not in ROMANCE or last - core > 1 or not is_initials(tokens[core]):
        return False
    return any(words.is_role(token.lower) for token in tokens[index + 1 : core])
