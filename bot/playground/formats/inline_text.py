"""What is inside a typed line: styles, links, names, emoji -> the elements of rich text.

A style begins before a letter and ends after one, and not within a word: 2*3*4 and snake_case_names are as typed.
Slack's client knows every emoji; here a name between colons is one if it begins with a letter.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

_MARKUP = (
    r"<(?:https?://[^<>\s|]+(?:\|[^<>]*)?|mailto:[^<>|]+(?:\|[^<>]*)?|[@#][A-Z0-9]+(?:\|[^<>]*)?"
    r"|!(?:here|channel|everyone)(?:\|[^<>]*)?|!subteam\^[A-Z0-9]+(?:\|[^<>]*)?|!date\^\d{1,10}\^[^<>|]+\|[^<>]*)>"
)
_LINK = r"https?://[^\s<>]+"
_EMAIL = r"(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,20}(?![\w@-])"
_DOMAIN = r"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|news|info|io|de|fr|eu|co\.uk)(?:/[^\s<>]*)?(?![\w@-])"
_NAME = r"(?<![\w@])@[a-z0-9._-]+"
_CHANNEL = r"(?<![\w#&])#[a-z0-9_-]+"
_EMOJI = r"(?<![\w:]):(?:[a-z][a-z0-9_+'-]{0,99}|[+-]1)(?:::skin-tone-[2-6])?:(?![\w:])"
_SPANS = (
    r"(?<![\w`])`(?P<code_>[^`\n]+)`(?![\w`])",
    r"(?<![\w*])\*(?=[^\s*])(?P<bold>[^*\n]+)(?<=\S)\*(?![\w*])",
    r"(?<!\w)_(?=[^\s_])(?P<italic>[^_\n]+)(?<=\S)_(?!\w)",
    r"(?<![\w~])~(?=[^\s~])(?P<strike>[^~\n]+)(?<=\S)~(?![\w~])",
)
_TOKEN = re.compile(
    f"(?P<markup>{_MARKUP})|(?P<link>{_LINK})|(?P<email>{_EMAIL})|(?P<name>{_NAME})|(?P<domain>{_DOMAIN})"
    f"|(?P<channel>{_CHANNEL})|(?P<emoji>{_EMOJI})|(?P<pictograph>[🎉🔥👀✅❌👍👎🙏📰⚠])\ufe0f?|{'|'.join(_SPANS)}",
    re.IGNORECASE,
)
_NAMES = re.compile(f"(?P<markup>{_MARKUP})|(?P<name>{_NAME})", re.IGNORECASE)
_TRAILING = ".,;:!?'\"»”’"
_BROADCASTS = ("here", "channel", "everyone")
_PICTOGRAPHS = {
    "🎉": "tada", "🔥": "fire", "👀": "eyes", "✅": "white_check_mark", "❌": "x", "👍": "+1", "👎": "-1",
    "🙏": "pray", "📰": "newspaper", "⚠": "warning",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """What @name and #name mean: ids by name, without the sign."""

    users: Mapping[str, str]
    channels: Mapping[str, str]


def escape(text: str) -> str:
    """Return the text with the three characters escaped that Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Return the text that a person sees."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def link_names(text: str, names: Names) -> str:
    """Return a text in Slack's markup with @names as mentions, as the Web API's `link_names` does it."""

    def mention(found: re.Match[str]) -> str:
        name, rest = _split_trailing(found.group()[1:])
        user_id = names.users.get(name.lower()) if found["name"] else None
        return f"<@{user_id}>{rest}" if user_id else found.group()

    return _NAMES.sub(mention, text)


def inline(text: str, names: Names) -> list[Json]:
    """Return the elements of a typed text."""
    return _Reader(names).read(text, {})


class _Reader:
    """Reads elements; a style's content may have further styles, but not its own, so that it ends."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def read(self, text: str, style: Mapping[str, bool]) -> list[Json]:
        elements: list[Json] = []
        end = 0
        for found in _TOKEN.finditer(text):
            _add_text(elements, text[end : found.start()], style)
            self._add(elements, found, style)
            end = found.end()
        _add_text(elements, text[end:], style)
        return elements

    def _add(self, elements: list[Json], found: re.Match[str], style: Mapping[str, bool]) -> None:
        kind, token = found.lastgroup or "", found.group()
        if kind == "code_":
            _add_text(elements, found["code_"], {**style, "code": True})
        elif kind in ("bold", "italic", "strike"):
            elements += self.read(found[kind], {**style, kind: True})
        elif kind in ("link", "domain"):
            address, rest = _split_trailing(token)
            link = {"type": "link", "url": address} if kind == "link" else _named_link(f"http://{address}", address)
            elements.append(_styled(link, style))
            _add_text(elements, rest, style)
        else:
            made, rest = self._element(kind, token)
            if made:
                elements.append(_styled(made, style))
            _add_text(elements, rest, style)

    def _element(self, kind: str, token: str) -> tuple[Json | None, str]:
        """Return the element of a token, and the text after it; None where it is text alone."""
        if kind == "markup":
            return _of_markup(token), ""
        if kind == "email":
            return _named_link(f"mailto:{token}", token), ""
        if kind == "emoji":
            return {"type": "emoji", "name": token[1:-1].lower()}, ""
        if kind == "pictograph":
            return {"type": "emoji", "name": _PICTOGRAPHS[token[0]], "unicode": f"{ord(token[0]):x}"}, ""
        name, rest = _split_trailing(token[1:])
        made = self._member(name) if kind == "name" else self._channel(name)
        return (made, rest) if made else (None, token)

    def _member(self, name: str) -> Json | None:
        if name in _BROADCASTS:
            return {"type": "broadcast", "range": name}
        user_id = self._names.users.get(name.lower())
        return {"type": "user", "user_id": user_id} if user_id else None

    def _channel(self, name: str) -> Json | None:
        channel_id = self._names.channels.get(name.lower())
        return {"type": "channel", "channel_id": channel_id} if channel_id else None


def _of_markup(token: str) -> Json:
    """Return the element of Slack's own markup."""
    target, _, label = token[1:-1].partition("|")
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:]}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:]}
    if target.startswith("!subteam"):
        return {"type": "usergroup", "usergroup_id": target.split("^")[1]}
    if target.startswith("!date"):
        _, timestamp, shape = target.split("^", 2)
        return {"type": "date", "timestamp": int(timestamp), "format": unescape(shape), "fallback": unescape(label)}
    if target.startswith("!"):
        return {"type": "broadcast", "range": target[1:]}
    return _named_link(unescape(target), unescape(label))


def _named_link(url: str, label: str) -> Json:
    return {"type": "link", "url": url} | ({"text": label} if label else {})


def _styled(element: Json, style: Mapping[str, bool]) -> Json:
    return element | ({"style": dict(style)} if style else {})


def _add_text(elements: list[Json], text: str, style: Mapping[str, bool]) -> None:
    """Add text, to the text before it if that has the same style."""
    if not text:
        return
    made = _styled({"type": "text", "text": text}, style)
    last = elements[-1] if elements else {}
    if last.get("type") == "text" and last.get("style") == made.get("style"):
        last["text"] += text
    else:
        elements.append(made)


def _split_trailing(link: str) -> tuple[str, str]:
    """Split a link or a name from the punctuation after it that belongs to the sentence."""
    end = len(link)
    while end:
        last = link[end - 1]
        if last in _TRAILING or (last == ")" and link.count("(", 0, end) < link.count(")", 0, end)):
            end -= 1
        else:
            break
    return link[:end], link[end:]
