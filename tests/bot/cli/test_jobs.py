import asyncio
import json
import re
import sqlite3
import threading
from contextlib import closing

import pytest

from bot.clock import SystemClock
from bot.newsroom.jobs.inbox import InboxState
from bot.newsroom.jobs.keys import short_id
from bot.newsroom.jobs.outbox import OutboxMessage, OutboxState
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.upgrade import upgrade
from bot.storage.tables.inbox import InboxTable
from bot.storage.tables.outbox import OutboxTable
from tests.bot.jobs import mention_job

MESSAGE = "message:C1:5.0"
COMMAND = "command:7.1"


class Mail:
    """The database of a bot, as the bot would write it."""

    def __init__(self, address: DatabaseAddress) -> None:
        self.address = address
        upgrade(address)

    def do(self, work):
        async def run():
            engine = self.address.open()
            try:
                return await work(InboxTable(engine, SystemClock()), OutboxTable(engine, SystemClock()))
            finally:
                await engine.dispose()

        return asyncio.run(run())

    def put(self, job_id=MESSAGE, *, error=None, done=False):
        async def work(inbox, _):
            await inbox.add_job(mention_job(job_id))
            if error or done:
                await inbox.mark_finished(job_id, error=error)

        self.do(work)

    def lose(self, key=f"{MESSAGE}:0", job_id=MESSAGE):
        async def work(_, outbox):
            await outbox.add_messages([OutboxMessage(key, job_id, 0, "C1", "5.0", {"text": "x"})])
            await outbox.mark_sending(key)
            await outbox.mark_unknown(key, "could not be looked up: not_in_channel")

        self.do(work)

    def entry(self, job_id=MESSAGE):
        return self.do(lambda inbox, _: inbox.get(job_id))

    def outgoing(self, key=f"{MESSAGE}:0"):
        return self.do(lambda _, outbox: outbox.get(key))


@pytest.fixture
def mail(tmp_path) -> Mail:
    return Mail(DatabaseAddress("", tmp_path / "data"))


