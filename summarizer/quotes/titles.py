"""Marks around names: of ships, films, papers, parties. Nobody said those words."""

from summarizer.quotes.candidates import Scene
from summarizer.quotes.layout import CAPITAL, WORD

MOST_WORDS = 4
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
    before = layout.tokens[at - 1] if at > layout.bounds[layout.sentence_of[at]][0] else None
    if before is None or before.kind not in (CAPITAL, WORD) or scene.cue[at - 1]:
        return False
    if language != "de":
        return True
    return before.kind == CAPITAL or (before.lower in scene.words.determiners and len(words) > 1)


def _is_capital(word: str) -> bool:
    first = word.lstrip("([’'‘\"")[:1]
    return first.isdigit() or first != first.lower()
