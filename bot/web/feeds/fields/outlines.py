"""Mends the outlines of feed lists that are not well-formed XML. Pure.

Programs and people write descriptions with markup and quotes into attributes as they are; there a parser takes the
first ">" for the end of the outline, and the address behind it is lost.
Source: opml.org/spec2.opml; lists in public collections.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from itertools import islice, pairwise

from lxml import etree

from bot.web.feeds.entries import without_comments

_OUTLINE = re.compile(r"<outline(?=[\s/>])", re.IGNORECASE)
_MAX_OUTLINE = 20_000
_MAX_NAMES = 8
_ADDRESS = re.compile(r"\bxmlurl\s{0,9}=\s{0,9}(?:\"([^\"<>]{1,4000})\"|'([^'<>]{1,4000})')", re.IGNORECASE)
_OLD_ADDRESS = re.compile(r"\surl\s{0,9}=\s{0,9}(?:\"([^\"<>]{1,4000})\"|'([^'<>]{1,4000})')", re.IGNORECASE)
_TYPE = re.compile(r"\stype\s{0,9}=\s{0,9}[\"'](?:rss|atom|rdf)\w{0,9}[\"']", re.IGNORECASE)
_SOURCE = re.compile(r"\stype\s{0,9}=\s{0,9}[\"']source[\"']", re.IGNORECASE)
_NAME = re.compile(r"\s(text|title)\s{0,9}=\s{0,9}([\"'])", re.IGNORECASE)
_VALUES = {
    quote: re.compile(rf"(.{{1,500}}?){quote}(?=\s{{1,50}}[\w:]{{1,40}}\s{{0,9}}=|\s{{0,50}}/?>)", re.DOTALL)
    for quote in "\"'"
}
"""A value ends at a quote behind which another attribute begins, or the outline ends."""


def mend_outlines(written: bytes) -> bytes:
    """Return a list with only those outlines that have an address, each with its name; one without any as it is."""
    outlines = "".join(_mend_all(without_comments(written.decode("utf-8", "replace"))))
    return f'<opml version="2.0"><body>{outlines}</body></opml>'.encode() if outlines else written


def is_well_formed(written: bytes) -> bool:
    """Return whether a list is XML that a strict parser takes."""
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False)
    try:
        etree.fromstring(written, parser)
    except etree.XMLSyntaxError:
        return False
    return True


def _mend_all(text: str) -> Iterator[str]:
    starts = [found.end() for found in _OUTLINE.finditer(text)]
    for start, stop in pairwise((*starts, len(text))):
        outline = text[start : min(stop, start + _MAX_OUTLINE)]
        address = None if _SOURCE.search(outline) else _find_address(outline)
        if address:
            yield f'<outline type="rss" text="{_quoted(_find_name(outline))}" xmlUrl="{_quoted(address)}"/>'


def _find_address(outline: str) -> str | None:
    """Return the feed's address; early programs wrote it as "url"."""
    found = _ADDRESS.search(outline) or (_OLD_ADDRESS.search(outline) if _TYPE.search(outline) else None)
    return next((value for value in found.groups() if value), None) if found else None


def _find_name(outline: str) -> str:
    """Return the text of an outline, else its title."""
    names: dict[str, str] = {}
    for name in islice(_NAME.finditer(outline), _MAX_NAMES):
        value = _VALUES[name.group(2)].match(outline, name.end())
        if value is not None and value.group(1).strip():
            names.setdefault(name.group(1).lower(), value.group(1))
    return names.get("text") or names.get("title", "")


def _quoted(value: str) -> str:
    return escape(unescape(value))
