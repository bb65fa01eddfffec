"""The name and the role that go beside a quote, as the article prints them."""

from summarizer.quotes.attribution.attribute import Reading
from summarizer.quotes.coreference.entities import Person
from summarizer.quotes.coreference.pronouns import is_latter
from summarizer.quotes.coreference.roles import Roles
from summarizer.quotes.document.mentions import NAME, NOUN, PRONOUN, Spot
from summarizer.quotes.document.noun_phrases import OF
from summarizer.quotes.grammar.lexicon import Words
from summarizer.quotes.grammar.name_lists import is_first_name

OF_WORDS = OF | frozenset(("of", "for", "from", "at", "with", "van", "der", "från", "för", "til", "fra", "af", "delle"))
MUCH_MORE = 3
"""Who is named so many times as often as a namesake is meant by the bare surname."""

VERB_ENDINGS = {
    "fr": ("é", "ée", "és", "ées", "aient", "ait", "ant"),
    "es": ("ado", "ada", "ido", "ida", "ados", "adas", "idos", "idas", "aba", "aban"),
    "pt": ("ado", "ada", "ido", "ida", "ados", "adas", "idos", "idas", "ava", "avam"),
    "it": ("ato", "ata", "ito", "ita", "uto", "uta", "ati", "ate", "iti", "ite", "ava", "avano"),
}
"""Endings of verb forms that a noun phrase may have caught: "el comunicado recogido", "les commentaires allaient"."""

QUALITIES = ("ité", "auté", "orité")
"""Endings of nouns that look like participles: "la Haute autorité"."""


def name_and_role(reading: Reading, spot_number: int, person: int, roles: Roles) -> tuple[str | None, str | None]:
    """The speaker's fullest printed name, or the noun phrase that stands for it, and the role; None: not printed."""
    spot = reading.spots[spot_number]
    if person >= 0:
        known = reading.cast.persons[person]
        if not known.is_full and spot.kind == NAME:
            return known.full, roles.of([spot])
        if reading.words.language != "en" and _is_shared(reading, spot, known):
            return _as_printed(reading, spot), None
        role = None if _is_organisation(known) else roles.of([reading.spots[number] for number in known.spots])
        if spot.kind == NAME and reading.words.names_change and not _is_subject(reading, known):
            return _as_printed(reading, spot), role
        return known.full, role
    if spot.kind == PRONOUN or is_latter(reading.layout, spot):
        return None, None
    if spot.kind == NAME:
        return _as_printed(reading, spot), roles.of([spot])
    if reading.layout.tokens[spot.first].lower in reading.words.oblique:
        return None, None  # "nach Angaben des Militärs": the article does not print it as a subject
    return _phrase(reading, spot_number), None


def _is_organisation(person: Person) -> bool:
    """Whether several words that are nobody's first and last name: it holds no office, its people do."""
    return not person.is_full and len(person.words) > 1


def _as_printed(reading: Reading, spot: Spot) -> str:
    return reading.body[reading.layout.tokens[spot.core].start : spot.end]


def _is_shared(reading: Reading, spot: Spot, person: Person) -> bool:
    """Whether the spot is a bare surname that two people of the article have: nobody can say which of them is meant."""
    if spot.kind != NAME or spot.last - spot.core > 1 or spot.core > spot.first:
        return False
    return any(_is_rival(each, person, reading.words) for each in reading.cast.persons)


def _is_rival(other: Person, person: Person, words: Words) -> bool:
    """Whether another person has the surname, and is not just mentioned in passing."""
    if other is person or not other.is_full or other.words[-1] != person.words[-1]:
        return False
    is_name = not words.language or is_first_name(other.words[0])
    return is_name and MUCH_MORE * len(other.spots) > len(person.spots)


def _is_subject(reading: Reading, person: Person) -> bool:
    """Whether the full name stands where a subject stands, so that it has no other case's ending."""
    for number in person.spots:
        spot = reading.spots[number]
        if reading.layout.tokens[spot.core].start != person.span.start:
            continue
        opens = spot.first == reading.layout.bounds[reading.layout.sentence_of[spot.first]][0]
        verbs = reading.scene.cue_before(number)[1], reading.scene.cue_after(number)[1]
        return opens or verbs[0] in ("adj", "near") or verbs[1] in ("adj", "adv", "app")
    return False


def _phrase(reading: Reading, spot_number: int) -> str:
    """A noun phrase as printed, with what an "of" or "for" ties to it: "a spokesman for the union"."""
    spot = reading.spots[spot_number]
    end = _end_of_phrase(reading, spot_number)
    last = spot.last - 1
    word = reading.layout.tokens[last].lower
    endings = VERB_ENDINGS.get(reading.words.language, ())
    caught = end == spot.end and word.endswith(endings) and not word.endswith(QUALITIES)
    if caught and last - spot.first > 1 and not reading.words.is_role(word):
        end = reading.layout.tokens[last - 1].end
    return reading.body[_start_of_phrase(reading, spot) : end]


def _start_of_phrase(reading: Reading, spot: Spot) -> int:
    """Where the phrase begins: with its owner, "Lind's lawyers", and German "einer" in front of "der Forscher"."""
    tokens = reading.layout.tokens
    owner = reading.scene.spot_at[spot.first - 1] if spot.first else -1
    if reading.words.language == "en" and owner >= 0 and reading.spots[owner].is_possessive:
        return reading.spots[owner].start
    if reading.words.language != "de" or spot.first == 0 or tokens[spot.first].lower != "der":
        return spot.start
    before = tokens[spot.first - 1]
    return before.start if before.lower in ("einer", "eine", "zwei", "mehrere", "viele", "keiner") else spot.start


def _end_of_phrase(reading: Reading, spot_number: int) -> int:
    spot = reading.spots[spot_number]
    tokens, words = reading.layout.tokens, reading.words
    if spot.kind != NOUN or spot.is_possessive or spot.last + 1 >= len(tokens):
        return spot.end
    if tokens[spot.last].lower not in OF_WORDS or tokens[spot.last].lower not in words.prepositions:
        return spot.end
    behind = reading.scene.spot_at[spot.last + 1]
    return reading.spots[behind].end if behind >= 0 else spot.end
