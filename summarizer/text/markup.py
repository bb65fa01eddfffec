"""Repairs characters and references that no document may hold, before any library reads them.

lxml refuses control characters whenever a text is moved or set, feedparser fails on references to characters that do
not exist, and SQLite, PostgreSQL and Slack accept no lone surrogate. So a page or a feed is cleaned once, as text,
before it is parsed.

Source: XML 1.0, production [2] Char; HTML standard, "Numeric character reference end state".
"""

import html
import re

REPLACEMENT = "\ufffd"

_CONTROLS = bytes([*range(9), 11, *range(14, 32)])
"""C0 controls but tab, newline, form feed and carriage return."""

_FORM_FEED_IS_BLANK = bytes.maketrans(b"\f", b" ")
"""In HTML a form feed is white space; XML does not allow it."""

_EACH_CONTROL = tuple(bytes([code]) for code in (*_CONTROLS, 12))
_NONCHARACTERS = ("\ufffe", "\uffff")

# Coarse, to be fast on pages with thousands of references: it also matches some valid characters, which are then
# written as themselves. In turn: control characters, surrogates, U+FFFE and U+FFFF, and numbers beyond Unicode.
_DECIMAL = r"0*(?:[0-8]|1[124-9]|2[0-9]|3[01])(?![0-9])|0*(?:5[567][0-9]{3}|6553[45]|[1-9][0-9]{6})[0-9]*"
_HEXADECIMAL = (
    r"[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F])(?![0-9a-fA-F])"
    r"|[xX]0*(?:[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF]|[1-9a-fA-F][0-9a-fA-F]{5})[0-9a-fA-F]*"
)
_IMPOSSIBLE = rf"&#(?:{_DECIMAL}|{_HEXADECIMAL})"
# They start with literal characters: Python searches for those many times faster.
_IN_HTML = re.compile(rf"{_IMPOSSIBLE};?(?:{_IMPOSSIBLE};?)*")
_IN_XML = re.compile(rf"{_IMPOSSIBLE};(?:{_IMPOSSIBLE};)*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"&#([xX]?)([0-9a-fA-F]+)")


def clean_html(markup: str, raw: bytes | None = None) -> str:
    """Returns a page without characters, or references to characters, that a document cannot hold.

    A control character or noncharacter is dropped. A reference to one half of a surrogate pair is joined with the other
    half behind it ("&#55357;&#56832;" is one face); alone, or beyond Unicode, it is U+FFFD, as in browsers.

    Args:
        markup: the page.
        raw: the bytes it was decoded from, if any: searching them takes a third of the time.
    """
    return drop_impossible(_IN_HTML.sub(_mend, markup), raw)


def clean_xml(markup: str) -> str:
    """The same for a feed, where a reference must end in a semicolon ("?page=1&#1234567" is a link)."""
    return drop_impossible(_IN_XML.sub(_mend, markup))


def drop_impossible(markup: str, raw: bytes | None = None) -> str:
    """Returns text without control characters and noncharacters; surrogates are joined, or become U+FFFD."""
    if raw is None:
        markup = join_surrogates(markup)
        raw = markup.encode()
    # In every charset a control character is or has a control byte. Searching for each of these takes half the time of
    # copying the page without them, and few pages have any.
    if any(control in raw for control in _EACH_CONTROL):
        markup = markup.encode().translate(_FORM_FEED_IS_BLANK, _CONTROLS).decode()
    for character in _NONCHARACTERS:
        if character in markup:
            markup = markup.replace(character, "")
    return markup


def join_surrogates(text: str) -> str:
    """Returns text that can be encoded: a surrogate pair becomes its character, a lone surrogate U+FFFD."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def unescape(text: str) -> str:
    """Returns text with its references resolved, as by `html.unescape`, and surrogate pairs joined."""
    return html.unescape(_IN_HTML.sub(_mend, text))


def _mend(references: re.Match[str]) -> str:
    """Returns the characters of a run of references."""
    return join_surrogates("".join(_character(*found) for found in _NUMBER.findall(references.group())))


def _character(base: str, digits: str) -> str:
    """Returns the character of a number; "" for a control character or noncharacter; U+FFFD where there is none."""
    significant = digits.lstrip("0")
    code = int(significant or "0", 16 if base else 10) if len(significant) < 8 else -1
    if not 0 < code <= 0x10FFFF:
        return REPLACEMENT
    if code == 12:
        return " "
    return "" if code < 32 or code & 0xFFFE == 0xFFFE else chr(code)
