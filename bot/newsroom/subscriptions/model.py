"""Feeds, items, subscriptions, editions: the values of the daily edition, and the Protocols that keep them.

Feed         an address that is polled once for all channels that want it
Item         one entry of a feed, first seen at a moment
Subscription what a channel wants, and when
Edition      one scheduled post: channel and local date
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and what is known of polling it.

    Attributes:
        url: as it was added; what subscriptions and items call it, for ever.
        title: as the feed names itself.
        etag, last_modified: as the server sent them, for conditional requests.
        next_poll_at: aware, UTC.
        failures: in a row.
        failing_since: of the first of these.
        is_gone: answered 410, or failed for too long: not polled any more.
        address: where it is polled now, once it has moved for good.
        moved_to: where it says it has moved; followed for good when it has said so for a while.
        moved_seen: how often it said so in a row.
        moved_since: when it said so first.
        ttl_s: how long the feed itself asks to be left alone.
        polled_at: when it last answered well; None: never yet.
        error: what is wrong, one sentence for people; None while it answers well.
        told_at: when people were told that it fails; None while there is nothing to tell.
    """

    url: str
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    next_poll_at: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    is_gone: bool = False
    address: str | None = None
    moved_to: str | None = None
    moved_seen: int = 0
    moved_since: datetime | None = None
    ttl_s: float | None = None
    polled_at: datetime | None = None
    error: str | None = None
    told_at: datetime | None = None

    @property
    def polled_url(self) -> str:
        """Where it is polled now."""
        return self.address or self.url


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed.

    Attributes:
        key: the same however often the feed shows it, edits included.
        feed_url: the feed it was seen in.
        url: of the story, cleaned of tracking.
        title: plain text.
        summary: plain text, may be empty.
        outlet: who published it: the feed's title, or the entry's own source.
        published_at: as the feed says, never in the future; None where it says nothing.
        seen_at: when we saw it first, aware, UTC.
        place: its place in the feed when it was seen first, from 0.
    """

    key: str
    feed_url: str
    url: str
    title: str
    summary: str
    outlet: str | None
    published_at: datetime | None
    seen_at: datetime
    place: int = 0


class QuietDays(StrEnum):
    """What a channel gets on a day without news."""

    SKIP = "skip"
    SAY_SO = "say_so"


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a channel wants, and when. One a channel.

    Attributes:
        team_id: the workspace.
        channel: where editions are posted.
        owner: who set it up; told when something is wrong.
        feeds: addresses, in the order they were added.
        at: local time of day.
        weekdays: 0 Monday to 6 Sunday.
        zone: IANA name.
        include: words or phrases one of which a story must have; empty: every story.
        exclude: words or phrases none of which it may have.
        max_stories: stories of an edition; the rest is counted.
        length: of each story's digest.
        quiet_days: what happens without news.
        paused_until: no edition before that local date; date.max: until somebody resumes it.
        pause_reason: for the owner, where it was not a person who paused it.
        created_at: no edition for a time before it; set anew when the schedule changes or a pause ends.
        may_be_shared: somebody agreed that people of another organisation, who are in the channel too, read editions.
        removal: the job that took feeds away last; done again after a crash, "remove 2" would take another one.
    """

    team_id: str
    channel: str
    owner: str
    feeds: tuple[str, ...]
    at: time
    weekdays: frozenset[int]
    zone: str
    created_at: datetime
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    max_stories: int = 5
    length: str = "medium"
    quiet_days: QuietDays = QuietDays.SKIP
    paused_until: date | None = None
    pause_reason: str | None = None
    may_be_shared: bool = False
    removal: str | None = None


@dataclass(frozen=True, slots=True)
class EditionKey:
    """What makes an edition one: no channel gets two for one local date."""

    team_id: str
    channel: str
    local_date: date

    @property
    def job_id(self) -> str:
        """The id of the job that makes it."""
        return f"edition:{self.team_id}:{self.channel}:{self.local_date.isoformat()}"


class Items(Protocol):
    """The items that were seen, of all feeds."""

    async def seen_since(self, feeds: tuple[str, ...], moment: datetime) -> tuple[Item, ...]:
        """Items of these feeds that were first seen after a moment, oldest first."""
        ...

    async def background(self, limit: int = 5000) -> tuple[str, ...]:
        """Headline and opening of the latest items of all feeds, for judging which words are rare."""
        ...


class Feeds(Protocol):
    """The feeds that channels want."""

    async def want(self, urls: tuple[str, ...]) -> None:
        """See to it that these feeds are polled from now on."""
        ...

    async def find(self, url: str) -> Feed | None:
        """The feed of that address."""
        ...

    async def due(self, now: datetime, limit: int) -> tuple[Feed, ...]:
        """Feeds whose time has come, the longest due first."""
        ...


@dataclass(frozen=True, slots=True)
class Change:
    """Who changed what of a channel's subscription, and when."""

    by: str
    at: datetime
    change: str


class Subscriptions(Protocol):
    """What channels want."""

    async def find(self, team_id: str, channel: str) -> Subscription | None:
        """The subscription of a channel."""
        ...

    async def save(self, subscription: Subscription, *, by: str, change: str) -> None:
        """Keep a subscription as it is now, and record who changed what."""
        ...

    async def remove(self, team_id: str, channel: str, *, by: str) -> None:
        """Forget a channel's subscription, and record who did."""
        ...

    async def all(self) -> tuple[Subscription, ...]:
        """Every subscription."""
        ...

    async def changes(self, team_id: str, channel: str, limit: int = 10) -> tuple[Change, ...]:
        """The latest changes of a channel's subscription, newest first."""
        ...
