"""What was shown of an article, and the article read anew -> what has become of each sentence and quote. Pure.

A false "no longer there" costs more trust than a change that is missed, so in doubt nothing is claimed: typography is
no change, a page that shows much less than before is taken for a cut one, a live page is said to be live.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.newsroom.corrections.differences import find_changes
from bot.newsroom.corrections.folding import FoldedText, fold
from bot.newsroom.corrections.model import ArticleCheck, Fate, LineCheck, ShownArticle, ShownQuote, Verdict
from summarizer import Article, Digest, Quote, find_quotes
from summarizer.text.sentences import split_sentences
from summarizer.text.words import count_words

ALIKE = 0.6
"""Words that two sentences share, as F1, to be one sentence in two wordings; measured: docs/quality.md."""

FEWEST_SHARED = 4
"""Words that they share at least."""

CUT = 0.5
"""A page with less than this part of its words is taken for cut: for subscribers, or not read whole."""

ONLY_PART = "The page now shows much less text than it did, so I can't tell."
FOR_SUBSCRIBERS = "The page is for subscribers now, so I can't see all of it."
OTHER_PAGE = "That link now leads to another page."


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One or two sentences in a row of the new article."""

    text: str
    words: Counter[str]


def to_shown(digest: Digest, *, is_from_feed: bool = False, headline: str | None = None) -> ShownArticle:
    """Return what a digest shows of its article, to be compared later.

    Args:
        digest: as it is shown.
        is_from_feed: its words are the feed's, the page was not read.
        headline: the page's own, where the article has another one.
    """
    article = digest.article
    quotes = tuple(
        ShownQuote(quote.text, _speaker_of(quote), _hash(_paragraph_at(article.body, quote.span.start)))
        for quote in digest.quotes
    )
    return ShownArticle(
        url=article.url or "",
        outlet=article.outlet or "",
        headline=(article.headline if headline is None else headline) or "",
        sentences=tuple(sentence.text for sentence in digest.sentences),
        quotes=quotes,
        words=count_words(article.body),
        corrections=article.corrections,
        is_paywalled=article.is_paywalled,
        is_from_feed=is_from_feed,
    )


def compare(shown: ShownArticle, article: Article) -> ArticleCheck:
    """Return what has become of what was shown of an article."""
    body = fold(article.body)
    candidates = _list_candidates(article)
    lines = (
        *(_check_line(text, body, candidates) for text in shown.sentences),
        *_check_quotes(shown.quotes, article, body, candidates),
    )
    corrections = _new_notices(shown.corrections, article.corrections)
    headline = article.headline if _is_other_headline(shown.headline, article.headline) else ""
    check = ArticleCheck(shown, Verdict.UNCHANGED, lines, corrections, headline=headline or "", is_live=article.is_live)
    return _judge(check, article)


def _judge(check: ArticleCheck, article: Article) -> ArticleCheck:
    """Return the check with its verdict."""
    missing = sum(line.fate is Fate.MISSING for line in check.lines)
    is_lost = missing > 0 and 2 * missing >= len(check.lines)
    if article.withdrawal is not None and (is_lost or _is_headed_by(article, article.withdrawal)):
        return replace(check, verdict=Verdict.WITHDRAWN, withdrawal=article.withdrawal)
    if missing and article.is_paywalled and not check.shown.is_paywalled:
        return _unread(check, FOR_SUBSCRIBERS)
    if is_lost and count_words(article.body) < CUT * check.shown.words and not check.corrections:
        return _unread(check, ONLY_PART)
    if missing == len(check.lines) > 0 and check.headline and not check.corrections:
        return replace(check, verdict=Verdict.MOVED, reason=OTHER_PAGE)
    if check.corrections or any(line.is_correction for line in check.lines):
        return replace(check, verdict=Verdict.CORRECTED)
    is_same = all(line.fate is Fate.SAME for line in check.lines) and not check.headline
    return replace(check, verdict=Verdict.UNCHANGED if is_same else Verdict.CHANGED)


def _unread(check: ArticleCheck, reason: str) -> ArticleCheck:
    return ArticleCheck(check.shown, Verdict.UNREADABLE, reason=reason)


