"""Finding the feeds behind addresses, and having them polled."""

import pytest

from bot.errors import HTTPStatusError
from bot.newsroom.feeds.following import AT_ONCE, MOST_TRIED, FeedLookup, FollowedFeeds, short
from bot.newsroom.feeds.model import Feed
from bot.newsroom.feeds.ports import FeedAddress
from tests.bot.newsroom.fakes import MemoryFeeds


class Sites:
    """Sites and their feeds; `asked` records the addresses in their order."""

    def __init__(self, **sites: tuple[str, ...]) -> None:
        self.feeds = {f"{name}.example": feeds for name, feeds in sites.items()}
        self.asked: list[str] = []
        self.news = MemoryFeeds()
        self.polled: list[tuple[str, ...]] = []
        self.followed = FollowedFeeds(self.news, self.discover, self.poll_new)

    async def discover(self, address: str) -> tuple[FeedAddress, ...]:
        self.asked.append(address)
        if address not in self.feeds:
            raise HTTPStatusError(404)
        return tuple(map(FeedAddress, self.feeds[address]))

    async def poll_new(self, feeds: tuple[str, ...]) -> None:
        assert set(feeds) <= set(self.news.wanted)
        self.polled.append(feeds)


def paper(number: int) -> str:
    return f"https://paper{number}.example/rss"


def crowd(count: int) -> Sites:
    """So many sites with a feed each."""
    return Sites(**{f"paper{number}": (paper(number),) for number in range(count)})


async def test_the_best_feed_of_each_address_is_found_once():
    sites = Sites(gazette=("https://g.example/a", "https://g.example/b"), twin=("https://g.example/a",))

    found = await sites.followed.find(["gazette.example", "twin.example"])

    assert found.feeds == ("https://g.example/a",)
    assert [(other.address, other.feeds) for other in found.others] == [("gazette.example", ("https://g.example/b",))]
    assert found.problems == ()


async def test_an_address_without_a_feed_is_said_with_what_is_wrong():
    found = await Sites(empty=()).followed.find(["https://www.nowhere.example/", "empty.example"])

    assert found.feeds == ()
    assert found.message == (
        "nowhere.example: The site says there is no such page. empty.example: I found no feed there."
    )


async def test_of_a_list_so_many_are_looked_up_as_there_is_room_for():
    sites = crowd(40)

    found, tried = await sites.followed.find_some(list(sites.feeds), room=13)

    assert found.feeds == tuple(paper(number) for number in range(13))
    assert tried == len(sites.asked) == 13


async def test_for_one_that_cannot_be_read_the_next_one_is_tried():
    sites = crowd(40)
    del sites.feeds["paper3.example"]

    found, tried = await sites.followed.find_some([f"paper{n}.example" for n in range(40)], room=AT_ONCE)

    assert len(found.feeds) == AT_ONCE
    assert [problem.address for problem in found.problems] == ["paper3.example"]
    assert tried == AT_ONCE + 1


async def test_what_is_followed_already_takes_no_room():
    sites = crowd(3)

    found, _ = await sites.followed.find_some(list(sites.feeds), room=2, known=[paper(0)])

    assert found.feeds == (paper(1), paper(2))


async def test_of_a_list_of_dead_feeds_not_all_are_tried():
    found, tried = await Sites().followed.find_some([f"dead{number}.example" for number in range(400)], room=20)

    assert (found.feeds, len(found.problems), tried) == ((), MOST_TRIED, MOST_TRIED)


@pytest.mark.parametrize("room", [0, -3])
async def test_without_room_nothing_is_looked_up(room):
    sites = crowd(3)

    assert await sites.followed.find_some(list(sites.feeds), room=room) == (FeedLookup(), 0)
    assert sites.asked == []


async def test_feeds_are_polled_once_they_are_stored():
    sites = Sites()

    await sites.followed.begin((paper(1), paper(2)))

    assert sites.polled == [(paper(1), paper(2))]


async def test_a_feed_has_its_own_name_or_its_address_in_short():
    sites = Sites()
    sites.news.known |= {paper(1): Feed(paper(1), title="Paper One"), paper(2): Feed(paper(2))}

    names = await sites.followed.list_names([paper(1), paper(2), paper(3)])

    assert names == ("Paper One", "paper2.example/rss", "paper3.example/rss")


async def test_feeds_that_were_given_up_are_told_from_the_others():
    sites = Sites()
    sites.news.known |= {paper(1): Feed(paper(1), is_gone=True), paper(2): Feed(paper(2))}

    assert await sites.followed.list_gone([paper(1), paper(2), paper(3)]) == (paper(1),)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://www.gazette.example/feed/", "gazette.example/feed"),
        ("gazette.example", "gazette.example"),
        ("https://ada:secret@www.gazette.example/feed", "gazette.example/feed"),
        ("ada:secret@gazette.example/@ada", "gazette.example/@ada"),
        (f"https://gazette.example/{'a' * 100}", f"gazette.example/{'a' * 64}"),
    ],
)
def test_an_address_in_short(address, said):
    assert short(address) == said
