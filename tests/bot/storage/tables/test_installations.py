import pytest

from bot.newsroom.installations import Installation
from bot.storage.tables.installations import InstallationTable

ONE, TWO = Installation("T1", "B1", "U1"), Installation("T2", "B2", "U2", enterprise_id="E1")


@pytest.fixture
def installations(database, clock) -> InstallationTable:
    return InstallationTable(database, clock)


async def test_a_workspace_has_one_row_with_the_moment_we_saw_it_first(installations, clock):
    await installations.mark_seen(ONE)
    clock.seconds += 100
    await installations.mark_seen(Installation("T1", "B9", "U9"))

    (kept,) = await installations.list_all()
    assert (kept.bot_id, kept.bot_user_id, kept.installed_at) == ("B9", "U9", clock.seconds - 100)


async def test_f08_the_first_refusal_is_kept_with_its_reason_until_slack_lets_us_in_again(installations, clock):
    await installations.mark_seen(ONE)
    await installations.mark_seen(TWO)
    await installations.mark_dead("T1", "token_revoked")
    clock.seconds += 100
    await installations.mark_dead("T1", "invalid_auth")

    dead, alive = await installations.list_all()
    assert (dead.dead_since, dead.dead_why) == (clock.seconds - 100, "token_revoked")
    assert alive == Installation("T2", "B2", "U2", "E1", clock.seconds - 100)

    await installations.mark_seen(ONE)
    assert [one.dead_why for one in await installations.list_all()] == [None, None]


async def test_where_it_is_not_known_which_workspace_refuses_all_are_dead(installations):
    await installations.mark_seen(ONE)
    await installations.mark_seen(TWO)

    await installations.mark_dead(None, "invalid_auth")

    assert [one.dead_why for one in await installations.list_all()] == ["invalid_auth"] * 2
