"""Pasted text -> Article."""

import re
from html import unescape

from summarizer.boilerplate import fold, is_chrome, opens_tail, speaks_of_site
from summarizer.characters import clean_characters, has_words
from summarizer.errors import EmptyTextError
from summarizer.language import detect_language
from summarizer.model import Article

SEEN_SHARE = 0.85
"""A paragraph with this share of its word runs seen before is a second copy."""

SHINGLE = 5
"""Words in a run."""

_SLACK_LINK = re.compile(r"<(?:https?://|mailto:)[^<>|\s]*(?:\|([^<>\n]*))?>")
_QUOTED = re.compile(r"^[ \t]*(?:(?:>|&gt;)[ \t]?)+", re.MULTILINE)
_MAIL_HEADER = re.compile(
    r"^(?:from|to|cc|bcc|date|sent|subject|von|an|gesendet|betreff|datum|de|à|objet|para|asunto|fecha|assunto)\s*:\s",
    re.I,
)
_SUBJECT = re.compile(
    r"^(?:subject|betreff|objet|asunto|assunto|oggetto|onderwerp)\s*:\s*(?:(?:re|fwd?|aw|wg|tr|rv)\s*:\s*)*", re.I
)
_ENDED = re.compile(r"""[.!?…。！？।؟:]["'”’»」』)\]]*$""")
_TEASER_END = re.compile(r"(?:\.\.\.|…)$")
_WORD = re.compile(r"\w+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def read_text(text: str) -> Article:
    """The article in a pasted text, without site chrome, teasers and second copies.

    Raises:
        EmptyTextError: there are no words in it.
    """
    text = clean_characters(text)
    if not has_words(text):
        raise EmptyTextError
    blocks = [line.strip() for line in _plain(text).split("\n") if line.strip()]
    start, end, repeated = _article_span(blocks)
    body = "\n\n".join(
        block for index, block in enumerate(blocks[start:end], start) if index not in repeated and not _is_noise(block)
    )
    headline = _headline(blocks, start)
    return Article(body=body or "\n\n".join(blocks), headline=headline, language=detect_language(body))


def take_clean(body: str, *, headline: str | None = None) -> Article:
    """An Article around a text that is already a clean body; it is kept as it is, offsets and all.

    Raises:
        EmptyTextError: there are no words in it.
    """
    if not has_words(body):
        raise EmptyTextError
    return Article(body=body, headline=headline, language=detect_language(body))


def _plain(text: str) -> str:
    """The text without the marks of a mail or of Slack."""
    text = _QUOTED.sub("", text)
    text = _SLACK_LINK.sub(lambda link: link.group(1) or "", text)
    return unescape(text) if re.search(r"&(?:amp|lt|gt);", text) else text


def _article_span(blocks: list[str]) -> tuple[int, int, set[int]]:
    """Where the article starts and ends among the blocks, and which blocks repeat earlier ones.

    The contiguous run of the greatest sum of scores. Source: Bentley, Programming Pearls (CACM 27, 1984), column 7.
    """
    repeated = _repeated(blocks)
    best, best_span, total, start = 0.0, (0, len(blocks)), 0.0, 0
    for index, block in enumerate(blocks):
        score = 0.0 if index in repeated else _score(block)
        if total <= 0:
            total, start = 0.0, index
        total += score
        if total > best:
            best, best_span = total, (start, index + 1)
    return (*best_span, repeated)


def _repeated(blocks: list[str]) -> set[int]:
    """Indexes of the blocks whose words stood there before."""
    seen_keys: set[str] = set()
    seen_runs: set[int] = set()
    repeated = set()
    for index, block in enumerate(blocks):
        key = fold(block)
        words = _WORD.findall(key)
        runs = {hash(tuple(words[i : i + SHINGLE])) for i in range(len(words) - SHINGLE + 1)}
        if (key in seen_keys and len(words) > 3) or (runs and len(runs & seen_runs) >= SEEN_SHARE * len(runs)):
            repeated.add(index)
        seen_keys.add(key)
        seen_runs |= runs
    return repeated


def _word_count(block: str) -> int:
    """Words; half a character each in scripts without spaces."""
    return len(_WORD.findall(block)) + len(_CJK.findall(block)) // 2


def _score(block: str) -> float:
    """How much a block looks like the article's, in words; negative for chrome."""
    words = _word_count(block)
    if opens_tail(block):
        return -100.0
    if is_chrome(block):
        return -5.0
    if speaks_of_site(block) and words < 80:
        return -30.0
    if _TEASER_END.search(block) and words < 50:
        return -10.0
    if _ENDED.search(block):
        return float(min(words, 60)) if words >= 8 else 1.0
    return -3.0 if words < 12 else words / 3 - 4.0


def _is_noise(block: str) -> bool:
    """Whether a block inside the article is not the article's."""
    return is_chrome(block) or speaks_of_site(block) or opens_tail(block)


def _headline(blocks: list[str], start: int) -> str | None:
    """The short line before the body; None where there is none."""
    for block in reversed(blocks[max(0, start - 6) : start]):
        words = _word_count(block)
        if 4 <= words <= 30 and not _is_noise(block):
            return block
    return None
