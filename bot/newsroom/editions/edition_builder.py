"""Makes an edition: what is new, grouped and ranked, each story read and digested. Posts nothing."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

import structlog

from bot.errors import BotError
from bot.newsroom.editions.model import Archive, EditionRecord, EditionState, PostedStory
from bot.newsroom.editions.story_merging import is_bare, join
from bot.newsroom.editions.story_selection import Choice, Lead, outlet_of, pick_items, remember
from bot.newsroom.ports import Fetcher, Page
from bot.newsroom.subscriptions.model import EditionKey, Feeds, Item, Items, Subscription
from bot.newsroom.subscriptions.schedule import find_missed
from summarizer.errors import SummarizerError
from summarizer.model import Article
from summarizer.stories.story_digest import StoryDigest

FIRST_WINDOW = timedelta(hours=48)
"""A first edition has what was seen since then."""

LONGEST_WINDOW = timedelta(days=7)
"""After a longer pause the week's news is enough."""

REMEMBERED = timedelta(days=30)
COMPARED = timedelta(days=7)
"""Stories posted so long ago are recognised when they go on; addresses for as long as editions are remembered."""

READ_ARTICLES = {"short": 3, "medium": 4, "long": 6}
"""Articles of a story that are read, one an outlet."""

KEPT_WITHIN = timedelta(seconds=5)
"""An item is seen the moment it is being kept; an edition made within that moment did not have it yet."""

_AT_ONCE = 6
_BEGINNING = 1_000
"""Characters of an article that stories are compared by."""

_log = structlog.get_logger(__name__)


class StoryReader(Protocol):
    """Heavy work of an edition, off the event loop."""

    async def read_page(self, page: Page) -> Article:
        """The article of a fetched page."""
        ...

    async def choose(
        self,
        subscription: Subscription,
        items: Sequence[Item],
        posted: Sequence[PostedStory],
        background: Sequence[str],
        now: datetime,
    ) -> Choice:
        """See `bot.newsroom.editions.story_selection.choose`."""
        ...

    async def find_joins(self, told: Sequence[Sequence[Article]], background: Sequence[str]) -> tuple[int, ...]:
        """See `bot.newsroom.editions.story_merging.find_joins`."""
        ...

    async def digest_story(self, articles: Sequence[Article], length: str) -> StoryDigest:
        """See `summarizer.stories.story_digest`."""
        ...


@dataclass(frozen=True, slots=True)
class EditionStory:
    """A story of an edition.

    Attributes:
        lead: what the feeds tell.
        digest: None where not even a feed had a sentence.
        from_feed: addresses of articles that could not be read: what is shown of them is the feed's own summary.
    """

    lead: Lead
    digest: StoryDigest | None
    from_feed: frozenset[str] = frozenset()

    @property
    def top(self) -> Item:
        """The item whose headline and link stand for the story: of the article that is shown first."""
        if self.digest is not None and self.digest.parts:
            first = self.digest.parts[0].article
            for item in self.lead.items:
                if item.title == first.headline and outlet_of(item) == first.outlet:
                    return item
        return self.lead.items[0]


@dataclass(frozen=True, slots=True)
class FeedTrouble:
    """A feed that could not be had; `since` is None for one that is gone for good."""

    name: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Edition:
    """What is to be posted.

    Attributes:
        key: channel and local date.
        made_at: when its stories were chosen.
        since: items that were first seen after that were looked at.
        stories: best first.
        left_out: stories over the limit.
        article_count: articles they were chosen from.
        feed_count: feeds these came from.
        troubles: feeds that could not be had, each told of once.
        all_failed: no feed at all could be had.
        missed: local dates that got no edition, because nothing was running or it failed.
    """

    key: EditionKey
    made_at: datetime
    since: datetime
    stories: tuple[EditionStory, ...]
    left_out: int = 0
    article_count: int = 0
    feed_count: int = 0
    troubles: tuple[FeedTrouble, ...] = ()
    all_failed: bool = False
    missed: tuple[date, ...] = ()


