"""The feed room against sites on this machine: real requests, real children, a real database."""

import datetime as dt
import importlib.util
import json
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app.feeds import Feeds, build_feeds
from bot.app.reading import make_reading
from bot.engine.workers.pool import WorkerPool
from bot.newsroom.feeds.model import Feed
from bot.newsroom.feeds.ports import FeedNotice
from bot.web.feeds.opml import write_opml
from bot.web.http.guarded_fetcher import GuardedFetcher
from tests.bot.fakes import FakeClock
from tests.bot.stores import open_stores_in
from tests.serving import serving

DAY = dt.date(2026, 11, 20)
EVENING = dt.datetime(2026, 11, 20, 20, tzinfo=dt.UTC)


@asynccontextmanager
async def open_room(origin: str, folder: Path, told: list[FeedNotice], clock: FakeClock) -> AsyncIterator[Feeds]:
    """A feed room with two children that may read one origin of this machine."""
    origins = frozenset({origin})

    async def notify(notice: FeedNotice) -> None:
        told.append(notice)

    async with (
        open_stores_in(folder, clock) as stores,
        GuardedFetcher(allowed_origins=origins, total_timeout_s=1) as fetcher,
        WorkerPool(count=1, cpu_s=2) as workers,
    ):
        yield build_feeds(stores, make_reading(fetcher, workers, allowed_origins=origins), notify)


@pytest.fixture
def world(shared: Path) -> Iterator[str]:
    """The news world of the measuring data; gives its origin."""
    spec = importlib.util.spec_from_file_location("news_world", shared / "feeds" / "news_world.py")
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its file to be closed
        pages, outlets = module.build(shared / "stories" / "dev" / "basil.jsonl", DAY, 8)
    with serving(module.serve(pages, outlets[0])) as origin:
        yield origin


async def lines(url: str) -> list[dict[str, Any]]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return [json.loads(line) for line in (await response.text()).splitlines()]


@pytest.mark.shared
async def test_the_news_world_is_polled_by_the_book(world: str, tmp_path: Path) -> None:
    told: list[FeedNotice] = []
    clock = FakeClock()
    clock.seconds = EVENING.timestamp()
    async with open_room(world, tmp_path, told, clock) as rig:
        found = [await rig.discovery.find_feeds(f"{world}/{outlet}/") for outlet in ("fox", "hpo", "nyt")]
        good = (found[0][0].url, f"{world}/hpo/feed.json", f"{world}/nyt/atom.xml", f"{world}/nyt/news-sitemap.xml")
        odd = {name: f"{world}/{name}/rss.xml" for name in ("old", "gone", "broken", "slow", "huge", "none")}
        await rig.stores.feeds.ensure_polled((*good, *odd.values()))

        assert await rig.polling.poll_due(EVENING) == 10
        gold = await lines(f"{world}/gold.jsonl")
        items = await rig.stores.items.list_seen_since(good, EVENING - dt.timedelta(minutes=1))
        wanted = {line["url"] for line in gold if line["day"] == str(DAY)}
        assert {item.url.removeprefix(world) for item in items} == wanted  # the older days only count as seen
        states = {name: await rig.stores.feeds.get(url) for name, url in odd.items()}
        for name in ("slow", "huge", "none"):
            state = states[name]
            assert state is not None
            assert (state.failures, state.is_gone) == (1, False), name
        assert states["gone"] is not None
        assert states["gone"].is_gone
        assert [notice.feed.url for notice in told] == [odd["gone"]]
        assert states["broken"] is not None
        assert states["broken"].failures == 0
        assert states["old"] is not None
        assert states["old"].moved_to == f"{world}/fox/rss.xml"

        before = len(await lines(f"{world}/log.jsonl"))
        later = EVENING + dt.timedelta(hours=1)
        await rig.polling.poll_due(later)
        again = (await lines(f"{world}/log.jsonl"))[before:]
        polled = {
            line["path"]: line["inm"] for line in again if not line["path"].startswith(("/slow", "/huge", "/none"))
        }
        assert all(polled[url.removeprefix(world)] for url in good)  # all conditional, so all 304
        assert await rig.stores.items.list_seen_since(good, EVENING) == ()


@pytest.mark.shared
async def test_a_busy_host_is_left_alone(world: str, tmp_path: Path) -> None:
    clock = FakeClock()
    async with open_room(world, tmp_path, [], clock) as rig:
        await rig.stores.feeds.ensure_polled((f"{world}/busy/rss.xml", f"{world}/fox/rss.xml"))
        for url in (f"{world}/busy/rss.xml", f"{world}/fox/rss.xml"):
            feed = await rig.stores.feeds.get(url)
            assert feed is not None
            moment = EVENING - dt.timedelta(hours=1 if "busy" in url else 0)
            await rig.stores.feeds.save(replace(feed, next_poll_at=moment))
        assert await rig.polling.poll_due(EVENING) == 1
        fox = await rig.stores.feeds.get(f"{world}/fox/rss.xml")
        assert fox is not None
        assert fox.next_poll_at == EVENING + dt.timedelta(minutes=15)


async def test_lists_of_feeds_are_read_in_a_child(tmp_path: Path) -> None:
    async with open_room("http://127.0.0.1:9", tmp_path, [], FakeClock()) as rig:
        found = await rig.reader.read_opml(
            write_opml([], "Empty").replace(
                b"<body />", b"<body><outline xmlUrl='https://gazette.example/rss' text='Gazette'/></body>"
            )
        )
    assert [(feed.url, feed.title) for feed in found] == [("https://gazette.example/rss", "Gazette")]


@pytest.mark.slow
async def test_a_feed_built_to_break_the_parser_ends_as_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.newsroom.feeds.ports import FeedResponse

    class Hostile:
        async def fetch_feed(self, url: str, *_: object) -> FeedResponse:
            if url.endswith("robots.txt"):
                return FeedResponse(url, body=b"")
            bomb = b"<rss><channel>" + b"<a:x xmlns:a='u'>" * 250_000
            return FeedResponse(url, body=bomb)

    async with open_room("http://127.0.0.1:9", tmp_path, [], FakeClock()) as rig:
        monkeypatch.setattr(rig.polling, "_fetcher", Hostile())
        monkeypatch.setattr(rig.polling._robots, "_fetcher", Hostile())
        after = await rig.polling.poll_now(Feed("https://gazette.example/rss"), EVENING)
    assert after.failures == 1
    assert after.error is not None
