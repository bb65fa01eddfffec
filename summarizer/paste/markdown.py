"""Markdown, as files and apps have it -> the text that its reader sees.

Source: spec.commonmark.org/0.31.2; front matter: jekyllrb.com/docs/front-matter.
"""

import re

LINK = re.compile(r"!?\[([^\[\]\n]*)\]\((https?://[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)[^()\n]*\)")
"""A link or picture: its text, and its address."""

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:[^\n]{0,500}\n){0,60}?---[ \t]*\n")
_COMMENT = re.compile(r"<!--[^<>]{0,2000}-->")
_RULE = re.compile(r"^[ \t]*(?:(?:[-*_][ \t]*){3,}|=+|-+)$", re.MULTILINE)
_SIGNS = re.compile(r"^[ \t]*(?:(?:#{1,6}|>|[-*+]|\d{1,3}[.)])[ \t]+)+|\*\*|__|~~|`+", re.MULTILINE)
_HEADING_END = re.compile(r"[ \t]+#+[ \t]*$", re.MULTILINE)
_EMPHASIS = tuple(
    re.compile(rf"(?<![^\W_]){sign}(?![\s{sign}])([^{sign}\n]+)(?<!\s){sign}(?![^\W_])") for sign in (r"\*", "_")
)
_EMPTY_LINES = re.compile(r"\n{3,}")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain_markdown(text: str) -> str:
    """Returns what the reader of a text in Markdown sees."""
    plain = without_signs(LINK.sub(lambda link: link.group(1) or link.group(2), without_front_matter(text)))
    return _EMPTY_LINES.sub("\n\n", plain).strip()


def without_front_matter(text: str) -> str:
    """Returns the text without what stands before it for programs, and without comments."""
    return _COMMENT.sub("", _FRONT_MATTER.sub("", text.replace("\r\n", "\n")))


def without_signs(text: str) -> str:
    """Returns the text without the signs that only format it; links stay as they are."""
    text = _SIGNS.sub("", _HEADING_END.sub("", _RULE.sub("", text)))
    for emphasis, sign in zip(_EMPHASIS, "*_", strict=True):
        if sign in text:
            text = emphasis.sub(r"\1", text)
    return _ESCAPED.sub(r"\1", text)
