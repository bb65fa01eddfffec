"""A feed's bytes -> UTF-8 that no parser breaks on, whatever the feed or its server say of its encoding. Pure.

Feed parsers believe what is declared, even a codec of Python that is no charset, and break on references to characters
that do not exist. So a feed is decoded like a page, cleaned, and handed on without its declaration: XML without one is
UTF-8 (XML 1.0, 4.3.3).
"""

import re

from summarizer.page.charset import decode_page
from summarizer.text.markup import clean_xml

_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\s;\"']{1,60})", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml\b[^<>]{0,500}>")


def to_utf8(body: bytes, content_type: str = "") -> bytes:
    """The document in UTF-8, without BOM, XML declaration, and characters that XML cannot hold.

    Args:
        body: as the site sent it.
        content_type: the whole header, for its charset; one that nobody knows counts as none.
    """
    named = _CHARSET.search(content_type)
    text = clean_xml(decode_page(body, named.group(1) if named else None)).lstrip("\ufeff")
    declaration = _DECLARATION.match(text)
    return text[declaration.end() :].encode() if declaration else text.encode()
