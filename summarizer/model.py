"""The values of the core. All are frozen: a step returns a new value and never changes one.

Spans are half-open and count code points of `Article.body`. For every value with a `span` and a `text`,
`article.body[span.start:span.end] == text` holds; `summarizer.verify` checks it before anything is shown.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

UNNAMED_PERSON = "@someone"
"""In a text in the place of a person whose name is not known. What they say has no speaker, and nobody else's name."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in `Article.body`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The slice of `text` this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end


class ArticleKind(StrEnum):
    """Where an article came from."""

    PAGE = "page"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Article:
    """One news text without the boilerplate around it.

    `body` is paragraphs joined by one blank line. `None` means "not printed", never "".

    Attributes:
        body: the text all spans point into.
        headline: the article's own headline, without the site's name.
        standfirst: the line under the headline, where it is not part of the body.
        byline: who wrote it, full names in printed order.
        dateline: the place that opens the body ("BRUSSELS"), if printed.
        outlet: who published it.
        published_at: aware, UTC; midnight where only the day is printed.
        language: ISO 639-1 code of the body.
        url: canonical link where the page names one on its own domain, else the page's.
        lead_image: address of the lead picture.
        kind: a page that was fetched or a text that was pasted.
        is_paywalled: the page declares that a part of it is for subscribers.
        is_live: a live page that is still being updated.
        noarchive: the publisher asks that no copy be kept.
        unread: parts of the page on which a library failed, each with its error, for the log.
        corrections: the page's notices that the article was corrected or clarified, word for word.
        withdrawal: the page's notice that the article was removed or retracted, word for word.
    """

    body: str
    headline: str | None = None
    standfirst: str | None = None
    byline: tuple[str, ...] = ()
    dateline: str | None = None
    outlet: str | None = None
    published_at: datetime | None = None
    language: str | None = None
    url: str | None = None
    lead_image: str | None = None
    kind: ArticleKind = ArticleKind.TEXT
    is_paywalled: bool = False
    is_live: bool = False
    noarchive: bool = False
    unread: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    withdrawal: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its place in the article.

    Attributes:
        text: exactly as the article prints it.
        span: its place in `Article.body`.
        paragraph: index of its paragraph, from 0.
        is_prose: False for headings, captions, credits, list items: never worth showing on their own.
        score: higher is better to show; only comparable within one article and method.
        reasons: why it was chosen, in words ("opens the story").
        tells: its distinct words, each with the probability in thousandths that a summary of the article has it; empty
            where the ranking method scores sentences only.
    """

    text: str
    span: Span
    paragraph: int
    is_prose: bool = True
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    tells: tuple[tuple[str, int], ...] = ()


class QuoteKind(StrEnum):
    """How much of a speaker's sentence a quote is.

    DIRECT is a whole sentence or more, PARTIAL a few words inside the reporter's sentence, BLOCK one or more
    paragraphs of its own.
    """

    DIRECT = "direct"
    PARTIAL = "partial"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the body that name a person or organisation ("Mattis", "she", "the minister")."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Quote:
    """A speaker's words as the article prints them, without the quote marks.

    Attributes:
        text: the words.
        span: their place in `Article.body`, inside the marks.
        kind: see `QuoteKind`.
        speaker: as printed beside the quote; None where the article does not say, or not clearly enough.
        cue: the attribution verb as printed ("told").
        speaker_full: the fullest form of the name in the article ("James Mattis").
        role: as the article prints it ("Pentagon chief").
        speaker_line: the place where the article prints full name and role side by side ("Pentagon chief James
            Mattis", "Aurel Quist, the line's director"); None where it does so nowhere.
        score: higher is better to show; only comparable within one article.
    """

    text: str
    span: Span
    kind: QuoteKind
    speaker: Mention | None = None
    cue: str | None = None
    speaker_full: str | None = None
    role: str | None = None
    score: float = 0.0
    speaker_line: Mention | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """What is shown of an article: some of its sentences and key quotes, in document order.

    Attributes:
        article: the source.
        sentences: the chosen sentences, in document order.
        quotes: the key quotes, in document order.
        sentence_count: how many sentences of prose the article has ("3 of 17").
        method: the ranking method that chose the sentences.
        is_whole: the article is so short that all of it is shown.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quote, ...]
    sentence_count: int
    method: str
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """The same news from one or more outlets.

    Attributes:
        headline: of the most central article.
        articles: most central first.
        digest: of the whole story, where requested.
    """

    headline: str
    articles: tuple[Article, ...]
    digest: Digest | None = field(default=None)
