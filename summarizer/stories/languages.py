"""A guess at the language of a few lines by their stop words: feeds seldom say theirs, and detecting it is dear."""

from collections import Counter
from collections.abc import Iterable

from summarizer.stories.document_frequency import cut_term
from summarizer.text.words import LISTED_LANGUAGES, stop_words

LEAST_STOP_WORDS = 3
"""Different ones; two occur by chance."""


def _index_stop_words() -> dict[str, tuple[str, ...]]:
    """Returns the languages of each stop word, cut like a term."""
    found: dict[str, tuple[str, ...]] = {}
    for language in LISTED_LANGUAGES:
        for term in {cut_term(word) for word in stop_words(language)}:
            found[term] = (*found.get(term, ()), language)
    return found


_LANGUAGES_OF = _index_stop_words()


def guess_language(terms: Iterable[str]) -> str | None:
    """Returns the language with the most stop words among some terms, as an ISO 639-1 code.

    None where there are few, where there are as many of another language, or where the language has no list.
    """
    counts = Counter(language for term in set(terms) for language in _LANGUAGES_OF.get(term, ()))
    best = counts.most_common(2)
    if not best or best[0][1] < LEAST_STOP_WORDS or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return best[0][0]
