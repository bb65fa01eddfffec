"""Marks around names of ships, films, papers and parties, and around sub-heads. Nobody says those words there."""

from summarizer.quotes.candidates import Scene
from summarizer.quotes.layout import CAPITAL, GAP, MARK, QUOTE, WORD

MOST_WORDS = 4
MOST_IN_SUBHEAD = 12
SMALL = frozenset(
    ("of", "the", "de", "la", "le", "del", "der", "die", "das", "und", "et", "y", "e", "i", "och", "og", "en", "van")
)


def is_name_of_thing(scene: Scene, quote: int, text: str) -> bool:
    """Whether a few words in marks, each with a capital, name the noun in front of them: `Fernsehsender „Kanal Zehn“`.

    In German, where every noun has a capital, another noun must stand before them, or an article before two words.
    English has learned this from many articles.
    """
    words, language = text.split(), scene.words.language
    if language in ("", "en") or len(words) > MOST_WORDS or text[-1:] in ".,!?…":
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
    return before.kind == CAPITAL or (before.lower in scene.words.determiners and len(words) > 1)


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
