"""Builds an edition: finds new items, groups and ranks them, reads and digests each story. Posts nothing."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

import structlog

from bot.errors import BotError
from bot.newsroom.corrections.compare import to_shown
from bot.newsroom.corrections.model import ShownArticle
from bot.newsroom.editions.feeds_words import read_feeds_words, read_whole_sentences
from bot.newsroom.editions.follow_ups.listed_stories import find_known, find_told, list_untold
from bot.newsroom.editions.model import (
    Edition,
    EditionRecord,
    EditionRepository,
    EditionState,
    EditionStory,
    FeedProblem,
    ListedStory,
    PostedStory,
    QuietDay,
    StoryCandidate,
    StorySelection,
    outlet_of,
)
from bot.newsroom.editions.outlets import find_site_names, name_by_page, rename_outlets
from bot.newsroom.editions.ranking.order import drop_outlet, weigh_outlets
from bot.newsroom.editions.story_merging import CandidatePages, has_headline_only, merge
from bot.newsroom.editions.story_selection import hash_link, select_new_items, to_posted_story
from bot.newsroom.feeds.model import FeedRepository, Item, ItemRepository
from bot.newsroom.ports import Fetcher, Page
from bot.newsroom.subscriptions.model import EditionKey, Subscription
from bot.newsroom.subscriptions.schedule import find_missed
from summarizer.errors import SummarizerError
from summarizer.model import Article
from summarizer.stories.story_digest import StoryDigest

FIRST_WINDOW = timedelta(hours=48)
"""A channel's first edition covers the items seen in this period."""

LONGEST_WINDOW = timedelta(days=7)
"""After a longer pause, only the last week's news is used."""

REMEMBERED = timedelta(days=30)
COMPARED = timedelta(days=7)
"""Stories are recognised as continued for this long; addresses are kept as long as editions are."""

READ_ARTICLES = {"short": 3, "medium": 4, "long": 6}
"""Articles read per story, one per outlet."""

KEPT_WITHIN = timedelta(seconds=5)
"""An item's `seen_at` is set while it is being stored; an edition built at that moment may not have seen it yet."""

_AT_ONCE = 6
_BEGINNING = 1_000
"""Stories are compared by this many characters of each article."""

_log = structlog.get_logger(__name__)


class StoryReader(Protocol):
    """CPU-bound work of an edition, off the event loop."""

    async def read_page(self, page: Page) -> Article:
        """Return the article of a fetched page."""
        ...

    async def select_stories(
        self,
        subscription: Subscription,
        items: Sequence[Item],
        posted: Sequence[PostedStory],
        background: Sequence[str],
        now: datetime,
    ) -> StorySelection:
        """See `bot.newsroom.editions.story_selection.select_stories`."""
        ...

    async def find_duplicates(self, told: Sequence[CandidatePages], background: Sequence[str]) -> tuple[int, ...]:
        """See `bot.newsroom.editions.story_merging.find_duplicates`."""
        ...

    async def digest_story(self, articles: Sequence[Article], length: str) -> StoryDigest:
        """See `summarizer.stories.story_digest`."""
        ...


