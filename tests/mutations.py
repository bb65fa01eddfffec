"""Documents damaged as on the web: bytes flipped, elements moved, tokens in wrong places."""

import re

from hypothesis import strategies as st
from lxml import etree, html

HOSTILE = (
    *("&", "<", ">", '"', "'", "</", "/>", "]]>", "<!", "<?", "<!--", "--", "&nosuch;", "&#", "&#;", "&#x;", "&#-5;"),
    *("&#55357;&#56832;", "&#xD83D;", "&#x110000;", "&#0;", "&#2;", f"&#{'9' * 5_000};", f"&#x{'f' * 5_000};"),
    *("\0", "\x02", "\x0b", "\x0c", "\x1f", "\x7f", "\x85", "\u2028", "\u202e", "\ufeff", "\ufffe", "\U0001ffff", "\ud83d", "\udfff"),
    *("<b>", "<div><p>", "<table><tr>", "</p></div></article>", "</item>", "<item>", "</entry>", "<title>", "<script>", "<svg>"),
    *("<![CDATA[", "<![CDATA[a<![CDATA[b]]>c]]>", "<!DOCTYPE", "<!ENTITY a 'b'>", "<?xml version='1.0' encoding='nonsense'?>"),
    *("<x:y z:q='1'>", "<gml:pos>", "<media:rating>", "<psc:chapter/>", "<cloud/>", "<textInput/>", "<o:p>", "<a:b:c>"),
    *("xmlns='urn:x'", "xmlns:a='http://www.w3.org/2005/Atom'", "xml:base='http://[bad'", "type='xhtml'", "mode='base64'"),
    *("http://[::1", "http://x:99999999/", "javascript:1", "%zz", "//", "9" * 400, "1e999", "-1", "NaN", "{", "}", "[", "\\u"),
    *("9999-99-99", "0000-00-00T99:99:99Z", "Fri, 99 Zzz 99999 99:99:99 +9999", "2026-366", "2026-W99", "-0001-01-01"),
    *("a" * 3_000, f"<a {'b=c ' * 500}>", f"<p title='{'x' * 40_000}'>", "é", "\r", "\t\n"),
)  # fmt: skip
"""Tokens on which parsers fail."""

IMPOSSIBLE = (
    "\x02",
    "\x0b",
    "\x1f",
    "\0",
    "\ufffe",
    "&#2;",
    "&#x1F;",
    "&#xFFFE;",
    "&#xD83D;",
    "&#55357;",
    "&#x110000;",
    "&#0;",
)
"""What no document can hold: each is dropped or becomes U+FFFD."""

ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8", "utf-16", "utf-16-le", "utf-32", "cp1252", "shift_jis", "utf-7")

_VALUE = re.compile(r">[^<>]+<|'[^'<>]*'|\"[^\"<>]*\"")


@st.composite
def mutated(draw: st.DrawFn, document: str) -> bytes:
    """Draws a document with a few mutations, in some encoding."""
    if draw(st.integers(0, 3)) == 0:
        document = draw(rearranged(document))
    for _ in range(draw(st.integers(1, 5))):
        document = draw(st.sampled_from((inserted, valued, cut, repeated, swapped)))(draw, document)
    body = bytearray(document.encode("utf-8", "surrogatepass"))
    encoding = draw(st.sampled_from(ENCODINGS))
    if encoding != "utf-8":
        return document.encode(encoding, "replace")
    for place, byte in draw(st.lists(st.tuples(st.integers(0, len(body)), st.integers(0, 255)), max_size=3)):
        body[place : place + 1] = bytes([byte])
    return bytes(body)


def inserted(draw: st.DrawFn, document: str) -> str:
    """Inserts a hostile token anywhere."""
    place = draw(st.integers(0, len(document)))
    return document[:place] + draw(st.sampled_from(HOSTILE)) + document[place:]


def valued(draw: st.DrawFn, document: str) -> str:
    """Replaces a text or an attribute's value by a hostile token."""
    values = list(_VALUE.finditer(document))
    if not values:
        return document
    value = draw(st.sampled_from(values))
    return document[: value.start() + 1] + draw(st.sampled_from(HOSTILE)) + document[value.end() - 1 :]


def cut(draw: st.DrawFn, document: str) -> str:
    """Removes a part, or everything after an offset."""
    start = draw(st.integers(0, len(document)))
    return document[:start] + document[start + draw(st.sampled_from((1, 2, 20, 200, len(document)))) :]


def repeated(draw: st.DrawFn, document: str) -> str:
    """Repeats a part."""
    start, end = sorted((draw(st.integers(0, len(document))), draw(st.integers(0, len(document)))))
    return document[:end] + document[start:]


def swapped(draw: st.DrawFn, document: str) -> str:
    """Swaps two parts."""
    start, middle, end = sorted(draw(st.integers(0, len(document))) for _ in range(3))
    return document[:start] + document[middle:end] + document[start:middle] + document[end:]


@st.composite
def rearranged(draw: st.DrawFn, document: str) -> str:
    """Removes, duplicates or moves elements of the tree."""
    is_page = "<html" in document
    try:
        tree = html.document_fromstring(document) if is_page else etree.fromstring(document.encode())
    except (etree.LxmlError, ValueError):  # JSON
        return document
    for _ in range(draw(st.integers(1, 4))):
        elements = list(tree.iter("*"))
        element, place = draw(st.sampled_from(elements)), draw(st.sampled_from(elements))
        parent, what = element.getparent(), draw(st.sampled_from(("drop", "double", "move")))
        if parent is None or element in place.iterancestors() or element is place:
            continue
        if what == "double":
            place.append(etree.fromstring(etree.tostring(element, with_tail=False), etree.XMLParser(recover=True)))
        elif what == "move":
            place.append(element)
        else:
            parent.remove(element)
    written = etree.tostring(tree, encoding="unicode", method="html" if is_page else "xml")
    return str(written)
