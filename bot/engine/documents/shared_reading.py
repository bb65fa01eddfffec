"""What the editions of one time share: channels that follow the same feeds read the same pages at nine o'clock.

Each of these comes before the part of its name, and does the same work once for all channels. For scheduled editions
only: a person who asks for one gets what there is at that moment. Why, and what it saves:
docs/decisions/0128-shared-by-editions.md.
"""

import hashlib
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from functools import partial

from bot.engine.documents.shared_results import SharedResults
from bot.newsroom.editions.edition_builder import StoryReader
from bot.newsroom.editions.model import PostedStory, StorySelection
from bot.newsroom.editions.story_merging import CandidatePages
from bot.newsroom.feeds.model import Item, ItemRepository
from bot.newsroom.ports import Fetcher, Page
from bot.newsroom.subscriptions.model import Subscription
from summarizer.model import Article
from summarizer.stories.story_digest import StoryDigest

MOST_PAGE_BYTES = 32 * 1_048_576
MOST_RESULTS = 1_000


class SharedPages:
    """A fetcher that fetches each page once.

    Args:
        fetcher: fetches.
        monotonic: seconds, by a clock that never goes back.
    """

    def __init__(self, fetcher: Fetcher, monotonic: Callable[[], float]) -> None:
        self._fetcher = fetcher
        self._pages: SharedResults[Page] = SharedResults(
            monotonic,
            most=MOST_PAGE_BYTES,
            weigh=lambda page: len(page.body),
            may_be_kept=lambda page: page.may_be_kept,
        )

    async def fetch(self, url: str) -> Page:
        """Return the page behind a link; one that its site wants nobody to keep is shared only while it is fetched.

        Raises:
            FetchError: it cannot be fetched.
        """
        return await self._pages.get(url, partial(self._fetcher.fetch, url))


class SharedStoryReader:
    """A reader that reads each page and digests each story once.

    Args:
        reader: reads.
        monotonic: seconds, by a clock that never goes back.
    """

    def __init__(self, reader: StoryReader, monotonic: Callable[[], float]) -> None:
        self._reader = reader
        self._articles: SharedResults[Article] = SharedResults(
            monotonic, most=MOST_RESULTS, may_be_kept=lambda article: not article.noarchive
        )
        self._digests: SharedResults[StoryDigest] = SharedResults(
            monotonic,
            most=MOST_RESULTS,
            may_be_kept=lambda digest: not any(part.article.noarchive for part in digest.parts),
        )
        self._duplicates: SharedResults[tuple[int, ...]] = SharedResults(monotonic, most=MOST_RESULTS // 10)

    async def read_page(self, page: Page) -> Article:
        """Return the article of a fetched page; one that its site wants nobody to keep is read each time.

        Raises: as the reader does.
        """
        if not page.may_be_kept:
            return await self._reader.read_page(page)
        return await self._articles.get(_page_key(page), partial(self._reader.read_page, page))

    async def select_stories(
        self,
        subscription: Subscription,
        items: Sequence[Item],
        posted: Sequence[PostedStory],
        background: Sequence[str],
        now: datetime,
    ) -> StorySelection:
        """Return the stories of one channel. What of it is the same for others, each worker process remembers.

        Raises: as the reader does.
        """
        return await self._reader.select_stories(subscription, items, posted, background, now)

    async def find_duplicates(self, told: Sequence[CandidatePages], background: Sequence[str]) -> tuple[int, ...]:
        """Return which candidates are one story. Raises: as the reader does."""
        key = tuple(told), tuple(background)
        return await self._duplicates.get(key, partial(self._reader.find_duplicates, told, background))

    async def digest_story(self, articles: Sequence[Article], length: str) -> StoryDigest:
        """Return the digest of a story. Raises: as the reader does."""
        key = tuple(articles), length
        return await self._digests.get(key, partial(self._reader.digest_story, articles, length))


class SharedItems:
    """A repository of items that loads the background once.

    Args:
        items: the repository.
        monotonic: seconds, by a clock that never goes back.
    """

    def __init__(self, items: ItemRepository, monotonic: Callable[[], float]) -> None:
        self._items = items
        self._backgrounds: SharedResults[tuple[str, ...]] = SharedResults(monotonic, most=1)

    async def list_seen_since(self, feeds: tuple[str, ...], moment: datetime) -> tuple[Item, ...]:
        """Return items of these feeds that were first seen after a moment, oldest first."""
        return await self._items.list_seen_since(feeds, moment)

    async def list_links(self, feeds: tuple[str, ...], keys: Iterable[str]) -> frozenset[str]:
        """Return the stored links of those items of these feeds that have these keys."""
        return await self._items.list_links(feeds, keys)

    async def list_background(self, limit: int = 5000) -> tuple[str, ...]:
        """Return headline and opening of the latest items of all feeds; those of the last minutes may be missing."""
        return await self._backgrounds.get(limit, partial(self._items.list_background, limit))


def _page_key(page: Page) -> Hashable:
    """Return a key of all that an article is read from, without the page itself."""
    return page.url, page.content_type, page.charset, hashlib.sha256(page.body).digest()
