"""Where a name begins in French, Spanish, Italian and Portuguese: behind an office, a party or an addressee."""

from collections.abc import Sequence

from summarizer.quotes.document.noun_phrases import stands_aside
from summarizer.quotes.document.tokens import Token
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import PARTICLES, is_first_name


def only_stands_before(tokens: Sequence[Token], index: int, position: int, lexicon: LanguageLexicon) -> bool:
    """Whether a common noun precedes a name without describing it: "en una entrevista Ana Lind". A role would."""
    if not lexicon.traits.subject_follows_speech_verb or not is_first_name(tokens[position].lower):
        return False
    return not any(lexicon.is_role(token.lower) or token.lower in lexicon.titles for token in tokens[index:position])


def end_of_medium(tokens: Sequence[Token], index: int, core: int, last: int, lexicon: LanguageLexicon) -> int | None:
    """Where the addressee's name ends before the subject's: "a dit au Courrier Ana Lind", "à l'ANP Ana Lind"."""
    if not lexicon.traits.subject_follows_speech_verb or core != index + 1 or last - core < len(("Courrier", "Lind")):
        return None
    is_addressed = tokens[index].lower in lexicon.to_whom
    if not is_addressed and not stands_aside(tokens, index, lexicon):
        return None
    if is_initials(tokens[core]) and not is_initials(tokens[core + 1]):
        return core + 1
    inner = range(core + 1, last - 1)
    told = next((position for position in inner if is_first_name(tokens[position].lower)), None)
    is_unknown = (
        told is None
        and is_addressed
        and index > 0
        and tokens[index - 1].lower in lexicon.speech_verbs
        and len(inner) > 0
    )
    return core + 1 if is_unknown and tokens[core + 1].lower not in PARTICLES else told


def behind_office(tokens: Sequence[Token], index: int, core: int, last: int, lexicon: LanguageLexicon) -> int:
    """Where the name begins behind an office or a party: "l'Intérieur Christophe Lind", "le député ABC Jean Lind".

    Persons have no "the" in front.
    """
    if not lexicon.traits.office_precedes_name or is_first_name(tokens[core].lower):
        return core
    if core == index + 1:
        core = next((each for each in range(core + 1, last - 1) if is_first_name(tokens[each].lower)), core)
    is_party = core + 2 < last and is_initials(tokens[core]) and not tokens[core + 1].text.isupper()
    return core + 1 if is_party else core


def is_initials(token: Token) -> bool:
    """Whether the word is a party's or a union's initials: "ABC", "ABC-DEF"."""
    return len(token.text) > 1 and token.text.replace("-", "").isupper()


def ends_before_party(tokens: Sequence[Token], index: int, core: int, last: int, lexicon: LanguageLexicon) -> bool:
    """Whether the initials behind a role are the party's, and no person's name: "l'adjointe ABC"."""
    if not lexicon.traits.party_follows_role or last - core > 1 or not is_initials(tokens[core]):
        return False
    return any(lexicon.is_role(token.lower) for token in tokens[index + 1 : core])
