"""Pages are read anew, and a page that cannot be read is called nothing worse than that."""

import asyncio
from dataclasses import replace

import pytest

from bot.errors import BusyError, HTTPStatusError, PaywalledError, TimedOutError
from bot.newsroom.corrections.checking import (
    FEEDS_WORDS,
    FRONT_PAGE,
    OUT_OF_TIME,
    PASTED,
    WITHHELD,
    CorrectionService,
)
from bot.newsroom.corrections.model import ArticleCheck, ShownArticle, Verdict
from bot.newsroom.ports import Page
from summarizer.errors import FrontPageError, LoginPageError, SectionPageError, WithdrawnError
from tests.bot.fakes import STORY, FakeFetcher, InlineReader

PIER = "https://gazette.example/pier"
FIRST = STORY.split("\n\n")[1]
SHOWN = ShownArticle(PIER, "Gazette", sentences=(FIRST,), words=100)


async def check(page: str | Exception, shown: ShownArticle = SHOWN) -> ArticleCheck:
    (found,) = await CorrectionService(FakeFetcher({PIER: page}), InlineReader()).check([shown])
    return found


async def test_a_page_that_still_has_it_is_unchanged():
    assert (await check(STORY)).verdict is Verdict.UNCHANGED


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (HTTPStatusError(404), Verdict.GONE),
        (HTTPStatusError(410), Verdict.GONE),
        (HTTPStatusError(401), Verdict.UNREADABLE),
        (HTTPStatusError(403), Verdict.UNREADABLE),
        (HTTPStatusError(503), Verdict.UNREADABLE),
        (PaywalledError(), Verdict.UNREADABLE),
        (LoginPageError(), Verdict.UNREADABLE),
        (TimedOutError(10), Verdict.UNREADABLE),
        (BusyError(), Verdict.UNREADABLE),
        (FrontPageError(), Verdict.MOVED),
        (SectionPageError(), Verdict.MOVED),
        (WithdrawnError("This article has been removed."), Verdict.WITHDRAWN),
    ],
)
async def test_only_what_the_site_says_counts(error, verdict):
    found = await check(error)

    assert found.verdict is verdict
    assert found.reason or found.withdrawal


async def test_a_link_that_leads_to_the_front_page_is_told_so():
    class Redirecting(FakeFetcher):
        async def fetch(self, url: str) -> Page:
            return replace(await super().fetch(url), url="https://gazette.example/")

    (found,) = await CorrectionService(Redirecting({PIER: STORY}), InlineReader()).check([SHOWN])

    assert (found.verdict, found.reason) == (Verdict.MOVED, FRONT_PAGE)


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (ShownArticle("", sentences=(FIRST,)), PASTED),
        (ShownArticle(PIER, sentences=(FIRST,), is_from_feed=True), FEEDS_WORDS),
        (ShownArticle(PIER, is_withheld=True), WITHHELD),
    ],
)
async def test_what_cannot_be_compared_is_not_fetched(shown, reason):
    fetcher = FakeFetcher({})
    (found,) = await CorrectionService(fetcher, InlineReader()).check([shown])

    assert (found.verdict, found.reason, fetcher.fetched) == (Verdict.NOT_CHECKED, reason, [])


async def test_pages_that_do_not_answer_in_time_do_not_keep_the_others_back():
    class Hanging(FakeFetcher):
        async def fetch(self, url: str) -> Page:
            if url != PIER:
                await asyncio.Event().wait()
            return await super().fetch(url)

    service = CorrectionService(Hanging({PIER: STORY}), InlineReader(), limit_s=0.05)
    slow = ShownArticle("https://slow.example/a", sentences=(FIRST,))

    found = await service.check([SHOWN, slow, slow])

    assert [each.verdict for each in found] == [Verdict.UNCHANGED, Verdict.UNREADABLE, Verdict.UNREADABLE]
    assert found[1].reason == OUT_OF_TIME
