"""Quotes of a past year, which the sentence around them or the one before dates: "In 1998 a trade paper portrayed …".

Lifted out of it, such a quote would be read as news.
"""

import json
import re
from importlib.resources import files

from summarizer.model import Article, Quote
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.spans.quotation_marks import BLANKS, MARK, PARAGRAPH_BREAK

_DATA = json.loads(files("summarizer").joinpath("lexicon/quotes/past_years.json").read_text("utf-8"))

LOOKED_AT = 400
"""Characters before and behind a quote in which its sentence and the one before are looked for."""

YEAR = re.compile(r"(?<![\w.,:/-])(?:1[89]|20)\d\d(?![\w:/-]|[.,]\d)")
LONG_AGO = re.compile(rf"\b(?:{'|'.join(_DATA['long_ago'])})\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?…][\"”“»«’]{0,2}\s+(?=[\"“„«»‘]?[^\Wa-zà-ÿ])")
CLAUSE_END = re.compile(r"[,;:(–—]")
WORD = re.compile(r"[^\W_]+")
SPANS_OF_TIME = frozenset(_DATA["spans_of_time"].split())
"""What begins or ends in a year is not of that year."""

DETERMINERS = frozenset(_DATA["determiners"].split())
REPORTS = frozenset(_DATA["reports"].split())
FEWEST_YEARS = 2
"""A year just past may be last month."""

OLD_CENTURY = 2000
MOST_WORDS_BEFORE, MOST_WORDS_BETWEEN = 4, 6
LONGEST_OPENING = 60


def find_newest_year(article: Article) -> int:
    """Returns the year of the article: that of its date, else the latest that its body names as a past one; 0: none."""
    if article.published_at is not None:
        return article.published_at.year
    years = (match for match in YEAR.finditer(article.body) if _is_date(article.body[: match.start()][-30:]))
    return max((int(match.group()) for match in years), default=0)


def is_old(article: Article, quote: Quote, lexicon: LanguageLexicon, newest: int) -> bool:
    """Whether the sentence of the quote, or the one before it, says that the words are of a past year."""
    frame, opening = _frame_before(article.body, quote.span.start)
    if _opens_in_the_past(opening, newest) or (opening != frame and _reports(opening, lexicon, newest)):
        return True
    return any(_is_dated(part, lexicon, newest) for part in (frame, _frame_behind(article.body, quote.span.end)))


def _frame_before(body: str, start: int) -> tuple[str, str]:
    """The reporter's words before the quote in its sentence, and how that sentence opens.

    A quote that opens its sentence belongs to the one before. "" where the opening is farther away, or behind a quote.
    """
    *earlier, near = PARAGRAPH_BREAK.split(body[max(0, start - LOOKED_AT) : start])
    own = MARK.split(near.rstrip(BLANKS).rstrip("\"'“”„«»‘`"))
    is_whole = len(own) == 1 and (bool(earlier) or start <= LOOKED_AT)
    first, *others = SENTENCE_END.split(own[-1])
    others += [""] if own[-1].rstrip().endswith((".", "!", "?", "…")) else []
    openings = [first if is_whole else "", *others]
    frame = others[-1] if others else first
    return frame, openings[-1] if WORD.search(frame) else "".join(openings[-2:-1])


def _frame_behind(body: str, end: int) -> str:
    """The reporter's words behind the quote, in its sentence."""
    paragraph = PARAGRAPH_BREAK.split(body[end : end + LOOKED_AT])[0]
    parts = MARK.split(paragraph)
    frame = (parts[0] if WORD.search(parts[0]) else "".join(parts[1:2])).lstrip()
    is_next = body[end - 1 : end] == "." and frame[:1].isupper()
    return "" if is_next else SENTENCE_END.split(frame)[0]


def _opens_in_the_past(sentence: str, newest: int) -> bool:
    """Whether the sentence opens with a past year: "In May 1998", "Im Jahr 1998", "Ten years ago"."""
    for found in (YEAR.search(sentence, 0, LONGEST_OPENING), LONG_AGO.search(sentence, 0, LONGEST_OPENING)):
        if found is None or not _is_past(found, newest):
            continue
        opening = sentence[: found.start()]
        words = WORD.findall(opening.lower())
        is_first = len(words) <= MOST_WORDS_BEFORE and "," not in opening
        if is_first and DETERMINERS.isdisjoint(words[-1:]) and SPANS_OF_TIME.isdisjoint(words):
            return True
    return False


def _reports(sentence: str, lexicon: LanguageLexicon, newest: int) -> bool:
    """Whether the sentence before a quote tells of words of a past year: "A trade paper portrayed him in 1998."."""
    year = YEAR.search(sentence)
    if year is None or not _is_past(year, newest):
        return False
    words = WORD.findall(CLAUSE_END.split(sentence[: year.start()])[-1].lower())
    told = [place for place, word in enumerate(words) if word in REPORTS or lexicon.is_cue(word)]
    is_of_words = bool(told) and lexicon.conjunctions.isdisjoint(words[told[-1] :])
    return is_of_words and SPANS_OF_TIME.isdisjoint(words[-2:])


def _is_dated(text: str, lexicon: LanguageLexicon, newest: int) -> bool:
    """Whether a verb of speech has a past year: "told the Post in 1998", "wrote in her 1998 memoir"."""
    for found in (*YEAR.finditer(text), *LONG_AGO.finditer(text)):
        clause = CLAUSE_END.split(text[: found.start()])[-1]
        words = WORD.findall(clause.lower())
        told = [place for place, word in enumerate(words) if word in lexicon.speech_verbs]
        between = words[told[-1] + 1 :] if told else words
        is_of_verb = told and len(between) < MOST_WORDS_BETWEEN and lexicon.conjunctions.isdisjoint(between)
        if is_of_verb and SPANS_OF_TIME.isdisjoint(between[-2:]) and _is_past(found, newest):
            return True
    return False


def _is_past(found: re.Match[str], newest: int) -> bool:
    """Whether the year is long past; "ten years ago" always is."""
    if not found.group().isdigit():
        return True
    year = int(found.group())
    return year <= newest - FEWEST_YEARS or year < OLD_CENTURY


def _is_date(before: str) -> bool:
    """Whether the number behind these words is a year that is past: not "by 2035", not "The Ferry 2049"."""
    words = WORD.findall(before)
    is_plain = not words or words[-1][0].islower() or words[-1].isdigit()
    return is_plain and SPANS_OF_TIME.isdisjoint(word.lower() for word in words[-2:])
