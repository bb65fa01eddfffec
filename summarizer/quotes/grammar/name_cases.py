"""Names in another case than the subject's: "według Jana Wolskiego" names Jan Wolski.

A name is shown as the article prints it as a subject, or not at all; so a form is only compared with forms in print.
"""

from collections.abc import Sequence

from summarizer.quotes.grammar.gender import PERSONAL
from summarizer.quotes.grammar.name_lists import is_first_name
from summarizer.quotes.grammar.plain_words import CaseEndings, PlainWords

LEAST_STEM = 2  # letters


def may_be_case_of(other: Sequence[str], name: Sequence[str], words: PlainWords) -> bool:
    """Whether the words (lower case) may be a name in another case: ("jana", "wolskiego") of ("jan", "wolski").

    All words decline alike, as a man's name or as a woman's, so that "Jana Dvorského" is not Jana Dvorská.
    """
    if len(other) != len(name) or tuple(other) == tuple(name):
        return False
    return any(
        all(_declines(form, word, words.case_endings[gender]) for form, word in zip(other, name, strict=True))
        for gender in PERSONAL
    )


def is_in_other_case(first_name: str, words: PlainWords) -> bool:
    """Whether the word (lower case) is a listed first name in another case than the subject's: "Ивану"."""
    if is_first_name(first_name):
        return False
    return any(
        is_first_name(nominative)
        for gender in PERSONAL
        for nominative in _nominatives(first_name, words.case_endings[gender])
    )


def _declines(form: str, word: str, endings: CaseEndings) -> bool:
    return word in _nominatives(form, endings)


def _nominatives(form: str, endings: CaseEndings) -> Sequence[str]:
    return [
        form[: len(form) - len(other)] + nominative
        for other, nominative in endings
        if form.endswith(other) and len(form) - len(other) >= LEAST_STEM
    ]
