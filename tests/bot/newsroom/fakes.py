"""An edition's world in memory: items, feeds, archive, subscriptions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import EllipsisType

from bot.newsroom.editions.edition_builder import StoryReader
from bot.newsroom.editions.model import EditionRecord, EditionRepository, EditionState, PostedStory, StorySelection
from bot.newsroom.editions.story_merging import CandidatePages, find_duplicates
from bot.newsroom.editions.story_selection import select_stories
from bot.newsroom.feeds.model import Feed, FeedRepository, Item, ItemRepository
from bot.newsroom.ports import Page
from bot.newsroom.subscriptions.errors import ChangedMeanwhileError
from bot.newsroom.subscriptions.model import Change, EditionKey, Subscription, SubscriptionRepository
from bot.newsroom.subscriptions.ports import ChannelDirectory, ChannelInfo, DirectoryError, Person
from summarizer import Article, read_text
from summarizer.stories.story_digest import StoryDigest, digest_story


@dataclass
class MemoryFeeds(ItemRepository, FeedRepository):
    """Items and feeds."""

    items: list[Item] = field(default_factory=list)
    known: dict[str, Feed] = field(default_factory=dict)
    wanted: list[str] = field(default_factory=list)

    async def list_seen_since(self, feeds: tuple[str, ...], moment: datetime) -> tuple[Item, ...]:
        found = [item for item in self.items if item.feed_url in feeds and item.seen_at > moment]
        return tuple(sorted(found, key=lambda item: item.seen_at))

    async def list_links(self, feeds: tuple[str, ...], keys: Iterable[str]) -> frozenset[str]:
        wanted = set(keys)
        return frozenset(item.url for item in self.items if item.feed_url in feeds and item.key in wanted)

    async def list_background(self, limit: int = 5000) -> tuple[str, ...]:
        return tuple(f"{item.title}\n{item.summary}" for item in self.items)[-limit:]

    async def ensure_polled(self, urls: tuple[str, ...]) -> None:
        self.wanted += urls
        for url in urls:
            self.known.setdefault(url, Feed(url))

    async def get(self, url: str) -> Feed | None:
        return self.known.get(url)

    async def list_known(self, urls: tuple[str, ...]) -> tuple[Feed | None, ...]:
        return tuple(self.known.get(url) for url in urls)

    async def list_due(self, now: datetime, limit: int) -> tuple[Feed, ...]:
        raise NotImplementedError(now, limit)  # nothing is polled in these tests


class MemoryEditions(EditionRepository):
    """Past editions."""

    def __init__(self) -> None:
        self.records: dict[str, EditionRecord] = {}

    async def save(self, record: EditionRecord) -> None:
        self.records.setdefault(record.job_id, record)

    async def save_if_latest(self, record: EditionRecord, known: frozenset[str]) -> bool:
        if not await self.list_jobs_of_channel(record.key.team_id, record.key.channel) <= known:
            return False
        await self.save(record)
        return True

    async def list_jobs_of_channel(self, team_id: str, channel: str) -> frozenset[str]:
        keys = {job_id: record.key for job_id, record in self.records.items()}
        return frozenset(job_id for job_id, key in keys.items() if (key.team_id, key.channel) == (team_id, channel))

    async def get(self, job_id: str) -> EditionRecord | None:
        return self.records.get(job_id)

    async def discard(self, job_id: str) -> None:
        if self.records[job_id].state is EditionState.REFUSED:
            del self.records[job_id]

    async def mark_finished(self, job_id: str, state: EditionState) -> None:
        self.records[job_id] = replace(self.records[job_id], state=state, draft=None)

    async def list_of_channel(self, team_id: str, channel: str, since: datetime) -> tuple[EditionRecord, ...]:
        mine = [r for r in self.records.values() if (r.key.team_id, r.key.channel) == (team_id, channel)]
        return tuple(sorted((r for r in mine if r.made_at > since), key=lambda r: r.made_at))

    async def delete_all(self, team_id: str, channel: str | None = None) -> int:
        keys = {name: record.key for name, record in self.records.items()}
        gone = [name for name, key in keys.items() if key.team_id == team_id and channel in (None, key.channel)]
        for name in gone:
            del self.records[name]
        return len(gone)

    async def list_scheduled_since(self, moment: datetime) -> frozenset[EditionKey]:
        settled = [r for r in self.records.values() if r.state is not EditionState.DRAFTED and not r.is_extra]
        return frozenset(r.key for r in settled if r.made_at > moment)


class MemorySubscriptions(SubscriptionRepository):
    """Subscriptions."""

    def __init__(self, *kept: Subscription) -> None:
        self.kept = {(each.team_id, each.channel): each for each in kept}
        self.recorded: list[tuple[str, str]] = []

    async def get(self, team_id: str, channel: str) -> Subscription | None:
        return self.kept.get((team_id, channel))

    async def save(
        self, subscription: Subscription, *, by: str, change: str, before: Subscription | EllipsisType | None = ...
    ) -> None:
        if (
            not isinstance(before, EllipsisType)
            and self.kept.get((subscription.team_id, subscription.channel)) != before
        ):
            raise ChangedMeanwhileError
        self.kept[subscription.team_id, subscription.channel] = subscription
        self.recorded.append((by, change))

    async def delete(self, team_id: str, channel: str, *, by: str) -> None:
        self.kept.pop((team_id, channel), None)
        self.recorded.append((by, "removed the digest"))

    async def move(self, team_id: str, channel: str, new_channel: str, *, by: str, change: str) -> bool:
        moved = self.kept.pop((team_id, channel), None)
        if moved is None:
            return False
        self.kept.setdefault((team_id, new_channel), replace(moved, channel=new_channel))
        self.recorded.append((by, change))
        return True

    async def delete_all(self, team_id: str, channel: str | None = None) -> int:
        gone = [key for key in self.kept if key[0] == team_id and channel in (None, key[1])]
        for key in gone:
            del self.kept[key]
        self.recorded.clear()
        return len(gone)

    async def list_all(self) -> tuple[Subscription, ...]:
        return tuple(self.kept.values())

    async def list_changes(self, team_id: str, channel: str, limit: int = 10) -> tuple[Change, ...]:
        assert team_id
        assert channel
        moment = datetime.fromisoformat("2026-11-24T12:00:00+00:00")
        return tuple(Change(by, moment, change) for by, change in reversed(self.recorded))[:limit]


class MemoryDirectory(ChannelDirectory):
    """Channels and people; `asked` records the questions.

    What is None is what the bot may not ask; an error is raised.
    """

    def __init__(self) -> None:
        self.channels: dict[str, ChannelInfo | None] = {"C1": ChannelInfo(creator="UMAKER")}
        self.members: dict[str, set[str] | None] = {"C1": {"U1", "U2", "UMAKER", "UBOSS"}}
        self.people: dict[str, Person] = {"UBOSS": Person(is_admin=True)}
        self.is_listing_allowed = True
        self.trouble: DirectoryError | None = None
        self.asked: list[str] = []

    def hide(self, channel: str) -> None:
        """The bot is not in that private channel."""
        self.channels.pop(channel, None)
        self.members.pop(channel, None)

    async def find_channel(self, channel: str) -> ChannelInfo | None:
        self._ask(f"channel {channel}", channel in self.channels)
        return self.channels[channel]

    async def is_in(self, channel: str, user: str) -> bool:
        self._ask(f"is {user} in {channel}", channel in self.members)
        members = self.members[channel]
        return members is None or user in members

    async def find_person(self, user: str) -> Person:
        self.asked.append(f"person {user}")
        return self.people.get(user, Person())

    async def list_channels_of(self, user: str) -> dict[str, ChannelInfo] | None:
        self.asked.append(f"channels of {user}")
        if not self.is_listing_allowed:
            return None
        mine = [channel for channel, members in self.members.items() if members and user in members]
        return {channel: self.channels.get(channel) or ChannelInfo() for channel in mine}

    def _ask(self, question: str, is_shown: bool) -> None:
        self.asked.append(question)
        if self.trouble is not None:
            raise self.trouble
        if not is_shown:
            raise DirectoryError("hidden", is_hidden=True)


class InlineStoryReader(StoryReader):
    """A StoryReader in the test's own process; pages are read as pasted text."""

    async def read_page(self, page: Page) -> Article:
        return replace(read_text(page.body.decode()), url=page.url)

    async def select_stories(
        self,
        subscription: Subscription,
        items: Sequence[Item],
        posted: Sequence[PostedStory],
        background: Sequence[str],
        now: datetime,
    ) -> StorySelection:
        return select_stories(subscription, items, posted, background, now)

    async def find_duplicates(self, told: Sequence[CandidatePages], background: Sequence[str]) -> tuple[int, ...]:
        return find_duplicates(told, background)

    async def digest_story(self, articles: Sequence[Article], length: str) -> StoryDigest:
        return digest_story(articles, length=length)
