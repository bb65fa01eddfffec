"""CPU and memory of polling 2,000 feeds for an hour, from a feed farm on this machine.

    python tests/benchmarks/bench_polling.py [--feeds 2000] [--changed 0.3]

The farm is a separate process: one address of 127.0.0.0/8 per feed, 30 entries each, ETags honoured. The clock is set:
round 0 is the first poll of all feeds; then an hour passes in minute ticks, in which each feed comes due twice; at each
poll a part of the feeds has a new entry (the rest return 304).
"""

import argparse
import asyncio
import hashlib
import multiprocessing
import resource
import tempfile
import time
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from aiohttp import web

from bot.app.feeds import Feeds, build_feeds
from bot.app.reading import make_reading
from bot.clock import SystemClock
from bot.engine.workers.pool import WorkerPool
from bot.newsroom.feeds.polling import ignore_notice
from bot.web.http.guarded_fetcher import GuardedFetcher
from tests.bot.stores import open_stores_in

START = datetime(2026, 11, 20, 6, tzinfo=UTC)
ENTRIES = 30
LEAD = "The council of Saltmouth will decide next month who pays for the pier, the harbour master said on Monday. " * 4


class Farm:
    """Feeds by host, with a new entry at some of the polls.

    Args:
        changed: the share of polls that find a new entry.
    """

    def __init__(self, changed: float) -> None:
        self._changed = changed
        self._polls: dict[str, int] = {}
        self._versions: dict[str, int] = {}
        self.statuses: dict[int, int] = {}

    async def answer(self, request: web.Request) -> web.Response:
        host = request.host.split(":")[0]
        if request.path != "/rss":
            return self._count(web.Response(status=404))
        poll = self._polls[host] = self._polls.get(host, -1) + 1
        chance = int(hashlib.sha256(f"{host}{poll}".encode()).hexdigest()[:4], 16) / 65_536
        version = self._versions.get(host, 0) + (1 if poll > 0 and chance < self._changed else 0)
        self._versions[host] = version
        etag = f'"{version}"'
        if request.headers.get("If-None-Match") == etag:
            return self._count(web.Response(status=304, headers={"ETag": etag}))
        return self._count(web.Response(body=feed(host, version), headers={"ETag": etag}, content_type="text/xml"))

    def _count(self, response: web.Response) -> web.Response:
        self.statuses[response.status] = self.statuses.get(response.status, 0) + 1
        return response


def feed(host: str, version: int) -> bytes:
    """Returns a feed whose newest entry depends on its version."""
    name = host.replace(".", "-")
    items = "".join(
        f"<item><title>Story {number} of {host}</title><link>https://gazette-{name}.example/{number}.html</link><guid>{host}-{number}"
        f"</guid><pubDate>Fri, 20 Nov 2026 0{number % 6}:00:00 GMT</pubDate><description>{LEAD}</description></item>"
        for number in range(version + ENTRIES, version, -1)
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{host}</title>{items}</channel></rss>".encode()


def serve(pipe: Connection, changed: float) -> None:
    """Run the farm until the pipe gets a message; then send the counts of its responses."""

    async def run() -> None:
        farm = Farm(changed)
        app = web.Application()
        app.router.add_get("/{path:.*}", farm.answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "0.0.0.0", 0, backlog=512)
        await site.start()
        pipe.send(runner.addresses[0][1])
        await asyncio.to_thread(pipe.recv)
        pipe.send(farm.statuses)
        await runner.cleanup()

    asyncio.run(run())


def cpu_s() -> tuple[float, float]:
    """Returns CPU seconds so far, of this process and of its ended children."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime, children.ru_utime + children.ru_stime


def memory_mb(pid: int | str = "self") -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() / 1_048_576


def size_mb(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.iterdir()) / 1e6


def child_cpu_s(pids: list[int]) -> float:
    files = [Path(f"/proc/{pid}/stat") for pid in pids]
    ticks = [file.read_text().rsplit(")", 1)[1].split() for file in files if file.exists()]
    return sum(int(stat[11]) + int(stat[12]) for stat in ticks) / 100


async def poll(room: Feeds, now: datetime) -> int:
    """Poll all feeds due at a time."""
    total = 0
    while count := await room.polling.poll_due(now):
        total += count
    return total


async def measure(port: int, feeds: int) -> None:
    hosts = [f"127.{1 + number // 62_500}.{number // 250 % 250}.{1 + number % 250}" for number in range(feeds)]
    origins = frozenset(f"http://{host}:{port}" for host in hosts)
    with tempfile.TemporaryDirectory() as folder:
        async with (
            open_stores_in(Path(folder), SystemClock()) as stores,
            GuardedFetcher(allowed_origins=origins) as fetcher,
            WorkerPool(count=1, jobs_per_child=100_000) as workers,
        ):
            pids = [child._process.pid for child in workers._children]
            room = build_feeds(stores, make_reading(fetcher, workers, allowed_origins=origins), ignore_notice)
            await stores.feeds.ensure_polled(tuple(f"{origin}/rss" for origin in origins))
            print(f"{'':28}{'polls':>8}{'wall s':>8}{'CPU s':>8}{'child':>8}{'MB':>7}")
            print(f"{'before':28}{'':32}{memory_mb():7.0f}")
            await report("first poll of all", room, pids, [START])
            minutes = [START + timedelta(minutes=minute) for minute in range(1, 67)]
            await report("an hour, minute by minute", room, pids, minutes)
            print(f"child {sum(memory_mb(pid) for pid in pids):.0f} MB")
        print(f"database {size_mb(Path(folder)):.0f} MB")


async def report(name: str, room: Feeds, pids: list[int], moments: list[datetime]) -> None:
    wall, (own, _), children = time.monotonic(), cpu_s(), child_cpu_s(pids)
    polls = 0
    for moment in moments:
        polls += await poll(room, moment)
    wall, own, children = time.monotonic() - wall, cpu_s()[0] - own, child_cpu_s(pids) - children
    print(f"{name:28}{polls:8}{wall:8.1f}{own:8.1f}{children:8.1f}{memory_mb():7.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--feeds", type=int, default=2000)
    parser.add_argument("--changed", type=float, default=0.3)
    arguments = parser.parse_args()
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    farm = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs, arguments.changed), daemon=True)
    farm.start()
    asyncio.run(measure(ours.recv(), arguments.feeds))
    ours.send("stop")
    print("answers", ours.recv())
    farm.join()


if __name__ == "__main__":
    main()
