"""Answers that were lost: the real client and a local Slack, whose clock, pace and limits are set; only time is made up."""

from collections.abc import Callable
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import UnknownOutcomeError
from bot.newsroom.jobs.outbox import OutboxState
from bot.playground.server import PlaygroundServer
from bot.slack.api.slack_clock import SlackClock
from bot.slack.api.web_api import SlackApi
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.recovery.lost_posts import GONE_BY_S, MAX_PAGES
from bot.slack.rendering.block_kit.blocks import Message
from tests.bot.fakes import FakeClock, FakeSlack, MemoryBoxes

NEWS, READER = "C0NEWS0001", "U0MARLOWE1"
HELLO = Message("hello")


class KilledError(BaseException):
    """The process ends here."""


class Town:
    """A local Slack, a bot that posts there, and the time of both."""

    def __init__(self, server: PlaygroundServer, session: aiohttp.ClientSession, clock: FakeClock) -> None:
        self.slack, self.session, self.clock = server.slack, session, clock
        self.url = server.api_url
        self.mail = MemoryBoxes(clock)
        self.late: list[tuple[float, Callable[[], object]]] = []
        self.dies = False
        self.calls: list[str] = []
        self.restart()

    def restart(self) -> None:
        """A new process."""
        self.dies = False
        client = AsyncWebClient("xoxb-1", base_url=self.url, session=self.session, retry_handlers=[])
        slack_clock = SlackClock(self.clock)
        api = SlackApi(client, slack_clock=slack_clock, sleep=self.sleep)
        self.sender = OutboxSender(api, self.mail, self.clock, slack_clock=slack_clock, sleep=self.sleep)

    async def sleep(self, seconds: float) -> None:
        if self.dies:
            raise KilledError
        until = self.clock.seconds + seconds
        for at, happen in [event for event in self.late if event[0] <= until]:
            self.clock.seconds = max(at, self.clock.seconds)
            happen()
        self.late = [event for event in self.late if event[0] > until]
        self.clock.slept.append(seconds)
        self.clock.seconds = until

    def break_next(self, kind: str = "drop_after", **more: object) -> None:
        self.slack.faults.add({"method": "chat.postMessage", "kind": kind, **more})

    def take_late(self, seconds: float, key: str = "job:0") -> None:
        """The next post breaks off, and Slack takes it so much later all the same."""
        self.break_next("drop_before")
        metadata = {"event_type": "nutgraf_message", "event_payload": {"key": key}}
        channel = self.slack.workspace.channels[NEWS]
        self.late.append((self.clock.seconds + seconds, lambda: self.slack.bot_posts(channel, "x", metadata=metadata)))

    def chat(self, count: int, thread_ts: str | None = None) -> str:
        """Other people talk; the time of their last message."""
        channel, people = self.slack.workspace.channels[NEWS], self.slack.workspace.users
        for number in range(count):
            said = self.slack.person_says(channel, people[READER], f"so they say, {number}", thread_ts)
        return said.ts

    async def send(self, thread_ts: str | None = None) -> tuple[str, ...]:
        await self.sender.enqueue("job", NEWS, (HELLO,), thread_ts=thread_ts)
        return await self.sender.send_all("job")

    async def send_and_die(self, thread_ts: str | None = None) -> None:
        """Slack takes a message, and the process ends before it knows."""
        self.break_next()
        self.dies = True
        with pytest.raises(KilledError):
            await self.send(thread_ts)
        self.restart()

    @property
    def standing(self) -> list[str]:
        return [message.ts for message in self.slack.workspace.timeline(NEWS) if message.by_bot]

    def state(self) -> OutboxState:
        return self.mail.all_outgoing["job:0"].state

    def asked(self) -> list[dict[str, Any]]:
        return [call["args"] for call in self.slack.log.calls if call["method"].startswith("conversations.")]


@pytest.fixture
async def town():
    clock = FakeClock()
    clock.seconds = 1_800_000_000.0
    server = PlaygroundServer(port=0, clock=clock, greet=False)
    await server.start()
    async with aiohttp.ClientSession() as session:
        yield Town(server, session, clock)
    await server.stop()


CLOCKS = pytest.mark.parametrize("ahead_s", [-3600.0, -300.0, -70.0, 70.0, 300.0, 3600.0])
PLACES = pytest.mark.parametrize("in_thread", [False, True])


