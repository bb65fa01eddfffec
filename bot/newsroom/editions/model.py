"""Past editions, so that nothing is posted twice, and drafts, so that a crash loses no edition."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.newsroom.corrections.model import ShownArticle
from bot.newsroom.feeds.model import Item
from bot.newsroom.feeds.publishers import find_site
from bot.newsroom.ports import Json
from bot.newsroom.subscriptions.model import EditionKey
from summarizer.stories.story_digest import StoryDigest


class EditionState(StrEnum):
    """The state of an edition.

    drafted -> posted
    drafted -> refused   Slack rejects it for good; its stories do not count as posted
    empty                there was nothing to post
    """

    DRAFTED = "drafted"
    POSTED = "posted"
    REFUSED = "refused"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class PostedStory:
    """What is stored of a posted story.

    Attributes:
        headline: as it was posted.
        texts: headline, line break and opening of a few of its articles; used to recognise the story when it continues.
        keys: keys of all its items.
        links: hashes of all its addresses.
        outlets: number of outlets that reported it.
        reasons: why it was selected, for "Why these?".
        shown: what was shown of its articles, for "Check again"; None: an earlier version stored it.
        outlet_names: the outlets that reported it; none in records of earlier versions.
        told_at: when the channel was first told of it; None in records of earlier versions.
    """

    headline: str
    texts: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    outlets: int = 1
    reasons: tuple[str, ...] = ()
    shown: tuple[ShownArticle, ...] | None = None
    outlet_names: tuple[str, ...] = ()
    told_at: datetime | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences that were posted, without quotes; none where the publisher forbids copies."""
        return tuple(sentence for article in self.shown or () for sentence in article.sentences)


class ListedAs(StrEnum):
    """Why an article is listed with an edition and not told in its thread."""

    MORE = "more"
    WENT_ON = "went_on"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True)
class ListedStory:
    """What is stored of a story that is only listed.

    Attributes:
        listed_as: over the maximum; a line under "Went on"; or told before.
        headline: of its first article.
        url: of its first article.
        outlet: of its first article.
        outlets: number of outlets that reported it.
        told_at: when the channel was first told of the story; None where it was not, or in an earlier version.
        texts: of those that went on; as in `PostedStory`.
        keys: keys of all its items.
        links: hashes of all its addresses.
    """

    listed_as: ListedAs
    headline: str
    url: str = ""
    outlet: str = ""
    outlets: int = 1
    told_at: datetime | None = None
    texts: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionRecord:
    """One edition.

    Attributes:
        job_id: the job that builds it; the parent message's button carries it.
        key: channel and local date.
        state: see `EditionState`.
        made_at: when its stories were selected; the next edition uses items first seen after it.
        stories: in order.
        draft: the messages, until they are posted; of an empty one, what its requester reads, until it is sent.
        is_extra: requested by a person, in addition to the scheduled ones.
        story_count: number of its stories.
        article_count: number of articles they were selected from.
        listed: what its buttons list: stories over the maximum, what went on, and what was told before.
    """

    job_id: str
    key: EditionKey
    state: EditionState
    made_at: datetime
    stories: tuple[PostedStory, ...] = ()
    draft: Json | None = None
    is_extra: bool = False
    story_count: int = 0
    article_count: int = 0
    listed: tuple[ListedStory, ...] = ()

    def list_as(self, listed_as: ListedAs) -> tuple[ListedStory, ...]:
        """Return what is listed for one reason, in order."""
        return tuple(each for each in self.listed if each.listed_as is listed_as)


class EditionRepository(Protocol):
    """Past editions."""

    async def save(self, record: EditionRecord) -> None:
        """Store an edition. An existing one is not changed."""
        ...

    async def save_if_latest(self, record: EditionRecord, known: frozenset[str]) -> bool:
        """Store an edition if its channel has no editions except those of the `known` jobs.

        Returns False where another replica or job stored one meanwhile: select the stories again.
        """
        ...

    async def list_jobs_of_channel(self, team_id: str, channel: str) -> frozenset[str]:
        """Return the jobs that made a channel's editions."""
        ...

    async def get(self, job_id: str) -> EditionRecord | None:
        """Return the edition that a job made."""
        ...

    async def discard(self, job_id: str) -> None:
        """Delete an edition that was refused, so that its job can make it anew."""
        ...

    async def mark_finished(self, job_id: str, state: EditionState) -> None:
        """Set the final state of a draft and delete its messages."""
        ...

    async def list_of_channel(self, team_id: str, channel: str, since: datetime) -> tuple[EditionRecord, ...]:
        """Return a channel's editions made after a moment, oldest first."""
        ...

    async def list_scheduled_since(self, moment: datetime) -> frozenset[EditionKey]:
        """Return the keys of all channels' scheduled editions that are final: nothing more will be posted."""
        ...


