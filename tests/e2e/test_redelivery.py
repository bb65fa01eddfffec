"""Events that come again, messages that go away, answers that cannot be delivered: the whole bot against the playground."""

import asyncio

import pytest

from bot.slack.handlers.requests.message import _EDITED as ALREADY_ANSWERED
from bot.slack.outbound.progress_notice import READING
from tests.bot.fakes import STORY

pytestmark = pytest.mark.xdist_group("product")  # one bot is started for all of them, in one process

PRESS = "C0PRESS001"


async def event_of(playground, ts: str) -> str:
    """The id of the event that told of a message."""
    events = (await playground.get("log"))["events"]
    return next(str(event["event_id"]) for event in reversed(events) if event["ts"] == ts)


async def direct_channel(playground) -> str:
    state = await playground.get("state")
    return next(str(channel["id"]) for channel in state["channels"] if channel["kind"] == "im")


async def quiet(playground, seconds: float = 1.5) -> None:
    """Long enough for a second answer to appear, if there were one."""
    await asyncio.sleep(seconds)
    await playground.get("state")


async def test_f19_a_mention_and_a_direct_message_delivered_three_times_more_are_answered_once(playground):
    direct = await direct_channel(playground)
    places = {PRESS: f"@nutgraf {STORY}", direct: STORY}
    asked = {channel: await playground.say(text, channel=channel) for channel, text in places.items()}
    for ts in asked.values():
        await playground.post("redeliver", event_id=await event_of(playground, ts), times=3)  # while it is answered
    for channel, ts in asked.items():
        await playground.reply(ts, channel=channel)
        await playground.post("redeliver", event_id=await event_of(playground, ts), times=3)  # and afterwards

    await quiet(playground)

    for channel, ts in asked.items():
        assert len(await playground.replies(ts, channel=channel)) == 1


async def test_f21_redeliveries_out_of_order_are_answered_once_each(playground):
    asked = [await playground.say(f"@nutgraf {STORY}", channel=PRESS) for _ in range(3)]
    events = [await event_of(playground, ts) for ts in asked]
    for number in (2, 0, 1, 1, 2, 0):
        await playground.post("redeliver", event_id=events[number])

    for ts in asked:
        await playground.reply(ts, channel=PRESS)
    await quiet(playground)

    assert [len(await playground.replies(ts, channel=PRESS)) for ts in asked] == [1, 1, 1]


async def test_f22_a_mention_inside_a_direct_message_comes_as_two_events_and_is_answered_once(playground):
    direct = await direct_channel(playground)
    ts = await playground.say(STORY, channel=direct)
    event = {"type": "app_mention", "channel": direct, "user": "U0MARLOWE1", "ts": ts, "text": STORY}
    await playground.post("event", event=event)

    await playground.reply(ts, channel=direct)
    await quiet(playground)

    assert len(await playground.replies(ts, channel=direct)) == 1


async def explained(playground) -> bool:
    """Whether somebody reads, within ten seconds, that an edit starts no new digest."""
    for _ in range(100):
        if any(said["text"] == ALREADY_ANSWERED for said in await playground.messages(PRESS)):
            return True
        await asyncio.sleep(0.1)
    return False


async def test_f23_a_mention_that_gains_a_link_by_an_edit_is_answered_once(playground):
    link = (await playground.get("state"))["gazette"][1]
    ts = await playground.say(f"@nutgraf {STORY}", channel=PRESS)
    await playground.reply(ts, channel=PRESS)

    await playground.post("edit", channel=PRESS, ts=ts, text=f"@nutgraf {link}")
    await quiet(playground)

    assert await explained(playground)
    assert len(await playground.replies(ts, channel=PRESS)) == 1


async def test_f24_a_message_deleted_while_it_is_read_gets_no_answer_and_stops_nothing(playground):
    await playground.post("faults", method="reactions.add", kind="delay", seconds=1.5)
    ts = await playground.say(f"@nutgraf {STORY}", channel=PRESS)

    async def for_all():
        said = await playground.messages(PRESS)
        return [one["ts"] for one in said if not one.get("ephemeral") and one["text"] != READING]

    before = len(await for_all())
    await asyncio.sleep(0.3)
    await playground.post("delete", channel=PRESS, ts=ts)

    after = await playground.say(f"@nutgraf {STORY}", channel=PRESS)
    await playground.reply(after, channel=PRESS)
    await quiet(playground)

    assert await playground.replies(ts, channel=PRESS) == []
    assert len(await for_all()) == before + 1  # one message less, one asked and one answered


async def test_f25_another_bots_mention_is_not_answered(playground):
    ts = await playground.say("a message", channel=PRESS)
    text = f"<@U0NUTGRAF1> {STORY}"
    event = {"type": "app_mention", "channel": PRESS, "user": "U1", "bot_id": "B9", "ts": ts, "text": text}
    await playground.post("event", event=event)
    await quiet(playground)

    assert await playground.replies(ts, channel=PRESS) == []


async def test_f30_a_command_whose_response_url_has_expired_is_answered_all_the_same(playground):
    link = (await playground.get("state"))["gazette"][2]
    await playground.post("faults", method="response_url", kind="status", status=404, times=9)
    before = [said["ts"] for said in await playground.messages(PRESS)]

    await playground.post("command", channel=PRESS, command="/summarize", text=link)

    async def answer():
        said = [said for said in await playground.messages(PRESS) if said["ts"] not in before and said["bot"]]
        return [one for one in said if one["text"] != READING]

    (said,) = await playground.wait_for(answer)
    await playground.post("faults", clear=True)
    assert said["ephemeral"]
    assert "Only you can see this" in said["text"]


async def test_f36_a_mention_whose_acknowledgement_is_lost_is_answered_once(playground):
    ts = await playground.say(f"@nutgraf {STORY}", channel=PRESS)
    await playground.post("faults", socket="close")

    await playground.reply(ts, channel=PRESS)
    await quiet(playground)

    assert len(await playground.replies(ts, channel=PRESS)) == 1
