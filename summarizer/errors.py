"""Errors of the core.

    SummarizerError
      EmptyTextError           nothing to read
      TooShortError            a few words: nothing to shorten
      TooLongError             text over the limit
      NoArticleError           a page without an article
      UnsupportedLanguageError a language we cannot split into sentences and words
      UnknownMethodError       no ranking method of that name
      NotVerbatimError         a bug of ours: something to be shown is not in the article

`str(error)` is for the log. `message` and `advice` are for the person who asked: what happened, what to do next.
"""

from typing import ClassVar


class SummarizerError(Exception):
    """Base of everything the core raises on purpose."""

    code: ClassVar[str] = "summarizer"
    message: str = "I could not read this text."
    advice: str = "Try another link, or paste the text."


class EmptyTextError(SummarizerError):
    """There are no words in the text."""

    code = "empty_text"
    message = "There is no text to summarise there."
    advice = "Send the link of a story, or paste its text."


class TooShortError(SummarizerError):
    """The text is shorter than a digest of it would be.

    Args:
        words: how many words it has.
    """

    code = "too_short"
    advice = "Send the whole article, or its link."

    def __init__(self, words: int) -> None:
        super().__init__(f"only {words} words")
        self.words = words
        counted = "1 word" if words == 1 else f"{words} words"
        self.message = f"That text is already short ({counted}); a summary would be longer than it is worth."

    def __reduce__(self) -> tuple[type["TooShortError"], tuple[int]]:
        return TooShortError, (self.words,)


class TooLongError(SummarizerError):
    """The text is longer than the limit.

    Args:
        characters: its length.
        limit: the longest text that is read.
    """

    code = "too_long"
    advice = "Send the part you care about."

    def __init__(self, characters: int, limit: int) -> None:
        super().__init__(f"{characters} characters, limit {limit}")
        self.characters, self.limit = characters, limit
        self.message = f"That text is too long for me ({characters:,} characters; I read up to {limit:,})."

    def __reduce__(self) -> tuple[type["TooLongError"], tuple[int, int]]:
        return TooLongError, (self.characters, self.limit)


class NoArticleError(SummarizerError):
    """There is no article: a list of links, a login form, an empty page for a script to fill.

    Args:
        where: "on that page" or "in that text", for the sentence.
    """

    code = "not_an_article"
    advice = "Send the link of one story, or paste its text."

    def __init__(self, where: str = "on that page") -> None:
        super().__init__(where)
        self.message = f"I could not find an article {where}."


class UnsupportedLanguageError(SummarizerError):
    """The text is in a language that we cannot split into sentences and words.

    Args:
        language: its English name.
    """

    code = "unsupported_language"
    advice = "I read most languages written with spaces between words, and Chinese and Japanese."

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.language = language
        self.message = f"That text seems to be in {language}, which I cannot summarise yet."

    def __reduce__(self) -> tuple[type["UnsupportedLanguageError"], tuple[str]]:
        return UnsupportedLanguageError, (self.language,)


class UnknownMethodError(SummarizerError):
    """No ranking method has that name.

    Args:
        method: the name asked for.
        known: the existing names.
    """

    code = "unknown_method"

    def __init__(self, method: str, known: tuple[str, ...]) -> None:
        super().__init__(method)
        self.method, self.known = method, known
        self.message = f"There is no method called {method!r}."
        self.advice = f"Choose one of: {', '.join(known)}."

    def __reduce__(self) -> tuple[type["UnknownMethodError"], tuple[str, tuple[str, ...]]]:
        return UnknownMethodError, (self.method, self.known)


class NotVerbatimError(SummarizerError):
    """Something to be shown is not verbatim in the article. Never expected; nothing is shown."""

    code = "not_verbatim"
    message = "I stopped before posting: a sentence of my digest did not match the article word for word."
    advice = "Please report this link; it is a mistake of mine."
