"""A channel whose subscription is changed, in memory and without Slack."""

from collections.abc import Sequence

from bot.errors import HTTPStatusError, NoFeedFoundError
from bot.newsroom.feeds.following import FollowedFeeds
from bot.newsroom.feeds.ports import FeedAddress, FeedDoubt
from bot.newsroom.requester import Requester
from bot.newsroom.subscriptions.access import AccessPolicy
from bot.newsroom.subscriptions.feed_lists import FeedListService, OpmlFiles
from bot.newsroom.subscriptions.model import Subscription
from bot.newsroom.subscriptions.service import EditionCalendar, SubscriptionService
from tests.bot.fakes import FakeClock
from tests.bot.newsroom.fakes import MemoryDirectory, MemoryEditions, MemoryFeeds, MemorySubscriptions
from tests.bot.newsroom.sample_items import NOON, subscribe

GAZETTE = "https://gazette.example/feed.xml"
COURIER = "https://courier.example/rss"
HERALD = "https://herald.example/feed.xml"
OWNER = Requester("C1", "U1")
STRANGER = Requester("C1", "U2")


class ServiceChannel:
    """A channel, its subscription if there is one, and the sites that have feeds."""

    def __init__(self, *subscriptions: Subscription) -> None:
        self.clock = FakeClock()
        self.clock.seconds = NOON.timestamp()
        self.directory = MemoryDirectory()
        self.subscriptions = MemorySubscriptions(*subscriptions)
        self.news = MemoryFeeds()
        self.records = MemoryEditions()
        self.sites: dict[str, tuple[str, ...]] = {
            "gazette.example": (GAZETTE,),
            "courier.example": (COURIER, "https://courier.example/comments"),
            "herald.example": (HERALD,),
            HERALD: (HERALD,),
            "empty.example": (),
        }
        self.polled: list[tuple[str, ...]] = []
        self.links: dict[str, bytes] = {}
        self.doubts: dict[str, tuple[FeedDoubt, ...]] = {}
        self.service = SubscriptionService(
            self.subscriptions,
            FollowedFeeds(self.news, self.discover, self.poll_new),
            self.directory,
            AccessPolicy(self.directory),
            EditionCalendar(self.records, self.clock),
        )
        self.lists = FeedListService(self.service, OpmlFiles(self.read, self.fetch, write))

    @property
    def wanted(self) -> Subscription | None:
        """The channel's subscription as it is stored."""
        return self.subscriptions.kept.get(("T1", "C1"))

    async def discover(self, address: str) -> tuple[FeedAddress, ...]:
        if address not in self.sites:
            raise HTTPStatusError(404)
        return tuple(FeedAddress(url, doubts=self.doubts.get(url, ())) for url in self.sites[address])

    async def poll_new(self, feeds: tuple[str, ...]) -> None:
        self.polled.append(feeds)

    async def read(self, body: bytes) -> tuple[FeedAddress, ...]:
        """A list is one address a line here."""
        if not body:
            raise NoFeedFoundError
        return tuple(FeedAddress(line) for line in body.decode().split())

    async def fetch(self, link: str) -> bytes:
        if link not in self.links:
            raise HTTPStatusError(404)
        return self.links[link]


def write(feeds: Sequence[FeedAddress], title: str) -> bytes:
    return "\n".join([title, *(f"{feed.url} {feed.title}" for feed in feeds)]).encode()


def followed(*feeds: str, **changes: object) -> ServiceChannel:
    """A channel with a subscription to these feeds."""
    return ServiceChannel(subscribe(feeds=feeds, **changes))
