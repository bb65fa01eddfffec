"""Who can speak: names, pronouns, nouns that say what a person is, and nouns that name a group or an office."""

from summarizer.quotes.candidates import Scene
from summarizer.quotes.mentions import NOUN
from summarizer.quotes.names import GROUPS
from summarizer.quotes.words import Words


def may_speak(scene: Scene, number: int) -> bool:
    """Whether the spot may be the speaker of a quote: a noun must name somebody, or have a verb of saying beside it."""
    spot, words = scene.spots[number], scene.words
    if words.language == "en" or spot.kind != NOUN or scene.according[spot.first]:
        return True
    tokens = scene.layout.tokens
    if tokens[spot.first].lower in words.oblique:
        return False
    if any(can_speak(token.lower, words) for token in tokens[spot.first : spot.last]):
        return True
    return scene.cue_before(number)[1] == "adj" or scene.cue_after(number)[1] in ("adj", "adv")


def can_speak(word: str, words: Words) -> bool:
    """Whether the (lower-case) noun names a person by what they are, or a group."""
    if words.is_role(word) or word in words.people or word in GROUPS:
        return True
    return word.endswith(words.speaking_endings)