@dataclass(frozen=True, slots=True)
class StoryCandidate:
    """A story as the feeds report it.

    Attributes:
        headline: headline of its most central item.
        items: most central first.
        outlets: outlets with their own text of it, in the order of the items.
        reasons: why it has its rank.
        is_update: an earlier edition had it, and there are new facts.
        told_at: when the channel was first told of it; None for a new story.
        earlier: older articles of an event that lasts longer than a story, newest first; they are only linked.
    """

    headline: str
    items: tuple[Item, ...]
    outlets: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    is_update: bool = False
    told_at: datetime | None = None
    earlier: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class StorySelection:
    """The stories of an edition.

    Attributes:
        candidates: best first.
        left_out: number of stories over the limit.
        item_count: number of items that passed the filters.
        repeats: stories left out because an earlier edition had them.
        filtered_count: number of items that did not pass the filters.
        went_on: told stories with a report that may be news: one line each.
        more: the stories over the limit, best first.
    """

    candidates: tuple[StoryCandidate, ...]
    left_out: int
    item_count: int
    repeats: tuple[StoryCandidate, ...] = ()
    filtered_count: int = 0
    went_on: tuple[StoryCandidate, ...] = ()
    more: tuple[StoryCandidate, ...] = ()

    @property
    def repeated(self) -> int:
        """Number of stories left out because an earlier edition had them."""
        return len(self.repeats)


def outlet_of(item: Item) -> str:
    """Return who published an item; the site if nothing better is known."""
    return (item.outlet or "").strip() or find_site(item.url) or item.url


@dataclass(frozen=True, slots=True)
class EditionStory:
    """A story of an edition.

    Attributes:
        candidate: what the feeds say.
        digest: None where not even a feed had a sentence.
        from_feed: addresses of articles that could not be read: the feed's own summary is shown instead.
    """

    candidate: StoryCandidate
    digest: StoryDigest | None
    from_feed: frozenset[str] = frozenset()

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences that are shown, without quotes."""
        parts = self.digest.parts if self.digest is not None else ()
        return tuple(sentence.text for part in parts for sentence in part.sentences)

    @property
    def top(self) -> Item:
        """The item that provides headline and link: the first whose article is shown, and the plainest is first."""
        parts = self.digest.parts if self.digest is not None else ()
        shown = {(part.article.headline, part.article.outlet) for part in parts}
        items = (item for item in self.candidate.items if (item.title, outlet_of(item)) in shown)
        return next(items, self.candidate.items[0])


@dataclass(frozen=True, slots=True)
class FeedProblem:
    """A feed that could not be fetched; `since` is None for one that is gone for good."""

    name: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class QuietDay:
    """What a channel's feeds had that is in no story of an edition: "nothing new" is said only where all is empty.

    Attributes:
        repeats: stories that an earlier edition had.
        filtered_count: number of articles that did not pass the filters.
        unread_count: number of feeds that could not be read.
        is_first: no edition came before.
        went_on: told stories with a report that may be news.
    """

    repeats: tuple[StoryCandidate, ...] = ()
    filtered_count: int = 0
    unread_count: int = 0
    is_first: bool = False
    went_on: tuple[StoryCandidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition to post.

    Attributes:
        key: channel and local date.
        made_at: when its stories were selected.
        since: only items first seen after it were considered.
        stories: best first.
        left_out: number of stories over the limit.
        article_count: number of articles they were selected from.
        feed_count: number of feeds these came from.
        troubles: feeds that could not be fetched, each reported once.
        all_failed: no feed could be fetched.
        missed: local dates without an edition, because the bot was not running or the edition failed.
        quiet: what there was although it has no stories.
        more: the stories over the limit, best first.
    """

    key: EditionKey
    made_at: datetime
    since: datetime
    stories: tuple[EditionStory, ...]
    left_out: int = 0
    article_count: int = 0
    feed_count: int = 0
    troubles: tuple[FeedProblem, ...] = ()
    all_failed: bool = False
    missed: tuple[date, ...] = ()
    quiet: QuietDay = QuietDay()
    more: tuple[StoryCandidate, ...] = ()

    @property
    def sole_outlet(self) -> str | None:
        """The outlet of all its stories and lines, named once, in the heading; None where there are several."""
        lines = (*self.quiet.went_on, *self.more)
        listed = [item for candidate in lines for item in candidate.items]
        told = [item for story in self.stories for item in (*story.candidate.items, *story.candidate.earlier)]
        named = {outlet_of(item) for item in (*told, *listed)}
        return next(iter(named)) if len(named) == 1 and told else None