class EditionBuilder:
    """Builds editions.

    Args:
        items: items of all feeds.
        feeds: polling state of the feeds.
        records: past editions.
        fetcher: fetches the articles' pages.
        reader: reads, groups and digests, off the event loop.
        same_article: maps a link to a key; two links to one article share it.

    Six parts: three repositories, and what fetches, reads and compares.
    """

    def __init__(
        self,
        *,
        items: ItemRepository,
        feeds: FeedRepository,
        records: EditionRepository,
        fetcher: Fetcher,
        reader: StoryReader,
        same_article: Callable[[str], str],
    ) -> None:
        self._items = items
        self._feeds = feeds
        self._records = records
        self._fetcher = fetcher
        self._reader = reader
        self._same_article = same_article

    async def build(self, subscription: Subscription, key: EditionKey, now: datetime) -> Edition:
        """Build a channel's edition as of now.

        Raises:
            WorkerError: its stories could not be selected.
        """
        past = await self._records.list_of_channel(key.team_id, key.channel, now - REMEMBERED)
        since = _find_since(past, now)
        posted = [record for record in past if record.state in {EditionState.DRAFTED, EditionState.POSTED}]
        fresh = await self._find_items(subscription, posted, since)
        recent = find_told(record for record in posted if record.made_at > now - COMPARED)
        background = await self._items.list_background()
        choice = await self._reader.select_stories(subscription, fresh, recent, background, now)
        last = max((record.made_at for record in posted), default=None)
        troubles, failing, all_failed = await self._find_problems(subscription.feeds, last)
        reading = StoryReading(self._fetcher, self._reader, subscription.length)
        told = await asyncio.gather(*(reading.read(candidate) for candidate in choice.candidates))
        told = _share_names(await self._join(told, subscription, background, now))
        edition = Edition(
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
            quiet=QuietDay(choice.repeats, choice.filtered_count, failing, is_first=not past, went_on=choice.went_on),
            more=choice.more,
        )
        return edition if edition.sole_outlet is None else replace(edition, stories=_drop_outlet(edition.stories))

    async def _join(
        self, told: Sequence["ReadStory"], subscription: Subscription, background: Sequence[str], now: datetime
    ) -> list["ReadStory"]:
        """Merge stories whose pages show that they are the same story, and rank them anew."""
        if len(told) < 2:
            return list(told)
        try:
            firsts = await self._reader.find_duplicates([each.pages for each in told], background)
        except BotError as error:
            _log.warning("stories not compared by their pages", code=error.code, cause=str(error))
            return list(told)
        joined: dict[int, list[ReadStory]] = {}
        for first, each in zip(firsts, told, strict=True):
            joined.setdefault(first, []).append(each)
        groups = [_merge_read(group, subscription, now) for group in joined.values()]
        return sorted(groups, key=lambda each: -weigh_outlets(each.candidate))

    def build_record(self, edition: Edition) -> tuple[PostedStory, ...]:
        """Return what to store of an edition's stories so that nothing of them is posted again."""
        return tuple(
            to_posted_story(
                story.candidate,
                self._same_article,
                headline=story.top.title,
                shown=list_shown(story),
                now=edition.made_at,
            )
            for story in edition.stories
        )

    def build_listed(self, edition: Edition) -> tuple[ListedStory, ...]:
        """Return what to store of the stories that an edition only lists."""
        return list_untold(edition, self._same_article)

    async def _find_items(
        self, subscription: Subscription, posted: Sequence[EditionRecord], since: datetime
    ) -> tuple[Item, ...]:
        """Return what is new since an edition, without what was posted under its link as it was, or as it is now.

        Links are stored as hashes: those of an earlier version, which cleaned links by other rules, are made anew.
        """
        keys, hashes = find_known(posted)
        links = await self._items.list_links(subscription.feeds, keys)
        return select_new_items(
            await self._items.list_seen_since(subscription.feeds, since - KEPT_WITHIN),
            since=since,
            posted_keys=keys,
            posted_links=hashes | {hash_link(link, self._same_article) for link in links},
            same_article=self._same_article,
        )

    async def _find_problems(
        self, addresses: Sequence[str], last: datetime | None
    ) -> tuple[tuple[FeedProblem, ...], int, bool]:
        """Return feeds whose last poll failed and that no edition has reported; how many failed; and whether all did.

        Each failure is reported once: an edition posted after the failure began has reported it. A channel whose feeds
        are all given up gets no further report; its owner was notified of each feed.
        """
        feeds = await self._feeds.list_known(tuple(addresses))
        failing = [feed for feed in feeds if feed is not None and (feed.is_gone or feed.failures)]
        fresh = [feed for feed in failing if last is None or feed.failing_since is None or feed.failing_since > last]
        troubles = tuple(
            FeedProblem(feed.title or _host(feed.url), None if feed.is_gone else feed.failing_since) for feed in fresh
        )
        is_worth_saying = bool(fresh) or not all(feed.is_gone for feed in failing)
        return troubles, len(failing), bool(addresses) and len(failing) == len(addresses) and is_worth_saying


@dataclass(frozen=True, slots=True)
class ReadStory:
    """A story and what could be read of it.

    Attributes:
        candidate: what the feeds say.
        read: items with the articles of their pages; None where a page could not be read.
    """

    candidate: StoryCandidate
    read: tuple[tuple[Item, Article | None], ...]

    @property
    def pages(self) -> CandidatePages:
        """Return headline and opening of each article, for grouping."""
        beginnings = (
            replace(read_feeds_words(item), body=article.body[:_BEGINNING] if article else item.summary)
            for item, article in self.read
        )
        return CandidatePages(tuple(beginnings), has_headline_only(self.candidate))

    def rename(self, names: Mapping[str, str]) -> "ReadStory":
        """Return the story with the names that are given for outlets; an outlet that is in it already stays."""
        renamed = rename_outlets(self.candidate, names)
        of_key = {item.key: item for item in renamed.items}
        pairs = ((of_key[item.key], article) for item, article in self.read)
        return ReadStory(
            renamed,
            tuple((item, replace(article, outlet=outlet_of(item)) if article else None) for item, article in pairs),
        )


