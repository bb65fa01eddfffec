"""Typed text -> Slack's message text: links and names become markup, the rest is escaped."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_MARKUP = r"<(?:https?://[^<>\s]+(?:\|[^<>]*)?|mailto:[^<>]+|[@#][A-Z0-9]+(?:\|[^<>]*)?|![a-z]+(?:\^[^<>]*)?)>"
_LINK = r"https?://[^\s<>]+"
_DOMAIN = r"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|news|info|io|de|fr|eu|co\.uk)(?:/[^\s<>]*)?(?![\w@-])"
_NAME = r"(?<![\w@])@[a-z0-9._-]+"
_TOKEN = re.compile(f"(?P<markup>{_MARKUP})|(?P<link>{_LINK})|(?P<name>{_NAME})|(?P<domain>{_DOMAIN})", re.IGNORECASE)
_TRAILING = ".,;:!?'\"»”’"


def escape(text: str) -> str:
    """Return the text with the three characters escaped that Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Return the text that a person sees."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def compose(typed: str, user_ids: Mapping[str, str]) -> str:
    """Return the message text that Slack's client would send for a typed text.

    Args:
        typed: as typed; Slack markup in it is kept.
        user_ids: names without @ -> user ids.
    """
    return "".join(_pieces(typed, user_ids))


def _pieces(typed: str, user_ids: Mapping[str, str]) -> Iterator[str]:
    end = 0
    for token in _TOKEN.finditer(typed):
        yield escape(typed[end : token.start()])
        yield _markup(token.lastgroup or "", token.group(), user_ids)
        end = token.end()
    yield escape(typed[end:])


def _markup(kind: str, token: str, user_ids: Mapping[str, str]) -> str:
    if kind == "markup":
        return token
    if kind == "name":
        name = token[1:].rstrip(_TRAILING)
        user_id = user_ids.get(name.lower())
        return f"<@{user_id}>{token[1 + len(name) :]}" if user_id else escape(token)
    link, rest = _split_trailing(token)
    if kind == "domain":
        return f"<http://{escape(link)}|{escape(link)}>{escape(rest)}"
    return f"<{escape(link)}>{escape(rest)}"


def _split_trailing(link: str) -> tuple[str, str]:
    """Split a link from the punctuation after it that belongs to the sentence."""
    end = len(link)
    while end:
        last = link[end - 1]
        if last in _TRAILING or (last == ")" and link.count("(", 0, end) < link.count(")", 0, end)):
            end -= 1
        else:
            break
    return link[:end], link[end:]


_ELEMENT = re.compile(r"<(?:@(?P<user>[A-Z0-9]+)|#(?P<channel>[A-Z0-9]+)(?:\|[^<>]*)?|!(?P<range>here|channel|everyone)"
                      r"|(?P<url>(?:https?://|mailto:)[^|>]+)(?:\|(?P<label>[^>]*))?)>")  # fmt: skip


def rich_text(text: str) -> dict[str, Any]:
    """Return the rich_text block that Slack's client sends with a message's text."""
    elements: list[dict[str, Any]] = []
    end = 0
    for found in _ELEMENT.finditer(text):
        _add_text(elements, text[end : found.start()])
        elements.append(_element(found))
        end = found.end()
    _add_text(elements, text[end:])
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _add_text(elements: list[dict[str, Any]], text: str) -> None:
    if text:
        elements.append({"type": "text", "text": unescape(text)})


def _element(found: re.Match[str]) -> dict[str, Any]:
    if found["user"]:
        return {"type": "user", "user_id": found["user"]}
    if found["channel"]:
        return {"type": "channel", "channel_id": found["channel"]}
    if found["range"]:
        return {"type": "broadcast", "range": found["range"]}
    link = {"type": "link", "url": unescape(found["url"])}
    return link | ({"text": unescape(found["label"])} if found["label"] else {})