@pytest.mark.usefixtures("mail")
def test_nothing_to_list_is_said(nutgraf, tmp_path):
    done = nutgraf("jobs", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (0, "Nothing waits, nothing failed, nothing is unknown.\n")


def test_jobs_lists_waiting_failed_and_unknown_with_age_and_cause(nutgraf, mail, tmp_path):
    mail.put("message:C1:9.0", done=True)
    mail.put(error="chat.postMessage: \x1b[31mnot_in_channel")
    mail.put("message:C1:6.0")
    mail.lose()

    lines = nutgraf("jobs", cwd=tmp_path).stdout.splitlines()
    assert len(lines) == 3
    assert re.fullmatch(r"waiting +\d s +\w{10}  message:C1:6\.0", lines[0])
    assert re.fullmatch(
        rf"failed +\d s +{short_id(MESSAGE)}  {MESSAGE}  chat\.postMessage: \[31mnot_in_channel", lines[1]
    )
    assert re.fullmatch(
        rf"unknown +\d s +{short_id(MESSAGE)}  {MESSAGE}:0  could not be looked up: not_in_channel", lines[2]
    )


def test_jobs_for_programs_are_json_lines(nutgraf, mail, tmp_path):
    mail.put(error="not_in_channel")

    (line,) = map(json.loads, nutgraf("jobs", "--json", cwd=tmp_path).stdout.splitlines())
    assert line.pop("age_s") < 60
    assert line == {"id": MESSAGE, "ref": short_id(MESSAGE), "state": "failed", "cause": "not_in_channel"}


@pytest.mark.parametrize("name", [MESSAGE, short_id(MESSAGE), f"{MESSAGE}:0"])
def test_a_failed_job_waits_again_by_its_id_its_reference_or_one_of_its_messages(nutgraf, mail, tmp_path, name):
    async def skip(_, outbox):
        await outbox.add_messages([OutboxMessage(f"{MESSAGE}:0", MESSAGE, 0, "C1", "5.0", {"text": "x"})])
        await outbox.mark_refused(f"{MESSAGE}:0", "not_in_channel")

    mail.put(error="not_in_channel")
    mail.do(skip)

    done = nutgraf("jobs", "retry", name, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith(f"{MESSAGE} waits again.")
    assert (mail.entry().state, mail.entry().tries) == (InboxState.WAITING, 1)
    assert mail.outgoing().state is OutboxState.PENDING


def test_what_may_stand_in_slack_is_posted_again_only_by_an_option(nutgraf, mail, tmp_path):
    mail.put(error="could not be looked up")
    mail.lose()

    refused = nutgraf("jobs", "retry", MESSAGE, cwd=tmp_path)
    assert refused.returncode == 1
    assert "look in channel C1, thread 5.0. If it does not stand there, add --post-again." in refused.stderr
    assert (mail.entry().state, mail.outgoing().state) == (InboxState.FAILED, OutboxState.UNKNOWN)

    assert nutgraf("jobs", "retry", MESSAGE, "--post-again", cwd=tmp_path).returncode == 0
    assert (mail.entry().state, mail.outgoing().state) == (InboxState.WAITING, OutboxState.PENDING)


def test_a_private_answer_leads_to_its_job(nutgraf, mail, tmp_path):
    mail.put(COMMAND, error="x")
    mail.lose(f"{COMMAND}:0", f"{COMMAND}:0")

    refused = nutgraf("jobs", "retry", f"{COMMAND}:0", cwd=tmp_path)
    assert "Nobody can tell" in refused.stderr
    assert nutgraf("jobs", "retry", f"{COMMAND}:0", "--post-again", cwd=tmp_path).returncode == 0
    assert mail.entry(COMMAND).state is InboxState.WAITING


def test_what_cannot_be_tried_again_says_why(nutgraf, mail, tmp_path):
    mail.put("message:C1:6.0")
    mail.put("message:C1:7.0", done=True)
    mail.lose("message:C1:8.0:0", "message:C1:8.0")

    said = {
        name: nutgraf("jobs", "retry", name, cwd=tmp_path)
        for name in ("message:C1:6.0", "message:C1:7.0", "message:C1:8.0:0", "message:C1:9.0")
    }
    assert {done.returncode for done in said.values()} == {1}
    first, second, third, fourth = (done.stderr for done in said.values())
    assert "waits already" in first
    assert "what was asked is forgotten" in second
    assert "is forgotten" in third
    assert "There is no job message:C1:9.0" in fourth


def test_without_a_database_jobs_says_where_one_would_be(nutgraf, tmp_path):
    done = nutgraf("jobs", cwd=tmp_path)

    assert done.returncode == 2
    assert "data/nutgraf.sqlite3 is made at the first start" in done.stderr
    assert not (tmp_path / "data").exists()


def test_tables_of_an_earlier_version_are_left_to_the_bot(nutgraf, tmp_path):
    upgrade(DatabaseAddress("", tmp_path / "data"), "0001")

    done = nutgraf("jobs", cwd=tmp_path)
    assert done.returncode == 2
    assert "has tables 0001; the next start brings them up to date" in done.stderr


def test_jobs_works_on_postgresql(nutgraf, tmp_path, postgres):
    url = postgres.make_database()
    mail = Mail(DatabaseAddress(url, tmp_path))
    mail.put(error="not_in_channel")

    assert MESSAGE in nutgraf("jobs", cwd=tmp_path, NUTGRAF_DATABASE_URL=url).stdout
    assert nutgraf("jobs", "retry", MESSAGE, cwd=tmp_path, NUTGRAF_DATABASE_URL=url).returncode == 0
    assert mail.entry().state is InboxState.WAITING


def test_jobs_waits_for_a_bot_that_is_writing(nutgraf, mail, tmp_path):
    mail.put(error="not_in_channel")
    with closing(sqlite3.connect(mail.address.path, isolation_level=None, check_same_thread=False)) as bot:
        bot.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(1, bot.execute, ("COMMIT",))
        timer.start()
        done = nutgraf("jobs", "retry", MESSAGE, cwd=tmp_path)
        timer.join()

    assert done.returncode == 0
