"""Who can speak, names, pronouns, nouns for persons and groups, and who of them a quote cannot be by."""

import re

from summarizer.quotes.document.mentions import NAME, NOUN, PRONOUN
from summarizer.quotes.document.quote_context import TO_BE, Scene
from summarizer.quotes.document.tokens import GAP, MARK, QUOTE
from summarizer.quotes.evidence.addressees import is_aside
from summarizer.quotes.grammar.lexicon import Words
from summarizer.quotes.grammar.name_lists import GROUPS, is_first_name
from summarizer.quotes.grammar.word_lists import short_list

AGE = re.compile(r"\d{1,3}-\w{4}")
"""As in "der 31-Jährige"."""

PUT_TO = frozenset(("asked", "told"))
REACH_OF_CLAUSE = 14  # tokens
TIMES = short_list("en", "times")
MOST_BETWEEN = 2  # tokens, a comma mostly


def may_speak(scene: Scene, number: int) -> bool:
    """Whether the spot may be the speaker of a quote: a noun must name somebody, or have a verb of saying beside it."""
    spot, words = scene.spots[number], scene.words
    if words.language == "en":
        return not (_only_compares(scene, number) or _is_object(scene, number) or _is_time(scene, number))
    if is_aside(scene, number):
        return False
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


def _is_time(scene: Scene, number: int) -> bool:
    """Whether the noun says when: "This year, says Lind, “…”"."""
    spot = scene.spots[number]
    return spot.kind == NOUN and scene.layout.tokens[spot.last - 1].lower in TIMES


def _is_object(scene: Scene, number: int) -> bool:
    """Whether a relative pronoun has a subject right behind it: "who Lind on Monday called", not "in which Lind"."""
    spot = scene.spots[number]
    return scene.is_relative(number) and scene.spot_at[spot.last] >= 0 and not scene.is_subordinate(number)


def not_by(scene: Scene, quote: int) -> int:
    """The spot whose words the quote cannot be, as it was put to them or said of them; -1 for none. English only.

    "Lind was asked, “Will you go?”"; "Lind, whom Falk called “a fool”".
    """
    if scene.words.language != "en":
        return -1
    at = scene.layout.quote_at[quote]
    asked = _asked(scene, at)
    return asked if asked >= 0 else _told_of(scene, at)


def _asked(scene: Scene, at: int) -> int:
    """The spot in front of "was asked", right before the quote."""
    tokens, index = scene.layout.tokens, at - 1
    if index > 0 and tokens[index].text in ",:":
        index -= 1
    is_passive = index > 1 and tokens[index - 1].lower in TO_BE and tokens[index].lower in PUT_TO
    if not is_passive:
        return -1
    subject = index - 2
    return scene.spot_at[subject] if tokens[subject].text != "," else _before_insertion(scene, subject)


def _before_insertion(scene: Scene, comma: int) -> int:
    """The spot in front of the insertion that the comma closes: "Lind, the owner of the ferry, was asked"."""
    tokens = scene.layout.tokens
    for index in range(comma - 1, max(0, comma - REACH_OF_CLAUSE), -1):
        if tokens[index].kind in (GAP, QUOTE):
            return -1
        if tokens[index].text == ",":
            return scene.spot_at[index - 1]
    return -1


def _told_of(scene: Scene, at: int) -> int:
    """The spot in front of the relative clause the quote stands in, if somebody else is its subject."""
    for index in range(at - 1, max(0, at - REACH_OF_CLAUSE), -1):
        number = scene.spot_at[index]
        if scene.layout.tokens[index].kind in (GAP, QUOTE, MARK):
            return -1
        if scene.layout.tokens[index].lower == "whom":
            return max(scene.spot_at[index - 1], scene.spot_at[index - 2])
        if number > 0 and _is_object(scene, number):
            is_near = scene.spots[number].first - scene.spots[number - 1].last <= MOST_BETWEEN
            return number - 1 if is_near else -1
    return -1


def is_part_of(scene: Scene, quote: int, number: int) -> bool:
    """Whether the quote goes on with the phrase before it: "a dismissive “woman's card”". English nouns only."""
    spot, at = scene.spots[number], scene.layout.quote_at[quote]
    if scene.words.language != "en" or spot.kind != NOUN or spot.last != at:
        return False
    return not scene.according[spot.first] and scene.cue_before(number)[1] != "adj"


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