class Editing:
    """Makes editions.

    Args:
        items: of all feeds.
        feeds: what is known of polling them.
        archive: past editions.
        fetcher: gets the articles' pages.
        reader: reads, groups and digests, off the event loop.
        same_article: maps a link to a key that two links of one article share.
    """

    def __init__(
        self,
        *,
        items: Items,
        feeds: Feeds,
        archive: Archive,
        fetcher: Fetcher,
        reader: StoryReader,
        same_article: Callable[[str], str],
    ) -> None:
        self._items = items
        self._feeds = feeds
        self._archive = archive
        self._fetcher = fetcher
        self._reader = reader
        self._same_article = same_article

    async def make(self, subscription: Subscription, key: EditionKey, now: datetime) -> Edition:
        """The edition of a channel as of now.

        Raises:
            WorkerError: its stories could not be chosen.
        """
        past = await self._archive.of_channel(key.team_id, key.channel, now - REMEMBERED)
        since = _find_since(past, now)
        posted = [record for record in past if record.state in {EditionState.DRAFTED, EditionState.POSTED}]
        fresh = await self._find_items(subscription, posted, since)
        recent = [story for record in posted if record.made_at > now - COMPARED for story in record.stories]
        background = await self._items.background()
        choice = await self._reader.choose(subscription, fresh, recent, background, now)
        last = max((record.made_at for record in posted), default=None)
        troubles, all_failed = await self._find_troubles(subscription.feeds, last)
        reading = _Reading(self._fetcher, self._reader, subscription.length)
        told = await asyncio.gather(*(reading.read(lead) for lead in choice.leads))
        told = await self._join(told, subscription, background, now)
        return Edition(
            key=key,
            made_at=now,
            since=since,
            stories=tuple(await asyncio.gather(*(reading.digest(each) for each in told))),
            left_out=choice.left_out,
            article_count=choice.item_count,
            feed_count=len({item.feed_url for item in fresh}),
            troubles=troubles,
            all_failed=all_failed,
            missed=find_missed(subscription, {record.key.local_date for record in past}, now),
        )

    async def _join(
        self, told: Sequence["_Told"], subscription: Subscription, background: Sequence[str], now: datetime
    ) -> list["_Told"]:
        """The same, with those as one of which the pages show that they tell one story; most outlets first."""
        if len(told) < 2 or not any(is_bare(each.lead) for each in told):
            return list(told)
        try:
            firsts = await self._reader.find_joins([each.beginnings for each in told], background)
        except BotError as error:
            _log.warning("stories not compared by their pages", code=error.code, cause=str(error))
            return list(told)
        joined: dict[int, list[_Told]] = {}
        for place, (first, each) in enumerate(zip(firsts, told, strict=True)):
            is_for_pages = is_bare(each.lead) or is_bare(told[first].lead)
            joined.setdefault(first if is_for_pages else place, []).append(each)
        groups = [
            _Told(
                join([each.lead for each in group], subscription, now),
                tuple(one for each in group for one in each.read),
            )
            for group in joined.values()
        ]
        return sorted(groups, key=lambda each: -len(each.lead.outlets))

    def remember(self, edition: Edition) -> tuple[PostedStory, ...]:
        """What to keep of an edition so that nothing of it is posted again."""
        return tuple(remember(story.lead, self._same_article, headline=story.top.title) for story in edition.stories)

    async def _find_items(
        self, subscription: Subscription, posted: Sequence[EditionRecord], since: datetime
    ) -> tuple[Item, ...]:
        stories = [story for record in posted for story in record.stories]
        return pick_items(
            await self._items.seen_since(subscription.feeds, since - KEPT_WITHIN),
            since=since,
            posted_keys={key for story in stories for key in story.keys},
            posted_links={link for story in stories for link in story.links},
            same_article=self._same_article,
        )

    async def _find_troubles(
        self, addresses: Sequence[str], last: datetime | None
    ) -> tuple[tuple[FeedTrouble, ...], bool]:
        """Feeds that could not be had at their last try and that no edition has told of; and whether none could be had.

        Each is told of once: an edition that was posted after it began to fail has done so. Of a channel whose feeds
        are all given up nothing more is said then; its owner was told of each.
        """
        feeds = [await self._feeds.find(address) for address in addresses]
        failing = [feed for feed in feeds if feed is not None and (feed.is_gone or feed.failures)]
        fresh = [feed for feed in failing if last is None or feed.failing_since is None or feed.failing_since > last]
        troubles = tuple(
            FeedTrouble(feed.title or _host(feed.url), None if feed.is_gone else feed.failing_since) for feed in fresh
        )
        is_worth_saying = bool(fresh) or not all(feed.is_gone for feed in failing)
        return troubles, bool(addresses) and len(failing) == len(addresses) and is_worth_saying


