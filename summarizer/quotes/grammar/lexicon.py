"""The word lists the quote finder reads a language with: cues, pronouns, roles, words that are never a name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from summarizer.quotes.grammar.gender import Gender, read_genders
from summarizer.quotes.grammar.language_files import LANGUAGE_FILES, LANGUAGES, SMALL_LANGUAGES, LanguageData
from summarizer.quotes.grammar.traits import LanguageTraits, PatternFamily, WordOrder

COMING = "-elect"
ALIASES = {"nb": "no", "nn": "no"}


__all__ = ["EMPTY_LEXICON", "LANGUAGES", "LEXICONS", "SMALL_LEXICONS", "LanguageLexicon", "lexicon_for"]


@dataclass(frozen=True, slots=True)
class LanguageLexicon:
    """One language's word lists, all lower case.

    Attributes:
        language: ISO 639-1; "" for a language of which we know few words or none.
        speech_verbs: verbs that introduce words ("said", "told").
        weak: verbs that often frame a few quoted words ("called", "slammed").
        verbs: other verb forms that end a noun phrase, beside those with an ending that shows it.
        according: phrases that name a source ("according to"), each as its words.
        pronouns: pronoun -> gender; possessives and titles likewise.
        possessives: "his" -> masculine.
        determiners: words that open a noun phrase.
        prepositions: words a name behind which is seldom the subject.
        conjunctions: words that open a clause.
        adverbs: words that may come between a name and its verb.
        roles: nouns for what a person is ("minister").
        role_suffixes: endings of such nouns, where the language glues nouns together.
        female: roles held by a woman.
        male: roles held by a man.
        people: nouns without determiner that speak ("officials").
        titles: "Mrs" -> feminine, "Dr." -> unknown.
        starters: words that open sentences and are never a name.
        speaking_endings: endings of nouns for persons and groups, where the language glues nouns together.
        oblique: determiners of nouns that are no subject.
        reported: verb forms of reported speech ("sei"), which continues the speaker of the sentence before.
        particles: speech verbs only with one of these words ("stellte … fest").
        circumstances: nouns of time or turn: "la semaine dernière", "pour sa part".
        asides: prepositions of an addressee, a place or a time; a name behind one is no source.
        to_whom: the same, contracted with "the".
        participle_endings: without an auxiliary in front such a form is no main verb: « … » promis par la mairie.
        verb_form_endings: of verb forms that a noun phrase may have caught: "el comunicado recogido".
        opener_endings: of words that open a sentence and are no name, even with a capital behind: "Apparently Lind".
        definite_articles: "the" -> its gender, unknown where it has none or several.
        traits: what rules ask of the grammar, see `LanguageTraits`.
        word_order: the order of verb and subject beside a quote.
        patterns: which patterns name a speaker beyond doubt.
        female_suffixes: endings of roles held by a woman, where every role shows the gender.
        never_particles: words inside the names of other languages that join no name in this one.
        verbs_after_determiner: verbs that show a determiner to be a pronoun ("this is").
        names: small words that one article prints as names ("Sara May").
    """

    language: str
    speech_verbs: frozenset[str]
    weak: frozenset[str]
    verbs: frozenset[str]
    according: tuple[tuple[str, ...], ...]
    pronouns: Mapping[str, Gender]
    possessives: Mapping[str, Gender]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    adverbs: frozenset[str]
    roles: frozenset[str]
    role_suffixes: tuple[str, ...]
    female: frozenset[str]
    male: frozenset[str]
    people: frozenset[str]
    titles: Mapping[str, Gender]
    starters: frozenset[str]
    speaking_endings: tuple[str, ...]
    oblique: frozenset[str]
    reported: frozenset[str]
    traits: LanguageTraits
    word_order: WordOrder
    patterns: PatternFamily
    female_suffixes: tuple[str, ...]
    never_particles: frozenset[str]
    verbs_after_determiner: frozenset[str]
    particles: Mapping[str, frozenset[str]]
    circumstances: frozenset[str]
    asides: frozenset[str]
    to_whom: frozenset[str]
    participle_endings: tuple[str, ...]
    verb_form_endings: tuple[str, ...]
    opener_endings: tuple[str, ...]
    definite_articles: Mapping[str, Gender]
    names: frozenset[str] = frozenset()

    @property
    def is_known(self) -> bool:
        """Whether we have all lists of the language, and not just two or none."""
        return bool(self.language)

    def is_cue(self, word: str) -> bool:
        """Whether the (lower-case) word can introduce a quote."""
        return word in self.speech_verbs or word in self.weak

    def is_role(self, word: str) -> bool:
        """Whether the (lower-case) word is a role."""
        if word in self.roles:
            return True
        if "-" in word and (word.rsplit("-", 1)[1] in self.roles or word.removesuffix(COMING) in self.roles):
            return True
        return bool(self.role_suffixes) and word.endswith(self.role_suffixes) and len(word) > 5


def lexicon_for(language: str | None, text: str) -> LanguageLexicon:
    """The lists for a language; for None, of the language whose small words open the text most often."""
    if language is None:
        return LEXICONS.get(_guess(text), EMPTY_LEXICON)
    code = language.lower().split("-")[0]
    code = ALIASES.get(code, code)
    return LEXICONS.get(code) or SMALL_LEXICONS.get(code, EMPTY_LEXICON)


def _guess(text: str) -> str:
    seen = text[:4000].lower().split()
    scores = {code: sum(word in words.starters for word in seen) for code, words in LEXICONS.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] * 8 > len(seen) else ""


def _load(language: str, data: LanguageData) -> LanguageLexicon:
    glued = data.get("proclitics", "").split()
    return LanguageLexicon(
        language=language,
        speech_verbs=_with_proclitics(_words(data["said"]), glued),
        weak=_words(data["weak"]),
        verbs=_words(data.get("verbs", "")),
        according=tuple(
            (prefix + first, *rest) for prefix in ("", *glued) for first, *rest in _phrases(data["according"])
        ),
        pronouns=read_genders(data["pronouns"]),
        possessives=read_genders(data["possessives"]),
        determiners=_words(data["determiners"]),
        prepositions=_words(data["prepositions"]),
        conjunctions=_words(data["conjunctions"]),
        adverbs=_words(data["adverbs"]),
        roles=_words(data["roles"]),
        role_suffixes=tuple(data.get("role_suffixes", "").split()),
        female=_words(data["female_roles"]),
        male=_words(data["male_roles"]),
        people=_words(data["people"]),
        titles=read_genders(data["titles"]),
        starters=_words(data["starters"]),
        speaking_endings=tuple(data.get("speaking_endings", "").split()),
        oblique=_words(data.get("oblique", "")),
        reported=_words(data.get("reported", "")),
        traits=LanguageTraits(**data.get("traits", {})),
        word_order=WordOrder(data.get("word_order", "")),
        patterns=PatternFamily(data.get("patterns", "")),
        female_suffixes=tuple(data.get("female_suffixes", "").split()),
        never_particles=_words(data.get("never_particles", "")),
        verbs_after_determiner=_words(data.get("verbs_after_determiner", "")),
        circumstances=_words(data.get("circumstances", "")),
        asides=_words(data.get("asides", "")),
        to_whom=_words(data.get("to_whom", "")),
        participle_endings=tuple(data.get("participle_endings", "").split()),
        verb_form_endings=tuple(data.get("verb_form_endings", "").split()),
        opener_endings=tuple(data.get("opener_endings", "").split()),
        definite_articles=read_genders(data.get("definite_articles", {})),
        particles=MappingProxyType({verb: _words(line) for verb, line in data.get("particles", {}).items()}),
    )


def _load_small() -> Iterator[tuple[str, LanguageLexicon]]:
    """Languages of which we know only two lists; `language` stays empty."""
    for code, lists in SMALL_LANGUAGES.items():
        yield (
            code,
            replace(EMPTY_LEXICON, speech_verbs=_words(lists["said"]), according=_phrases(lists["according"])),
        )


def _phrases(line: str) -> tuple[tuple[str, ...], ...]:
    """Phrases of several words, the longest first."""
    phrases = (tuple(phrase.split()) for phrase in line.split("|") if phrase)
    return tuple(sorted(phrases, key=len, reverse=True))


def _with_proclitics(words: frozenset[str], glued: Sequence[str]) -> frozenset[str]:
    """The words, and each with "and" glued to it, as Arabic writes."""
    return words | {prefix + word for prefix in glued for word in words}


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


def _empty(names: Iterable[str]) -> LanguageLexicon:
    empty: dict[str, Any] = dict.fromkeys(names, frozenset())
    return LanguageLexicon(
        **{
            **empty,
            "language": "",
            "according": (),
            "pronouns": {},
            "possessives": {},
            "role_suffixes": (),
            "titles": {},
            "speaking_endings": (),
            "traits": LanguageTraits(inflects_names=True),
            "word_order": WordOrder.OTHER,
            "patterns": PatternFamily.OTHER,
            "female_suffixes": (),
            "particles": {},
            "participle_endings": (),
            "verb_form_endings": (),
            "opener_endings": (),
            "definite_articles": {},
            "names": frozenset(),
        }
    )


LEXICONS: Mapping[str, LanguageLexicon] = MappingProxyType(
    {language: _load(language, data) for language, data in LANGUAGE_FILES.items()}
)
EMPTY_LEXICON = _empty(LanguageLexicon.__slots__)
SMALL_LEXICONS: Mapping[str, LanguageLexicon] = MappingProxyType(dict(_load_small()))
