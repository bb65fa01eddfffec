"""Reads articles anew and says what has become of what was shown of them."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol
from urllib.parse import urlsplit

import structlog

from bot.errors import BotError, HTTPStatusError
from bot.newsroom.corrections.compare import OTHER_PAGE
from bot.newsroom.corrections.model import ArticleCheck, Fate, ShownArticle, Verdict
from bot.newsroom.ports import Fetcher, Page
from summarizer.errors import FrontPageError, SectionPageError, SummarizerError, WithdrawnError

AT_ONCE = 3
"""Pages that one check reads at the same time: others wait for the same worker processes."""

LIMIT_S = 90.0
"""For all pages of a check; those that are not read by then are told as not checked. A job has two minutes."""

PASTED = "That text has no link, so there's no page to check."
FEEDS_WORDS = "I showed the feed's own words; the page couldn't be read then."
WITHHELD = "The site asks that no copy be kept, so I no longer have what I showed."
FRONT_PAGE = "That link now leads to a front page or a list of stories."
OUT_OF_TIME = "I ran out of time before I could read it."
GONE = {404: "The site says there's no such page now.", 410: "The site says that page is gone for good."}

_log = structlog.get_logger(__name__)


class ArticleChecker(Protocol):
    """Reads a page and compares it; CPU-bound work that never runs on the event loop."""

    async def check_page(self, page: Page, shown: ShownArticle) -> ArticleCheck:
        """Return what has become of what was shown, see `bot.newsroom.corrections.compare`.

        Raises:
            SummarizerError, FetchError: the page has no article, with a sentence that says why.
            WorkerError, BusyError: it could not be read.
        """
        ...


class CorrectionService:
    """Checks what was shown against the pages as they are now. Nothing is read from a cache, nothing is stored.

    Args:
        fetcher: fetches pages.
        checker: reads and compares them.
        limit_s: for all pages of one check.
    """

    def __init__(self, fetcher: Fetcher, checker: ArticleChecker, *, limit_s: float = LIMIT_S) -> None:
        self._fetcher = fetcher
        self._checker = checker
        self._limit_s = limit_s

    async def check(self, shown: Sequence[ShownArticle]) -> tuple[ArticleCheck, ...]:
        """Return one check for each article, in order. A page that cannot be read is a check too, never an error."""
        turns = asyncio.Semaphore(AT_ONCE)
        tasks = [asyncio.create_task(self._check_in_turn(each, turns)) for each in shown]
        if not tasks:
            return ()
        try:
            await asyncio.wait(tasks, timeout=self._limit_s)
        finally:
            for task in tasks:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return tuple(
            ArticleCheck(each, Verdict.UNREADABLE, reason=OUT_OF_TIME) if task.cancelled() else task.result()
            for each, task in zip(shown, tasks, strict=True)
        )

    async def _check_in_turn(self, shown: ShownArticle, turns: asyncio.Semaphore) -> ArticleCheck:
        reason = _why_not(shown)
        if reason:
            return ArticleCheck(shown, Verdict.NOT_CHECKED, reason=reason)
        async with turns:
            return await self._check_page(shown)

    async def _check_page(self, shown: ShownArticle) -> ArticleCheck:
        try:
            page = await self._fetcher.fetch(shown.url)
            if _leads_to_front(shown.url, page.url):
                return ArticleCheck(shown, Verdict.MOVED, reason=FRONT_PAGE)
            return _follow(await self._checker.check_page(page, shown), page)
        except (BotError, SummarizerError) as error:
            _log.info("page not checked", link=shown.url, code=error.code, cause=str(error))
            return explain(shown, error)


def explain(shown: ShownArticle, error: BotError | SummarizerError) -> ArticleCheck:
    """Return the check of a page that has no article any longer, or that could not be read.

    Only what the site itself says counts: a page behind a login, or one that does not answer, is not called withdrawn.
    """
    if isinstance(error, WithdrawnError):
        return ArticleCheck(shown, Verdict.WITHDRAWN, withdrawal=error.notice)
    if isinstance(error, HTTPStatusError) and error.status in GONE:
        return ArticleCheck(shown, Verdict.GONE, reason=GONE[error.status])
    if isinstance(error, FrontPageError | SectionPageError):
        return ArticleCheck(shown, Verdict.MOVED, reason=FRONT_PAGE)
    return ArticleCheck(shown, Verdict.UNREADABLE, reason=error.message)


def _why_not(shown: ShownArticle) -> str:
    """Why there is nothing to compare; "" where there is."""
    if not shown.url:
        return PASTED
    if shown.is_withheld:
        return WITHHELD
    return FEEDS_WORDS if shown.is_from_feed else ""


def _follow(check: ArticleCheck, page: Page) -> ArticleCheck:
    """Return the check; of a link that now leads elsewhere, to a page with nothing that was shown, say so."""
    is_elsewhere = _path(page.url) != _path(check.shown.url)
    is_other = bool(check.lines) and all(line.fate is Fate.MISSING for line in check.lines)
    if check.verdict is Verdict.CHANGED and is_elsewhere and is_other:
        return replace(check, verdict=Verdict.MOVED, reason=OTHER_PAGE)
    return check


def _leads_to_front(before: str, now: str) -> bool:
    """Whether a link to a story leads to the front page of a site."""
    return _path(now) in {"", "/"} and _path(before) not in {"", "/"} and "?" not in now


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return url
