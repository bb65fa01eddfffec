"""Slack's rich text -> elements: what people type arrives in it, with styles beside the words and not among them.

Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.slack.parsing.messages.text_elements import ElementKind, TextElement, words

_LINE = words("\n")

_WEB = ("http://", "https://", "ftp://", "file://")
"""How the addresses of links begin; others are of mail and telephones."""

_MAX_DEPTH = 20
"""Parts inside parts; Slack's own are three deep."""


def read_rich_text(block: Mapping[str, Any]) -> tuple[TextElement, ...]:
    """The elements of a rich_text block; each quotation, piece of code and item of a list on lines of its own."""
    return tuple(_join(_sections(block, _MAX_DEPTH), between=_LINE))


def _sections(part: Mapping[str, Any], depth: int) -> Iterator[tuple[TextElement, ...]]:
    """The sections of a part, each list item, quotation and piece of code being one."""
    if part.get("type") in {"rich_text", "rich_text_list"} and depth:
        for inner in mappings(part.get("elements")):
            yield from _sections(inner, depth - 1)
    else:
        yield tuple(_read_element(element) for element in mappings(part.get("elements")))


def _join(sections: Iterable[tuple[TextElement, ...]], *, between: TextElement) -> Iterator[TextElement]:
    """All elements, with a line's end between two sections that have none."""
    ended = True
    for section in sections:
        if not section:
            continue
        if not ended and not section[0].text.startswith("\n"):
            yield between
        yield from section
        ended = section[-1].text.endswith("\n")


def mappings(found: object) -> Iterator[Mapping[str, Any]]:
    """The objects in a list; nothing where it is none."""
    return (entry for entry in found if isinstance(entry, Mapping)) if isinstance(found, list) else iter(())


def string(of: Mapping[str, Any], name: str) -> str:
    """A field; "" where it is missing or not a string."""
    found = of.get(name)
    return found if isinstance(found, str) else ""


def _read_element(element: Mapping[str, Any]) -> TextElement:
    """One element; of a type that is not known here, its text, where it has one."""
    read = _READERS.get(string(element, "type"))
    return read(element) if read else words(string(element, "text") or string(element, "fallback"))


def _read_link(element: Mapping[str, Any]) -> TextElement:
    text, url = words(string(element, "text")).text, string(element, "url")
    if url.lower().startswith(_WEB) and not any(sign.isspace() for sign in url):
        return TextElement(ElementKind.LINK, text, url)
    return words(text or url.partition(":")[2])


def _read_person(element: Mapping[str, Any]) -> TextElement:
    user_id = string(element, "user_id")
    return TextElement(ElementKind.PERSON, "", user_id) if user_id.isalnum() and user_id.isascii() else words("")


def _read_date(element: Mapping[str, Any]) -> TextElement:
    """A point in time: as Slack shows it where it cannot format it, else the day."""
    said, seconds = string(element, "fallback"), element.get("timestamp")
    if said or isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return words(said)
    try:
        return words(datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d"))
    except (ValueError, OverflowError, OSError):
        return words("")


_READERS: Mapping[str, Callable[[Mapping[str, Any]], TextElement]] = {
    "text": lambda element: words(string(element, "text")),
    "link": _read_link,
    "user": _read_person,
    "emoji": lambda _: words(""),
    "channel": lambda element: words(f"#{string(element, 'name') or 'channel'}"),
    "usergroup": lambda element: words(f"@{string(element, 'name') or 'group'}"),
    "broadcast": lambda element: words(f"@{string(element, 'range') or 'channel'}"),
    "color": lambda element: words(string(element, "value")),
    "date": _read_date,
    "team": lambda _: words(""),
}
