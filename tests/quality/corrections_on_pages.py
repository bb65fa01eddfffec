"""How often "Check again" cries wolf, and what it finds: real pages, each read again with a small edit.

    python -m tests.quality.corrections_on_pages ../shared/pages/dev [PAGES]

Harmless edits must leave every shown line "same"; the others must be found. Prints one line an edit.
"""

import gzip
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from lxml.html import HtmlElement, fromstring, tostring

from bot.newsroom.corrections.compare import compare, to_shown
from bot.newsroom.corrections.model import ArticleCheck, Fate, ShownArticle, Verdict
from summarizer import digest, read_page
from summarizer.errors import SummarizerError
from summarizer.page.charset import decode_page

ADDED = (
    "<p>The council said on Thursday that it would publish the minutes of both meetings before the end of the week.</p>"
    "<p>A spokesman for the harbour office declined to comment, and said that talks with the crews would go on.</p>"
)
NOTICE = "<p><em>Correction: An earlier version of this article gave a wrong figure. It has been put right.</em></p>"
_SWAPS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", " ": "\u00a0", "'": "’", '"': "”"})


@dataclass(frozen=True)
class Page:
    """A page as a tree, its shown lines, and the paragraphs that hold them."""

    tree: HtmlElement
    shown: ShownArticle

    def paragraphs(self) -> list[HtmlElement]:
        return [each for each in self.tree.iter("p") if len(each.text_content()) > 60]

    def holding(self) -> list[tuple[HtmlElement, str]]:
        """Paragraphs with the shown sentence that each has."""
        texts = [(each, " ".join(each.text_content().split())) for each in self.paragraphs()]
        return [(each, line) for line in self.shown.sentences for each, text in texts if line in text]


def as_it_is(_: Page) -> bool:
    return True


def typography(page: Page) -> bool:
    for paragraph in page.paragraphs():
        for element in paragraph.iter():
            element.text = element.text and element.text.translate(_SWAPS)
            element.tail = element.tail and element.tail.translate(_SWAPS)
    return True


def appended(page: Page) -> bool:
    held = page.holding()
    if not held:
        return False
    last = held[-1][0]
    for new in reversed(fromstring(f"<div>{ADDED}</div>").findall("p")):
        last.addnext(new)
    held[0][0].addprevious(fromstring("<p>Updated at 10:15 on Thursday.</p>"))
    return True


def moved(page: Page) -> bool:
    held = page.holding()
    others = [each for each in page.paragraphs() if each.getparent() is held[-1][0].getparent()] if held else []
    if len(others) < 3:
        return False
    others[-1].addnext(held[-1][0])
    return True


def other_removed(page: Page) -> bool:
    held = [each for each, _ in page.holding()]
    quotes = [quote.text[:40] for quote in page.shown.quotes]
    free = [
        each
        for each in page.paragraphs()
        if held
        and each not in held
        and each.getparent() is held[0].getparent()
        and not any(quote in " ".join(each.text_content().split()) for quote in quotes)
    ]
    if not free:
        return False
    free[0].drop_tree()
    return True


def number(page: Page) -> bool:
    return _replace_in_shown(page, re.compile(r"(?<![\d.,])\d{1,4}(?![\d.,])"), lambda found: str(int(found) + 3))


def name(page: Page) -> bool:
    return _replace_in_shown(page, re.compile(r"(?<=[a-zäöü,] )[A-Z][a-zäöüéß]{3,}\b"), lambda _: "Quistgaard")


def removed(page: Page) -> bool:
    held = page.holding()
    if not held:
        return False
    held[-1][0].drop_tree()
    return True


def with_notice(page: Page) -> bool:
    held = page.holding()
    if not held:
        return False
    held[-1][0].addnext(fromstring(NOTICE))
    return True


def _replace_in_shown(page: Page, pattern: re.Pattern[str], make: Callable[[str], str]) -> bool:
    """Change one word of a shown sentence, in the text of its paragraph."""
    for paragraph, line in page.holding():
        for element in paragraph.iter():
            for part in ("text", "tail"):
                text = getattr(element, part) or ""
                for found in pattern.finditer(text):
                    around = " ".join(text[max(0, found.start() - 12) : found.end() + 12].split())
                    if around in line and (element is not paragraph or part == "text"):
                        setattr(element, part, text[: found.start()] + make(found[0]) + text[found.end() :])
                        return True
    return False


HARMLESS = (as_it_is, typography, appended, moved, other_removed)
CHANGES = (number, name, removed, with_notice)


def is_found(edit: Callable[[Page], bool], check: ArticleCheck) -> bool:
    """Whether a check says what an edit has changed."""
    if edit is with_notice:
        return check.verdict is Verdict.CORRECTED
    return any(line.fate is not Fate.SAME for line in check.lines)


def read_pages(folder: Path, most: int) -> Iterator[tuple[str, str, ShownArticle]]:
    """Yield name, markup and what a digest shows of each page that has one."""
    paths = sorted((folder / "html").glob("*.gz"))
    for path in paths[:: max(1, len(paths) // most)]:
        markup = decode_page(gzip.decompress(path.read_bytes()), None)
        try:
            article = read_page(markup)
            yield path.name, markup, to_shown(digest(article))
        except SummarizerError:
            continue


def measure(folder: Path, most: int) -> None:
    """Print for each edit how many pages and lines were told as changed."""
    pages: Counter[str] = Counter()
    told: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    corrected: Counter[str] = Counter()
    for name_, markup, shown in read_pages(folder, most):
        whole = _parse(markup)
        for edit in (*HARMLESS, *CHANGES):
            page = Page(deepcopy(whole), shown)
            if not edit(page):
                continue
            what = edit.__name__
            try:
                again = markup if edit is as_it_is else tostring(page.tree, encoding="unicode")
                check = compare(shown, read_page(again))
            except SummarizerError as error:
                print(f"{name_} {what}: {error!r}")
                continue
            pages[what] += 1
            told[what] += check.verdict is not Verdict.UNCHANGED if edit in HARMLESS else is_found(edit, check)
            corrected[what] += check.verdict is Verdict.CORRECTED
            lines[what] += len(shown.sentences) + len(shown.quotes)
            alarms[what] += sum(line.fate is not Fate.SAME for line in check.lines)
            if (edit in HARMLESS) == (check.verdict is not Verdict.UNCHANGED) and "-v" in sys.argv:
                off = [line for line in check.lines if line.fate is not Fate.SAME]
                print(f"{name_} {what}: {check.verdict} {check.headline!r} {check.reason} {off} {check.corrections}")
    for edit in (*HARMLESS, *CHANGES):
        what = edit.__name__
        print(f"{what:14} pages {pages[what]:4}  told {told[what]:4}  corrected {corrected[what]:4}", end="  ")
        print(f"lines {lines[what]:5}  not same {alarms[what]:4}")


def _parse(markup: str) -> HtmlElement:
    from summarizer.page.html_tree import parse_page

    tree, _ = parse_page(markup)
    assert tree is not None
    return tree


if __name__ == "__main__":
    numbers = [argument for argument in sys.argv[2:] if argument.isdigit()]
    measure(Path(sys.argv[1]), int(numbers[0]) if numbers else 150)
