from datetime import timedelta

import pytest

from bot.app.stores import LEFT_KEPT, DepartedWorkspaceCleaner
from bot.newsroom.installations import Installation
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.upgrade import upgrade
from bot.storage.tables.editions import EditionTable
from bot.storage.tables.installations import InstallationTable
from bot.storage.tables.subscriptions import SubscriptionTable
from tests.bot.fakes import FakeClock
from tests.bot.newsroom.sample_items import subscribe


@pytest.fixture
async def rig(tmp_path):
    """Three workspaces with a digest each, the first of which shut us out at the beginning."""
    address, clock = DatabaseAddress("", tmp_path), FakeClock()
    upgrade(address)
    database = address.open()
    subscriptions = SubscriptionTable(database, clock)
    rig = DepartedWorkspaceCleaner(
        InstallationTable(database, clock), subscriptions, EditionTable(database, clock), clock
    )
    for team in ("T1", "T2", "T3"):
        await rig.installations.mark_seen(Installation(team, "B1", "U1"))
        await subscriptions.save(subscribe(team_id=team), by="U1", change="set it up")
    await rig.installations.mark_dead("T1", "account_inactive")
    yield rig
    await database.dispose()


async def test_a_workspace_that_shut_us_out_is_forgotten_after_a_month_and_no_other(rig):
    rig.clock.seconds += timedelta(days=20).total_seconds()
    await rig.installations.mark_dead("T2", "token_revoked")
    assert await rig.delete_expired() == 0

    rig.clock.seconds += (LEFT_KEPT - timedelta(days=19)).total_seconds()

    assert await rig.delete_expired() == 2
    assert [each.team_id for each in await rig.subscriptions.list_all()] == ["T2", "T3"]
