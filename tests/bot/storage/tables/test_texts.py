"""Texts that people wrote: forgotten after a week, or at once for a channel or a workspace; on both databases."""

import pytest
import sqlalchemy as sa

from bot.newsroom.installations import Installation
from bot.newsroom.jobs.inbox import InboxState
from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.outbox import OutboxMessage, OutboxState
from bot.newsroom.jobs.payloads import (
    AppUninstalled,
    ChannelChanged,
    ChannelEvent,
    JobPayload,
    PressButton,
    RunDigestCommand,
)
from bot.newsroom.ports import DigestOptions
from bot.newsroom.requester import Requester
from bot.newsroom.requests.posted_digests import PostedDigest
from bot.newsroom.requests.request import Request
from bot.storage.schema import answer, inbox, outbox, requester, shown
from bot.storage.tables.digest_cache import DigestCacheTable
from bot.storage.tables.inbox import InboxTable
from bot.storage.tables.installations import InstallationTable
from bot.storage.tables.outbox import OutboxTable
from bot.storage.tables.posted_digests import PostedDigestTable
from bot.storage.tables.texts import FORGOTTEN, KEPT_S, WAITED_TOO_LONG, TextTable
from summarizer import digest, read_text
from tests.bot.fakes import STORY
from tests.bot.jobs import mention_job

UNDER_WAY = {"message:C1:9:0", "message:C1:9:error:0"}


class Books:
    """The tables that hold texts."""

    def __init__(self, database, clock) -> None:
        self.database, self.clock = database, clock
        self.inbox, self.outbox = InboxTable(database, clock), OutboxTable(database, clock)
        self.shown, self.answers = PostedDigestTable(database, clock), DigestCacheTable(database, clock)
        self.texts = TextTable(database, clock)

    async def ask(
        self, job_id: str, payload: JobPayload | None = None, *, state: InboxState = InboxState.FAILED
    ) -> None:
        await self.inbox.add_job(Job(job_id, payload or mention_job(job_id).payload, "f" * 64))
        if state is not InboxState.WAITING:
            await self.inbox.mark_finished(job_id, error="it failed" if state is InboxState.FAILED else None)

    async def plan(self, key: str, channel: str, *, job_id: str | None = None) -> None:
        await self.outbox.add_messages(
            [OutboxMessage(key, job_id or key.rpartition(":")[0], 0, channel, None, {"text": "words"})]
        )

    async def show(self, digest_id: str, channel: str) -> None:
        value = PostedDigest(
            Request(), (digest(read_text(STORY)),), channel, "U1", "5.0", "medium", (f"message:{channel}:5.0",)
        )
        await self.shown.save(digest_id, value)

    async def with_text(self, table: sa.Table) -> set[str]:
        """The rows of a table that hold one, by id or key."""
        name = table.c.key if table is outbox else table.c.id
        async with self.database.connect() as connection:
            return set(await connection.scalars(sa.select(name).where(table.c.payload.is_not(None))))

    async def count(self, table: sa.Table) -> int:
        async with self.database.connect() as connection:
            return int((await connection.execute(sa.select(sa.func.count()).select_from(table))).scalar_one())


@pytest.fixture
def books(database, clock) -> Books:
    return Books(database, clock)


async def ask_and_wait(books: Books) -> None:
    """A request that waits."""
    await books.ask("message:C1:9", state=InboxState.WAITING)


async def lay_about(books: Books) -> None:
    """A message in each state, and two of the request that waits."""
    for name in ("pending", "attempting", "posted", "skipped", "unknown"):
        await books.plan(f"message:C1:{name}:0", "C1")
    await books.plan("message:C1:9:0", "C1")
    await books.plan("message:C1:9:error:0", "private:C1", job_id="message:C1:9:error:0")
    await books.outbox.mark_sending("message:C1:attempting:0")
    await books.outbox.mark_posted("message:C1:posted:0", "7.0")
    await books.outbox.mark_refused("message:C1:skipped:0", "not_in_channel")
    await books.outbox.mark_unknown("message:C1:unknown:0", "could not be looked up")


async def states(books: Books) -> dict[str, tuple[OutboxState, str | None]]:
    found = await books.outbox.list(*OutboxState)
    return {outgoing.key.split(":")[2]: (outgoing.state, outgoing.error) for outgoing in found}


async def test_messages_that_came_to_nothing_lose_their_texts_after_a_week_and_their_rows_stay(books):
    await lay_about(books)
    await books.clock.sleep(KEPT_S - 1)
    await ask_and_wait(books)
    assert await books.texts.delete_expired() == 0
    await books.clock.sleep(1)

    assert await books.texts.delete_expired() == 4
    assert await books.with_text(outbox) == UNDER_WAY  # under way: it is still to be posted
    assert await states(books) == {
        "9": (OutboxState.PENDING, None),
        "posted": (OutboxState.POSTED, None),
        "skipped": (OutboxState.SKIPPED, "not_in_channel"),
        "unknown": (OutboxState.UNKNOWN, "could not be looked up"),
        "pending": (OutboxState.SKIPPED, FORGOTTEN),  # never posted empty
        "attempting": (OutboxState.UNKNOWN, FORGOTTEN),
    }
    assert await books.texts.delete_expired() == 0


