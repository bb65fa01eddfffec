import pytest
import sqlalchemy as sa

from bot.newsroom.ports import DigestOptions
from bot.storage.schema import answer
from bot.storage.tables.digest_cache import KEPT_S, DigestCacheTable
from summarizer import digest, read_text
from tests.bot.fakes import STORY

PIER = "gazette.example/pier"
MEDIUM, SHORT, BY_LEAD = DigestOptions(), DigestOptions("short"), DigestOptions("medium", "lead")
DIGEST = digest(read_text(STORY))


@pytest.fixture
def answers(database, clock) -> DigestCacheTable:
    return DigestCacheTable(database, clock)


async def test_a_digest_comes_back_value_for_value(answers):
    await answers.save(PIER, MEDIUM, DIGEST)

    assert await answers.get(PIER, MEDIUM) == DIGEST


async def test_another_article_another_length_another_method_or_another_version_is_another_answer(
    answers, database, clock
):
    await answers.save(PIER, MEDIUM, DIGEST)

    assert await answers.get("gazette.example/quay", MEDIUM) is None
    assert await answers.get(PIER, SHORT) is None
    assert await answers.get(PIER, BY_LEAD) is None
    assert await DigestCacheTable(database, clock, maker="99.0").get(PIER, MEDIUM) is None


async def test_after_an_hour_it_is_read_anew_and_the_old_one_makes_room(answers, database, clock):
    await answers.save(PIER, MEDIUM, DIGEST)
    clock.seconds += KEPT_S + 1

    assert await answers.get(PIER, MEDIUM) is None
    await answers.save(PIER, SHORT, DIGEST)
    async with database.connect() as connection:
        assert (await connection.execute(sa.select(sa.func.count()).select_from(answer))).scalar_one() == 1


async def test_the_night_forgets_what_has_expired(answers, clock):
    await answers.save(PIER, MEDIUM, DIGEST)
    assert await answers.delete_expired() == 0
    clock.seconds += KEPT_S + 1

    assert await answers.delete_expired() == 1


async def test_a_digest_is_packed(answers, database):
    await answers.save(PIER, MEDIUM, DIGEST)

    async with database.connect() as connection:
        packed = (await connection.execute(sa.select(answer.c.payload))).scalar_one()
    assert b"Saltmouth" not in packed
    assert len(packed) < len(STORY) * 2
