"""Faults strike as often as they were told to, and then no more."""

import time

import aiohttp
import pytest

NEWS = "C0NEWS0001"


async def post(driver):
    headers = {"Authorization": "Bearer xoxb-1"}
    body = {"channel": NEWS, "text": "x"}
    async with driver.session.post(f"{driver.server.api_url}chat.postMessage", json=body, headers=headers) as response:
        return response.status, await response.json(), response.headers


async def test_an_error_strikes_once(driver):
    await driver.press("faults", method="chat.postMessage", kind="error", error="fatal_error")
    assert (await post(driver))[1]["error"] == "fatal_error"
    assert (await post(driver))[1]["ok"]


async def test_a_status_and_a_rate_limit_strike_as_often_as_asked(driver):
    await driver.press("faults", method="chat.postMessage", kind="status", status=503, times=2)
    await driver.press("faults", method="*", kind="ratelimit", retry_after=7)
    assert [(await post(driver))[0] for _ in range(2)] == [503, 503]
    status, _, headers = await post(driver)
    assert (status, headers["Retry-After"]) == (429, "7")
    assert (await post(driver))[0] == 200


async def test_a_delay_only_delays(driver):
    await driver.press("faults", method="chat.postMessage", kind="delay", seconds=0.2)
    before = time.monotonic()
    assert (await post(driver))[1]["ok"]
    assert time.monotonic() - before >= 0.2


@pytest.mark.parametrize(("kind", "messages"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_lost_answer_leaves_open_whether_it_happened(driver, kind, messages):
    await driver.press("faults", method="chat.postMessage", kind=kind)
    with pytest.raises(aiohttp.ClientError):
        await post(driver)
    assert len(await driver.messages()) == messages


async def test_a_response_url_can_fail_too(driver):
    await driver.press("faults", method="response_url", kind="status", status=500)
    url = driver.server.slack.response_urls.issue(NEWS, "U0MARLOWE1")
    for status in (500, 200):
        async with driver.session.post(url, json={"text": "x"}) as response:
            assert response.status == status


async def test_all_faults_can_be_cleared(driver):
    await driver.press("faults", method="*", kind="error", times=99)
    assert (await driver.press("faults"))["faults"] == [{"method": "*", "kind": "error", "times": 99}]
    assert (await driver.press("faults", clear=True))["faults"] == []
    assert (await post(driver))[1]["ok"]


@pytest.mark.parametrize(
    "body", [{"method": "x", "kind": "gremlin"}, {"kind": "error"}, {"method": "x", "kind": "delay", "seconds": "long"}]
)
async def test_a_fault_that_does_not_exist_is_refused_in_words(driver, body):
    answer = await driver.press("faults", **body)
    assert not answer["ok"]
    assert answer["error"].endswith(".")
