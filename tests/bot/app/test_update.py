"""An update: a database that version 0.1.0 wrote, killed with every kind of job under way, is finished by this version.

`version_1.sql` was dumped by the code of 37c2b83: jobs of each kind waiting, those that had begun as pending workflows of
the job engine, an answer and an edition posted by half. People and places are invented.
"""

import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app.feeds import build_feeds
from bot.app.handlers import build_handlers
from bot.app.reading import ReadingParts
from bot.app.stores import Stores, make_stores
from bot.config import Settings
from bot.engine.jobs.job_engine import JobEngine
from bot.errors import HTTPStatusError
from bot.newsroom.feeds.polling import ignore_notice
from bot.newsroom.jobs.inbox import InboxState
from bot.newsroom.jobs.outbox import OutboxState
from bot.newsroom.requests.errors import UnreadableFileError
from bot.slack.api.web_api import SlackApi
from bot.slack.handlers.dispatcher import JobDispatcher
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.parsing.old_payloads import read_old_payload
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.file_watch import watch_file
from bot.storage.database.upgrade import upgrade
from bot.storage.stored_payloads import PayloadReader
from tests.bot.fakes import STORY, FakeClock, FakeFetcher, FakeResponseUrl, FakeSlack, InlineReader
from tests.bot.newsroom.fakes import InlineStoryReader
from tests.bot.newsroom.sample_items import NOON
from tests.bot.slack.gateways import make_gateway
from tests.drills.test_stops import wait_until

DUMP = Path(__file__).with_name("version_1.sql")
PIER = "https://gazette.example/pier"
POSTED_BEFORE = {
    "message:C1:5.3:0",
    "edition:T1:C1:2026-11-24:parent:0",
    "edition:T1:C1:2026-11-24:reply:0",
}


class Reader(InlineReader, InlineStoryReader):
    """Reads pages, texts and stories in the test's own process."""


class Fetcher(FakeFetcher):
    """One page; no feeds."""

    async def fetch_feed(self, *_: Any, **__: Any) -> Any:
        raise HTTPStatusError(404)


class NoFiles:
    async def read(self, file: Any) -> bytes:
        raise UnreadableFileError(file.id)


@dataclass
class Updated:
    """The bot of this version on that database."""

    stores: Stores
    slack: FakeSlack
    private: FakeResponseUrl
    engine: JobEngine
    dispatcher: JobDispatcher
    waiting: tuple[str, ...]

    async def finish(self) -> None:
        await self.engine.start(self.dispatcher.dispatch)
        with closing(sqlite3.connect(str(self.stores.address.path))) as database:
            await wait_until(lambda: not _count_waiting(database), seconds=30)


def _count_waiting(database: sqlite3.Connection) -> int:
    return int(database.execute("SELECT count(*) FROM inbox WHERE state = 'waiting'").fetchone()[0])


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Updated]:
    address, clock = DatabaseAddress("", tmp_path), FakeClock()
    clock.seconds = NOON.timestamp() + 60
    with closing(sqlite3.connect(str(address.path))) as database:
        database.executescript(DUMP.read_text())
        waiting = tuple(name for (name,) in database.execute("SELECT id FROM inbox WHERE state = 'waiting'"))
    upgrade(address)
    with watch_file(address) as watch:
        database_, jobs = address.open(), address.open_sync()
        stores = make_stores(address, watch, database_, jobs, clock, payloads=PayloadReader(read_old_payload))
        slack, private = FakeSlack(), FakeResponseUrl()
        slack.answers |= {
            "conversations.open": {"ok": True, "channel": {"id": "D1"}},
            "conversations.members": {"ok": True, "members": ["U1", "U2"]},
            "conversations.info": {"ok": True, "channel": {"creator": "U1", "is_member": True}},
        }
        api = SlackApi(slack, sleep=clock.sleep)
        gateway = make_gateway(
            api=api,
            sender=OutboxSender(api, stores.outbox, clock, sleep=clock.sleep),
            private=private,
            files=NoFiles(),
            inbox=stores.inbox,
            outbox=stores.outbox,
            clock=clock,
        )
        nothing: Any = None
        fetcher: Any = Fetcher({PIER: STORY})
        reader: Any = Reader()
        reading = ReadingParts(fetcher, nothing, nothing, reader, reader, frozenset())
        feeds = build_feeds(stores, reading, ignore_notice)
        engine = JobEngine(inbox=stores.inbox, database=jobs, database_url=address.sync_url)
        settings = Settings(_env_file=None, data_dir=tmp_path)
        handlers = build_handlers(settings, stores, reading, gateway, feeds, engine=engine)
        dispatcher = JobDispatcher(
            inbox=stores.inbox, handlers=handlers, reporter=gateway.reporter, api=api, clock=clock
        )
        yield Updated(stores, slack, private, engine, dispatcher, waiting)
        await engine.stop(1)
        await database_.dispose()


async def test_every_job_of_the_version_before_is_finished_and_nothing_is_said_twice(bot: Updated) -> None:
    assert {name.partition(":")[0] for name in bot.waiting} == {
        "message", "edit", "deletion", "command", "click", "digest", "digest_form", "digest_preview", "opml", "home",
        "place", "uninstalled", "notice", "edition", "giving-up",
    }  # fmt: skip

    await bot.finish()

    ends = {name: await bot.stores.inbox.get(name) for name in bot.waiting}
    assert {name: (entry.state, entry.error) for name, entry in ends.items() if entry} == dict.fromkeys(
        bot.waiting, (InboxState.DONE, None)
    )
    keys = [said["metadata"]["event_payload"]["key"] for said in bot.slack.posted]
    assert Counter(keys).most_common(1)[0][1] == 1
    assert not set(keys) & POSTED_BEFORE
    assert {"message:C1:5.3:1", "edition:T1:C1:2026-11-24:reply:1"} <= set(keys)
    assert not [p for p in await bot.stores.outbox.list(*OutboxState) if p.state is not OutboxState.POSTED]


async def test_each_person_gets_what_they_asked_for(bot: Updated) -> None:
    await bot.finish()

    by_key = {said["metadata"]["event_payload"]["key"]: said for said in bot.slack.posted}
    assert "2 sentences" in by_key["message:C1:5.0:0"]["text"]  # "short", as it was asked for
    assert "Pier at Saltmouth reopens" in by_key["message:C1:5.1:0"]["text"]
    told_privately = [said["text"] for said in bot.slack.said("chat.postEphemeral")]
    assert [text for text in told_privately if "@nutgraf and a link, a file or text" in text]
    assert "I may not read files here" in by_key["opml:C1:5.4:error:0"]["text"]
    assert by_key["place:EvA:owner:0"]["text"].startswith("I have paused a digest: the channel is archived.")
    assert "I have not been able to read The Gazette" in by_key["notice:ab:T1:C1:owner:0"]["text"]
    private = Counter(message.text for _, message, _ in bot.private.sent)
    assert set(private.values()) == {1}
    assert [text for text in private if text.startswith("Pier at Saltmouth reopens")]
    assert [text for text in private if text.startswith("I tried several times and could not finish this.")]
    assert [text for text in private if "Nothing new in this channel's feeds" in text]
    assert bot.slack.said("views.publish")
    assert bot.slack.said("views.push")
    assert bot.slack.said("views.update")
    assert [each.channel for each in await bot.stores.subscriptions.list_all()] == ["C1", "C2", "C3"]
