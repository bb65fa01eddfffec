"""Slack's message markup (mrkdwn) -> elements. Used where a message has no blocks.

Slack sends `<https://…|label>` for links, `<@U…>` for people, `<#C…|name>` for channels, `<!here>` for broadcasts,
`:name:` for emoji, `*bold*`, `_italic_`, `~struck~`, back-ticks around code, `&gt; ` before quoted lines,
`• ` before the items of a list, and writes & < > as entities.
Source: docs.slack.dev/messaging/formatting-message-text, "Basic formatting" and "Retrieving messages".
"""

import re
from collections.abc import Iterator

from bot.slack.parsing.messages.text_elements import ElementKind, TextElement, links_in, words

_MARK = "\ufdd2"
"""In the place of something between < and >, while the formatting around it is removed. A noncharacter."""

_LINK = r"(?P<link>(?:https?|ftp|file)://[^|<>\s]+)(?:\|(?P<label>[^<>]*))?"
_PERSON = r"@(?P<person>[UW][A-Z0-9]+)(?:\|[^<>]*)?"
_CHANNEL = r"#[CG][A-Z0-9]+(?:\|(?P<channel>[^<>]*))?"
_MAIL = r"mailto:(?P<mail>[^<>|]*)(?:\|(?P<mail_label>[^<>]*))?"
_SPECIAL = r"!(?P<special>[^<>|]*)(?:\|(?P<special_label>[^<>]*))?"
_TOKEN = re.compile(f"<(?:{_LINK}|{_PERSON}|{_CHANNEL}|{_MAIL}|{_SPECIAL})>", re.IGNORECASE)
_EMOJI = re.compile(r":(?<!\w:)[a-z0-9_+'-]+:(?!\w)")

_BROADCASTS = frozenset({"here", "channel", "everyone"})
_FENCE = "```"
_BEFORE, _BEHIND = r"(?<![^\W_])", r"(?![^\W_])"
_STYLES = tuple(re.compile(rf"{_BEFORE}{sign}(?!\s)([^{sign}\n]+)(?<!\s){sign}{_BEHIND}") for sign in (r"\*", "_", "~"))
_CODE = re.compile(r"`([^`\n]+)`")
_QUOTED = re.compile(r"^[ \t]*(?:&gt;[ \t]?)+", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]*[•◦▪▸‣]\ufe0e?[ \t]+", re.MULTILINE)
_NUMBERED = re.compile(r"^[ \t]*\d{1,3}\.[ \t]+(?=\S)", re.MULTILINE)


def read_markup(text: str) -> tuple[TextElement, ...]:
    """The elements of a text in Slack's markup, without its formatting."""
    if "<" not in text:
        return (words(unescape(_without_formatting(text))),)
    marked = list(_TOKEN.finditer(text))
    plain = _without_formatting(_TOKEN.sub(_MARK, text.replace(_MARK, "")))
    return tuple(_interleave(plain.split(_MARK), marked))


def find_links(text: str) -> tuple[str, ...]:
    """The links of a text in Slack's markup in order, as the person typed or pasted them (entities resolved)."""
    return links_in(read_markup(text)) if "://" in text else ()


def unescape(text: str) -> str:
    """Slack's three entities as characters."""
    if "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _interleave(parts: list[str], marked: list[re.Match[str]]) -> Iterator[TextElement]:
    """The words, and between each two what stood between < and >."""
    for number, part in enumerate(parts):
        if part:
            yield words(unescape(part))
        if number < len(marked):
            yield _element(marked[number])


def _element(token: re.Match[str]) -> TextElement:
    if token["link"]:
        return TextElement(ElementKind.LINK, unescape(token["label"] or ""), unescape(token["link"]))
    if token["person"]:
        return TextElement(ElementKind.PERSON, "", token["person"].upper())
    if token["mail"] is not None:
        return words(unescape(token["mail_label"] or token["mail"]))
    if token["special"] is not None:
        broadcast = f"@{token['special']}" if token["special"] in _BROADCASTS else ""
        return words(unescape(token["special_label"] or broadcast))
    return words(f"#{unescape(token['channel'] or 'channel')}")


def _without_formatting(text: str) -> str:
    """A text without the characters that only format it; inside code nothing formats."""
    if _FENCE not in text:
        return _without_styles(text)
    parts = text.split(_FENCE)
    # An opening fence without a closing one formats nothing: the last part is then no code.
    codes = range(1, len(parts) - 1, 2)
    return "\n".join(part if number in codes else _without_styles(part) for number, part in enumerate(parts))


def _without_styles(text: str) -> str:
    text = _BULLET.sub("", _QUOTED.sub("", _EMOJI.sub("", text)))
    if len(_NUMBERED.findall(text)) > 1:
        text = _NUMBERED.sub("", text)
    if "`" in text:
        text = _CODE.sub(r"\1", text)
    for style, sign in zip(_STYLES, "*_~", strict=True):
        if sign in text:
            text = style.sub(r"\1", text)
    return text
