"""Leases in the database, by its own clock."""

import pytest
import sqlalchemy as sa

from bot.storage.database.address import DatabaseAddress
from bot.storage.database.upgrade import upgrade
from bot.storage.schema import replica
from bot.storage.tables.leases import LeaseTable


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request, tmp_path):
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres").make_database()
    address = DatabaseAddress(url, tmp_path)
    upgrade(address)
    return address.open_sync()


@pytest.fixture
def leases(engine):
    table = LeaseTable(engine)
    yield table
    table.close()


def age(engine: sa.Engine, executor_id: str, seconds: float) -> None:
    with engine.begin() as connection:
        one = sa.update(replica).where(replica.c.executor_id == executor_id)
        connection.execute(one.values(beat_at=replica.c.beat_at - seconds))


def test_a_lease_is_renewed_until_it_is_ended(leases):
    leases.acquire("one.1", instead_of="one.")
    assert leases.renew("one.1")

    leases.end("one.1")

    assert not leases.renew("one.1")
    assert leases.list_alive() == frozenset()


def test_leases_that_were_not_renewed_end(leases, engine):
    leases.acquire("one.1", instead_of="one.")
    leases.acquire("two.1", instead_of="two.")
    age(engine, "two.1", 11)

    leases.end_older_than(10)

    assert leases.list_alive() == {"one.1"}


def test_a_renewed_lease_is_young_again(leases, engine):
    leases.acquire("one.1", instead_of="one.")
    age(engine, "one.1", 60)

    leases.renew("one.1")
    leases.end_older_than(10)

    assert leases.list_alive() == {"one.1"}


def test_a_name_has_one_lease(leases):
    leases.acquire("one.1", instead_of="one.")
    leases.acquire("one-more.1", instead_of="one-more.")

    leases.acquire("one.2", instead_of="one.")

    assert leases.list_alive() == {"one.2", "one-more.1"}
