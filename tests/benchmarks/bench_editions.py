"""CPU and requests of the editions of many channels that are due at one time, from a site on this machine.

    .venv/bin/python tests/benchmarks/bench_editions.py [--channels 20] [--feeds 25] [--items 400] [--overlap 1.0]

`PYTHONPATH=TREE` measures another tree. The items are headlines and texts of the measuring data; each has a page. All
channels follow the same feeds, or with --overlap 0.5 half of them and others of their own. Scheduled editions are built,
six at a time, and not posted.
"""

import argparse
import asyncio
import html
import json
import resource
import tempfile
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from aiohttp import web

from bot.app.handlers import build_editions
from bot.app.reading import make_reading
from bot.clock import SystemClock
from bot.engine.documents.document_reader import WARM_UP
from bot.engine.workers.pool import WorkerPool
from bot.newsroom.feeds.model import Item
from bot.newsroom.subscriptions.model import EditionKey, Subscription
from bot.web.http.guarded_fetcher import GuardedFetcher
from tests.bot.stores import open_stores_in

SHARED = Path(__file__).parents[2].parent / "shared" / "stories"
BACKGROUND = 5_000
AT_ONCE = 6


def read_rows(name: str) -> list[dict[str, Any]]:
    """Returns the rows of a set of the measuring data that have a headline and a text."""
    rows = [json.loads(line) for line in (SHARED / f"{name}.jsonl").open(encoding="utf-8")]
    return [row for row in rows if row["title"] and len(row["text"] or "") > 400]


class Site:
    """Pages of stories, and how often each was asked for."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self._rows = rows
        self.asked: Counter[str] = Counter()
        self.origin = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked[request.path] += 1
        number = request.path.rpartition("/")[2]
        if not number.isdigit():
            return web.Response(status=404)
        return web.Response(text=page(self._rows[int(number)]), content_type="text/html")


def page(row: dict[str, Any]) -> str:
    """Returns the page of a row: its text in paragraphs of three sentences."""
    sentences = row["text"].replace("\n", " ").split(". ")
    parts = [". ".join(sentences[start : start + 3]) for start in range(0, len(sentences), 3)]
    body = "".join(f"<p>{html.escape(part)}.</p>" for part in parts)
    title = html.escape(row["title"])
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"


def make_items(site: Site, rows: list[dict[str, Any]], feeds: list[str], now: datetime) -> list[Item]:
    """Returns an item for each row, dealt to the feeds in turn."""
    return [
        Item(
            key=f"{number:032d}",
            feed_url=feeds[number % len(feeds)],
            url=f"{site.origin}/story/{number}",
            title=row["title"],
            summary=row["text"][:400],
            outlet=f"Outlet {number % len(feeds)}",
            published_at=now - timedelta(minutes=number % 600),
            seen_at=now,
            place=number // len(feeds),
        )
        for number, row in enumerate(rows)
    ]


def make_background(feed: str, now: datetime) -> list[Item]:
    """Returns past items of another feed, whose words are counted."""
    rows = read_rows("history/background_clean")[:BACKGROUND]
    before = now - timedelta(days=20)
    return [
        Item(
            f"old-{number}",
            feed,
            f"https://old.example/{number}",
            row["title"],
            row["text"][:600],
            None,
            before,
            before,
        )
        for number, row in enumerate(rows)
    ]


def subscribe(channel: str, feeds: tuple[str, ...], now: datetime) -> Subscription:
    """Returns what a channel wants."""
    return Subscription("T1", channel, "U1", feeds, now.time(), frozenset(range(7)), "UTC", now)


def cpu_s(pids: list[int]) -> tuple[float, float]:
    """Returns CPU seconds so far: of this process, which has the site too, and of its worker processes."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    stats = [Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split() for pid in pids]
    return own.ru_utime + own.ru_stime, sum(int(stat[11]) + int(stat[12]) for stat in stats) / 100


async def measure(arguments: argparse.Namespace) -> None:
    """Print one line for the editions of all channels."""
    rows = read_rows("dev/allsides2021")[: arguments.items]
    site = Site(rows)
    app = web.Application()
    app.router.add_get("/{path:.*}", site.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    now = SystemClock().now()
    feeds = [f"https://paper-{number}.example/rss" for number in range(arguments.feeds)]
    with tempfile.TemporaryDirectory() as folder:
        async with (
            open_stores_in(Path(folder), SystemClock()) as stores,
            GuardedFetcher(allowed_origins=frozenset({site.origin})) as fetcher,
            WorkerPool(count=2, warm_up=WARM_UP, jobs_per_child=100_000) as workers,
        ):
            old = "https://old.example/rss"
            await stores.feeds.ensure_polled((*feeds, old))
            for feed in feeds:
                await stores.items.add_all(tuple(i for i in make_items(site, rows, feeds, now) if i.feed_url == feed))
            await stores.items.add_all(tuple(make_background(old, now)))
            reading = make_reading(fetcher, workers, allowed_origins=frozenset({site.origin}))
            gateway: Any = SimpleNamespace(
                api=None, sender=None, owners=None, private=None, notifier=None, commands=None, since_backup=None
            )
            unused: Any = SimpleNamespace(poll_new=None)
            editions = build_editions(stores, reading, gateway, unused, late=timedelta(hours=1))
            builder = editions.drafter._sources.builder
            common = round(arguments.overlap * len(feeds))
            at_once = asyncio.Semaphore(AT_ONCE)

            async def build(number: int) -> int:
                own = [feed for place, feed in enumerate(feeds[common:]) if place % arguments.channels == number]
                wanted = subscribe(f"C{number}", (*feeds[:common], *own), now)
                async with at_once:
                    edition = await builder.build(
                        wanted, EditionKey("T1", f"C{number}", now.date()), SystemClock().now()
                    )
                return len(edition.stories)

            pids = [child._process.pid for child in workers._children]
            (own, children), wall = cpu_s(pids), time.monotonic()
            counts = await asyncio.gather(*(build(number) for number in range(arguments.channels)))
            wall, after = time.monotonic() - wall, cpu_s(pids)
            print(
                f"{arguments.channels} channels, {len(feeds)} feeds, {len(rows)} items: {sum(counts)} stories, "
                f"{sum(site.asked.values())} requests for {len(site.asked)} addresses, {wall:.1f} s, "
                f"CPU {after[0] - own:.1f} s + {after[1] - children:.1f} s in worker processes",
                flush=True,
            )
    await runner.cleanup()


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--channels", type=int, default=20)
    parser.add_argument("--feeds", type=int, default=25)
    parser.add_argument("--items", type=int, default=400)
    parser.add_argument("--overlap", type=float, default=1.0)
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