@CLOCKS
@PLACES
async def test_a03_a_lost_answer_is_found_whatever_our_clock_says(town, ahead_s, in_thread):
    town.slack.clock.ahead_s = ahead_s
    town.break_next()

    (ts,) = await town.send(town.chat(1) if in_thread else None)

    assert town.standing == [ts]
    assert sum(town.clock.slept) == 2


@CLOCKS
@PLACES
async def test_a03_so_is_one_that_was_lost_with_the_process(town, ahead_s, in_thread):
    town.slack.clock.ahead_s = ahead_s
    await town.send_and_die(town.chat(1) if in_thread else None)
    town.clock.seconds += 20

    (ts,) = await town.sender.send_all("job")

    assert town.standing == [ts]


async def test_a03_our_clock_may_be_set_between_the_post_and_the_look(town):
    await town.send_and_die()
    town.clock.seconds += 7200  # the bot's, by which it was dark for two hours
    town.slack.clock.ahead_s -= 7190

    assert [*await town.sender.send_all("job")] == town.standing


@pytest.mark.parametrize("ahead_s", [-300.0, 300.0])
@PLACES
async def test_a03_a_row_of_an_earlier_version_holds_our_own_time(town, ahead_s, in_thread):
    town.slack.clock.ahead_s = ahead_s
    await town.send_and_die(town.chat(1) if in_thread else None)
    await town.mail.mark_sending("job:0", at=town.clock.seconds)

    assert [*await town.sender.send_all("job")] == town.standing


async def test_a03_in_a_thread_even_an_hour_of_such_a_clock_does_not_matter(town):
    town.slack.clock.ahead_s = -3600
    await town.send_and_die(town.chat(1))
    await town.mail.mark_sending("job:0", at=town.clock.seconds)

    assert [*await town.sender.send_all("job")] == town.standing


@pytest.mark.parametrize(("others", "objects"), [(230, None), (230, 15), (1000, None), (15, 15), (14, 15)])
@PLACES
async def test_a04_a_message_is_found_below_all_that_others_said_since(town, others, objects, in_thread):
    thread_ts = town.chat(1) if in_thread else None
    town.slack.limiter.history_objects = objects
    await town.send_and_die(thread_ts)
    town.chat(others, thread_ts)

    (ts,) = await town.sender.send_all("job")

    assert town.standing == [ts]


async def test_a04_one_call_a_minute_is_enough_where_few_others_talk(town):
    town.slack.limiter.history_objects, town.slack.limiter.history_per_minute = 15, 1
    await town.send_and_die()
    town.chat(40)

    (ts,) = await town.sender.send_all("job")

    assert town.standing == [ts]
    assert 120 <= sum(town.clock.slept) < 240  # Slack was not pressed


async def test_a04_after_a_night_the_minutes_around_the_post_are_read_first(town):
    town.slack.limiter.history_objects, town.slack.limiter.history_per_minute = 15, 1
    await town.send_and_die()
    town.chat(20)
    town.clock.seconds += 8 * 3600
    town.chat(2000)

    (ts,) = await town.sender.send_all("job")

    assert town.standing == [ts]


@pytest.mark.parametrize(
    ("others", "per_minute"), [(300, 1), (15 * MAX_PAGES + 1, None)], ids=["too slow", "too many pages"]
)
async def test_a04_what_cannot_be_read_to_its_end_is_unknown_and_never_posted_again(town, others, per_minute):
    town.slack.limiter.history_objects, town.slack.limiter.history_per_minute = 15, per_minute
    await town.send_and_die()
    town.chat(others)

    for _ in range(2):
        with pytest.raises(UnknownOutcomeError):
            await town.sender.send_all("job")

    assert len(town.standing) == 1
    assert town.state() is OutboxState.UNKNOWN


async def test_a04_more_without_a_way_to_it_is_not_the_end():
    slack, clock = FakeSlack(failures=["lost"]), FakeClock()
    slack.answers["conversations.history"] = {"ok": True, "messages": [], "has_more": True}
    sender = OutboxSender(SlackApi(slack, sleep=clock.sleep), MemoryBoxes(clock), clock, sleep=clock.sleep)
    await sender.enqueue("job", "C1", (HELLO,), thread_ts=None)

    with pytest.raises(UnknownOutcomeError):
        await sender.send_all("job")

    assert len(slack.posted) == 1


