"""Three simulated days of the news world, from its feeds by the real polling and editing to threads in the playground."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from bot.app.feeds import Feeds, build_feeds
from bot.app.handlers import Editions, build_editions
from bot.app.reading import make_reading
from bot.config import Settings
from bot.engine.schedules.edition_scheduler import EditionScheduler
from bot.engine.workers.pool import WorkerPool
from bot.newsroom.feeds.model import Feed
from bot.newsroom.feeds.ports import FeedNotice, FeedNoticeKind
from bot.newsroom.jobs.job import AnyJob, Job
from bot.newsroom.jobs.payloads import PublishEdition
from bot.newsroom.subscriptions.model import Subscription
from bot.newsroom.subscriptions.schedule import DAILY, LATE
from bot.playground.server import PlaygroundServer
from bot.slack.api.client import build_client
from bot.slack.api.files import SlackFiles
from bot.slack.api.web_api import SlackApi
from bot.slack.handlers.edition import edition_job
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.response_url import ResponseUrlSender
from bot.web.http.guarded_fetcher import GuardedFetcher
from tests.bot.fakes import FakeClock
from tests.bot.slack.gateways import make_gateway
from tests.bot.stores import open_stores_in
from tests.quality.world import Asked, World, serve_world

LAST_DAY = date(2026, 11, 20)
DAYS = tuple(LAST_DAY - timedelta(days=ago) for ago in (2, 1, 0))
START = datetime(2026, 11, 18, 3, tzinfo=UTC)
NEWS = "C0NEWS0001"
ODD = ("old", "gone", "busy", "slow", "broken", "huge")


@dataclass
class Bureau:
    """The bot's newsroom at work in the world: real tables, children and requests, a clock that is set.

    Attributes:
        told: what people should know of feeds.
        done: editions that were made, by their job's id.
    """

    world: World
    clock: FakeClock
    feeds: Feeds
    editions: Editions
    slack: PlaygroundServer
    session: aiohttp.ClientSession
    told: list[FeedNotice] = field(default_factory=list)
    done: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        stores = self.feeds.stores
        self.scheduler = EditionScheduler(
            subscriptions=stores.subscriptions,
            records=stores.editions,
            submit=self.submit,
            make_job=edition_job,
            clock=self.clock,
        )

    async def submit(self, job: AnyJob) -> bool:
        """The job engine's part: each job once, at once."""
        if job.id in self.done:
            return False
        self.done.add(job.id)
        assert isinstance(job.payload, PublishEdition)
        await self.editions.handler.handle(Job(job.id, job.payload, job.fingerprint))
        return True

    async def follow(self, feeds: tuple[str, ...], *, channel: str = NEWS) -> None:
        """Let a channel have a daily edition of these feeds at six in the evening."""
        wanted = Subscription(
            team_id="T1", channel=channel, owner="U1", feeds=feeds, at=time(18), weekdays=DAILY,
            zone="Europe/Berlin", created_at=self.clock.now(), max_stories=30,
        )  # fmt: skip
        await self.feeds.stores.subscriptions.save(wanted, by="U1", change="added")
        await self.feeds.stores.feeds.ensure_polled(feeds)

    async def work_until(self, moment: datetime, tick: timedelta) -> None:
        """Let the time pass, poll and make what is due."""
        while self.clock.now() < moment:
            self.world.go_on()
            while await self.feeds.polling.poll_due(self.clock.now()):
                pass
            await self.scheduler.schedule_due()
            self.clock.seconds += tick.total_seconds()

    async def messages(self) -> list[dict[str, Any]]:
        """What stands in the channel."""
        async with self.session.get(f"{self.slack.url}playground/messages", params={"channel": NEWS}) as answer:
            return list((await answer.json())["messages"])

    async def state_of(self, url: str) -> Feed:
        feed = await self.feeds.stores.feeds.get(url)
        assert feed is not None
        return feed


