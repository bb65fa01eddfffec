import dataclasses
import inspect
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

import bot
from bot.app.container import build_periodic_tasks
from bot.app.handlers import build_subscriptions
from bot.app.stores import LEFT_KEPT, DepartedWorkspaceCleaner, Stores
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


ATTRIBUTES = {field.name: field.type for field in dataclasses.fields(Stores)}
TABLES = {
    name: kind for name, kind in ATTRIBUTES.items() if getattr(kind, "__module__", "").startswith("bot.storage.tables.")
}


def of_stores(function: Callable[..., object]) -> set[str]:
    """The attributes of the stores that a step of building uses."""
    return set(re.findall(r"\bstores\.(\w+)", inspect.getsource(function)))


def test_every_table_whose_rows_expire_is_tidied_up():
    expiring = {name for name, kind in TABLES.items() if hasattr(kind, "delete_expired")}

    assert expiring - of_stores(build_periodic_tasks) == set()


def test_every_table_that_knows_whose_its_rows_are_is_asked_to_forget_them():
    owned = {name for name, kind in TABLES.items() if hasattr(kind, "delete_all")}

    assert owned - of_stores(build_subscriptions) == set()


def test_the_readme_says_of_every_table_how_long_it_keeps_what():
    readme = (Path(bot.__file__).parents[1] / "README.md").read_text("utf-8")
    section = readme.partition("\n## What it keeps")[2].partition("\n## ")[0]

    assert TABLES
    assert [name for name, kind in TABLES.items() if f"`{kind.__module__.replace('.', '/')}.py`" not in section] == []
