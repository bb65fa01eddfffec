"""The lists of the languages in which only plain patterns name a speaker: Polish, Czech, Russian, Arabic, ..."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from summarizer.quotes.grammar.gender import Gender
from summarizer.quotes.grammar.language_files import LANGUAGE_FILES, LanguageData
from summarizer.quotes.grammar.traits import PatternFamily

CaseEndings = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlainWords:
    """The short lists of one such language, lower case.

    Attributes:
        before_speech_verb: words between a quote and its verb: "a" declarat.
        as_told: "as" in front of a speech verb: "jak powiedział".
        that_clause: "that" behind a speech verb.
        addressees: agencies and papers between a verb and its subject: "powiedział PAP burmistrz".
        owners: words that may follow a role and belong to it: "rzecznik policji".
        office_ties: the same for small words that tie a place or a field to it: "nauczycielka z".
        roles_in_genitive: roles as they are printed behind "according to".
        before_source: words between "according to" and a name: "lui", "pana".
        keeps_names: genders of the names that look the same behind "according to".
        adjective_endings: of adjectives in front of a role.
        genitive_endings: of a place behind a role: "мэр Москвы".
        doubtful_endings: the same, but names have them too.
        verb_endings: gender or number that a verb shows -> its endings, feminine and plural first.
        case_endings: gender -> (ending of another case, ending of the nominative).
    """

    before_speech_verb: frozenset[str]
    as_told: frozenset[str]
    that_clause: frozenset[str]
    addressees: frozenset[str]
    owners: frozenset[str]
    office_ties: frozenset[str]
    roles_in_genitive: frozenset[str]
    before_source: frozenset[str]
    keeps_names: frozenset[str]
    adjective_endings: tuple[str, ...]
    genitive_endings: tuple[str, ...]
    doubtful_endings: tuple[str, ...]
    verb_endings: Mapping[Gender, tuple[str, ...]]
    case_endings: Mapping[Gender, CaseEndings]

    def verb_gender(self, verb: str) -> Gender:
        """The gender or number of the subject that a verb shows; unknown where it shows none."""
        for gender, endings in self.verb_endings.items():
            if endings and verb.endswith(endings):
                return gender
        return Gender.UNKNOWN


def _read(data: LanguageData) -> PlainWords:
    lists: Mapping[str, str] = data["lists"]

    def words(name: str) -> frozenset[str]:
        return frozenset(lists.get(name, "").split())

    def endings(name: str) -> tuple[str, ...]:
        return tuple(lists.get(name, "").split())

    def cases(name: str) -> CaseEndings:
        pairs = (pair.partition(":") for pair in lists.get(name, "").split())
        return tuple((other, nominative) for other, _, nominative in pairs)

    return PlainWords(
        before_speech_verb=words("before_speech_verb"),
        as_told=words("as_told"),
        that_clause=words("that_clause"),
        addressees=words("addressees"),
        owners=words("owners"),
        office_ties=words("office_ties"),
        roles_in_genitive=words("roles_in_genitive"),
        before_source=words("before_source"),
        keeps_names=words("keeps_names"),
        adjective_endings=endings("adjective_endings"),
        genitive_endings=endings("genitive_endings"),
        doubtful_endings=endings("doubtful_endings"),
        verb_endings=MappingProxyType(
            {
                Gender.FEMININE: endings("feminine_verbs"),
                Gender.PLURAL: endings("plural_verbs"),
                Gender.MASCULINE: endings("masculine_verbs"),
            }
        ),
        case_endings=MappingProxyType(
            {Gender.MASCULINE: cases("case_endings_m"), Gender.FEMININE: cases("case_endings_f")}
        ),
    )


PLAIN_WORDS: Mapping[str, PlainWords] = MappingProxyType(
    {language: _read(data) for language, data in LANGUAGE_FILES.items() if data.get("patterns") == PatternFamily.PLAIN}
)
"""The lists of each language whose speakers only plain patterns name."""
