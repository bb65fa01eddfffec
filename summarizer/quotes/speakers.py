"""Who can speak: names, pronouns, nouns that say what a person is, and nouns that name a group or an office."""

import re

from summarizer.quotes.candidates import Scene
from summarizer.quotes.mentions import NAME, NOUN, PRONOUN
from summarizer.quotes.names import GROUPS, is_first_name
from summarizer.quotes.words import Words

AGE = re.compile(r"\d{1,3}-\w{4}")
"""As in "der 31-Jährige"."""


def may_speak(scene: Scene, number: int) -> bool:
    """Whether the spot may be the speaker of a quote: a noun must name somebody, or have a verb of saying beside it."""
    spot, words = scene.spots[number], scene.words
    if words.language == "en":
        return not _only_compares(scene, number)
    if scene.according[spot.first]:
        return True
    tokens = scene.layout.tokens
    if spot.kind == PRONOUN:
        return words.pronouns.get(tokens[spot.first].lower) not in ("x", "n")
    if tokens[spot.first].lower in words.oblique:
        return False
    if spot.kind == NAME:
        return not _only_opens(scene, number)
    if any(can_speak(token.lower, words) for token in tokens[spot.first : spot.last]):
        return True
    return scene.cue_before(number)[1] == "adj" or scene.cue_after(number)[1] in ("adj", "adv")


def _only_compares(scene: Scene, number: int) -> bool:
    """Whether the noun only says what the speaker is, or is like: "As a parent, “we …”"."""
    spot = scene.spots[number]
    if spot.kind != NOUN or spot.first == 0 or scene.layout.tokens[spot.first - 1].lower not in ("as", "like"):
        return False
    return scene.cue_after(number)[1] != "adj"


def can_speak(word: str, words: Words) -> bool:
    """Whether the (lower-case) noun names a person by what they are, or a group."""
    if words.is_role(word) or word in words.people or word in GROUPS:
        return True
    return word.endswith(words.speaking_endings) or AGE.match(word) is not None


def _only_opens(scene: Scene, number: int) -> bool:
    """Whether a lone word most likely has its capital from opening the sentence: "Leia em nosso blog “…”"."""
    spot, tokens = scene.spots[number], scene.layout.tokens
    opens = spot.first == scene.layout.bounds[scene.layout.sentence_of[spot.first]][0]
    word = tokens[spot.first]
    if (
        not opens
        or spot.last - spot.first > 1
        or scene.known[number]
        or word.text.isupper()
        or is_first_name(word.lower)
    ):
        return False
    if scene.cue_after(number)[1] in ("adj", "adv", "app") or spot.last == len(tokens):
        return False
    return tokens[spot.last].text != ":" and scene.words.language != "de"
