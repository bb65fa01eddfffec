"""Blocks -> elements: rich text of people, and what other apps post.

Source: docs.slack.dev/reference/block-kit/blocks.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.slack.parsing.messages.markdown import read_markdown
from bot.slack.parsing.messages.markup import read_markup
from bot.slack.parsing.messages.rich_text import mappings, read_rich_text, string
from bot.slack.parsing.messages.text_elements import ElementKind, TextElement, words

Elements = tuple[TextElement, ...]

_CELL = words("\t")
_END = words("\n\n")


def read_blocks(blocks: object) -> Elements:
    """The elements of a message's blocks, each block a paragraph; links of buttons come last, without a text."""
    parts = [part for block in mappings(blocks) if (part := _read_block(block))]
    shown = tuple(element for part in parts for element in (*part, _END))
    return shown + tuple(_button_links(blocks))


def _read_block(block: Mapping[str, Any]) -> Elements:
    """One block; of a type that is not known here, its text, where it has one."""
    read = _READERS.get(string(block, "type"), _read_section)
    return read(block)


def _read_text(found: object) -> Elements:
    """A text object, in Slack's markup or plain."""
    if not isinstance(found, Mapping):
        return ()
    text = string(found, "text")
    if string(found, "type") == "mrkdwn":
        return read_markup(text)
    return (words(text),) if text else ()


def _read_section(block: Mapping[str, Any]) -> Elements:
    texts = [_read_text(block.get("text")), *(_read_text(field) for field in mappings(block.get("fields")))]
    return _lines(texts)


def _read_context(block: Mapping[str, Any]) -> Elements:
    return _lines([_read_text(element) for element in mappings(block.get("elements"))])


def _read_markdown(block: Mapping[str, Any]) -> Elements:
    """A block of Markdown, as apps write it."""
    return read_markdown(string(block, "text"))


def _read_table(block: Mapping[str, Any]) -> Elements:
    """A table: a line for each row, with tabs between its cells."""
    rows = block.get("rows")
    lines = [_read_row(row) for row in rows if isinstance(row, list)] if isinstance(rows, list) else []
    return _lines(lines)


def _read_row(row: list[Any]) -> Elements:
    cells = [_read_cell(cell) for cell in mappings(row)]
    return tuple(element for number, cell in enumerate(cells) for element in ((_CELL, *cell) if number else cell))


def _read_cell(cell: Mapping[str, Any]) -> Elements:
    if string(cell, "type") == "rich_text":
        return read_rich_text(cell)
    return (words(string(cell, "text")),)


def _read_nothing(_: Mapping[str, Any]) -> Elements:
    """Pictures, buttons and lines have nothing to read."""
    return ()


def _lines(texts: list[Elements]) -> Elements:
    """Several texts, each on a line of its own."""
    filled = [text for text in texts if text]
    return tuple(
        element for number, text in enumerate(filled) for element in ((words("\n"), *text) if number else text)
    )


def _button_links(blocks: object) -> Iterator[TextElement]:
    """The addresses that buttons open: feeds and alerts often have no other link."""
    for block in mappings(blocks):
        accessory = block.get("accessory")
        pressed = [*mappings(block.get("elements")), *([accessory] if isinstance(accessory, Mapping) else [])]
        for element in pressed:
            if string(element, "type") == "button" and string(element, "url").startswith(("http://", "https://")):
                yield TextElement(ElementKind.LINK, " ", string(element, "url"))


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Elements]] = {
    "rich_text": read_rich_text,
    "section": _read_section,
    "header": _read_section,
    "context": _read_context,
    "markdown": _read_markdown,
    "table": _read_table,
    "image": _read_nothing,
    "actions": _read_nothing,
    "divider": _read_nothing,
}
