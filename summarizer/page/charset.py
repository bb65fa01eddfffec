"""Bytes of a page -> text."""

import codecs
import re

from resiliparse.parse.encoding import detect_encoding

DETECTOR_BYTES = 32_768
"""Bytes of a page that the detector reads, half of them from each end."""

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
"""How markup without a BOM starts. Source: XML 1.0, appendix F.1."""

# Labels -> Python's codec, after the WHATWG Encoding Standard: pages that say Latin-1 mean Windows-1252, and so on.
# Python codecs that are not charsets (zip, idna, unicode_escape, utf-7) are not in the list, so no page can name them.
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
"""The standard says 1,024; many pages put scripts first."""


def decode_page(html: bytes, charset: str | None = None) -> str:
    """Decodes a page by BOM, then the HTTP header's charset, the page's own meta tag, the bytes themselves.

    A named charset that the bytes contradict is ignored: a page that claims UTF-8 and is not could not be quoted.

    Args:
        html: the bytes.
        charset: the HTTP header's charset; unknown names are ignored.
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
    """Returns the text if the bytes are valid UTF-8 with non-ASCII letters: no text in another charset is."""
    try:
        return None if html.isascii() else html.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _wide_codec(html: bytes) -> str | None:
    """Returns UTF-16 or UTF-32 if the markup starts in it: "<" and the next characters have NUL bytes around them."""
    return next((codec for start, codec in _WIDE if start.match(html)), None)


def _can_be(codec: str, html: bytes) -> bool:
    """Whether bytes can be in a charset: every text in UTF-16 or UTF-32 with a space has a NUL byte."""
    return not codec.startswith(("utf-16", "utf-32")) or b"\0" in html


def _meta_label(html: bytes) -> str | None:
    """Returns the charset that the page names; a meta tag that was readable as ASCII cannot mean UTF-16."""
    head = html[:META_BYTES]
    found = _META.search(head) or _XML.search(head)
    if found is None:
        return None
    label = found.group(1).decode("ascii").lower()
    return "utf-8" if label.startswith(("utf-16", "utf-32")) else label


def _codec(label: str | None) -> str | None:
    """Returns Python's codec for a charset label; None where it names no charset."""
    return _CODECS.get(label.strip().strip("\"'").lower()) if label else None


def _is_mostly_right(text: str) -> bool:
    """Whether more non-ASCII letters decoded than failed: a feed or a page assembled from several sources."""
    wrong = text.count("\ufffd")
    return wrong * 2 <= len(text) - len(text.encode("ascii", "ignore"))


def _is_plausible(text: str) -> bool:
    """Whether a decoding is plausible: few replacement characters per non-ASCII letter, hardly any NUL."""
    wrong = text.count("\ufffd")
    if wrong == 0:
        # UTF-16 decoded as something else has NUL as every other character.
        return text.count("\0") * 4 <= len(text)
    return wrong * 10 <= len(text) - len(text.encode("ascii", "ignore"))