@dataclass(frozen=True, slots=True)
class _Told:
    """A story as far as it was read.

    Attributes:
        lead: what the feeds tell.
        read: items, and the articles of their pages; None where a page could not be read.
    """

    lead: Lead
    read: tuple[tuple[Item, Article | None], ...]

    @property
    def beginnings(self) -> tuple[Article, ...]:
        """Headline and opening of each article, for grouping."""
        return tuple(
            replace(_feeds_words(item), body=article.body[:_BEGINNING] if article else item.summary)
            for item, article in self.read
        )


class _Reading:
    """Reads the articles of one edition: a few at once, of one host one at a time."""

    def __init__(self, fetcher: Fetcher, reader: StoryReader, length: str) -> None:
        self._fetcher = fetcher
        self._reader = reader
        self._length = length
        self._at_once = asyncio.Semaphore(_AT_ONCE)
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def read(self, lead: Lead) -> _Told:
        """A story with the articles of its outlets. Never raises for what a page holds."""
        items = pick_one_an_outlet(lead)[: READ_ARTICLES[self._length]]
        read = await asyncio.gather(*(self._read_item(item) for item in items))
        return _Told(lead, tuple(zip(items, read, strict=True)))

    async def digest(self, told: _Told) -> EditionStory:
        """A story with its digest; where a page could not be read the feed's own words are shown."""
        whole = [article for _, article in told.read if article is not None]
        lines = [_feeds_words(item) for item, article in told.read if article is None]
        digest = await self._digest(whole, lines)
        shown = {part.article.url for part in digest.parts} if digest else set()
        return EditionStory(told.lead, digest, frozenset(line.url for line in lines if line.url in shown and line.url))

    async def _read_item(self, item: Item) -> Article | None:
        try:
            async with self._hosts[_host(item.url)], self._at_once:
                page = await self._fetcher.fetch(item.url)
            article = await self._reader.read_page(page)
        except (BotError, SummarizerError) as error:
            _log.info("article of a story not read", link=item.url, code=error.code, cause=str(error))
            return None
        return replace(article, outlet=outlet_of(item), headline=item.title, url=article.url or item.url)

    async def _digest(self, whole: Sequence[Article], lines: Sequence[Article]) -> StoryDigest | None:
        """The digest of what could be read; of the feeds' own lines where a page could not."""
        try:
            return await self._reader.digest_story((*whole, *lines), self._length)
        except (BotError, SummarizerError) as error:
            _log.info("story not digested", code=error.code, cause=str(error))
            return None


def pick_one_an_outlet(lead: Lead) -> tuple[Item, ...]:
    """The first item of each outlet that tells the story in its own words, most central first."""
    first: dict[str, Item] = {}
    for item in lead.items:
        if outlet_of(item) in lead.outlets:
            first.setdefault(outlet_of(item), item)
    return tuple(first.values())


def _find_since(past: Sequence[EditionRecord], now: datetime) -> datetime:
    """Items first seen after that moment are for the next edition."""
    done = [record.made_at for record in past if record.state is not EditionState.REFUSED]
    return max(*done, now - LONGEST_WINDOW) if done else now - FIRST_WINDOW


def _feeds_words(item: Item) -> Article:
    """An item's own title and summary as an article."""
    return Article(
        body=item.summary,
        headline=item.title,
        outlet=outlet_of(item),
        published_at=item.published_at,
        url=item.url,
    )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:
        return url
