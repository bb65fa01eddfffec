"""A clock that differs, posts that are taken late, and channels that are shown a little at a time."""

import asyncio
from datetime import timedelta
from email.utils import parsedate_to_datetime

import aiohttp
import pytest

NEWS = "C0NEWS0001"
HEADERS = {"Authorization": "Bearer xoxb-1"}


async def date_of(driver, address: str) -> float:
    async with driver.session.post(address, json={"text": "x"}, headers=HEADERS) as answer:
        return parsedate_to_datetime(answer.headers["Date"]).timestamp()


@pytest.mark.parametrize("ahead_s", [300, -300.5, 0])
async def test_a03_messages_events_and_date_headers_go_by_slacks_own_clock(driver, clock, ahead_s):
    assert (await driver.press("clock", ahead_s=ahead_s)) == {"ok": True, "ahead_s": ahead_s}
    theirs = (clock.now() + timedelta(seconds=ahead_s)).timestamp()

    ts = await driver.say("@nutgraf hello")
    (event,) = await driver.events()
    url = driver.server.slack.response_urls.issue(NEWS, "U0MARLOWE1")

    assert float(ts) == pytest.approx(theirs, abs=0.01)
    assert event["ts"] == ts
    assert await date_of(driver, f"{driver.server.api_url}api.test") == int(theirs)
    assert await date_of(driver, f"{driver.server.api_url}chat.postMessage") == int(theirs)  # refused
    assert await date_of(driver, url) == int(theirs)
    assert (await driver.look("state"))["ahead_s"] == ahead_s


async def test_a03_a_clock_that_is_put_back_gives_no_time_twice(driver):
    await driver.press("clock", ahead_s=300)
    times = [await driver.say("one")]
    await driver.press("clock", ahead_s=0)
    times.append(await driver.say("two"))

    assert times == sorted(set(times))


@pytest.mark.parametrize("body", [{}, {"ahead_s": "5"}, {"ahead_s": None}, {"ahead_s": True}, {"ahead_s": 1e12}])
async def test_a_clock_takes_seconds_within_reason(driver, body):
    answer = await driver.press("clock", **body)

    assert not answer["ok"]
    assert "ahead_s is a number of seconds" in answer["error"]


@pytest.mark.parametrize("hold", [False, True])
async def test_a_post_can_be_taken_after_its_caller_has_given_up(driver, wait, hold):
    await driver.press("faults", method="chat.postMessage", kind="accept_late", seconds=0.15, hold=hold)
    address, body = f"{driver.server.api_url}chat.postMessage", {"channel": NEWS, "text": "x"}
    began = asyncio.get_running_loop().time()
    timeout = aiohttp.ClientTimeout(total=0.05)
    with pytest.raises(TimeoutError if hold else aiohttp.ClientError):
        await driver.session.post(address, json=body, headers=HEADERS, timeout=timeout)

    assert await driver.messages() == []
    assert [message["text"] for message in await wait(driver.messages)] == ["x"]
    assert asyncio.get_running_loop().time() - began >= 0.15
    (call,) = (await driver.look("log", method="chat.postMessage"))["calls"]
    assert call["answer"] == {"ok": False, "error": "fault:accept_late"}


@pytest.mark.parametrize("method", ["history", "replies"])
async def test_a04_a_channel_is_shown_a_few_messages_at_a_time(driver, method):
    ts = await driver.say("0")
    for number in range(1, 8):
        await driver.say(str(number), thread_ts=ts if method == "replies" else None)
    await driver.press("limits", history_objects=3)

    seen, cursor = [], ""
    while True:
        page = await driver.api(f"conversations.{method}", channel=NEWS, ts=ts, limit=200, cursor=cursor)
        assert len(page["messages"]) <= 3
        seen += [message["text"] for message in page["messages"]]
        if not page["has_more"]:
            break
        cursor = page["response_metadata"]["next_cursor"]

    assert sorted(seen) == list("01234567")
    await driver.press("limits", history_objects=None)
    assert not (await driver.api(f"conversations.{method}", channel=NEWS, ts=ts, limit=200))["has_more"]


async def test_a04_a_channel_is_shown_so_often_a_minute_each_method_by_itself(driver, clock):
    ts = await driver.say("0")
    told = await driver.press("limits", history_objects=15, history_per_minute=1)
    assert told == {"ok": True, "history_objects": 15, "history_per_minute": 1}
    assert (await driver.look("state"))["limits"] == {"history_objects": 15, "history_per_minute": 1}

    async def ask(method: str) -> bool:
        return bool((await driver.api(f"conversations.{method}", channel=NEWS, ts=ts))["ok"])

    assert [await ask("history"), await ask("history"), await ask("replies"), await ask("replies")] == [
        True,
        False,
        True,
        False,
    ]
    clock.move(60)
    assert await ask("history")


@pytest.mark.parametrize("body", [{"history_objects": 0}, {"history_per_minute": "1"}, {"history_objects": True}])
async def test_limits_are_numbers_from_one_on(driver, body):
    answer = await driver.press("limits", **body)

    assert not answer["ok"]
    assert "a number from 1 on" in answer["error"]
