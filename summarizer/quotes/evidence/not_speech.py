"""Marks around names of ships, films, papers and parties, and around sub-heads. Nobody says those words there."""

from summarizer.quotes.document.quote_context import Scene
from summarizer.quotes.document.tokens import CAPITAL, GAP, MARK, QUOTE, WORD
from summarizer.quotes.evidence.not_speech_german import is_called
from summarizer.quotes.grammar.word_lists import short_list

MOST_WORDS = 4
MOST_IN_SUBHEAD = 12
SMALL = frozenset(
    ("of", "the", "de", "la", "le", "del", "der", "die", "das", "und", "et", "y", "e", "i", "och", "og", "en", "van")
)
MOST_IN_TITLE = 10
REACH_OF_WORK = 4  # tokens
WORKS = short_list("en", "works")
PAPERS = short_list("en", "papers")
"""What they are titled, their authors said."""

SMALL_IN_TITLES = SMALL | short_list("en", "small_in_titles")


def is_name_of_thing(scene: Scene, quote: int, text: str) -> bool:
    """Whether a few words in marks, each with a capital, name the noun in front of them: `Fernsehsender „Kanal Zehn“`.

    In German, where every noun has a capital, another noun must stand before them, or "der" before two words. In
    English, which has learned the rest from many articles, a word for a work must: `her album, “The Long Pier”`.
    """
    words, language = text.split(), scene.words.language
    if language == "en":
        return _is_title_of_work(scene, quote, text)
    if is_called(scene, quote, text):
        return True
    if language == "" or len(words) > MOST_WORDS or text[-1:] in ".,!?…":
        return False
    if not all(_is_capital(word) or (number and word.lower() in SMALL) for number, word in enumerate(words)):
        return False
    layout = scene.layout
    at = layout.quote_at[quote]
    if language == "de" and (_is_subject(scene, at) or _is_who_says(scene, at)):
        return True
    before = layout.tokens[at - 1] if at > layout.bounds[layout.sentence_of[at]][0] else None
    if before is None or before.kind not in (CAPITAL, WORD) or scene.cue[at - 1]:
        return False
    if language != "de":
        return True
    if before.lower not in scene.words.determiners:
        return before.kind == CAPITAL and before.lower not in scene.words.starters
    is_definite = not before.lower.startswith("ein")
    return is_definite and (len(words) > 1 or before.kind == CAPITAL)  # not "eine „Verhöhnung Velbys“"


def _is_title_of_work(scene: Scene, quote: int, text: str) -> bool:
    """Whether English words in capitals stand right behind "the album", "entitled" or the like."""
    words = [word.strip(",;") for word in text.split()]
    if not 0 < len(words) <= MOST_IN_TITLE or not _is_capital(words[0]):
        return False
    if not all(_is_capital(word) or word.lower() in SMALL_IN_TITLES for word in words):
        return False
    tokens, at = scene.layout.tokens, scene.layout.quote_at[quote]
    for index in range(at - 1, max(-1, at - REACH_OF_WORK), -1):
        token = tokens[index]
        if token.lower in WORKS:
            near = tokens[max(0, index - REACH_OF_WORK) : index + 1]
            return not any(each.lower in PAPERS for each in near)
        if token.kind not in (WORD, CAPITAL) and token.text != ",":
            return False
        if scene.cue[index]:
            return False
    return False


def _is_subject(scene: Scene, at: int) -> bool:
    """Whether the quote is the subject of a German sentence: `„Nordlicht“ stellt …`. Speech has a comma behind it."""
    tokens = scene.layout.tokens
    opens = at == scene.layout.bounds[scene.layout.sentence_of[at]][0]
    return opens and at + 1 < len(tokens) and tokens[at + 1].kind == WORD


def _is_who_says(scene: Scene, at: int) -> bool:
    """Whether the quote stands where the speaker of another quote does: `„…“, schreibt der „Hafenbote“`."""
    tokens = scene.layout.tokens
    if at < 2 or tokens[at - 1].lower not in ("der", "die", "das") or not scene.cue[at - 2]:
        return False
    return any(token.kind == QUOTE for token in tokens[max(0, at - 5) : at - 2])


def is_subhead(scene: Scene, quote: int, text: str) -> bool:
    """Whether the quote is a short paragraph of its own without a full stop, with another paragraph behind it.

    A line that a colon announces, or that somebody's name follows, is no sub-head.
    """
    if len(text.split()) > MOST_IN_SUBHEAD or text[-1:] in ".,!?…:;" or "\n" in text:
        return False
    tokens, at = scene.layout.tokens, scene.layout.quote_at[quote]
    before = tokens[at - 1] if at else None
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if (before is not None and before.kind != GAP) or behind is None or behind.kind != GAP:
        return False
    announced = at > 1 and tokens[at - 2].text == ":"
    signed = at + 2 < len(tokens) and tokens[at + 2].kind == MARK
    return not announced and not signed and at + 2 < len(tokens)


def _is_capital(word: str) -> bool:
    first = word.lstrip("([’'‘\"")[:1]
    return first.isdigit() or first != first.lower()
