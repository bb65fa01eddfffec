"""Leases: who is alive, who is taken for dead, and what a replica does that was."""

import pytest
import sqlalchemy as sa

from bot.engine.jobs import replicas as module
from bot.engine.jobs.replicas import Replicas
from bot.errors import ConfigError


class FakeLeases:
    """Leases by a clock that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.beats: dict[str, float] = {}
        self.is_reached = True

    def acquire(self, executor_id: str, *, instead_of: str) -> None:
        self.beats = {found: at for found, at in self.beats.items() if not found.startswith(instead_of)}
        self.beats[executor_id] = self.now

    def renew(self, executor_id: str) -> bool:
        if not self.is_reached:
            raise sa.exc.OperationalError("", {}, Exception())
        if executor_id in self.beats:
            self.beats[executor_id] = self.now
        return executor_id in self.beats

    def end(self, executor_id: str) -> None:
        self.beats.pop(executor_id, None)

    def end_older_than(self, seconds: float) -> None:
        self.beats = {found: at for found, at in self.beats.items() if at >= self.now - seconds}

    def list_alive(self) -> frozenset[str]:
        return frozenset(self.beats)

    def close(self) -> None:
        return


@pytest.fixture
def leases(monkeypatch):
    fake = FakeLeases()
    monkeypatch.setattr("bot.engine.jobs.replicas.time.monotonic", lambda: 1000.0 + fake.now)
    return fake


@pytest.fixture
def jobs(monkeypatch):
    """Who owns begun jobs; taking them up empties that."""
    begun: set[str] = set()
    taken: list[str] = []

    def recover(executors: tuple[str, ...]) -> int:
        taken.extend(executors)
        begun.difference_update(executors)
        return len(executors)

    monkeypatch.setattr(module, "owners", lambda: set(begun))
    monkeypatch.setattr(module, "recover", recover)
    return begun, taken


def beat(replica: Replicas, leases: FakeLeases, *, seconds: float) -> None:
    for _ in range(int(seconds / 2)):
        leases.now += 2
        assert replica.renew_lease()


def test_the_jobs_of_a_replica_that_stopped_beating_are_taken_up(leases, jobs):
    begun, taken = jobs
    one, two = Replicas(leases, "one"), Replicas(leases, "two")
    one.join()
    two.join()
    begun.add(two.executor_id)
    beat(one, leases, seconds=10)
    assert one.recover_dead() == ()

    beat(one, leases, seconds=4)

    assert one.recover_dead() == (two.executor_id,)
    assert taken == [two.executor_id]


@pytest.mark.usefixtures("jobs")
def test_a_replica_that_was_taken_for_dead_notices_at_its_next_beat(leases):
    one, two = Replicas(leases, "one"), Replicas(leases, "two")
    one.join()
    two.join()
    beat(one, leases, seconds=14)
    one.recover_dead()

    assert not two.renew_lease()


def test_a_restarted_replica_has_the_jobs_of_its_last_life_at_once(leases, jobs):
    begun, taken = jobs
    before, after = Replicas(leases, "one"), Replicas(leases, "one")
    before.join()
    begun.add(before.executor_id)

    after.join()
    after.renew_lease()
    after.recover_dead()

    assert taken == [before.executor_id]
    assert not before.renew_lease()


def test_names_that_begin_alike_are_not_one_name(leases):
    one, ten = Replicas(leases, "bot-1"), Replicas(leases, "bot-10")
    ten.join()
    one.join()

    assert ten.renew_lease()


def test_unnamed_replicas_never_share_a_name(leases):
    names = {Replicas(leases).executor_id.rpartition(".")[0] for _ in range(50)}

    assert len(names) == 50


def test_after_an_outage_of_the_database_nobody_is_buried_before_all_could_beat(leases, jobs):
    begun, taken = jobs
    one, two = Replicas(leases, "one"), Replicas(leases, "two")
    one.join()
    two.join()
    begun.add(two.executor_id)
    beat(one, leases, seconds=20)
    two.renew_lease()

    leases.now += 60  # nobody is reached
    assert one.renew_lease()
    assert one.recover_dead() == ()
    assert two.renew_lease()
    assert taken == []


@pytest.mark.usefixtures("jobs")
def test_a_replica_without_a_database_goes_on_and_one_without_a_lease_ends(leases):
    ends: list[str] = []
    one = Replicas(leases, "one", beat_s=0.01, end=lambda: ends.append("ended"))
    one.join()
    leases.is_reached = False
    one.watch()
    one._leaving.wait(0.05)
    assert not ends

    leases.beats.clear()
    leases.is_reached = True
    one._thread.join(2)
    one.leave()

    assert ends == ["ended"]


@pytest.mark.usefixtures("jobs")
def test_a10_when_the_database_is_reached_again_it_is_said_once_after_how_long(leases, log_lines):
    one = Replicas(leases, "one", beat_s=0.005)
    one.join()
    leases.is_reached = False
    one.watch()
    one._leaving.wait(0.05)
    leases.now += 34
    leases.is_reached = True
    one._leaving.wait(0.05)
    one.leave()

    (back,) = [line for line in log_lines if line["event"] == "the database is reached again"]
    assert (back["away_s"], back["lines_left_out"]) == (34.0, 0)


@pytest.mark.parametrize("name", ["a.b", "a b", "é", "x" * 101])
def test_a_name_that_could_be_mistaken_is_refused(leases, name):
    with pytest.raises(ConfigError, match="NUTGRAF_REPLICA"):
        Replicas(leases, name)
