from dataclasses import replace

import pytest

from bot.newsroom.requests.posted_digests import DigestRequester, PostedDigest, PostedDigestRepository
from bot.newsroom.requests.request import Request
from bot.storage.tables.posted_digests import KEPT_S, NOARCHIVE_KEPT_S, REQUESTER_KEPT_S, PostedDigestTable
from summarizer import digest, read_page, read_text
from tests.bot.fakes import STORY

PAGE = "<html><head><title>Pier</title>{}</head><body><article><h1>Pier</h1><p>{}</p></article></body></html>"


@pytest.fixture
def shown(database, clock) -> PostedDigestRepository:
    return PostedDigestTable(database, clock)


def answer(of=None, length="medium"):
    return PostedDigest(Request(), (of or digest(read_text(STORY), length=length),), "C1", "U1", "5.0", length)


def page(head=""):
    return digest(read_page(PAGE.format(head, STORY.replace("\n\n", "</p><p>")), "https://gazette.example/pier"))


async def test_an_answer_comes_back_value_for_value(shown):
    await shown.save("d1", answer())

    assert await shown.get("d1") == answer()
    assert await shown.get("d2") is None


async def test_an_answer_that_is_shown_differently_takes_the_old_ones_place(shown):
    await shown.save("d1", answer())
    await shown.save("d1", answer(length="short"))

    assert await shown.get("d1") == answer(length="short")


async def test_a_deleted_answer_is_gone(shown):
    await shown.save("d1", answer())
    await shown.delete("d1")

    assert await shown.get("d1") is None


async def test_an_answer_is_kept_for_a_day(shown, clock):
    await shown.save("d1", answer())
    await clock.sleep(KEPT_S - 1)
    assert await shown.get("d1")
    assert await shown.delete_expired() == 0
    await clock.sleep(2)

    assert await shown.get("d1") is None
    assert await shown.delete_expired() == 1


async def test_a_page_that_asks_not_to_be_kept_is_kept_for_an_hour(shown, clock):
    await shown.save("d1", answer(page('<meta name="robots" content="noarchive">')))
    await shown.save("d2", answer(page()))
    await clock.sleep(NOARCHIVE_KEPT_S + 1)

    assert await shown.get("d1") is None
    assert await shown.get("d2")


async def test_a11_who_asked_for_a_posted_digest_is_known_for_three_months(shown, clock):
    jobs = ("message:C1:5.0", "click:t1")
    brief = answer(page('<meta name="robots" content="noarchive">'))
    await shown.save("d1", replace(brief, job_ids=jobs[:1]))
    await shown.save("d1", replace(brief, job_ids=jobs))
    await clock.sleep(REQUESTER_KEPT_S - 1)
    assert await shown.delete_expired() == 1  # the text

    assert await shown.get("d1") is None
    assert await shown.get_requester("d1") == DigestRequester("U1", jobs)
    await clock.sleep(2)
    assert await shown.get_requester("d1") is None
    assert await shown.delete_expired() == 1


async def test_a11_of_digests_that_an_earlier_version_posted_the_requester_is_known_while_they_are(shown, clock):
    await shown.save("d1", answer())

    assert await shown.get_requester("d1") == DigestRequester("U1", ())
    await clock.sleep(KEPT_S + 1)
    assert await shown.get_requester("d1") is None


async def test_a11_a_deleted_answer_takes_its_requester_along(shown):
    await shown.save("d1", replace(answer(), job_ids=("message:C1:5.0",)))
    await shown.delete("d1")

    assert await shown.get_requester("d1") is None
