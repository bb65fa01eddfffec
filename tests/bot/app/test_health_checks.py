"""What /readyz looks at."""

import shutil

import pytest

from bot.app.health_checks import WAITS_TOO_LONG_S, health_checks
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.file_watch import watch_file
from bot.storage.database.upgrade import upgrade
from bot.storage.tables.inbox import InboxTable
from tests.bot.fakes import FakeClock
from tests.bot.jobs import mention_job


class Ward:
    """A database and what the checks say of it."""

    def __init__(self, folder) -> None:
        self.address = DatabaseAddress("", folder)
        upgrade(self.address)
        self.watching = watch_file(self.address)
        self.watch = self.watching.__enter__()
        self.engine, self.clock = self.address.open(), FakeClock()
        self.inbox = InboxTable(self.engine, self.clock)
        self.refusal: str | None = None
        self.connections = 2

    async def wrong(self) -> dict[str, str]:
        checks = health_checks(
            address=self.address,
            watch=self.watch,
            inbox=self.inbox,
            refusal=lambda: self.refusal,
            connections=lambda: self.connections,
        )
        said = {name: await check() for name, check in checks.items()}
        return {name: reason for name, reason in said.items() if reason}


@pytest.fixture
async def ward(tmp_path):
    made = Ward(tmp_path)
    yield made
    await made.engine.dispose()
    made.watching.__exit__(None, None, None)


async def test_all_is_well(ward):
    assert await ward.wrong() == {}


async def test_f33_without_a_connection_to_slack_it_is_not_ready(ward):
    ward.connections = 0

    assert await ward.wrong() == {"slack": "not connected"}


@pytest.mark.parametrize("code", ["token_revoked", "org_login_required"])
async def test_f08_f17_a_workspace_that_refuses_us_is_shown(ward, code):
    ward.refusal = code

    assert await ward.wrong() == {"workspace": f"Slack refuses everything: {code}"}


async def test_f39_a_full_disk_is_shown(ward, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 4096))

    assert await ward.wrong() == {"database": "4,096 bytes are left on its disk"}


async def test_a_database_file_that_vanished_is_shown_in_a_plain_sentence(ward):
    ward.address.path.unlink()

    database = health_checks(
        address=ward.address, watch=ward.watch, inbox=ward.inbox, refusal=lambda: None, connections=lambda: 2
    )["database"]
    said = await database()
    assert said is not None
    assert said.endswith("nutgraf.sqlite3 is gone: removed or moved, or its folder is not mounted any more.")


async def test_requests_that_wait_for_long_are_shown(ward):
    await ward.inbox.add_job(mention_job())
    ward.clock.seconds += WAITS_TOO_LONG_S
    assert await ward.wrong() == {}
    ward.clock.seconds += 1

    assert await ward.wrong() == {"queue": "the oldest request waits since 901 s"}
    await ward.inbox.mark_finished("message:C1:1.0")
    assert await ward.wrong() == {}