def _check_line(text: str, body: FoldedText, candidates: Sequence[_Candidate]) -> LineCheck:
    """Whether a text is still there; else the sentence that is nearest to it, if one is near."""
    if body.find(fold(text)) is not None:
        return LineCheck(text, Fate.SAME)
    nearest = _find_nearest(text, candidates)
    if nearest is None:
        return LineCheck(text, Fate.MISSING)
    changes = find_changes(text, nearest)
    return LineCheck(text, Fate.REWORDED, now=nearest, changes=changes) if changes else LineCheck(text, Fate.SAME)


def _check_quotes(
    quotes: Sequence[ShownQuote], article: Article, body: FoldedText, candidates: Sequence[_Candidate]
) -> list[LineCheck]:
    """Check each quote: its words, and whether they are another speaker's now."""
    found = find_quotes(article) if quotes else ()
    checks = []
    for quote in quotes:
        place = body.find(fold(quote.text))
        if place is None:
            line = _check_line(quote.text, body, candidates)
            checks.append(replace(line, is_quote=True, speaker=quote.speaker))
            continue
        other = _find_other_speaker(quote, article.body, place, found)
        fate = Fate.OTHER_SPEAKER if other else Fate.SAME
        checks.append(LineCheck(quote.text, fate, is_quote=True, now=other, speaker=quote.speaker))
    return checks


def _find_other_speaker(quote: ShownQuote, body: str, place: tuple[int, int], found: Sequence[Quote]) -> str:
    """Return who says a quote now, where that is surely another one; else "".

    The paragraph has to be rewritten, without the name that was shown: whom "she" means may be read in another way
    when a sentence far off changes.
    """
    paragraph = _paragraph_at(body, place[0])
    if not quote.speaker or not quote.paragraph or _hash(paragraph) == quote.paragraph:
        return ""
    if set(_words(paragraph)) & {word for word in _words(quote.speaker) if len(word) > 2}:
        return ""
    now = next((_speaker_of(each) for each in found if each.span.start < place[1] and place[0] < each.span.end), "")
    shared = set(_words(now)) & set(_words(quote.speaker))
    return now if now and not shared and set(_words(now)) & set(_words(paragraph)) else ""


def _list_candidates(article: Article) -> list[_Candidate]:
    """Each sentence of the new article, and each two in a row: sentences are split and joined."""
    texts = [sentence.text for sentence in split_sentences(article)]
    pairs = [f"{one} {two}" for one, two in pairwise(texts)]
    return [_Candidate(text, Counter(_words(text))) for text in (*texts, *pairs)]


def _find_nearest(text: str, candidates: Sequence[_Candidate]) -> str | None:
    """Return the sentence that is nearest to a text; None where none is near."""
    wanted = Counter(_words(text))
    best, nearest = 0.0, None
    for candidate in candidates:
        shared = sum((wanted & candidate.words).values())
        likeness = 2 * shared / max(1, wanted.total() + candidate.words.total())
        if shared >= FEWEST_SHARED and likeness > best:
            best, nearest = likeness, candidate.text
    return nearest if best >= ALIKE else None


def _is_other_headline(before: str, now: str | None) -> bool:
    return bool(before and now) and fold(before).text != fold(now or "").text


def _new_notices(known: Sequence[str], found: Sequence[str]) -> tuple[str, ...]:
    seen = {fold(notice).text for notice in known}
    return tuple(notice for notice in found if fold(notice).text not in seen)


def _is_headed_by(article: Article, notice: str) -> bool:
    """Whether a notice opens the article's body."""
    opening = "\n\n".join(article.body.split("\n\n")[:3])
    return fold(opening).text.find(fold(notice).text) >= 0


def _speaker_of(quote: Quote) -> str:
    return quote.speaker_full or (quote.speaker.text if quote.speaker is not None else "")


def _paragraph_at(body: str, place: int) -> str:
    start = body.rfind("\n\n", 0, place) + 2 if "\n\n" in body[:place] else 0
    end = body.find("\n\n", place)
    return body[start : end if end >= 0 else len(body)]


def _hash(text: str) -> str:
    return hashlib.sha256(fold(text).text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _words(text: str) -> list[str]:
    return [folded for word in text.split() if (folded := fold(word).text)]
