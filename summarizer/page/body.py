"""The body of an article out of a page."""

import logging

from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text
from trafilatura import bare_extraction

from summarizer.boilerplate import fold, is_chrome, opens_tail, speaks_of_site
from summarizer.characters import clean_characters
from summarizer.page.structured import Structured, state_text

MIN_BODY = 250
"""Characters; with less, the layout was not understood and other ways are tried."""

TAIL_SHARE = 0.5
"""A tail's heading counts only in the lower part of the body: above, it heads a box inside the article."""

# What it logs (discarded pages) we say by raising.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def find_body(tree: HtmlElement | None, markup: str, structured: Structured, headline: str | None) -> str:
    """The article's paragraphs joined by a blank line; "" where there is no text.

    trafilatura reads the layout. Where it finds next to nothing, the longest of what the page says in JSON-LD, what its script
    would have drawn, and what a parser without limits of depth calls the main content.
    """
    lines = drop_headline(_layout_lines(tree), headline)
    text = "\n\n".join(cut_tail(lines))
    if len(text) >= MIN_BODY:
        return text
    spare = [structured.body, state_text(tree) if tree is not None else None]
    if not any(spare):
        spare.append(_main_content(markup))
    best = max((candidate for candidate in spare if candidate), key=len, default="")
    best = "\n\n".join(cut_tail(drop_headline(best.split("\n\n"), headline)))
    return best if len(best) > 1.3 * len(text) else text


def _layout_lines(tree: HtmlElement | None) -> list[str]:
    """The lines trafilatura keeps."""
    if tree is None:
        return []
    document = bare_extraction(tree, include_comments=False, with_metadata=False)
    return to_lines(document.text if document is not None else "")


def _main_content(markup: str) -> str:
    """The lines of resiliparse's main content, which survives what libxml2 does not."""
    return "\n\n".join(
        to_lines(extract_plain_text(markup, main_content=True, list_bullets=False, alt_texts=False, comments=False))
    )


def to_lines(text: str) -> list[str]:
    """The lines that have something on them, cleaned; bullets go, they were drawn by the extractor."""
    lines = (" ".join(line.split()).removeprefix("- ") for line in clean_characters(text).split("\n"))
    return [line for line in lines if line and any(character.isalnum() for character in line)]


def drop_headline(lines: list[str], headline: str | None) -> list[str]:
    """The lines without the headline where it stands first (or after a label or two)."""
    if headline is None:
        return lines
    wanted = fold(headline)
    for index, line in enumerate(lines[:4]):
        if fold(line) == wanted:
            return lines[:index] + lines[index + 1 :] if index else lines[1:]
    return lines


def cut_tail(lines: list[str]) -> list[str]:
    """The lines up to the heading of other stories, comments or the writer's box, without labels and cookie lines."""
    total = sum(map(len, lines))
    kept: list[str] = []
    read = 0
    for line in lines:
        if read > TAIL_SHARE * total and opens_tail(line):
            break
        read += len(line)
        if not is_chrome(line) and not speaks_of_site(line):
            kept.append(line)
    return kept
