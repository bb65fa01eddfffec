"""All words of a body that are somebody's and not the reporter's, with marks or without."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from summarizer.model import Article, Span
from summarizer.quotes.grammar.lexicon import lexicon_for
from summarizer.quotes.spans.dash_speech import DASH
from summarizer.quotes.spans.find_spans import find_all_spans
from summarizer.quotes.spans.unmarked_speech import Speech, find_unmarked


class SpeechMap:
    """Where a body has speech, for asking about one sentence after another."""

    def __init__(self, found: Sequence[Speech]) -> None:
        self._found = sorted(found, key=lambda speech: speech.span)
        self._starts = [speech.span.start for speech in self._found]
        self._ends = list(accumulate((speech.span.end for speech in self._found), max))

    def hides(self, sentence: Span) -> bool:
        """Whether the sentence would present somebody's words, or a part of them, as the reporter's."""
        place = bisect_left(self._starts, sentence.end)
        while place > 0 and self._ends[place - 1] > sentence.start:
            place -= 1
            if self._found[place].hides(sentence):
                return True
        return False


def find_speech(article: Article) -> SpeechMap:
    """Returns where the article's body has somebody's words: between marks, behind dashes, in answers, signed, sung."""
    words = lexicon_for(article.language, article.body)
    marked = find_all_spans(article.body, words)
    quoted = [Speech(Span(piece.start, piece.end), Span(piece.outer_start, piece.outer_end)) for piece in marked]
    between_marks = [piece for piece in marked if piece.mark != DASH]
    return SpeechMap([*quoted, *find_unmarked(article.body, article.language, between_marks, article.byline)])
