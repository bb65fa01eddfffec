"""Bytes of a page -> text."""

import codecs
import re

from resiliparse.parse.encoding import detect_encoding

DETECTOR_BYTES = 32_768
"""So much of a page the detector looks at, half of it from each end."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_WIDE = (
    (re.compile(rb"<\0\0\0[^\0]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0<\0\0\0[^\0]"), "utf-32-be"),
    (re.compile(rb"<\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0<\0[^\0]"), "utf-16-be"),
)
"""How markup without a BOM begins. Source: XML 1.0, appendix F.1."""

# Labels -> Python's codec, after the WHATWG Encoding Standard: pages that say Latin-1 mean Windows-1252, and so on.
# Codecs of Python that are no charsets (zip, idna, unicode_escape, utf-7) are not in the list, so no page can name
# them.
_CODECS = {
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(
        ("ascii", "us-ascii", "latin1", "latin-1", "iso-8859-1", "iso8859-1", "iso_8859-1", "l1"), "cp1252"
    ),
    **dict.fromkeys(("windows-1252", "cp1252", "x-cp1252", "ansi"), "cp1252"),
    **dict.fromkeys(("iso-8859-9", "latin5", "windows-1254", "cp1254"), "cp1254"),
    **dict.fromkeys(("tis-620", "iso-8859-11", "windows-874"), "cp874"),
    **dict.fromkeys(("gbk", "gb2312", "gb_2312", "gb18030", "x-gbk", "chinese", "euc-cn"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms_kanji"), "cp932"),
    **dict.fromkeys(("euc-jp", "x-euc-jp"), "euc_jp"),
    "iso-2022-jp": "iso2022_jp",
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "korean", "windows-949"), "cp949"),
    **dict.fromkeys(("koi8-r", "koi8"), "koi8_r"),
    **dict.fromkeys(("koi8-u", "koi8-ru"), "koi8_u"),
    **{f"windows-{number}": f"cp{number}" for number in (1250, 1251, 1253, 1255, 1256, 1257, 1258)},
    **{f"cp{number}": f"cp{number}" for number in (866, 1250, 1251, 1253, 1255, 1256, 1257, 1258)},
    **{f"iso-8859-{number}": f"iso8859_{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "utf-32": "utf-32-le",
    "macintosh": "mac_roman",
}

_META = re.compile(rb"""<meta[^<>]{0,500}?charset\s*=\s*(?:["']\s*)?([A-Za-z0-9_:.\-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^<>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_:.\-]{2,40})["']""", re.IGNORECASE)
META_BYTES = 8_192
"""The standard says 1,024; pages that put scripts first are many."""


def decode_page(html: bytes, charset: str | None = None) -> str:
    """The page as text, by BOM, then the HTTP header's charset, the page's own meta, the bytes themselves.

    A named charset that the bytes contradict is passed over: of a page that says UTF-8 and is not, nothing could be
    quoted.

    Args:
        html: the bytes.
        charset: what the HTTP header named; unknown names are ignored.
    """
    for bom, codec in _BOMS:
        if html.startswith(bom):
            return html[len(bom) :].decode(codec, "replace")
    flawless = _as_utf8(html)
    if flawless is not None:
        return flawless
    labels = [found for label in (charset, _meta_label(html)) if (found := _codec(label)) is not None]
    candidates = [codec for codec in (_wide_codec(html), *labels) if codec and _can_be(codec, html)]
    for candidate in dict.fromkeys((*candidates, "utf-8")):
        text = html.decode(candidate, "replace")
        if _is_plausible(text) or (candidate == "utf-8" and _is_mostly_right(text)):
            return text
    guessed = _codec(detect_encoding(html, max_len=DETECTOR_BYTES))
    return html.decode("cp1252" if guessed in {None, "utf-8"} else str(guessed), "replace")


def _as_utf8(html: bytes) -> str | None:
    """The text, if the bytes are flawless UTF-8 with letters beyond ASCII: no text in another charset is that."""
    try:
        return None if html.isascii() else html.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _wide_codec(html: bytes) -> str | None:
    """UTF-16 or UTF-32, if markup begins in it: "<" and what follows have NUL bytes between them, or before."""
    return next((codec for start, codec in _WIDE if start.match(html)), None)


def _can_be(codec: str, html: bytes) -> bool:
    """Whether bytes can be in a charset: every text in UTF-16 or UTF-32 that has a blank has a NUL byte."""
    return not codec.startswith(("utf-16", "utf-32")) or b"\0" in html


def _meta_label(html: bytes) -> str | None:
    """The charset that the page names itself; a meta that could be read as ASCII cannot mean UTF-16."""
    head = html[:META_BYTES]
    found = _META.search(head) or _XML.search(head)
    if found is None:
        return None
    label = found.group(1).decode("ascii").lower()
    return "utf-8" if label.startswith(("utf-16", "utf-32")) else label


def _codec(label: str | None) -> str | None:
    """Python's codec for a charset label; None where it names no charset."""
    return _CODECS.get(label.strip().strip("\"'").lower()) if label else None


def _is_mostly_right(text: str) -> bool:
    """Whether more letters that are not ASCII were read than failed: a feed or a page put together of several."""
    wrong = text.count("\ufffd")
    return wrong * 2 <= len(text) - len(text.encode("ascii", "ignore"))


def _is_plausible(text: str) -> bool:
    """Whether a decoding holds: few replacement characters beside the letters that are not ASCII, hardly any NUL."""
    wrong = text.count("\ufffd")
    if wrong == 0:
        # UTF-16 read as something else shows as every other character NUL.
        return text.count("\0") * 4 <= len(text)
    return wrong * 10 <= len(text) - len(text.encode("ascii", "ignore"))
