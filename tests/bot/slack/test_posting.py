import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.errors import SlackError
from bot.slack.posting import Poster
from bot.slack.rendering.blocks import Message
from tests.bot.fakes import FakeClock, FakeResponse, FakeSlack

HELLO = Message("hello", (), key="job:0")


def refused(error: str, *, status: int = 200, headers: dict[str, str] | None = None) -> SlackApiError:
    return SlackApiError(error, FakeResponse({"ok": False, "error": error}, status, headers))


def poster(slack: FakeSlack, clock: FakeClock | None = None) -> tuple[Poster, FakeClock]:
    clock = clock or FakeClock()
    return Poster(slack, clock, sleep=clock.sleep), clock


async def test_messages_to_one_channel_go_out_a_second_apart_in_order():
    slack = FakeSlack()
    sender, clock = poster(slack)

    await sender.post_thread("C1", [Message("one"), Message("two"), Message("three")], thread_ts="1.0")

    assert [said["text"] for said in slack.said("chat.postMessage")] == ["one", "two", "three"]
    assert clock.slept == [1.0, 1.0]


async def test_another_channel_does_not_wait():
    sender, clock = poster(FakeSlack())

    await sender.post("C1", HELLO)
    await sender.post("C2", HELLO)

    assert clock.slept == []


async def test_no_previews_and_no_mrkdwn_tricks_are_asked_for():
    slack = FakeSlack()

    await poster(slack)[0].post("C1", HELLO, thread_ts="1.0")

    (said,) = slack.said("chat.postMessage")
    assert (said["unfurl_links"], said["unfurl_media"]) == (False, False)
    assert not {"link_names", "parse", "mrkdwn"} & said.keys()
    assert said["metadata"]["event_payload"] == {"key": "job:0"}


async def test_a_rate_limit_is_sat_out_as_long_as_slack_asks():
    slack = FakeSlack(failures=[refused("ratelimited", status=429, headers={"Retry-After": "30"})])
    sender, clock = poster(slack)

    await sender.post("C1", HELLO)

    assert clock.slept[0] == 30
    assert len(slack.posted) == 1


@pytest.mark.parametrize("value", ["abc", "", "0", "-5"])
async def test_a_nonsense_retry_after_is_one_second_and_no_hot_loop(value):
    slack = FakeSlack(failures=[refused("ratelimited", status=429, headers={"Retry-After": value})])
    sender, clock = poster(slack)

    await sender.post("C1", HELLO)

    assert clock.slept[0] == 1


async def test_a_day_long_retry_after_is_given_up():
    slack = FakeSlack(failures=[refused("ratelimited", status=429, headers={"Retry-After": "86400"})])

    with pytest.raises(SlackError, match="86400"):
        await poster(slack)[0].post("C1", HELLO)


async def test_a_lost_answer_is_looked_up_and_the_message_stands_once():
    slack = FakeSlack(failures=["lost"])

    ts = await poster(slack)[0].post("C1", HELLO, thread_ts="1.0")

    assert [said["ts"] for said in slack.posted] == [ts]
    assert len(slack.said("conversations.replies")) == 1


async def test_a_message_that_was_not_posted_after_all_is_sent_again():
    slack = FakeSlack(failures=[refused("", status=503)])

    await poster(slack)[0].post("C1", HELLO)

    assert len(slack.posted) == 1
    assert len(slack.said("chat.postMessage")) == 2


async def test_what_nobody_can_look_up_is_not_sent_twice():
    slack = FakeSlack(failures=["lost"])

    with pytest.raises(SlackError, match="not known"):
        await poster(slack)[0].post("C1", Message("no key"))

    assert len(slack.posted) == 1


async def test_a_connection_that_was_never_made_is_tried_again_without_a_look_up():
    unreachable = aiohttp.ClientConnectorError(connection_key=None, os_error=OSError(111, "refused"))
    slack = FakeSlack(failures=[unreachable])

    await poster(slack)[0].post("C1", HELLO)

    assert len(slack.posted) == 1
    assert slack.said("conversations.history") == []


@pytest.mark.parametrize("error", ["channel_not_found", "is_archived", "not_in_channel", "invalid_auth"])
async def test_a_refusal_is_final_and_named(error):
    slack = FakeSlack(failures=[refused(error)])

    with pytest.raises(SlackError, match=error):
        await poster(slack)[0].post("C1", HELLO)

    assert len(slack.said("chat.postMessage")) == 1


async def test_a_refused_reaction_does_not_matter():
    slack = FakeSlack(answers={})

    await poster(slack)[0].mark("C1", "1.0", add="eyes", remove="eyes")

    assert [name for name, _ in slack.transcript] == ["reactions.add", "reactions.remove"]
