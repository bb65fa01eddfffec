"""A message without blocks, for when Slack refuses them: what a reader would see, as escaped text."""

import re
from collections.abc import Iterator
from typing import Any

from bot.slack.rendering.block_kit.escaping import MAX_FALLBACK, escape, shorten

_CUT_ENTITY = re.compile(r"&[a-z]*(?= …$)")


def in_plain_text(payload: dict[str, Any]) -> str:
    """The words of a payload's blocks, one line each, without its buttons; its own text where it has none."""
    lines = [" ".join(line.split()) for block in payload.get("blocks") or [] for line in _lines(block)]
    words = "\n".join(escape(line) for line in lines if line)
    if not words:
        return str(payload.get("text") or "")
    return _CUT_ENTITY.sub("", shorten(words, MAX_FALLBACK))


def _lines(block: dict[str, Any]) -> Iterator[str]:
    """One line per paragraph, bullet or quotation."""
    kind, elements = block.get("type"), block.get("elements") or []
    if kind == "rich_text":
        for element in elements:
            yield from _lines(element)
    elif kind == "rich_text_list":
        yield from (f"• {_flat(section)}" for section in elements)
    elif kind in {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}:
        yield from _flat(block).split("\n")
    elif kind == "header":
        yield str((block.get("text") or {}).get("text") or "")
    elif kind == "context":
        yield " ".join(str(element.get("text") or "") for element in elements)


def _flat(section: dict[str, Any]) -> str:
    return "".join(str(element.get("text") or element.get("url") or "") for element in section.get("elements") or [])
