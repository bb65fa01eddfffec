"""Rich text -> the message text (mrkdwn) that Slack sends beside it.

Source: docs.slack.dev/messaging/formatting-message-text. The signs of lists are undocumented: as seen in messages.
"""

from collections.abc import Callable, Sequence
from typing import Any

from bot.playground.formats.inline_text import Names, escape

Json = dict[str, Any]
_SIGNS = {"bold": "*", "italic": "_", "strike": "~", "code": "`"}
_BULLETS = "•◦▪"


def message_text(parts: Sequence[Json], names: Names) -> str:
    """Return the text of the parts of a rich_text block; `names` give channels their names."""
    labels = {channel_id: name for name, channel_id in names.channels.items()}
    text = ""
    for part in parts:
        if text and not text.endswith("\n"):
            text += "\n"
        text += _part(part, labels)
    return text


def _part(part: Json, labels: dict[str, str]) -> str:
    inner = part["elements"]
    if part["type"] == "rich_text_list":
        return "\n".join(_item(part, number, _inline(item["elements"], labels)) for number, item in enumerate(inner))
    text = _inline(inner, labels)
    if part["type"] == "rich_text_quote":
        return "\n".join(f"&gt; {line}".rstrip() for line in text.split("\n"))
    return f"```{text}```" if part["type"] == "rich_text_preformatted" else text


def _item(part: Json, number: int, text: str) -> str:
    indent = part.get("indent", 0)
    position = part.get("offset", 0) + number
    sign = _BULLETS[indent % len(_BULLETS)] if part["style"] == "bullet" else f"{_ordinal(position, indent)}."
    return f"{'    ' * indent}{sign} {text}"


def _ordinal(position: int, indent: int) -> str:
    return str(position + 1) if indent % 2 == 0 else chr(ord("a") + position % 26)


def _inline(elements: Sequence[Json], labels: dict[str, str]) -> str:
    return "".join(_with_signs(_plain(element, labels), element.get("style", {})) for element in elements)


def _with_signs(text: str, style: dict[str, bool]) -> str:
    signs = "".join(sign for name, sign in _SIGNS.items() if style.get(name))
    return f"{signs}{text}{signs[::-1]}"


def _plain(element: Json, labels: dict[str, str]) -> str:
    return _MARKUP[element["type"]](element, labels)


def _link(element: Json, _: dict[str, str]) -> str:
    label = f"|{escape(element['text'])}" if element.get("text") else ""
    return f"<{escape(element['url'])}{label}>"


def _date(element: Json, _: dict[str, str]) -> str:
    return f"<!date^{element['timestamp']}^{escape(element['format'])}|{escape(element['fallback'])}>"


_MARKUP: dict[str, Callable[[Json, dict[str, str]], str]] = {
    "text": lambda element, _: escape(element["text"]),
    "link": _link,
    "emoji": lambda element, _: f":{element['name']}:",
    "user": lambda element, _: f"<@{element['user_id']}>",
    "channel": lambda element, labels: f"<#{element['channel_id']}|{labels.get(element['channel_id'], '')}>",
    "usergroup": lambda element, _: f"<!subteam^{element['usergroup_id']}>",
    "date": _date,
    "broadcast": lambda element, _: f"<!{element['range']}>",
}
