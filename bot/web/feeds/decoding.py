"""Converts a feed's bytes to UTF-8 that no parser fails on, whatever the feed or its server declare. Pure.

Feed parsers believe any declared encoding, even a Python codec that is no charset, and fail on references to characters
that do not exist. So a feed is decoded like a page, cleaned, and passed on without its declaration: XML without one is
UTF-8 (XML 1.0, 4.3.3).
"""

import re
import zlib
from contextlib import suppress

from summarizer.page.charset import decode_page
from summarizer.text.markup import clean_xml

_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\s;\"']{1,60})", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml\b[^<>]{0,500}>")


def to_utf8(body: bytes, content_type: str = "") -> bytes:
    """Return the document in UTF-8, without BOM, XML declaration, and characters that XML does not allow.

    Args:
        body: as the site sent it.
        content_type: the whole header, for its charset; an unknown charset is ignored.
    """
    named = _CHARSET.search(content_type)
    text = clean_xml(decode_page(body, named.group(1) if named else None)).lstrip("\ufeff")
    declaration = _DECLARATION.match(text)
    return text[declaration.end() :].encode() if declaration else text.encode()


def unzip(body: bytes, limit: int) -> bytes:
    """Return the document in a gzip file, at most `limit` bytes; what is none, or is broken, as it is.

    Sites offer "sitemap.xml.gz" and saved feeds as files, so no Content-Encoding says it.
    Source: RFC 1952, 2.3.1.
    """
    if not body.startswith(b"\x1f\x8b"):
        return body
    with suppress(zlib.error):
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, limit)
    return body