@asynccontextmanager
async def open_bureau(shared: Path, folder: Path, *, stories: int, fetch_s: float = 10) -> AsyncIterator[Bureau]:
    """A bureau that is closed at the end of the block; `fetch_s`: seconds a feed or page may take."""
    clock = FakeClock()
    clock.seconds = START.timestamp()
    settings = Settings(_env_file=None, data_dir=folder, slack_bot_token=SecretStr("xoxb-playground"))
    async with AsyncExitStack() as stack:
        world = stack.enter_context(serve_world(shared, last_day=LAST_DAY, stories=stories, clock=clock.now))
        stores = await stack.enter_async_context(open_stores_in(folder, clock))
        slack = PlaygroundServer(port=0, clock=clock, greet=False)
        await slack.start()
        stack.push_async_callback(slack.stop)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        origins = frozenset({world.origin})
        fetcher = await stack.enter_async_context(GuardedFetcher(allowed_origins=origins, total_timeout_s=fetch_s))
        workers = await stack.enter_async_context(WorkerPool(count=1, timeout_s=60, cpu_s=30, jobs_per_child=10_000))
        told: list[FeedNotice] = []

        async def notify(notice: FeedNotice) -> None:
            told.append(notice)

        reading = make_reading(fetcher, workers, allowed_origins=origins)
        feeds = build_feeds(stores, reading, notify)
        client = build_client(settings.model_copy(update={"slack_api_url": slack.api_url}), session)
        api = SlackApi(client, sleep=clock.sleep)
        gateway = make_gateway(
            api=api,
            sender=OutboxSender(api, stores.outbox, clock, sleep=clock.sleep),
            private=ResponseUrlSender(session, api, stores.outbox, api_url=slack.api_url),
            files=SlackFiles(session, token="xoxb-playground", api_url=slack.api_url),
            inbox=stores.inbox,
            outbox=stores.outbox,
            clock=clock,
        )
        editions = build_editions(stores, reading, gateway, feeds, late=LATE)
        bureau = Bureau(world, clock, feeds, editions, slack, session, told)
        yield bureau


def links(world: World, message: dict[str, Any]) -> set[str]:
    """The addresses of the world's articles that a message leads to."""
    return set(re.findall(re.escape(world.origin) + r"(/\w+/\d{4}/\d\d/\d\d/\w+\.html)", json.dumps(message["blocks"])))


