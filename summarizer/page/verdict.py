"""Is there an article on the page?"""

import re

from lxml.html import HtmlElement

from summarizer.page.head import Head
from summarizer.page.structured import Structured

MIN_CHARACTERS = 80
"""A body of less is no article."""

_ENDED = re.compile(r"""[.!?…。！？。।؟]["'”’»)\]]*$""")


def is_article(body: str, tree: HtmlElement | None, head: Head, structured: Structured) -> bool:
    """Whether the body reads as an article: sentences, not a list of links, labels and fields."""
    if len(body) < MIN_CHARACTERS:
        return False
    prose = sum(len(line) for line in body.split("\n\n") if _ENDED.search(line) and len(line) > 60)
    if prose >= 0.3 * len(body) or prose > 600:
        return True
    is_named = bool(structured.types) or (head.first("og:type") or "").lower() == "article"
    return is_named and prose > 0
