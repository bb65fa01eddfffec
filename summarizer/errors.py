"""Errors of the core.

    SummarizerError
      EmptyTextError           nothing to read
      TooShortError            a few words: nothing to shorten
      TooLongError             text over the limit
      NoArticleError           a page or a text without an article
        FrontPageError           many stories of a site, none of them whole
        SectionPageError         the same, of one section
        CookieNoticeError        a site asks for consent
        LoginPageError           a form to log in
        GibberishError           letters without sentences
        NumbersError             a table of numbers
        PlaceholderTextError     the Latin that fills a layout
        WithdrawnError           the page says that its article was removed or retracted
      UnsupportedLanguageError a language we cannot split into sentences and words
      UnknownMethodError       no ranking method of that name
      NotVerbatimError         a bug of ours: something to be shown is not in the article

`str(error)` is for the log. `message` and `advice` are for the person who asked: what happened, what to do next.
"""

from typing import ClassVar

ON_PAGE, IN_TEXT = "on that page", "in that text"
"""Where there is no article, for the sentences of `NoArticleError` and its kinds."""


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
    """There is no article, and no kind below says why: an empty page for a script to fill, a text without sentences.

    Args:
        where: `ON_PAGE` or `IN_TEXT`, for the sentence.
    """

    code = "not_an_article"
    advice = "Send the link of one story, or paste its text."

    def __init__(self, where: str = ON_PAGE) -> None:
        super().__init__(where)
        self.message = f"I could not find an article {where}."


class FrontPageError(NoArticleError):
    """Headlines and teasers of many stories.

    Args:
        where: as for `NoArticleError`.
    """

    code = "front_page"
    advice = "Send me the link of one story, or paste its text."

    def __init__(self, where: str = ON_PAGE) -> None:
        super().__init__(where)
        # Which page of a site was pasted is not known.
        what = "That is a front page" if where == ON_PAGE else "That text is a list"
        self.message = f"{what}: many stories, none of them whole."


class SectionPageError(NoArticleError):
    """Headlines and teasers of one section, topic or author."""

    code = "section_page"
    advice = "Send me the link of one story, or paste its text."

    def __init__(self, where: str = ON_PAGE) -> None:
        super().__init__(where)
        self.message = "That page is a list: many stories, none of them whole."


class CookieNoticeError(NoArticleError):
    """A site asks for consent to cookies, and shows no story.

    Args:
        where: as for `NoArticleError`.
    """

    code = "cookie_notice"
    advice = "Paste the text of the story and I will summarise it."

    def __init__(self, where: str = ON_PAGE) -> None:
        super().__init__(where)
        what = "page" if where == ON_PAGE else "text"
        self.message = f"That {what} is a site's cookie notice, not a story."


class LoginPageError(NoArticleError):
    """A form to log in.

    Args:
        where: as for `NoArticleError`.
    """

    code = "login_page"
    advice = "Paste the text of the story and I will summarise it."

    def __init__(self, where: str = ON_PAGE) -> None:
        super().__init__(where)
        is_page = where == ON_PAGE
        self.message = "That page asks for a login." if is_page else "That text is a login form, not a story."


class GibberishError(NoArticleError):
    """Letters and signs without sentences: keys hit at random, encoded bytes, one word over and over."""

    code = "gibberish"
    advice = "Send me the link of a story, or paste its text."

    def __init__(self, where: str = IN_TEXT) -> None:
        super().__init__(where)
        self.message = f"I could not find sentences {where}."


class NumbersError(NoArticleError):
    """A table of numbers, with hardly a sentence."""

    code = "numbers"
    advice = "Send me the story that explains them, or its link."

    def __init__(self, where: str = IN_TEXT) -> None:
        super().__init__(where)
        self.message = "That is mostly numbers; I summarise sentences."


class PlaceholderTextError(NoArticleError):
    """The Latin words that fill a layout before there is a story (lorem ipsum)."""

    code = "placeholder_text"
    advice = "Send me the link of a story, or paste its text."

    def __init__(self, where: str = IN_TEXT) -> None:
        super().__init__(where)
        self.message = "That is placeholder text that fills a layout, not a story."


class WithdrawnError(NoArticleError):
    """In the place of an article the page has a notice that it was removed or retracted.

    Args:
        notice: the notice, word for word.
    """

    code = "withdrawn"
    advice = "Send another link to the story, or paste its text."

    def __init__(self, notice: str = "") -> None:
        super().__init__(notice)
        self.notice = notice
        self.message = "The site says that it has removed or retracted that article."


class UnsupportedLanguageError(SummarizerError):
    """The text is in a language that we cannot split into sentences and words.

    Args:
        language: its English name; None where it is not certain.
    """

    code = "unsupported_language"
    advice = "I read most languages written with spaces between words, and Chinese and Japanese."

    def __init__(self, language: str | None = None) -> None:
        super().__init__(language or "language not certain")
        self.language = language
        named = f"seems to be in {language}, which" if language else "is in a language that"
        self.message = f"That text {named} I cannot summarise yet."

    def __reduce__(self) -> tuple[type["UnsupportedLanguageError"], tuple[str | None]]:
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