async def test_a_message_that_came_before_is_not_read(town):
    town.chat(1000)
    town.clock.seconds += 60
    town.break_next()

    await town.send()

    (asked,) = town.asked()
    assert 0 <= town.clock.seconds - float(asked["oldest"]) < 30


@pytest.mark.parametrize("seconds", [1, 5, 20, 45, GONE_BY_S - 1])
async def test_what_slack_takes_late_is_found_and_not_sent_again(town, seconds):
    town.take_late(seconds)

    (ts,) = await town.send()
    await town.sleep(300)

    assert town.standing == [ts]


@pytest.mark.parametrize("seconds", [20, 45, GONE_BY_S - 1])
async def test_so_it_is_after_a_crash_from_when_it_was_sent(town, seconds):
    town.take_late(seconds)
    town.dies = True
    with pytest.raises(KilledError):
        await town.send()
    town.restart()
    await town.sleep(10)

    (ts,) = await town.sender.send_all("job")
    await town.sleep(300)

    assert town.standing == [ts]


@pytest.mark.parametrize("late_s", [None, 20])
async def test_so_it_is_where_the_process_stood_still_between_writing_down_and_sending(town, late_s):
    write_down = town.mail.mark_sending

    async def stand_still(key: str, **when: float) -> None:
        await write_down(key, **when)
        town.clock.seconds += 200
        if late_s is None:
            town.break_next()
        else:
            town.take_late(late_s)

    town.mail.mark_sending = stand_still

    (ts,) = await town.send()
    await town.sleep(300)

    assert town.standing == [ts]


async def test_what_slack_never_took_is_sent_again_once_it_can_no_longer_come(town):
    town.break_next("drop_before")
    began = town.clock.seconds

    (ts,) = await town.send()

    assert town.standing == [ts]
    assert float(ts) - began >= GONE_BY_S


async def test_after_a_crash_that_is_counted_from_when_it_was_sent(town):
    town.break_next("drop_before")
    town.dies = True
    with pytest.raises(KilledError):
        await town.send()
    town.restart()
    await town.sleep(GONE_BY_S)
    began = town.clock.seconds

    (ts,) = await town.sender.send_all("job")

    assert town.standing == [ts]
    assert float(ts) - began < 1


async def test_a_restored_backup_finds_what_was_posted_hours_after_it_was_made(town):
    await town.sender.enqueue("job", NEWS, (HELLO,), thread_ts=None)
    await town.mail.mark_sending("job:0", at=town.clock.seconds)
    before = dict(town.mail.all_outgoing)
    town.clock.seconds += 7200
    town.chat(300)
    (ts,) = await town.sender.send_all("job")
    town.chat(300)
    town.clock.seconds += 86_400
    town.mail.all_outgoing = before
    town.restart()

    assert await town.sender.send_all("job") == (ts,)
    assert town.standing == [ts]


@pytest.mark.parametrize("error", ["missing_scope", "not_in_channel"])
async def test_what_slack_does_not_show_is_unknown_until_it_does(town, error):
    town.break_next()
    town.slack.faults.add({"method": "conversations.history", "kind": "error", "error": error})

    with pytest.raises(UnknownOutcomeError, match=f": {error}$"):
        await town.send()
    with pytest.raises(UnknownOutcomeError, match=f": {error}$"):
        await town.sender.send_all("job")
    assert len(town.standing) == 1

    await town.sender.reconsider("job")
    assert [*await town.sender.send_all("job")] == town.standing


async def test_a_look_that_fails_is_made_again_while_patience_lasts(town):
    town.break_next()
    town.slack.faults.add({"method": "conversations.history", "kind": "status", "times": 3})
    town.slack.faults.add({"method": "conversations.history", "kind": "ratelimit", "retry_after": 300})

    assert [*await town.send()] == town.standing


@pytest.mark.parametrize("error", ["internal_error", "fatal_error"])
async def test_a_failure_of_which_slack_says_that_part_may_have_succeeded_is_looked_up(town, error):
    town.break_next("error", error=error)

    (ts,) = await town.send()

    assert town.standing == [ts]
    assert town.asked()
