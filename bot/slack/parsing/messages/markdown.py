"""Markdown, as apps and files have it -> elements: links, and words without its signs.

Source: spec.commonmark.org/0.31.2; front matter: jekyllrb.com/docs/front-matter.
"""

import re

from bot.slack.parsing.messages.text_elements import ElementKind, TextElement, visible_text, words

_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\((https?://[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)[^()\n]*\)")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:[^\n]{0,500}\n){0,60}?---[ \t]*\n")
_COMMENT = re.compile(r"<!--[^<>]{0,2000}-->")
_RULE = re.compile(r"^[ \t]*(?:(?:[-*_][ \t]*){3,}|=+|-+)$", re.MULTILINE)
_SIGNS = re.compile(r"^[ \t]*(?:(?:#{1,6}|>|[-*+]|\d{1,3}[.)])[ \t]+)+|\*\*|__|~~|`+", re.MULTILINE)
_HEADING_END = re.compile(r"[ \t]+#+[ \t]*$", re.MULTILINE)
_EMPHASIS = tuple(
    re.compile(rf"(?<![^\W_]){sign}(?![\s{sign}])([^{sign}\n]+)(?<!\s){sign}(?![^\W_])") for sign in (r"\*", "_")
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def read_markdown(text: str) -> tuple[TextElement, ...]:
    """The elements of a text in Markdown."""
    text = _COMMENT.sub("", _FRONT_MATTER.sub("", text.replace("\r\n", "\n")))
    elements: list[TextElement] = []
    end = 0
    for link in _LINK.finditer(text):
        elements.append(words(_without_signs(text[end : link.start()])))
        elements.append(TextElement(ElementKind.LINK, _without_signs(link.group(1)), link.group(2)))
        end = link.end()
    return (*elements, words(_without_signs(text[end:])))


def plain_markdown(text: str) -> str:
    """What the reader of a text in Markdown sees."""
    return visible_text(read_markdown(text))


def _without_signs(text: str) -> str:
    text = _SIGNS.sub("", _HEADING_END.sub("", _RULE.sub("", text)))
    for emphasis, sign in zip(_EMPHASIS, "*_", strict=True):
        if sign in text:
            text = emphasis.sub(r"\1", text)
    return _ESCAPED.sub(r"\1", text)
