"""The kind of content that a site sent, by its Content-Type and its first bytes.

Source: WHATWG MIME Sniffing, section 6 (byte patterns).
"""

import re

from bot.errors import UnsupportedContentError

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/pdf", "text/markdown"})
_UNSURE_TYPES = frozenset(
    {"", "application/octet-stream", "binary/octet-stream", "application/xml", "text/xml", "unknown/unknown"}
)
"""Unreliable types: the first bytes decide."""

_FAMILIES = {"image": "an image", "video": "a video", "audio": "a sound recording", "font": "a font"}

_SUBTYPES = {
    "zip": "an archive",
    "gzip": "an archive",
    "x-gzip": "an archive",
    "x-tar": "an archive",
    "x-7z-compressed": "an archive",
    "x-rar-compressed": "an archive",
    "vnd.rar": "an archive",
    "rss+xml": "a feed",
    "atom+xml": "a feed",
    "feed+json": "a feed",
    "json": "a data file",
    "csv": "a data file",
    "javascript": "a script",
    "css": "a style sheet",
    "epub+zip": "an e-book",
    "msword": "an office document",
    "vnd.ms-excel": "an office document",
    "vnd.ms-powerpoint": "an office document",
    "rtf": "an office document",
    "calendar": "a calendar entry",
    "vnd.apple.mpegurl": "a video",
    "x-mpegurl": "a video",
    "dash+xml": "a video",
}

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF87a", "an image"),
    (b"GIF89a", "an image"),
    (b"BM", "an image"),
    (b"\x00\x00\x01\x00", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"PK\x03\x04", "an archive"),
    (b"\x1f\x8b\x08", "an archive"),
    (b"Rar!\x1a\x07", "an archive"),
    (b"7z\xbc\xaf\x27\x1c", "an archive"),
    (b"BZh", "an archive"),
    (b"\xfd7zXZ\x00", "an archive"),
    (b"ID3", "a sound recording"),
    (b"OggS\x00", "a sound recording"),
    (b"fLaC", "a sound recording"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\x00asm", "a program"),
    (b"wOF2", "a font"),
)

_TEXTLIKE_MAGIC = (b"BM", b"ID3", b"BZh", b"fLaC")
"""Magic bytes that plain text may begin with; used only when control bytes follow."""

_FEED = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]*>\s*)?(?:<!--[^<>]{0,300}-->\s*)?<(?:rss|feed|rdf:RDF)[\s>]")

SNIFFED_BYTES = 512


def check_type(content_type: str) -> None:
    """Check that the Content-Type may be a page's.

    Raises:
        UnsupportedContentError: with the kind of content.
    """
    if content_type in PAGE_TYPES or content_type in _UNSURE_TYPES:
        return
    family, _, subtype = content_type.partition("/")
    what = _FAMILIES.get(family) or _SUBTYPES.get(subtype)
    if what is None and subtype.startswith(("vnd.openxmlformats", "vnd.oasis")):
        what = "an office document"
    if what is None and (family == "text" or subtype.endswith("+xml")):
        return  # an unusual name for text: let the reader try
    raise UnsupportedContentError(what or "a file of another kind")


def check_bytes(body: bytes) -> None:
    """Check that the first bytes may be a page's, whatever the Content-Type.

    Raises:
        UnsupportedContentError: with the kind of content.
    """
    what = sniff(body[:SNIFFED_BYTES])
    if what is not None:
        raise UnsupportedContentError(what)


def sniff(head: bytes) -> str | None:
    """Return the kind of content by its first bytes ("an image"); None for text, HTML, PDF and unknown content."""
    for magic, what in _MAGIC:
        if head.startswith(magic) and (magic not in _TEXTLIKE_MAGIC or _has_control_bytes(head)):
            return what
    if head[:4] == b"RIFF":
        return {b"WEBP": "an image", b"WAVE": "a sound recording", b"AVI ": "a video"}.get(head[8:12])
    if _FEED.match(head):
        return "a feed"
    if head[4:8] == b"ftyp":
        return "an image" if head[8:12] in {b"avif", b"heic", b"mif1"} else "a video"
    return None


def _has_control_bytes(head: bytes) -> bool:
    """Return whether there are bytes that no text contains."""
    return any(byte < 9 or 13 < byte < 27 for byte in head)
