"""Who may speak: only what Slack signed, lately, with headers that say one thing."""

import itertools

import pytest
from multidict import CIMultiDict

from tests.bot.slack.connection.http import EVENT, FORM, JSON, hearing, signed

pytestmark = pytest.mark.usefixtures("no_traceback")


@pytest.fixture
async def web():
    async with hearing() as (client, heard):
        yield client, heard


@pytest.mark.parametrize(
    "headers",
    [
        signed(EVENT, secret="other"),
        signed(EVENT, age_s=301),
        signed(EVENT) | {"X-Slack-Request-Timestamp": "abc"},
        signed(EVENT) | {"X-Slack-Request-Timestamp": "1.0"},
        signed(EVENT) | {"X-Slack-Request-Timestamp": "9" * 5000},
        signed(EVENT) | {"X-Slack-Signature": ""},
        {"Content-Type": "application/json"},
    ],
)
async def test_f26_a_bad_signature_is_refused_and_never_a_server_error(web, headers):
    client, heard = web

    answer = await client.post("/slack/events", data=EVENT, headers=headers)

    assert answer.status == 401
    assert heard == []


async def test_f26_a_body_that_is_not_utf8_is_refused(web):
    client, _ = web

    answer = await client.post("/slack/events", data=b"\xff\xfe{", headers=signed(EVENT))

    assert answer.status == 401


TWO = "X-Slack-Request-Timestamp", "X-Slack-Signature"


SECOND = ["abc", "", "1.5", "9" * 5000, "1", "٣", "-1", "1e9", "0x10", " 12"]


async def test_a06_a_signature_header_that_comes_twice_is_refused(web):
    client, heard = web
    answers = {}
    for second, name in itertools.product(SECOND, [*TWO, TWO[0].lower(), TWO[1].upper()]):
        headers = CIMultiDict(signed(EVENT))
        headers.add(name, second)
        for body in (EVENT, "not signed for this"):
            answer = await client.post("/slack/events", data=body, headers=headers)
            answers[name, second[:9], body[:9]] = answer.status

    assert {what: status for what, status in answers.items() if status != 401} == {}
    assert heard == []


async def test_a06_not_even_the_same_signature_may_come_twice(web):
    client, heard = web
    headers = CIMultiDict(signed(EVENT))
    headers.add(TWO[1], headers[TWO[1]])

    assert (await client.post("/slack/events", data=EVENT, headers=headers)).status == 401
    assert heard == []


@pytest.mark.parametrize("name", ["X-SLACK-signature", "x-slack-Request-TIMESTAMP"])
async def test_a06_the_spelling_of_a_headers_name_does_not_matter(web, name):
    client, heard = web
    headers = {name if key.casefold() == name.casefold() else key: value for key, value in signed(EVENT).items()}

    assert (await client.post("/slack/events", data=EVENT, headers=headers)).status == 200
    assert heard == ["hello"]


UNSIGNED = [
    ("not json", None),
    ("[" * 10_000, JSON),
    ("payload=[", FORM),
    ("{}", "application/json; charset=no-such"),
    ("payload=%ff", "text/plain;" * 500),
    ("", None),
]


async def test_a06_nothing_is_parsed_of_a_request_that_is_not_signed(web):
    client, _ = web
    for body, content_type in UNSIGNED:
        headers = {TWO[0]: "1", TWO[1]: "v0=0"} | ({"Content-Type": content_type} if content_type else {})

        assert (body, (await client.post("/slack/events", data=body, headers=headers)).status) == (body, 401)


@pytest.mark.parametrize("off_s", [360, -360])
async def test_f50_a_clock_that_is_six_minutes_off_is_named_in_the_log(web, log_lines, off_s):
    client, heard = web

    answer = await client.post("/slack/events", data=EVENT, headers=signed(EVENT, age_s=off_s))

    assert answer.status == 401
    assert heard == []
    (line,) = [line for line in log_lines if "clock is off" in line["event"]]
    assert line["off_s"] == pytest.approx(off_s, abs=5)


@pytest.mark.parametrize("how", [{}, {"age_s": 360, "secret": "other"}])
async def test_f50_neither_a_good_request_nor_a_forged_one_says_anything_about_the_clock(web, log_lines, how):
    client, _ = web

    await client.post("/slack/events", data=EVENT, headers=signed(EVENT, **how))

    assert not [line for line in log_lines if "clock" in line["event"]]
