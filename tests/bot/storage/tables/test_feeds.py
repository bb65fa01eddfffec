"""Feeds and items on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.newsroom.feeds.model import Feed, Item
from bot.storage.payload_codec import pack
from bot.storage.schema import feed as feed_table
from bot.storage.schema import item as item_table
from bot.storage.tables.feeds import FeedTable, ItemTable

FEED = "https://gazette.example/rss.xml"
OTHER = "https://herald.example/atom.xml"
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY_BEFORE = NOW - timedelta(hours=21)


@pytest.fixture
def feeds(database):
    return FeedTable(database)


@pytest.fixture
def items(database, clock):
    clock.seconds = NOW.timestamp()
    return ItemTable(database, clock)


def item(name, *, feed=FEED, seen_at=NOW, **values):
    url = f"https://gazette.example/2026/{name}.html"
    known = {"title": f"Story {name}", "summary": "Words.", "outlet": "Gazette", "published_at": NOW, "place": 0}
    return Item(key=f"key-{name}", feed_url=feed, seen_at=seen_at, **{"url": url, **known, **values})


async def test_a_wanted_feed_is_due_at_once_and_stands_there_once(feeds):
    await feeds.ensure_polled((FEED, OTHER, FEED))
    await feeds.ensure_polled((FEED,))
    assert {feed.url for feed in await feeds.list_due(NOW, 10)} == {FEED, OTHER}


async def test_what_is_known_of_a_feed_comes_back_as_it_was_saved(feeds):
    await feeds.ensure_polled((FEED,))
    known = Feed(
        FEED,
        title="Gazette – Ärger",
        etag='"a"',
        last_modified="Fri, 20 Nov 2026 08:00:00 GMT",
        next_poll_at=NOW,
        failures=2,
        failing_since=NOW - timedelta(days=1),
        moved_to=OTHER,
        moved_seen=1,
        moved_since=NOW,
        ttl_s=600.5,
        polled_at=NOW,
        error="No.",
        notified_at=NOW,
    )
    await feeds.save(known)
    assert await feeds.get(FEED) == known


async def test_several_feeds_come_back_in_the_order_asked_for_also_by_where_they_moved(feeds):
    await feeds.ensure_polled((FEED, OTHER))
    await feeds.save(Feed(OTHER, title="Herald", address="https://new.example/atom.xml"))

    known = await feeds.list_known((OTHER, "https://gone.example/", FEED, "https://new.example/atom.xml"))

    assert [feed.url if feed else None for feed in known] == [OTHER, None, FEED, OTHER]
    assert await feeds.list_known(()) == ()


async def test_what_an_earlier_version_stored_of_a_feed_is_read(feeds, database):
    await feeds.ensure_polled((FEED,))
    old = {"url": FEED, "title": "Gazette", "etag": '"1"', "polled_at": "2026-11-20T09:00:00Z"}
    async with database.begin() as connection:
        await connection.execute(sa.update(feed_table).values(payload=pack(old)))

    feed = await feeds.get(FEED)

    assert (feed.title, feed.etag, feed.read_at, feed.has_wrong_validators) == ("Gazette", '"1"', None, False)


async def test_the_longest_due_comes_first_and_what_is_not_due_or_gone_not_at_all(feeds):
    urls = tuple(f"https://{name}.example/" for name in "abcd")
    await feeds.ensure_polled(urls)
    for hours, url in zip((1, 2, -1, 3), urls, strict=True):
        await feeds.save(Feed(url, next_poll_at=NOW - timedelta(hours=hours), is_gone=url == urls[3]))
    assert [feed.url for feed in await feeds.list_due(NOW, 10)] == [urls[1], urls[0]]
    assert [feed.url for feed in await feeds.list_due(NOW, 1)] == [urls[1]]


async def test_wanting_a_feed_that_was_given_up_tries_it_anew(feeds):
    await feeds.ensure_polled((FEED,))
    await feeds.save(Feed(FEED, is_gone=True, failures=12, failing_since=NOW, etag='"a"', error="Gone."))
    await feeds.ensure_polled((FEED,))
    assert await feeds.list_due(NOW, 10) == (Feed(FEED, etag='"a"'),)


async def test_a_feed_that_moved_is_found_by_both_addresses_and_wanted_once(feeds, items):
    await feeds.ensure_polled((FEED,))
    await feeds.save(Feed(FEED, address=OTHER))
    await feeds.ensure_polled((OTHER,))
    found = await feeds.get(OTHER)
    assert found is not None
    assert (found.url, found.polled_url) == (FEED, OTHER)
    await items.add_all((item("pier"),))
    assert await items.list_seen_since((OTHER,), NOW - timedelta(hours=1)) == (item("pier"),)


async def test_feeds_that_nobody_wants_are_forgotten_and_not_saved_again(feeds):
    await feeds.ensure_polled((FEED, OTHER))
    assert await feeds.delete_unused([FEED]) == 1
    await feeds.save(Feed(OTHER))
    assert await feeds.get(OTHER) is None
    assert await feeds.get(FEED) is not None


async def test_a08_of_a_feed_that_nobody_wants_no_item_stays_and_none_comes_in_that_was_on_its_way(
    feeds, items, database
):
    await feeds.ensure_polled((FEED, OTHER))
    await items.add_all((item("pier"),))
    await items.add_all((item("mole", feed=OTHER),))
    assert await feeds.delete_unused([FEED]) == 1

    await items.add_all((item("late", feed=OTHER),), old=(item("later", feed=OTHER),))  # it was being fetched
    async with database.connect() as connection:
        assert list(await connection.scalars(sa.select(item_table.c.title))) == ["Story pier"]


async def test_a_long_address_is_kept(feeds):
    url = "https://gazette.example/" + "a" * 4000
    await feeds.ensure_polled((url,))
    assert (await feeds.list_due(NOW, 1))[0].url == url


async def test_news_comes_back_oldest_first_and_only_of_the_feeds_asked_for(feeds, items):
    await feeds.ensure_polled((FEED, OTHER))
    late = item("late", seen_at=NOW + timedelta(minutes=5), published_at=None, outlet=None)
    await items.add_all((late, item("pier", place=2), item("ferry", place=1)))
    await items.add_all((item("else", feed=OTHER),))
    found = await items.list_seen_since((FEED,), NOW - timedelta(seconds=1))
    assert found == (item("ferry", place=1), item("pier", place=2), late)
    assert await items.list_seen_since((FEED,), NOW) == (late,)
    assert await items.list_seen_since((), NOW - timedelta(days=1)) == ()


async def test_an_item_is_seen_no_sooner_than_it_is_kept(feeds, items, clock):
    await feeds.ensure_polled((FEED,))
    clock.seconds += 30  # the poll began half a minute ago
    await items.add_all((item("slow"),))
    assert await items.list_seen_since((FEED,), NOW + timedelta(seconds=29)) == (
        item("slow", seen_at=NOW + timedelta(seconds=30)),
    )


async def test_old_items_count_as_seen_and_are_no_news(feeds, items):
    await feeds.ensure_polled((FEED,))
    await items.add_all((), old=(item("pier"),))
    assert await items.filter_unseen((item("pier"), item("ferry"))) == (item("ferry"),)
    assert await items.list_seen_since((FEED,), NOW - timedelta(days=1)) == ()
    assert await items.list_background() == ("Story pier\nWords.",)


async def test_an_edit_changes_the_words_and_neither_the_moment_nor_whether_it_is_news(feeds, items):
    await feeds.ensure_polled((FEED,))
    await items.add_all((item("pier"),))
    edited = item("pier", title="Pier reopens (corrected)", seen_at=NOW + timedelta(hours=3))
    await items.add_all((), old=(edited,))
    assert await items.list_seen_since((FEED,), NOW - timedelta(days=1)) == (replace(edited, seen_at=NOW),)


async def test_an_item_with_another_key_is_known_by_its_link(feeds, items):
    await feeds.ensure_polled((FEED,))
    await items.add_all((item("pier"),))
    other = replace(item("pier"), key="new", url="http://www.gazette.example/2026/pier.html/")
    assert await items.filter_unseen((other,)) == ()
    assert await items.filter_unseen((replace(other, feed_url=OTHER),)) != ()


async def test_a_front_page_as_link_makes_no_two_items_one(feeds, items):
    await feeds.ensure_polled((FEED,))
    front = "https://gazette.example/"
    await items.add_all((replace(item("pier"), url=front),))
    assert len(await items.filter_unseen((replace(item("ferry"), url=front),))) == 1


async def test_an_item_is_forgotten_90_days_after_its_feed_showed_it_last(feeds, items, clock):
    await feeds.ensure_polled((FEED,))
    await items.add_all((item("pier"), item("ferry")))
    clock.seconds += 60 * 86_400
    await items.add_all((), old=(item("pier"),))
    clock.seconds += 31 * 86_400
    assert await items.delete_expired() == 1
    assert await items.filter_unseen((item("pier"), item("ferry"))) == (item("ferry"),)


async def test_five_hundred_items_are_kept_at_once(feeds, items):
    await feeds.ensure_polled((FEED,))
    many = tuple(item(str(number), place=number) for number in range(500))
    await items.add_all(many)
    assert await items.filter_unseen(many) == ()
    assert len(await items.list_seen_since((FEED,), NOW - timedelta(days=1))) == 500
    assert len(await items.list_background(limit=100)) == 100


@pytest.mark.parametrize("broken", ["\ud83d", "\0", "a\ude00\ud83db", "\ufffe\uffff\u2028"])
async def test_a07_one_impossible_character_costs_no_other_item_of_the_feed(feeds, items, broken):
    await feeds.ensure_polled((FEED,))
    words = {"title": f"Pier {broken} opens", "summary": broken, "outlet": f"Gazette{broken}"}
    odd = replace(item("pier", **words), key=f"key{broken}", url=f"https://gazette.example/{broken}")
    await items.add_all((item("ferry"), odd), old=(replace(item("school"), title=broken),))
    found = await items.list_seen_since((FEED,), NOW - timedelta(days=1))
    assert len(found) == 2
    assert all("\0" not in one.title and one.title.encode() for one in found)
    assert await items.list_background()


async def test_a07_a_feed_with_an_impossible_address_or_title_is_kept(feeds):
    url = "https://gazette.example/\ud83d\0"
    await feeds.ensure_polled((url, FEED))
    await feeds.save(Feed(url, title="Gazette \ud83d\0", error="No \ud83d."))
    assert (await feeds.get(url)) is not None
    assert len(await feeds.list_due(NOW, 10)) == 2


async def test_items_that_share_a_page_are_marked(feeds, items):
    await feeds.ensure_polled((FEED, OTHER))
    page = "https://met.example/warnings"
    gale = item("gale", url=f"{page}#gale", title="Gale")
    alone = (item("flood", url=page, title="Flood"), item("pier"))
    await items.add_all((gale, *alone), old=(item("front", url="https://met.example/"),))
    await items.add_all((item("gale", feed=OTHER, url=page, title="Gale, says another feed"),))
    found = await items.list_seen_since((FEED, OTHER), DAY_BEFORE)
    assert {(one.feed_url == OTHER, one.key): one.shares_page for one in found} == {
        (False, "key-gale"): True,
        (False, "key-flood"): True,
        (False, "key-pier"): False,
        (True, "key-gale"): False,
    }
    assert (await items.count(FEED), await items.count(OTHER)) == (4, 1)


async def test_the_same_warning_days_later_shares_its_page_and_a_new_id_alone_does_not(feeds, items):
    await feeds.ensure_polled((FEED,))
    await items.add_all((item("one"), item("two")), old=(replace(item("one"), key="new id"),))
    later = replace(item("two"), key="next", published_at=NOW + timedelta(days=3))
    await items.add_all((later,))
    found = await items.list_seen_since((FEED,), DAY_BEFORE)
    assert {one.key: one.shares_page for one in found} == {"key-one": False, "key-two": True, "next": True}


async def test_news_gets_the_link_that_its_feed_corrected_with_the_id(feeds, items):
    await feeds.ensure_polled((FEED,))
    await items.add_all((item("mloe", title="Mole breaks"), item("pier", title="Pier reopens")))
    corrected = item("mole", title="Mole breaks")
    await items.add_all((), old=(corrected, item("pier", title="Pier reopens")))
    namesake = item("jetty", title="Pier reopens")
    await items.add_all((), old=(corrected, item("pier", title="Pier reopens"), namesake))
    found = await items.list_seen_since((FEED,), DAY_BEFORE)
    assert {one.key: one.url for one in found} == {"key-mloe": corrected.url, "key-pier": item("pier").url}
