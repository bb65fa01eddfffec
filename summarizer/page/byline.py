"""Finds the writers of the article on a page."""

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement
from trafilatura.metadata import extract_author

from summarizer.page.head import Head
from summarizer.page.json_ld import Structured
from summarizer.unread import Unread

MAX_NAME = 60
"""Longest name of a person, in characters."""

PRINTED_LINES = 40
"""A printed byline is looked for in this many lines of the page's main part."""

AUTHOR_METAS = (
    "author",
    "article:author",
    "byl",
    "dc.creator",
    "parsely-author",
    "sailthru.author",
    "authors",
    "cxenseparse:author",
)

_NO_NAMES = frozenset(
    [
        "username",
        "name",
        "follow",
        "admin",
        "administrator",
        "redaktion",
        "redaction",
        "editor",
        "text",
        "interview",
        "autor",
        "author",
        "staff",
        "posted",
        "by",
        "updated",
        "contributor",
        "guest",
        "anonymous",
        "unknown",
        "user",
        "email",
        "share",
        "comments",
        "作者",
        "team",
        "editorial",
        "newsroom",
        "root",
        "webmaster",
    ]
)
_SPLIT = re.compile(r"\s*[;|]\s*|\s*,\s+|\s+(?:and|und|et|y|&|e)\s+", re.IGNORECASE)
_BY = re.compile(r"^\s*(?:written\s+by|words\s+by|by|von|par|por|di|door|af|av)\s*:?\s+", re.IGNORECASE)
_WRITTEN = re.compile(
    "written|geschrieben|verfasst|écrit|escrito|scritto|author|autor|skrevet|skriven|geschreven", re.IGNORECASE
)

_WORD = r"(?:[A-ZÀ-ÞĀ-ŽА-Я][\w.'’\-]{0,30}|de|da|do|dos|del|della|di|du|van|von|der|den|la|le|el|al|bin|ten|af|zu)"
_NAME = rf"{_WORD}(?:\s{_WORD}){{0,4}}"
_PRINTED = re.compile(
    r"^(?i:(?:ein artikel|posted|published|written|words|story|text|article|authored)\s)?(?i:on\s.{4,25}\s)?"
    r"(?i:by|von|par|por|door|av|af|di|autor|autora|author|texto|texte|redaktion)\s?:?\s"
    rf"({_NAME}(?:(?:,\s|\s(?:&|and|und|et|y|e)\s){_NAME}){{0,4}})\s?(?:[|•·,\-–—(\d]|$)"
)


def choose_byline(
    tree: HtmlElement, head: Head, structured: Structured, outlet: str | None, lines: list[str], *, unread: Unread
) -> tuple[str, ...]:
    """Returns the names of the writers, in printed order; () where the page names none.

    Args:
        tree: the page.
        head: its meta tags.
        structured: its JSON-LD.
        outlet: its name counts as a writer only where there is no other.
        lines: the page's main part, for a printed "By …".
        unread: records a failure of trafilatura.
    """
    sources = _sources(tree, head, structured, outlet, lines, unread=unread)
    return next((names for names in sources if names), ())


def _sources(
    tree: HtmlElement, head: Head, structured: Structured, outlet: str | None, lines: list[str], *, unread: Unread
) -> Iterator[tuple[str, ...]]:
    """Yields the names from each source, the most trusted first and the slow ones last."""
    yield clean_names(structured.authors, outlet)
    in_metas = clean_names(_meta_names(head), outlet)
    # A single word may be a login name; scripts without spaces write whole names as one word.
    yield tuple(name for name in in_metas if " " in name or not name.isascii())
    if _WRITTEN.search(head.first("twitter:label1") or ""):
        yield clean_names(head.all("twitter:data1"))
    yield clean_names(_printed_names(lines))
    yield clean_names(structured.organisations)
    found = unread.ask("byline", extract_author, tree)
    yield clean_names(_SPLIT.split(found)) if found else ()
    yield in_metas


def clean_names(names: Iterable[str], outlet: str | None = None) -> tuple[str, ...]:
    """Returns the names that can be a writer's, without "By", titles after a comma, and duplicates."""
    cleaned = (_without_title(_BY.sub("", name).strip(" ,.;:|-")) for name in names)
    return tuple(
        dict.fromkeys(name for name in cleaned if _can_be_name(name) and name.casefold() != (outlet or "").casefold())
    )


def _meta_names(head: Head) -> list[str]:
    """Returns the names in the author meta tags."""
    cited = head.all("citation_author")
    return list(cited) if cited else [name for value in head.all(*AUTHOR_METAS) for name in _SPLIT.split(value)]


def _printed_names(lines: list[str]) -> list[str]:
    """Returns the names in the first printed byline ("By Marta Olsen and Per Dahl | 3 May")."""
    for line in lines[:PRINTED_LINES]:
        found = _PRINTED.match(line) if len(line) <= 140 else None
        if found is not None:
            return _SPLIT.split(found.group(1))
    return []


def _without_title(name: str) -> str:
    """Returns the name without what follows a comma ("Vanessa Mendez, MD")."""
    first = name.split(",", maxsplit=1)[0].strip()
    return first if 2 <= len(first.split()) <= 4 else name


def _can_be_name(name: str) -> bool:
    """Whether it can be a person's name and is not an address, a handle or a form label."""
    words = name.casefold().split()
    return (
        bool(words) and 1 < len(name) < MAX_NAME and words[0] not in _NO_NAMES and "://" not in name and "@" not in name
    )