async def test_a_request_that_failed_or_waits_loses_its_text_after_a_week_and_no_sooner(books, log_lines):
    await books.ask("failed")
    await books.ask("waiting", state=InboxState.WAITING)
    await books.clock.sleep(KEPT_S - 1)
    await books.ask("new", state=InboxState.WAITING)
    assert await books.texts.delete_expired() == 0
    await books.clock.sleep(1)

    assert await books.texts.delete_expired() == 2
    assert await books.with_text(inbox) == {"new"}
    assert not await books.inbox.reopen("failed")
    waited = await books.inbox.get("waiting")
    assert (waited.state, waited.error) == (InboxState.FAILED, WAITED_TOO_LONG)
    assert [line["count"] for line in log_lines] == [1]  # nobody is answered any more: the operator reads it


async def test_a08_of_a_channel_that_is_forgotten_no_text_is_left_and_other_channels_keep_theirs(books):
    for channel in ("C1", "C2"):
        requester = Requester(channel, "U1")
        await books.ask(f"digest:{channel}", RunDigestCommand(requester=requester, text="filter +harbour"))
        await books.ask(f"place:{channel}", ChannelChanged(channel_id=channel, event=ChannelEvent.JOINED))
        click = PressButton(requester=requester, action="why", digest_id="d1", message_ts="5.0")
        await books.ask(f"click:{channel}", click)
        await books.show(f"shown-{channel}", channel)
        await books.plan(
            f"edition:T1:{channel}:2026-11-24:parent:0", channel, job_id=f"edition:T1:{channel}:2026-11-24"
        )
        await books.plan(f"notice:ab:T1:{channel}:owner:0", "D1", job_id=f"notice:ab:T1:{channel}")
        await books.plan(f"digest:x{channel}:0", f"private:{channel}")

    assert await books.texts.delete_all("T1", "C1") == 7
    assert await books.with_text(inbox) == {"digest:C2", "place:C2", "click:C2"}
    assert await books.with_text(shown) == {"shown-C2"}
    assert {key for key in await books.with_text(outbox) if "C1" in key} == set()
    assert len(await books.with_text(outbox)) == 3
    entry = await books.inbox.get("digest:C1")
    assert (entry.state, entry.error) == (InboxState.FAILED, FORGOTTEN)
    assert await books.shown.get_requester("shown-C1")  # ids alone: Delete goes on working


async def test_a08_what_waits_in_a_forgotten_channel_is_still_done(books):
    await ask_and_wait(books)
    await lay_about(books)

    await books.texts.delete_all("T1", "C1")
    assert await books.with_text(inbox) == {"message:C1:9"}
    assert await books.with_text(outbox) == UNDER_WAY


@pytest.mark.parametrize("team", ["T1", "E1"])
async def test_a08_of_a_workspace_that_is_left_every_text_goes_whoever_it_is_of(books, team):
    await InstallationTable(books.database, books.clock).mark_seen(Installation("T1", "B1", "UBOT", "E1"))
    await ask_and_wait(books)
    await lay_about(books)
    await books.inbox.add_job(Job("uninstalled:Ev1", AppUninstalled(team_id=team)))
    await books.ask("message:C1:5.0")
    await books.ask("message:C1:6.0", state=InboxState.DONE)
    await books.show("d1", "C1")
    await books.answers.save("https://gazette.example/pier", DigestOptions("medium"), digest(read_text(STORY)))

    assert await books.texts.delete_all(team) > 0
    assert await books.with_text(inbox) == {"uninstalled:Ev1"}  # which is about to do the rest
    assert [await books.count(table) for table in (outbox, shown, answer, requester)] == [0, 0, 0, 0]
    waited = await books.inbox.get("message:C1:9")
    assert (waited.state, waited.error) == (InboxState.FAILED, FORGOTTEN)
    assert {entry.fingerprint for entry in await books.inbox.list(InboxState.FAILED)} == {""}
    assert (await books.inbox.get("message:C1:6.0")).error is None  # it is done, and still counts as done
    assert await books.texts.delete_all(team) == 0


async def test_a08_another_workspace_that_leaves_takes_no_text_of_ours(books):
    await InstallationTable(books.database, books.clock).mark_seen(Installation("T1", "B1", "UBOT"))
    await books.ask("message:C1:5.0")

    assert await books.texts.delete_all("T7") == 0
    assert await books.with_text(inbox) == {"message:C1:5.0"}