def _merge_read(group: Sequence[ReadStory], subscription: Subscription, now: datetime) -> ReadStory:
    """Return one story of several, its articles in the order of its items."""
    if len(group) == 1:
        return group[0]
    merged = merge([each.candidate for each in group], subscription, now)
    places = {item.key: place for place, item in enumerate(merged.items)}
    read = sorted((one for each in group for one in each.read), key=lambda one: places[one[0].key])
    return ReadStory(merged, tuple(read))


def _share_names(told: Sequence[ReadStory]) -> list[ReadStory]:
    """Return stories in which an outlet has one name: what one page calls its site counts in all of them."""
    names = find_site_names(tuple(item for each in told for item in each.candidate.items))
    return [each.rename(names) for each in told]


def _drop_outlet(stories: Sequence[EditionStory]) -> tuple[EditionStory, ...]:
    """Return stories of one outlet without the reason that names it."""
    return tuple(replace(story, candidate=drop_outlet(story.candidate)) for story in stories)


class StoryReading:
    """Reads the articles of one edition: a few in parallel, one at a time per host."""

    def __init__(self, fetcher: Fetcher, reader: StoryReader, length: str) -> None:
        self._fetcher = fetcher
        self._reader = reader
        self._length = length
        self._at_once = asyncio.Semaphore(_AT_ONCE)
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def read(self, candidate: StoryCandidate) -> ReadStory:
        """Return a story with the articles of its outlets. Never raises because of a page's content."""
        items = pick_one_an_outlet(candidate)[: READ_ARTICLES[self._length]]
        read = await asyncio.gather(*(self._read_item(item) for item in items))
        pairs = list(zip(items, read, strict=True))
        names = {outlet_of(item): article.outlet for item, article in pairs if article and article.outlet}
        return ReadStory(candidate, tuple(pairs)).rename({old: new for old, new in names.items() if old != new})

    async def digest(self, told: ReadStory) -> EditionStory:
        """Return a story with its digest; where a page could not be read, the feed's own text is shown."""
        whole = [article for _, article in told.read if article is not None]
        unread = [item for item, article in told.read if article is None]
        lines = await asyncio.to_thread(_read_lines, unread) if unread else []
        digest = await self._digest(whole, lines)
        shown = {part.article.url for part in digest.parts} if digest else set()
        return EditionStory(
            told.candidate, digest, frozenset(line.url for line in lines if line.url in shown and line.url)
        )

    async def _read_item(self, item: Item) -> Article | None:
        """Return the article of an item's page; None where there is none, or where the page tells other stories too."""
        if item.shares_page and item.summary:
            return None
        try:
            async with self._hosts[_host(item.url)], self._at_once:
                page = await self._fetcher.fetch(item.url)
            article = await self._reader.read_page(page)
        except (BotError, SummarizerError) as error:
            _log.info("article of a story not read", link=item.url, code=error.code, cause=str(error))
            return None
        url = item.url if "#" in item.url else article.url or item.url
        article = article if page.may_be_kept else replace(article, noarchive=True)
        return replace(article, outlet=name_by_page(item, article.outlet), headline=item.title, url=url)

    async def _digest(self, whole: Sequence[Article], lines: Sequence[Article]) -> StoryDigest | None:
        """Return the digest of the pages that were read; if there is none, of the feeds' own text."""
        try:
            return await self._reader.digest_story((*whole, *lines), self._length)
        except (BotError, SummarizerError) as error:
            _log.info("story not digested", code=error.code, cause=str(error))
            return None


def list_shown(story: EditionStory) -> tuple[ShownArticle, ...]:
    """Return what a story shows of its articles. Of one whose publisher forbids copies only the link is kept."""
    parts = story.digest.parts if story.digest is not None else ()
    shown = []
    for part in parts:
        if part.article.noarchive:
            shown.append(ShownArticle(part.article.url or "", part.article.outlet or "", is_withheld=True))
        else:
            # The story's headline is the feed's; what the page had for one is not kept.
            shown.append(to_shown(part, is_from_feed=part.article.url in story.from_feed, headline=""))
    return tuple(shown)


def pick_one_an_outlet(candidate: StoryCandidate) -> tuple[Item, ...]:
    """Return the first item of each outlet that has its own text of the story, most central first."""
    first: dict[str, Item] = {}
    for item in candidate.items:
        if outlet_of(item) in candidate.outlets:
            first.setdefault(outlet_of(item), item)
    return tuple(first.values())


def _read_lines(items: Sequence[Item]) -> list[Article]:
    """Return what feeds say of items; in a thread, as the first look at a language takes most of a second."""
    return [read_whole_sentences(item) for item in items]


def _find_since(past: Sequence[EditionRecord], now: datetime) -> datetime:
    """Return the start of the edition's period: only items first seen after it are used."""
    done = [record.made_at for record in past if record.state is not EditionState.REFUSED]
    return max(*done, now - LONGEST_WINDOW) if done else now - FIRST_WINDOW


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:
        return url
