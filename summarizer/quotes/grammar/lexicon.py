"""The word lists the quote finder reads a language with: cues, pronouns, roles, words that are never a name."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from types import MappingProxyType
from typing import Any

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "no", "da", "is", "tr")
UNCHANGING = frozenset(("id", "ms", "vi", "sw", "af", "ca", "gl", "ro"))
"""Of the languages we know little of, those whose names have one form only."""

ALIASES = {"nb": "no", "nn": "no"}
# Lower-case words that stand inside names: "Ursula von der Leyen", "Osama bin Laden".
PARTICLES = frozenset(
    [
        "von",
        "van",
        "de",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "das",
        "do",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ben",
        "ibn",
        "abu",
        "ter",
        "ten",
        "zu",
        "zur",
        "af",
        "av",
        "y",
        "e",
        "dalla",
        "dello",
    ]
)


@dataclass(frozen=True, slots=True)
class Words:
    """One language's word lists, all lower case.

    Attributes:
        language: ISO 639-1; "" for a language of which we know few words or none.
        said: verbs that introduce words ("said", "told").
        weak: verbs that often frame a few quoted words ("called", "slammed").
        verbs: other verb forms that no noun phrase goes on with, beside those that their ending shows.
        according: phrases that name a source ("according to"), each as its words.
        pronouns: pronoun -> "m", "f", "p" (plural), "n" (neuter), "w" (relative), "x" (first person).
        possessives: "his" -> "m".
        determiners: words that open a noun phrase.
        prepositions: words a name behind which is seldom the subject.
        conjunctions: words that open a clause.
        adverbs: words that may stand between a name and its verb.
        roles: nouns that say what somebody is ("minister").
        role_suffixes: endings of such nouns, where the language glues nouns together.
        female: roles held by a woman.
        male: roles held by a man.
        people: nouns without determiner that speak ("officials").
        titles: title -> "m", "f" or "".
        starters: words that open sentences and are never a name.
        speaking_endings: endings of nouns for persons and groups, where the language glues nouns together.
        oblique: determiners of nouns that are no subject.
        reported: verb forms of reported speech ("sei"): whoever spoke in the sentence before goes on.
        particles: verbs that say something only with one of these words ("stellte … fest").
        names: small words that one article prints as names ("Sara May").
        names_change: names take the endings of cases ("Declana Rice").
    """

    language: str
    said: frozenset[str]
    weak: frozenset[str]
    verbs: frozenset[str]
    according: tuple[tuple[str, ...], ...]
    pronouns: Mapping[str, str]
    possessives: Mapping[str, str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    adverbs: frozenset[str]
    roles: frozenset[str]
    role_suffixes: tuple[str, ...]
    female: frozenset[str]
    male: frozenset[str]
    people: frozenset[str]
    titles: Mapping[str, str]
    starters: frozenset[str]
    speaking_endings: tuple[str, ...]
    oblique: frozenset[str]
    reported: frozenset[str]
    names_change: bool
    particles: Mapping[str, frozenset[str]]
    names: frozenset[str] = frozenset()

    def is_cue(self, word: str) -> bool:
        """Whether the (lower-case) word can introduce a quote."""
        return word in self.said or word in self.weak

    def is_role(self, word: str) -> bool:
        """Whether the (lower-case) word says what somebody is."""
        if word in self.roles:
            return True
        if "-" in word and word.rsplit("-", 1)[1] in self.roles:
            return True
        return bool(self.role_suffixes) and word.endswith(self.role_suffixes) and len(word) > 5


def words_for(language: str | None, text: str) -> Words:
    """The lists for a language; for None, of the language whose small words open the text most often."""
    if language is None:
        return WORDS.get(_guess(text), NO_WORDS)
    code = language.lower().split("-")[0]
    code = ALIASES.get(code, code)
    return WORDS.get(code) or PLAIN_WORDS.get(code, NO_WORDS)


def _guess(text: str) -> str:
    seen = text[:4000].lower().split()
    scores = {code: sum(word in words.starters for word in seen) for code, words in WORDS.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] * 8 > len(seen) else ""


def _load(language: str) -> Words:
    file = files("summarizer") / "lexicon" / f"quotes/{language}.json"
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    phrases = (tuple(phrase.split()) for phrase in data["according"].split("|"))
    return Words(
        language=language,
        said=_words(data["said"]),
        weak=_words(data["weak"]),
        verbs=_words(data.get("verbs", "")),
        according=tuple(sorted(phrases, key=len, reverse=True)),
        pronouns=MappingProxyType(data["pronouns"]),
        possessives=MappingProxyType(data["possessives"]),
        determiners=_words(data["determiners"]),
        prepositions=_words(data["prepositions"]),
        conjunctions=_words(data["conjunctions"]),
        adverbs=_words(data["adverbs"]),
        roles=_words(data["roles"]),
        role_suffixes=tuple(data.get("role_suffixes", "").split()),
        female=_words(data["female_roles"]),
        male=_words(data["male_roles"]),
        people=_words(data["people"]),
        titles=MappingProxyType(data["titles"]),
        starters=_words(data["starters"]),
        speaking_endings=tuple(data.get("speaking_endings", "").split()),
        oblique=_words(data.get("oblique", "")),
        reported=_words(data.get("reported", "")),
        names_change=language == "is",
        particles=MappingProxyType({verb: _words(line) for verb, line in data.get("particles", {}).items()}),
    )


def _load_plain() -> Iterator[tuple[str, Words]]:
    """Languages of which we know only how they say "said" and "according to"; `language` stays empty."""
    file = files("summarizer") / "lexicon" / "quotes/plain.json"
    data: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))["languages"]
    for code, lists in data.items():
        phrases = [tuple(phrase.split()) for phrase in lists["according"].split("|") if phrase]
        yield (
            code,
            replace(NO_WORDS, said=_words(lists["said"]), according=tuple(sorted(phrases, key=len, reverse=True))),
        )


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


def _empty(names: Iterable[str]) -> Words:
    empty: dict[str, Any] = dict.fromkeys(names, frozenset())
    return Words(
        **{
            **empty,
            "language": "",
            "according": (),
            "pronouns": {},
            "possessives": {},
            "role_suffixes": (),
            "titles": {},
            "speaking_endings": (),
            "names_change": True,
            "particles": {},
        }
    )


WORDS: Mapping[str, Words] = MappingProxyType({language: _load(language) for language in LANGUAGES})
NO_WORDS = _empty(Words.__slots__)
PLAIN_WORDS: Mapping[str, Words] = MappingProxyType(dict(_load_plain()))
