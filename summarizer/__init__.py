"""nutgraf's core: bytes or text in, values out. It does no I/O, reads no clock and knows no Slack.

>>> from summarizer import digest, read_text
>>> shown = digest(read_text(article_text), length="short")  # doctest: +SKIP
"""

from summarizer.digest import digest, verify
from summarizer.model import UNNAMED_PERSON, Article, Digest, Mention, Quote, QuoteKind, Sentence, Span, Story
from summarizer.page import read_page
from summarizer.paste.read_text import read_text
from summarizer.quotes import drop_unsure_speakers as name_the_sure
from summarizer.quotes import find_quotes
from summarizer.stories import group_stories

__all__ = [
    "UNNAMED_PERSON",
    "Article",
    "Digest",
    "Mention",
    "Quote",
    "QuoteKind",
    "Sentence",
    "Span",
    "Story",
    "digest",
    "find_quotes",
    "group_stories",
    "name_the_sure",
    "read_page",
    "read_text",
    "verify",
]
