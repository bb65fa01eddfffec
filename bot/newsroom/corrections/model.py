"""What was shown of articles, and what has become of it. Values only; `ShownArticle` is stored with editions."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote that was shown.

    Attributes:
        text: the words, without marks.
        speaker: the name that was shown; "" where none was.
        paragraph: a hash of the paragraph that it stood in, to see whether that was rewritten.
    """

    text: str
    speaker: str = ""
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """What was shown of one article.

    Attributes:
        url: where it is; "" for a pasted text or a file.
        outlet: who published it.
        headline: the page's own; "" where it is not known.
        sentences: as they were shown.
        quotes: as they were shown.
        words: how many words its body had.
        corrections: notices of corrections that the page had already.
        is_paywalled: only its free part was read.
        is_from_feed: the words are the feed's, the page was not read.
        is_withheld: the publisher asks that no copy be kept: there are no words here.
    """

    url: str
    outlet: str = ""
    headline: str = ""
    sentences: tuple[str, ...] = ()
    quotes: tuple[ShownQuote, ...] = ()
    words: int = 0
    corrections: tuple[str, ...] = ()
    is_paywalled: bool = False
    is_from_feed: bool = False
    is_withheld: bool = False


class Verdict(StrEnum):
    """What has become of what was shown of an article.

    UNCHANGED    all of it is still there
    CORRECTED    the page has a new notice of a correction, or a shown number, name or speaker is another one
    CHANGED      some of it is worded in another way, or no longer there
    WITHDRAWN    the page says that the article was removed or retracted
    GONE         the site says that there is no such page
    MOVED        the link leads to another page, such as a front page
    UNREADABLE   the page could not be read, so nothing is known
    NOT_CHECKED  there is nothing to compare: a pasted text, a feed's own words
    """

    UNCHANGED = "unchanged"
    CORRECTED = "corrected"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    GONE = "gone"
    MOVED = "moved"
    UNREADABLE = "unreadable"
    NOT_CHECKED = "not checked"


class Fate(StrEnum):
    """What has become of a shown sentence or quote."""

    SAME = "same"
    REWORDED = "reworded"
    MISSING = "missing"
    OTHER_SPEAKER = "other speaker"


class ChangeKind(StrEnum):
    """What differs between a sentence and its new wording, the gravest first."""

    NUMBER = "number"
    NAME = "name"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Change:
    """Words that were replaced, as they are printed; either may be ""."""

    before: str
    now: str
    kind: ChangeKind


@dataclass(frozen=True, slots=True)
class LineCheck:
    """What has become of one shown sentence or quote.

    Attributes:
        text: as it was shown.
        fate: see `Fate`.
        is_quote: a speaker's words.
        now: the sentence that is there now; the speaker now, where only that is another one.
        speaker: as it was shown.
        changes: what differs, where it is reworded.
    """

    text: str
    fate: Fate
    is_quote: bool = False
    now: str = ""
    speaker: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def is_correction(self) -> bool:
        """Whether it says something else now, not only the same in other words."""
        return self.fate is Fate.OTHER_SPEAKER or any(each.kind is not ChangeKind.WORDING for each in self.changes)


@dataclass(frozen=True, slots=True)
class ArticleCheck:
    """What has become of what was shown of an article.

    Attributes:
        shown: what was shown.
        verdict: see `Verdict`.
        lines: each shown sentence and quote; empty where the page was not compared.
        corrections: new notices of corrections on the page, word for word.
        withdrawal: the page's notice that the article was removed or retracted.
        headline: the page's headline now, where it is another one; else "".
        reason: in a sentence, why nothing was compared.
        is_live: a live page, which goes on changing.
    """

    shown: ShownArticle
    verdict: Verdict
    lines: tuple[LineCheck, ...] = ()
    corrections: tuple[str, ...] = ()
    withdrawal: str = ""
    headline: str = ""
    reason: str = ""
    is_live: bool = False
