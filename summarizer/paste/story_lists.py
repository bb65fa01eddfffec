"""Recognises a pasted front page: headlines, single sentences below them, times and labels, and no story."""

import re
from itertools import groupby, pairwise

from summarizer.page.body_cleanup import is_dateline
from summarizer.text.boilerplate import is_chrome
from summarizer.text.words import count_words

MIN_HEADLINES = 6
HEADLINE_WORDS = range(4, 25)
MAX_TEASER_WORDS, MAX_TEASERS = 35, 2
"""A teaser is one sentence, and no more than two of them follow each other; a story has paragraphs."""

MIN_SIGNS = 4
"""So many headlines have a teaser, or lines are times and buttons; a list of anything else has neither."""

MIN_BROKEN = 3
"""Lines that begin in the middle of a sentence."""

MAX_LABEL_WORDS = 3
HEADLINES_SHARE = 0.3
"""Share of the words that headlines are."""

_ENDED = re.compile(r"""[.!?…。！？।؟։]["'”’»」』)\]]*$""")
_OPEN = re.compile(r"[,;:–—-]$")
_INNER_END = re.compile(r"""[.!?…]["'”’»)]?\s+\S|[。！？]["」』]?\S""")
_BULLET = re.compile(r"^[*•·‣▪◦–—-]\s|^\d{1,3}[.)]\s")
_AGO = re.compile(
    r"\b\d{1,2}\s*(?:min|h|hrs?|hours?|std|stunden?|tage?n?|days?|heures?|horas?|timm?ar|godzin\w*|ore|uur|tuntia)\b"
    r"|\d{1,2}\s*(?:時間|分|日|小时|分钟)前|\bago$",
    re.IGNORECASE,
)

HEADLINE, TEASER, PROSE, LABEL, SIGN = "headline", "teaser", "prose", "label", "sign"


def lists_stories(blocks: list[str]) -> bool:
    """Whether pasted lines are headlines of many stories, with their teasers, and hold none of them whole."""
    kinds = [_kind(block) for block in blocks]
    if kinds.count(HEADLINE) < MIN_HEADLINES or PROSE in kinds or _count_broken(blocks, kinds) >= MIN_BROKEN:
        return False
    runs = [len(list(run)) for kind, run in groupby(kinds) if kind == TEASER]
    if max(runs, default=0) > MAX_TEASERS:
        return False
    words = [count_words(block) for block in blocks]
    named = sum(count for count, kind in zip(words, kinds, strict=True) if kind == HEADLINE)
    pairs = sum(pair == (HEADLINE, TEASER) for pair in pairwise(kinds))
    return pairs + kinds.count(SIGN) >= MIN_SIGNS and named >= HEADLINES_SHARE * sum(words)


def _count_broken(blocks: list[str], kinds: list[str]) -> int:
    """Returns how many lines go on with the sentence of the one before: the text was cut at the width of a page."""
    return sum(
        after[:1].islower() and kind != SIGN and not _ENDED.search(before)
        for before, after, kind in zip(blocks, blocks[1:], kinds[1:], strict=False)
    )


def _kind(block: str) -> str:
    """Returns what a line is on a front page."""
    words = count_words(block)
    if is_chrome(block) or is_dateline(block) or (words <= 2 * MAX_LABEL_WORDS and _AGO.search(block)):
        return SIGN
    if words <= MAX_LABEL_WORDS:
        return LABEL
    if _ENDED.search(block):
        return TEASER if words <= MAX_TEASER_WORDS and not _INNER_END.search(block) else PROSE
    is_headline = words in HEADLINE_WORDS and not _BULLET.match(block) and not _OPEN.search(block)
    return HEADLINE if is_headline else PROSE if words > max(HEADLINE_WORDS) else LABEL
