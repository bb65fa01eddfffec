"""Finds the notices in which a page says that its article was corrected, clarified or withdrawn.

They are often outside the article's body: in a box above it, in small print below it. A notice is a block of the page
that opens with the words of `lexicon/page/notices.json`; menus, links and hidden elements are not looked at.
Wordings: notices of 30 newspapers in 16 languages, and their published rules for corrections.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from lxml.html import HtmlElement

MAX_NOTICE = 1_200
"""Characters of a notice; a longer block is an article that begins like one."""

MAX_NOTICES = 5

_LEAD = 120
"""Characters at the start of a block that are compared."""

_LABEL_REST = 60
"""Characters between a label and its colon: "Correction (24 November 2026):"."""

_DATE_WORDS = 6
_BLOCKS = frozenset("p div li aside section article td blockquote figcaption h1 h2 h3 h4 h5 h6 dd center".split())  # noqa: SIM905  (read as one line)
_NEVER = ("a", "nav", "footer", "header", "button", "form", "script", "style", "template", "noscript", "select")
_DASHES = (" – ", " — ", " - ", "– ", "— ", ". ")
"""What a label may end in instead of a colon: "Correction – An earlier …"."""

_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " "})


@dataclass(frozen=True, slots=True)
class Notices:
    """The notices of a page, word for word, in the page's order.

    Attributes:
        corrections: notices of corrections and clarifications.
        withdrawal: the notice that the article was removed or retracted; None where there is none.
    """

    corrections: tuple[str, ...] = ()
    withdrawal: str | None = None


NO_NOTICES = Notices()


def _read_words() -> dict[str, tuple[str, ...]]:
    stored = json.loads(files("summarizer").joinpath("lexicon/page/notices.json").read_text("utf-8"))
    return {name: tuple(phrase.translate(_QUOTES) for phrase in phrases) for name, phrases in stored.items()}


_WORDS = _read_words()


def find_notices(tree: HtmlElement) -> Notices:
    """Returns the notices of a page. The tree is not changed."""
    corrections: list[str] = []
    withdrawal = None
    for block in _list_blocks(tree):
        if withdrawal is None and is_withdrawal(block):
            withdrawal = block
        elif len(corrections) < MAX_NOTICES and block not in corrections and is_correction(block):
            corrections.append(block)
    return Notices(tuple(corrections), withdrawal)


def is_correction(block: str) -> bool:
    """Whether a block of text opens as the notice of a correction or a clarification."""
    lead = _fold(block[:_LEAD])
    if lead.startswith((*_WORDS["openings"], *_WORDS["unspaced_labels"])) or _has_label(lead, "labels"):
        return True
    return lead.startswith(_WORDS["editors_notes"]) and any(sign in _fold(block) for sign in _WORDS["signs_of_error"])


def is_withdrawal(block: str) -> bool:
    """Whether a block of text opens as the notice that the article was removed or retracted."""
    lead = _fold(block[:_LEAD])
    if any(words in lead for words in _WORDS["not_withdrawals"]):
        return False
    if lead.startswith(_WORDS["withdrawals"]) or _has_label(lead, "withdrawal_labels"):
        return True
    rest = _without_note(lead)
    return rest is not None and rest.startswith(_WORDS["withdrawals"])


def _has_label(lead: str, name: str) -> bool:
    """Whether a block opens with a label and its colon, with nothing between but a date or an addition in brackets."""
    for label in _WORDS[name]:
        rest = lead[len(label) : len(label) + _LABEL_REST] if lead.startswith(label) else ""
        between, colon, _ = rest.partition(":")
        if rest.startswith(_DASHES) or (colon and (not between.strip() or _is_date_or_bracket(between))):
            return True
    return False


def _is_date_or_bracket(words: str) -> bool:
    """Whether the words between a label and its colon are a date, or in brackets."""
    stripped = words.strip()
    has_digit = any(character.isdigit() for character in stripped)
    return stripped.startswith(("(", ",")) or (has_digit and len(stripped.split()) <= _DATE_WORDS)


def _without_note(lead: str) -> str | None:
    """Returns what follows "Editor's note:"; None where a block opens otherwise."""
    if not lead.startswith(_WORDS["editors_notes"]):
        return None
    return lead.partition(":")[2].strip()


def _list_blocks(tree: HtmlElement) -> Iterator[str]:
    """Yields the text of each block that could be a notice, the innermost blocks only."""
    for element in tree.iter(*_BLOCKS):
        if any(True for _ in element.iterchildren(*_BLOCKS)) or _is_out_of_sight(element):
            continue
        text = _text_of(element)
        if text:
            yield text


def _text_of(element: HtmlElement) -> str:
    """Returns an element's text on one line; "" where it is longer than a notice."""
    pieces: list[str] = []
    size = 0
    for piece in element.itertext():
        pieces.append(piece)
        size += len(piece)
        if size > 2 * MAX_NOTICE:
            return ""
    text = " ".join("".join(pieces).split())
    return text if len(text) <= MAX_NOTICE else ""


def _is_out_of_sight(element: HtmlElement) -> bool:
    """Whether an element is hidden, or in a menu, a link or a form."""
    for each in (element, *element.iterancestors()):
        if each.tag in _NEVER or each.get("hidden") is not None or each.get("aria-hidden") == "true":
            return True
        if "display:none" in (each.get("style") or "").replace(" ", "").casefold():
            return True
    return False


def _fold(text: str) -> str:
    return " ".join(text.translate(_QUOTES).casefold().split())