def by_day(messages: list[dict[str, Any]]) -> dict[date, tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each day's parent and replies."""
    found = {}
    for parent in messages:
        if parent.get("thread_ts") in {None, parent["ts"]}:
            day = datetime.fromtimestamp(float(parent["ts"]), UTC).date()
            assert day not in found, "two editions of one day"
            found[day] = (parent, [m for m in messages if m.get("thread_ts") == parent["ts"] and m is not parent])
    return found


def gaps_h(asked: list[Asked]) -> list[float]:
    """The hours between requests."""
    moments = [request.at for request in asked]
    return [(after - before) / timedelta(hours=1) for before, after in pairwise(moments)]


async def follow_good(bureau: Bureau, *others: str) -> list[str]:
    """Follow leads, whole texts and bare headlines, the first found by its front page. Returns the paths of the good."""
    world = bureau.world
    world.go_on()
    (found, *_) = await bureau.feeds.discovery.find_feeds(f"{world.origin}/nyt/")
    good = [found.url, f"{world.origin}/fox/atom.xml", f"{world.origin}/hpo/feed.json"]
    world.log.clear()
    await bureau.follow((*good, *others))
    return [url.removeprefix(world.origin) for url in good]


def check_editions(world: World, messages: list[dict[str, Any]]) -> None:
    """Each day's parent and replies are that day's stories, each once, whole; the quiet fourth day has nothing."""
    editions = by_day(messages)
    assert tuple(sorted(editions)) == DAYS
    for day, (parent, replies) in editions.items():
        gold = world.stories(day)
        told = [{world.gold[link] for link in links(world, reply)} for reply in replies]
        assert all(len(stories) == 1 for stories in told), "a reply tells two stories"
        assert sorted(story for stories in told for story in stories) == sorted(gold)
        assert {world.gold[link] for link in links(world, parent)} == set(gold)
        assert len(links(world, parent)) == len(gold)
        assert all("and 2 other outlets" in json.dumps(reply["blocks"]) for reply in replies), "a story in parts"


def check_politeness(world: World, good: list[str]) -> None:
    """One request at a time; every feed asked for on condition, and nothing sent twice."""
    assert world.busiest == 1
    for path in good:
        first, second, *others = world.asked(path)
        assert (first.status, first.condition) == (200, None)
        assert (second.status, second.condition) == (304, first.etag)
        sent = [asked.etag for asked in (first, *others) if asked.status == 200]
        assert len(sent) == len(set(sent)), "the same feed sent twice"
        assert all(asked.condition for asked in others)


async def check_odd_feeds(bureau: Bureau, odd: dict[str, str]) -> None:
    """Each odd feed is treated by the policy; docs/design.md, "Feeds"."""
    world, state = bureau.world, {name: await bureau.state_of(url) for name, url in odd.items()}
    asked = {name: world.asked(url.removeprefix(world.origin)) for name, url in odd.items()}

    assert state["old"].polled_url == f"{world.origin}/fox/rss.xml"  # moved for good: followed after a day, told nobody
    assert timedelta(hours=24) <= asked["old"][-1].at - asked["old"][0].at <= timedelta(hours=26)
    assert [request.status for request in asked["gone"]] == [410]
    assert (state["broken"].failures, asked["broken"][-1].status) == (0, 304)
    for name in ("busy", "slow", "huge"):
        gaps = gaps_h(asked[name])
        assert state[name].failures == len(asked[name]) == 9, name
        assert all(before < after or after > 23 for before, after in pairwise(gaps)), name
        assert max(gaps) < 25, name
    assert all(request.condition is None for name in ("busy", "slow", "huge") for request in asked[name])
    for refused in asked["busy"]:  # its whole host is left alone for a while
        hour_quarter = refused.at + timedelta(minutes=15)
        assert not [
            one for one in world.log if refused.at < one.at < hour_quarter and one.path.endswith((".xml", ".json"))
        ]
    told = {notice.feed.url: notice.kind for notice in bureau.told}
    failing = {odd[name]: FeedNoticeKind.FAILING for name in ("busy", "slow", "huge")}
    assert told == {odd["gone"]: FeedNoticeKind.GONE, **failing}
    assert len(bureau.told) == len(told)


@pytest.mark.shared
async def test_each_day_has_its_stories_whole_and_none_twice(shared: Path, tmp_path: Path) -> None:
    """The machine is switched off at night, and polls every other hour."""
    async with open_bureau(shared, tmp_path, stories=9) as bureau:
        good = await follow_good(bureau)
        for day in range(4):
            bureau.clock.seconds = (START + timedelta(days=day)).timestamp()
            await bureau.work_until(START + timedelta(days=day, hours=15), timedelta(hours=2))

        check_editions(bureau.world, await bureau.messages())
        check_politeness(bureau.world, good)
        assert bureau.told == []


@pytest.mark.slow
@pytest.mark.shared
async def test_three_days_and_nights_with_every_odd_feed_through_the_playground(shared: Path, tmp_path: Path) -> None:
    async with open_bureau(shared, tmp_path, stories=9, fetch_s=1) as bureau:
        odd = {name: f"{bureau.world.origin}/{name}/rss.xml" for name in ODD}
        good = await follow_good(bureau, *odd.values())
        await bureau.work_until(START + timedelta(days=3, hours=15), timedelta(minutes=20))

        check_editions(bureau.world, await bureau.messages())
        check_politeness(bureau.world, good)
        await check_odd_feeds(bureau, odd)
