from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.errors import HTTPStatusError, NothingToReadError
from bot.newsroom.ports import DigestOptions, Page
from bot.newsroom.requests.answer_request import AnswerRequest, DigestCache
from bot.newsroom.requests.request import Request
from summarizer import Digest
from summarizer.errors import TooShortError
from tests.bot.fakes import STORY, FakeFetcher, InlineReader

PIER, QUAY = "https://gazette.example/pier", "https://gazette.example/quay"


def answering(
    fetcher: FakeFetcher,
    *,
    alternates: Callable[[Page], Sequence[str]] = lambda _page: (),
    max_links: int = 5,
    cache: DigestCache | None = None,
) -> AnswerRequest:
    return AnswerRequest(
        fetcher=fetcher,
        reader=InlineReader(),
        same_article=lambda link: link.partition("?utm")[0],
        alternates=alternates,
        max_links=max_links,
        cache=cache,
    )


async def test_links_are_answered_in_their_order():
    fetcher = FakeFetcher({PIER: STORY, QUAY: STORY})

    answers = await answering(fetcher).answer(Request(links=(QUAY, PIER)))

    assert [answer.link for answer in answers] == [QUAY, PIER]
    assert all(answer.digest for answer in answers)


async def test_the_same_link_twice_is_answered_once():
    fetcher = FakeFetcher({PIER: STORY})

    answers = await answering(fetcher).answer(Request(links=(PIER, f"{PIER}?utm_source=x", PIER)))

    assert len(answers) == 1
    assert fetcher.fetched == [PIER]


async def test_one_bad_link_does_not_cost_the_others():
    answers = await answering(FakeFetcher({PIER: STORY})).answer(Request(links=(QUAY, PIER)))

    assert isinstance(answers[0].error, HTTPStatusError)
    assert answers[1].digest is not None


async def test_links_over_the_limit_are_counted_not_read():
    dispatcher = answering(FakeFetcher({}), max_links=2)
    request = Request(links=tuple(f"https://gazette.example/{number}" for number in range(5)))

    assert len(await dispatcher.answer(request)) == 2
    assert dispatcher.count_left_out(request) == 3


async def test_a_text_is_answered_with_its_digest():
    (answer,) = await answering(FakeFetcher({})).answer(Request(text=STORY))

    assert answer.digest is not None
    assert answer.digest.article.headline == "Pier at Saltmouth reopens after two years"


async def test_three_words_are_too_short_and_nothing_is_nothing_to_read():
    (short,) = await answering(FakeFetcher({})).answer(Request(text="The pier reopened"))
    (nothing,) = await answering(FakeFetcher({})).answer(Request())

    assert isinstance(short.error, TooShortError)
    assert isinstance(nothing.error, NothingToReadError)


async def test_a_page_without_a_story_is_read_at_the_address_it_names():
    fetcher = FakeFetcher({PIER: "Loading.", f"{PIER}/amp": STORY})

    (answer,) = await answering(fetcher, alternates=lambda page: [f"{page.url}/amp"]).answer(Request(links=(PIER,)))

    assert answer.digest is not None


async def test_when_the_alternate_fails_too_the_first_reason_is_told():
    fetcher = FakeFetcher({PIER: "Loading."})

    (answer,) = await answering(fetcher, alternates=lambda page: [f"{page.url}/amp"]).answer(Request(links=(PIER,)))

    assert isinstance(answer.error, TooShortError)


class MemoryCache(DigestCache):
    """Remembers digests for ever."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, DigestOptions], Digest] = {}

    async def get(self, address: str, options: DigestOptions) -> Digest | None:
        return self.kept.get((address, options))

    async def save(self, address: str, options: DigestOptions, digest: Digest) -> None:
        self.kept[address, options] = digest


async def test_a_story_that_was_read_lately_is_not_fetched_again():
    fetcher, cache = FakeFetcher({PIER: STORY}), MemoryCache()
    first = await answering(fetcher, cache=cache).answer(Request(links=(PIER,)))

    again = await answering(fetcher, cache=cache).answer(Request(links=(f"{PIER}?utm_source=x",)))

    assert again[0].digest == first[0].digest
    assert fetcher.fetched == [PIER]


async def test_another_length_is_read_anew():
    fetcher, cache = FakeFetcher({PIER: STORY}), MemoryCache()
    for length in ("medium", "short"):
        await answering(fetcher, cache=cache).answer(Request(links=(PIER,), options=DigestOptions(length)))

    assert fetcher.fetched == [PIER, PIER]


@pytest.mark.parametrize(
    "headers",
    [
        {"cache-control": "no-store"},
        {"cache-control": "max-age=60, No-Store"},
        {"cache-control": "private, max-age=0"},
        {"x-robots-tag": "noarchive"},
        {"x-robots-tag": "nutgraf: noindex, noarchive"},
    ],
)
async def test_what_a_site_wants_no_copies_of_is_not_kept(headers):
    cache = MemoryCache()

    class Careful(FakeFetcher):
        async def fetch(self, url: str) -> Page:
            return replace(await super().fetch(url), headers=headers)

    await answering(Careful({PIER: STORY}), cache=cache).answer(Request(links=(PIER,)))

    assert cache.kept == {}


@pytest.mark.parametrize("mark", [{"noarchive": True}, {"is_live": True}], ids=["noarchive", "is_live"])
async def test_a_page_that_asks_not_to_be_kept_or_goes_on_changing_is_not_kept(mark: dict[str, Any]):
    cache = MemoryCache()

    class Reader(InlineReader):
        async def digest_page(self, page: Page, options: DigestOptions) -> Digest:
            made = await super().digest_page(page, options)
            return replace(made, article=replace(made.article, **mark))

    await AnswerRequest(fetcher=FakeFetcher({PIER: STORY}), reader=Reader(), same_article=str, cache=cache).answer(
        Request(links=(PIER,))
    )

    assert cache.kept == {}


async def test_an_error_is_not_kept():
    cache = MemoryCache()

    await answering(FakeFetcher({}), cache=cache).answer(Request(links=(PIER,)))

    assert cache.kept == {}


@pytest.mark.parametrize("value", ["", "max-age=600", "public", "no-cache"])
def test_other_wishes_do_not_keep_a_page_from_being_kept(value):
    assert Page(url=PIER, body=b"", headers={"cache-control": value}).may_be_kept
