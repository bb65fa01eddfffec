"""Tells what kind of piece an item is: a report, or opinion, a gallery, a live page, a horoscope … Pure.

Only what papers set apart counts (by a bar, a colon, a dash, brackets, or in the address), and forms of titles that
reports do not have ("What we know about …", "5 things to do this weekend"): "Video shows trawler sinking" and "Live
music returns" are reports. In doubt an item is a report: see docs/decisions/0123-reports-rank-first.md.

The words are in `words/`: "marks" are a whole part of a title, "forms" are phrases in one (see `phrases`), "address"
are folders of an address.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from bot.newsroom.editions.ranking.phrases import PhraseBook, read_phrase
from bot.newsroom.editions.ranking.titles import split_title
from bot.newsroom.editions.ranking.word_lists import read_word_lists
from bot.newsroom.feeds.model import Item


class PieceKind(StrEnum):
    """What a piece is. The names are those of the lists in `words/`."""

    REPORT = "report"
    LIVE = "live"
    OPINION = "opinion"
    ANALYSIS = "analysis"
    EXPLAINER = "explainer"
    VIDEO = "video"
    PODCAST = "podcast"
    REVIEW = "review"
    GALLERY = "gallery"
    QUIZ = "quiz"
    PUZZLE = "puzzle"
    HOROSCOPE = "horoscope"
    SCHEDULE = "schedule"
    SHOPPING = "shopping"
    BRIEFING = "briefing"
    RECIPE = "recipe"
    OBITUARIES = "obituaries"
    LOTTERY = "lottery"
    SPONSORED = "sponsored"
    CARTOON = "cartoon"


ABOUT_NEWS = frozenset(
    {
        PieceKind.LIVE,
        PieceKind.OPINION,
        PieceKind.ANALYSIS,
        PieceKind.EXPLAINER,
        PieceKind.PODCAST,
        PieceKind.REVIEW,
    }
)
"""Kinds that tell of an event without reporting it; all others tell of none."""

AS_REPORTS = frozenset({PieceKind.REPORT, PieceKind.VIDEO})
"""Kinds that tell what happened."""

AS_COVERAGE = frozenset({PieceKind.LIVE, PieceKind.EXPLAINER})
"""Kinds that show that an outlet covers an event, where others report it."""

NAMES = {
    PieceKind.REPORT: "a report",
    PieceKind.LIVE: "a live page",
    PieceKind.OPINION: "opinion",
    PieceKind.ANALYSIS: "analysis",
    PieceKind.EXPLAINER: "an explainer",
    PieceKind.VIDEO: "a video",
    PieceKind.PODCAST: "a podcast",
    PieceKind.REVIEW: "a review",
    PieceKind.GALLERY: "a gallery",
    PieceKind.QUIZ: "a quiz",
    PieceKind.PUZZLE: "a puzzle",
    PieceKind.HOROSCOPE: "a horoscope",
    PieceKind.SCHEDULE: "a schedule",
    PieceKind.SHOPPING: "shopping advice",
    PieceKind.BRIEFING: "a news briefing",
    PieceKind.RECIPE: "a recipe",
    PieceKind.OBITUARIES: "a list of deaths",
    PieceKind.LOTTERY: "lottery numbers",
    PieceKind.SPONSORED: "sponsored",
    PieceKind.CARTOON: "a cartoon",
}
"""What people are told of a kind."""


def find_kind(item: Item) -> PieceKind:
    """Return what kind of piece an item is, as its title says, else its address, else its feed's section."""
    return _find_kind(item.title, item.url, item.feed_url)


def is_report(item: Item) -> bool:
    """Return whether an item is a report, as far as its headline and addresses say."""
    return find_kind(item) is PieceKind.REPORT


@lru_cache(maxsize=8_000)
def _find_kind(title: str, url: str, feed_url: str) -> PieceKind:
    return _find_in_title(title) or _find_in_folders(url) or _find_in_feed(feed_url) or PieceKind.REPORT


def _find_in_title(title: str) -> PieceKind | None:
    parts = split_title(title)
    for part in parts:
        kind = _MARKS.find(part.words) if part.may_be_mark and len(parts) > 1 else None
        if kind is not None:
            return kind
    return next((kind for part in parts if (kind := _FORMS.find(part.words)) is not None), None)


def _find_in_folders(url: str) -> PieceKind | None:
    """Return the kind that a folder of an address names; its last part is the piece's own name and says nothing."""
    return _find_in_places(_split_path(url)[:-1])


def _find_in_feed(feed_url: str) -> PieceKind | None:
    """Return the kind of a feed's section; "live" in a feed's address is a station's name more often than a kind."""
    kind = _find_in_places(_split_path(feed_url))
    return None if kind is PieceKind.LIVE else kind


def _split_path(url: str) -> tuple[str, ...]:
    try:
        path = urlsplit(url).path.lower()
    except ValueError:
        return ()
    return tuple(place.partition(".")[0] for place in path.split("/"))


def _find_in_places(places: Sequence[str]) -> PieceKind | None:
    return next((_ADDRESSES[place] for place in places if place in _ADDRESSES), None)


def _make_book(name: str, *, is_whole: bool = False) -> PhraseBook[PieceKind]:
    """Return the phrases of all lists of a name; `is_whole`: they are a whole part of a title."""
    return PhraseBook(
        read_phrase(f"^{written}$" if is_whole else written, words.numbers, kind)
        for words in read_word_lists()
        for kind in PieceKind
        for written in words.kinds.get(kind, {}).get(name, ())
    )


_MARKS = _make_book("marks", is_whole=True)
_FORMS = _make_book("forms")
_ADDRESSES = {
    place: kind
    for words in reversed(read_word_lists())
    for kind in PieceKind
    for place in words.kinds.get(kind, {}).get("address", ())
}
