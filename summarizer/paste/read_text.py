"""Pasted text -> Article."""

import re

from summarizer.errors import IN_TEXT, EmptyTextError, FrontPageError
from summarizer.model import Article
from summarizer.no_story.text_check import check_story
from summarizer.page.body_cleanup import is_credit, is_dateline, is_label
from summarizer.page.headline import without_site
from summarizer.paste.markup import subject, to_blocks, without_marks
from summarizer.paste.story_lists import lists_stories
from summarizer.text.boilerplate import (
    agreement,
    fold,
    is_about_site,
    is_chrome,
    leads_elsewhere,
    opens_references,
    starts_footer,
)
from summarizer.text.characters import clean_characters, has_words
from summarizer.text.language import detect_language, find_sure_language

SEEN_SHARE = 0.85
"""A block with this share of its word n-grams seen before is a second copy."""

RUN_WORDS = 5
"""Words in an n-gram."""

SHORT_WORDS = 120
"""A text with fewer words is kept whole rather than cut to less than half: a person selected it by hand."""

HEADLINE_WORDS = range(3, 31)
SAME_TITLE = 0.6
"""Share of words that a headline and the page's title must share."""

PAGE_BLOCKS = 10
"""With more lines above the body a whole page was copied."""

HEADLINE_BLOCKS = 12
"""The headline is looked for in this many blocks above the body."""

# Scores of a block, in words: how many words of prose a boilerplate line outweighs. Tuned on half of the
# sites of the pasted measuring data, checked on the other half.
TAIL, REFERENCES, SITE, DATELINE, TEASER, LABEL, SHORT = -100.0, -200.0, -30.0, -15.0, -10.0, -5.0, -4.0
MAX_PROSE, FEW_WORDS, MIN_PROSE = 60, 1.0, 12

_ENDED = re.compile(r"""[.!?…。！？।؟։:]["'”’»」』)\]]*$""")
_INNER_END = re.compile(r"""[.!?…。！？।؟]["”’)]?\s""")
_TEASER_END = re.compile(r"(?:\.\.\.|…)$")
_BULLET = re.compile(r"^[*•·‣▪◦–—-]\s+\S|^\d{1,2}[.)]\s")
_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def read_text(text: str) -> Article:
    """Returns the article in a pasted text, without boilerplate, teasers and second copies.

    Raises:
        EmptyTextError: there are no words in it.
        NoArticleError: a subclass; it is a cookie notice, a list of stories, gibberish or a table of numbers.
    """
    text = without_marks(clean_characters(text))
    if not has_words(text):
        raise EmptyTextError
    check_story(text)
    blocks = [block for block in to_blocks(text) if block]
    if lists_stories(blocks):
        raise FrontPageError(IN_TEXT)
    repeated = _repeated(blocks)
    start, end = _article_span(blocks, repeated)
    kept = [blocks[index] for index in range(start, end) if index not in repeated and not _is_noise(blocks[index])]
    total, left = (sum(map(_count_words, some)) for some in (blocks, kept))
    headline = subject(text) or _headline(blocks, start)
    if not kept or (total < SHORT_WORDS and 2 * left < total):
        kept = [block for block in blocks if block != headline] or blocks
    body = "\n\n".join(kept)
    return Article(body=body, headline=headline if headline != body else None, language=find_sure_language(body))


def take_clean(body: str, *, headline: str | None = None) -> Article:
    """Returns an Article whose body is `body`, already clean, unchanged and with its offsets.

    Raises:
        EmptyTextError: there are no words in it.
    """
    if not has_words(body):
        raise EmptyTextError
    return Article(body=body, headline=headline, language=detect_language(body))


def _article_span(blocks: list[str], repeated: set[int]) -> tuple[int, int]:
    """Returns where the article starts and ends: the run of blocks with the greatest sum of scores.

    Repeated blocks score 0, so that a second copy does not attract what is between the two.

    Source: Bentley, Programming Pearls: algorithm design techniques, CACM 27 (1984), the scanning algorithm.
    """
    best, span, total, start = 0.0, (0, len(blocks)), 0.0, 0
    for index, block in enumerate(blocks):
        if total <= 0:
            total, start = 0.0, index
        total += 0.0 if index in repeated else _score(block)
        if total > best:
            best, span = total, (start, index + 1)
    return span


def _repeated(blocks: list[str]) -> set[int]:
    """Returns the indices of blocks whose words occurred before, regardless of quote marks."""
    seen_keys: set[str] = set()
    seen_runs: set[int] = set()
    repeated = set()
    for index, block in enumerate(blocks):
        key = fold(block)
        words = _WORD.findall(key)
        runs = {hash(tuple(words[at : at + RUN_WORDS])) for at in range(len(words) - RUN_WORDS + 1)}
        if (key in seen_keys and len(words) > 3) or (runs and len(runs & seen_runs) >= SEEN_SHARE * len(runs)):
            repeated.add(index)
        seen_keys.add(key)
        seen_runs |= runs
    return repeated


def _count_words(block: str) -> int:
    """Returns the number of words; two characters count as one in scripts without spaces."""
    return len(_WORD.findall(block)) + len(_UNSPACED.findall(block)) // 2


def _score(block: str) -> float:
    """Returns how much a block looks like the article's, in words; negative for boilerplate."""
    chrome = _chrome_score(block)
    if chrome is not None:
        return chrome
    words = _count_words(block)
    if _TEASER_END.search(block) and words < 50:
        return TEASER
    if _ENDED.search(block) or (words > 15 and _INNER_END.search(block)):
        return float(min(words, MAX_PROSE)) if words >= MIN_PROSE else FEW_WORDS
    if _BULLET.match(block) and words > 3:
        return 3.0 if words < MIN_PROSE else words / 3
    return SHORT if words < MIN_PROSE else words / 3 - 10


def _chrome_score(block: str) -> float | None:
    """Returns the score of a block that a list or a pattern identifies as not prose; None for any other."""
    if starts_footer(block):
        return TAIL
    if opens_references(block):
        return REFERENCES
    if is_chrome(block) or is_credit(block) or leads_elsewhere(block):
        return LABEL
    if is_about_site(block):
        return SITE
    return DATELINE if is_dateline(block) else None


def _is_noise(block: str) -> bool:
    """Whether a block inside the article is boilerplate."""
    return not has_words(block) or is_label(block) or starts_footer(block)


def _headline(blocks: list[str], start: int) -> str | None:
    """Returns the short line above the body; None where there is none.

    A browser copies the page's title as the first line, followed by the site's name. The line above the body with the
    same words is certainly the headline; else, for a whole page, that title itself; else the nearest line that can be
    one.
    """
    above = blocks[:start]
    if not above:
        return None
    title = without_site(above[0], None)
    same = max(above[1:], key=lambda block: agreement(block, title), default="")
    if _count_words(title) >= 3 and agreement(same, title) >= SAME_TITLE and len(same) < 300:
        return same
    if (
        len(above) > PAGE_BLOCKS
        and _count_words(title) >= 5
        and _chrome_score(title) is None
        and not _BULLET.match(title)
    ):
        return title
    return next((block for block in reversed(above[-HEADLINE_BLOCKS:]) if _can_be_headline(block)), None)


def _can_be_headline(block: str) -> bool:
    """Whether a line is long enough and is not a label, date, bullet or sentence."""
    if _count_words(block) not in HEADLINE_WORDS or _chrome_score(block) is not None:
        return False
    if _BULLET.match(block) or block.endswith((".", ":", ",", ";")):
        return False
    return not all(is_chrome(word) for word in block.split())
