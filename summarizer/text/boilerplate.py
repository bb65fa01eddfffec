"""Boilerplate lines, the site's and not the article's: headings of the tail, labels, notices about the site."""

import re
from collections.abc import Iterable
from importlib import resources

TAIL_SPARE_WORDS = 4
"""A heading of the tail may have this many words after the phrase ("More from the harbour desk")."""

_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u00a0": " "})
_EDGES = " \t.:;!?…>»|·•-–—#*[]()▶►▼→←↑↓+"


def _phrases(name: str) -> tuple[str, ...]:
    """Returns the phrases of a word list."""
    text = resources.files("summarizer.lexicon").joinpath(name).read_text("utf-8")
    return tuple(
        line.strip().translate(_QUOTES) for line in text.splitlines() if line.strip() and not line.startswith("#")
    )


def _index(phrases: Iterable[str]) -> dict[str, re.Pattern[str]]:
    """First word of a phrase -> a pattern of what may follow it; "*" matches up to 60 characters.

    A dictionary, because one pattern of all phrases would be tried at every letter of every line.
    """
    rests: dict[str, list[str]] = {}
    for phrase in phrases:
        first, _, rest = phrase.partition(" ")
        rests.setdefault(first, []).append(".{0,60}?".join(map(re.escape, rest.split("*"))))
    return {first: re.compile(rf"(?:{'|'.join(choices)})(?!\w)") for first, choices in rests.items()}


def _is_spaced(phrase: str) -> bool:
    """Whether the phrase is in a script with spaces between words."""
    return not re.search(r"[\u3040-\u9fff\uac00-\ud7a3]", phrase)


_CHROME = frozenset(_phrases("page/chrome_lines.txt"))
_TAILS = _index(_phrases("page/tail_headings.txt"))
_SITE = _index(filter(_is_spaced, _phrases("page/site_phrases.txt")))
_SITE_UNSPACED = tuple(phrase for phrase in _phrases("page/site_phrases.txt") if not _is_spaced(phrase))
_REFERENCES = frozenset(_phrases("page/reference_headings.txt"))
_WORDS = re.compile(r"\S+")
_TOKEN = re.compile(r"\w+")


def fold(line: str) -> str:
    """Returns the line for comparing: one case, straight quote marks, no punctuation at its ends."""
    return (line if line.isascii() else line.translate(_QUOTES)).casefold().strip(_EDGES)


def agreement(one: str, other: str) -> float:
    """Returns the F1 of the words in common, 0..1."""
    left, right = (set(_TOKEN.findall(text.casefold())) for text in (one, other))
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def is_chrome(line: str) -> bool:
    """Whether the line is a button or a label ("Share this article", "Advertisement")."""
    return len(line) < 60 and fold(line) in _CHROME


def starts_footer(line: str) -> bool:
    """Whether the line heads what follows an article ("You may also like", "About the author")."""
    spare = _after_tail_phrase(line)
    return spare is not None and not spare.startswith(":") and len(spare.split()) <= TAIL_SPARE_WORDS


def leads_elsewhere(line: str) -> bool:
    """Whether the line names another story inside an article ("Read also: Ferry late again")."""
    spare = _after_tail_phrase(line)
    return spare is not None and spare.startswith(":")


def _after_tail_phrase(line: str) -> str | None:
    """Returns what follows a tail phrase at the start of a line; None where there is none, or in a sentence."""
    if len(line) > 160 or line.rstrip().endswith((".", '."', ".”")):
        return None
    first, _, rest = fold(line).partition(" ")
    # "Related: Ferry late": the mark belongs to what follows.
    mark = ":" if first.endswith(":") else ""
    pattern = _TAILS.get(first.rstrip(":,"))
    found = pattern.match(rest) if pattern is not None else None
    if found is None:
        return None
    spare = mark + rest[found.end() :]
    return None if spare.startswith(("'", "-")) else spare


def opens_references(line: str) -> bool:
    """Whether the line heads a list of sources below an article."""
    return len(line) < 30 and fold(line) in _REFERENCES


def is_about_site(line: str) -> bool:
    """Whether the line is about the site: cookies, privacy, rights, newsletters, subscriptions.

    A line with a quote is not.
    """
    if len(line) > 500:
        return False
    folded = (line if line.isascii() else line.translate(_QUOTES)).casefold()
    if '"' in folded:
        return False
    for word in _WORDS.finditer(folded):
        pattern = _SITE.get(word.group().lstrip("([*"))
        if pattern is not None and pattern.match(folded, min(word.end() + 1, len(folded))):
            return True
    return any(phrase in folded for phrase in _SITE_UNSPACED)
