"""Who was told, where and when: what French, Spanish, Italian and Portuguese put between a verb and its subject."""

from summarizer.quotes.document.mentions import NOUN
from summarizer.quotes.document.noun_phrases import CIRCUMSTANCES, OF_THE, TO_WHOM, stands_aside
from summarizer.quotes.document.quote_context import Scene


def is_aside(scene: Scene, number: int) -> bool:
    """Whether the spot only says to whom, where or when something was said."""
    language = scene.words.language
    if language not in CIRCUMSTANCES:
        return False
    spot, tokens = scene.spots[number], scene.layout.tokens
    first = tokens[spot.first].lower
    if first in TO_WHOM[language] or (first in OF_THE and spot.core <= spot.first + 1):
        return True
    told = CIRCUMSTANCES[language]
    if spot.kind == NOUN and any(token.lower in told for token in tokens[spot.first : spot.last]):
        return True
    return not scene.according[spot.first] and stands_aside(tokens, spot.first, scene.words)
