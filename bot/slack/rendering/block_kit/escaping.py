"""Text that is safe to send to Slack.

Source text goes into `rich_text` text elements or `plain_text`, which Slack shows literally. Only the top-level `text`
(notifications, screen readers) is parsed as mrkdwn; it goes through `escape`.
Source: docs.slack.dev/messaging/formatting-message-text, "Escaping text".
"""

import re

from summarizer.text.characters import NONCHARACTERS

MAX_FALLBACK = 3_000
"""Characters of top-level text; Slack recommends at most 4,000."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    f"\ud800-\udfff\U000e0000-\U000e007f{NONCHARACTERS}]"
)
"""Controls, direction overrides, joiners, noncharacters, surrogates: readers do not see them, and many deceive."""


_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
"""Unusual line breaks: a reader sees a gap, Slack something else."""

_ESCAPED = re.compile("&(?:amp;)+")

_QUOTE_SIGNS = re.compile(r"^([^\S\n]*)(>+)", re.MULTILINE)


def printable(text: str) -> str:
    """The text without characters that no reader can see; unusual line breaks become blanks."""
    return _INVISIBLE.sub("", _BREAKS.sub(" ", text))


def one_line(text: str, limit: int) -> str:
    """The text on one line, with at most `limit` characters."""
    return shorten(" ".join(printable(text).split()), limit)


def escape(text: str) -> str:
    """The text where Slack parses mrkdwn: the three characters with a meaning become entities.

    Slack sets a line that begins with "&gt;" as a quotation, so a ">" there becomes "›". An "&amp;" in the text is an
    "&" that somebody escaped before: it is not escaped twice.
    """
    words = _QUOTE_SIGNS.sub(lambda signs: signs[1] + "›" * len(signs[2]), _ESCAPED.sub("&", printable(text)))
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shorten(text: str, limit: int) -> str:
    """The text, or its beginning up to the end of a word with an ellipsis."""
    if len(text) <= limit:
        return text
    head = text[: limit - 2]
    at_word = head.rsplit(None, 1)[0] if " " in head[-40:] else head
    return f"{at_word} …"


def fallback(text: str) -> str:
    """The top-level text of a message: one line, escaped, within Slack's limit."""
    return escape(one_line(text, MAX_FALLBACK // 5))


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A number and its noun: "1 quote", "2 quotes", "1,200 words"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
