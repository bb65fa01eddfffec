"""Share: in a local Slack, with the real clients; what stands in the channel, and what the one who pressed reads."""

import json
from dataclasses import replace

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.newsroom.jobs.inbox import InboxState
from bot.newsroom.jobs.outbox import OutboxState
from bot.newsroom.jobs.payloads import PressButton
from bot.newsroom.requester import Requester
from bot.newsroom.requests.posted_digests import PostedDigest
from bot.newsroom.requests.request import Request
from bot.playground.server import PlaygroundServer
from bot.slack.api.slack_clock import SlackClock
from bot.slack.api.web_api import SlackApi
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.response_url import ResponseUrlSender
from bot.slack.parsing.payloads import parse_payload
from summarizer import Digest, digest, read_text
from tests.bot.fakes import STORY, FakeClock, MemoryBoxes
from tests.bot.slack.dispatching import build_dispatching

READER = "U0MARLOWE1"
NEWS, RANDOM = "C0NEWS0001", "C0RANDOM01"  # the bot is a member of the first
ONE = digest(read_text(STORY), length="medium")


def named(number: int, *, times: int = 1) -> Digest:
    """A digest of a story of its own; `times` as long."""
    article = replace(ONE.article, headline=f"Story number {number}")
    return replace(ONE, article=article, sentences=ONE.sentences * times)


class Room:
    """A desk, the local Slack it is connected to, and somebody with a private digest."""

    def __init__(self, server: PlaygroundServer, session: aiohttp.ClientSession) -> None:
        self.slack, self.session = server.slack, session
        self.url, self.clock = server.api_url, FakeClock()
        self.mail = MemoryBoxes(self.clock)
        self.restart()

    def restart(self) -> None:
        """A new process."""
        client = AsyncWebClient("xoxb-1", base_url=self.url, session=self.session, retry_handlers=[])
        slack_clock = SlackClock(self.clock)
        api = SlackApi(client, slack_clock=slack_clock, sleep=self.clock.sleep)
        sender = OutboxSender(api, self.mail, self.clock, slack_clock=slack_clock, sleep=self.clock.sleep)
        self.private = ResponseUrlSender(self.session, api, self.mail, api_url=self.url)
        self.parts = build_dispatching(api=api, sender=sender, private=self.private, mail=self.mail, clock=self.clock)
        self.dispatcher, self.intake = self.parts.dispatcher, self.parts.intake

    async def show(self, *digests: Digest, channel: str = NEWS) -> None:
        """Somebody is shown digests that only they see."""
        self.channel = self.slack.workspace.channels[channel]
        await self.mail.save("d1", PostedDigest(Request(), digests, channel, READER, None, "medium"))
        self.copy = self.slack.bot_posts(self.channel, "only you can see this", ephemeral_to=READER)

    async def press(self, times: int = 1) -> None:
        """Share is pressed, so often before the first press is done."""
        for _ in range(times):
            url = self.slack.response_urls.issue(self.channel.id, READER, message_ts=self.copy.ts)
            container = {"message_ts": self.copy.ts, "is_ephemeral": True}
            click = {"channel": {"id": self.channel.id}, "user": {"id": READER}, "container": container}
            action = {"action_id": "digest_share", "value": "d1"}
            body = {"type": "block_actions", "trigger_id": "t", "actions": [action], "response_url": url, **click}
            job = parse_payload(body)
            assert job is not None
            await self.intake.accept(job)
        await self.mail.run(self.dispatcher.dispatch)

    def fail(self, method: str, kind: str, **more: object) -> None:
        self.slack.faults.add({"method": method, "kind": kind, **more})

    def shared(self) -> list[int]:
        """How often each story's headline stands in the channel."""
        public = [json.dumps(message.blocks) for message in self.slack.workspace.timeline(self.channel.id)]
        return [sum(blocks.count(f'Story number {number}"') for blocks in public) for number in range(20)]

    @property
    def whispers(self) -> list[str]:
        timeline = self.slack.workspace.timeline(self.channel.id, ephemeral=True)
        return [message.text for message in timeline if message.ephemeral_to and message.ts != self.copy.ts]

    @property
    def is_copy_there(self) -> bool:
        return self.slack.workspace.find_message(self.channel.id, self.copy.ts) is not None

    def entries(self) -> list[InboxState]:
        return [entry.state for entry in self.mail.entries.values()]


def standing(*counts: int) -> list[int]:
    return [*counts, *[0] * (20 - len(counts))]


@pytest.fixture
async def rig():
    clock = FakeClock()
    server = PlaygroundServer(port=0, clock=clock, greet=False)
    await server.start()
    async with aiohttp.ClientSession() as session:
        made = Room(server, session)
        made.clock = made.mail.clock = clock
        made.restart()
        yield made
    await server.stop()


async def test_where_the_bot_is_a_member_each_digest_gets_a_thread(rig):
    await rig.show(named(0), named(1))

    await rig.press()

    assert rig.shared() == standing(1, 1)
    assert [message.is_reply for message in rig.slack.workspace.timeline(NEWS)] == [False, True, False, True]
    assert (rig.is_copy_there, rig.whispers) == (False, [])


async def test_share_guest_many_all_are_posted_in_few_messages(rig):
    await rig.show(named(0), named(1), named(2), channel=RANDOM)

    await rig.press()

    assert rig.shared() == standing(1, 1, 1)
    assert len(rig.slack.workspace.timeline(RANDOM)) == 1
    assert (rig.is_copy_there, rig.whispers) == (False, [])


async def test_share_guest_many_twenty_that_do_not_fit_are_shared_by_pressing_again(rig):
    await rig.show(*(named(number, times=2) for number in range(20)), channel=RANDOM)

    await rig.press()
    first = sum(rig.shared())
    assert rig.shared() == standing(*[1] * first)
    assert 8 <= first < 20
    assert rig.whispers == [
        f"{first} of 20 digests shared. {20 - first} not shared yet. Your copy stays here: press Share once more."
    ]
    assert rig.is_copy_there

    while rig.is_copy_there:
        await rig.press()
    assert rig.shared() == [1] * 20


async def test_a_digest_that_is_too_long_for_one_message_is_shared_whole(rig):
    await rig.show(named(0), named(1, times=12), named(2), channel=RANDOM)

    await rig.press()

    assert rig.shared() == standing(1, 1, 1)
    text = json.dumps([message.blocks for message in rig.slack.workspace.timeline(RANDOM)])
    assert text.count(ONE.sentences[0].text) == 14
    assert not rig.is_copy_there


@pytest.mark.parametrize("seconds_broken", ["drop_after", "status"])
async def test_guests_with_a_lost_answer_are_told_and_it_is_not_repeated(rig, seconds_broken):
    await rig.show(named(0), channel=RANDOM)
    rig.fail("response_url", seconds_broken)

    await rig.press()
    shared = rig.shared()
    await rig.press()

    assert rig.shared() == shared
    assert len(rig.whispers) == 2
    for said in rig.whispers:
        assert "I cannot tell whether the digest is shared" in said
        assert "It may already be posted, so look in the channel before you share again." in said
    assert rig.is_copy_there


async def test_share_unknown_outcome_stands_once_and_is_told(rig):
    await rig.show(named(0))
    rig.fail("chat.postMessage", "drop_after")
    rig.fail("conversations.history", "error", error="missing_scope", times=2)

    await rig.press()
    await rig.press()

    assert rig.shared() == standing(1)
    assert ["It may already be posted" in said for said in rig.whispers] == [True, True]
    assert rig.is_copy_there
    assert {
        call["method"] for call in rig.slack.log.calls if call["args"].get("response_type") == "in_channel"
    } == set()


async def test_a_look_up_that_says_not_in_channel_is_no_refusal_of_the_post(rig):
    await rig.show(named(0))
    rig.fail("chat.postMessage", "drop_after")
    rig.fail("conversations.history", "error", error="not_in_channel")

    await rig.press()

    assert rig.shared() == standing(1)
    assert "It may already be posted" in rig.whispers[0]


async def test_a_thread_that_was_begun_goes_on_as_it_was_though_the_copy_is_longer_now(rig):
    await rig.show(named(0))
    rig.fail("chat.postMessage", "delay", seconds=0)
    rig.fail("chat.postMessage", "error", error="is_archived")
    await rig.press()
    await rig.mail.save("d1", replace(rig.mail.kept["d1"], digests=(named(0, times=40),)))

    await rig.press()

    assert [message.is_reply for message in rig.slack.workspace.timeline(NEWS)] == [False, True]


async def test_where_no_threads_are_allowed_the_digest_is_shared_whole_in_one_message(rig):
    await rig.show(named(0))
    rig.fail("chat.postMessage", "delay", seconds=0)
    rig.fail("chat.postMessage", "error", error="restricted_action_non_threadable_channel", times=9)

    await rig.press()

    assert rig.shared() == standing(1)
    assert [message.is_reply for message in rig.slack.workspace.timeline(NEWS)] == [False]
    assert not rig.is_copy_there


async def test_share_unknown_outcome_is_found_once_slack_shows_it_and_the_thread_follows(rig):
    await rig.show(named(0))
    rig.fail("chat.postMessage", "drop_after")
    rig.fail("conversations.history", "error", error="missing_scope")

    await rig.press()
    await rig.press()

    assert rig.shared() == standing(1)
    assert len(rig.slack.workspace.timeline(NEWS)) == 2
    assert not rig.is_copy_there


async def test_the_others_are_shared_where_one_is_not_known(rig):
    await rig.show(named(0), named(1), named(2))
    rig.fail("chat.postMessage", "drop_after")
    rig.fail("conversations.history", "error", error="missing_scope")

    await rig.press()

    assert rig.shared() == standing(1, 1, 1)
    (said,) = rig.whispers
    assert said.startswith("2 of 3 digests shared. Of 1 I cannot tell")


@pytest.mark.parametrize(
    "error", ["is_archived", "msg_too_long", "ekm_access_denied", "no_permission", "missing_scope"]
)
async def test_other_refusals_do_not_lead_to_the_response_url(rig, error):
    await rig.show(named(0), named(1))
    rig.fail("chat.postMessage", "error", error=error, times=9)

    await rig.press()

    assert rig.shared() == standing()
    (said,) = rig.whispers
    assert said.startswith("0 of 2 digests shared. 2 not shared: ")
    assert rig.is_copy_there
    assert rig.entries() == [InboxState.FAILED]


async def test_pressing_again_after_a_failure_shares_what_is_not_shared(rig):
    await rig.show(named(0), named(1), named(2))
    for _ in range(3):  # parent and thread of the first, parent of the second
        rig.fail("chat.postMessage", "delay", seconds=0)
    rig.fail("chat.postMessage", "error", error="is_archived")

    await rig.press()
    assert rig.shared() == standing(1, 1)
    assert rig.whispers == [
        (
            "1 of 3 digests shared. 2 not shared: the channel is archived. One of these has only its first message in the "
            "channel. Your copy stays here: press Share once more."
        )
    ]

    await rig.press()
    assert rig.shared() == standing(1, 1, 1)
    assert [message.is_reply for message in rig.slack.workspace.timeline(NEWS)].count(True) == 3
    assert not rig.is_copy_there


@pytest.mark.parametrize(
    ("total", "said"),
    [
        (1, "I shared only the first message of the digest: the channel is archived."),
        (
            2,
            "0 of 2 digests shared. 2 not shared: the channel is archived. One of these has only its first message in the channel.",
        ),
    ],
)
async def test_a_digest_whose_thread_is_refused_is_told_of_as_shared_in_part_and_finished_when_pressed_again(
    rig, total, said
):
    await rig.show(*(named(number) for number in range(total)))
    rig.fail("chat.postMessage", "delay", seconds=0)
    rig.fail("chat.postMessage", "error", error="is_archived")

    await rig.press()
    assert rig.whispers == [f"{said} Your copy stays here: press Share once more."]

    await rig.press()
    assert rig.shared() == standing(*[1] * total)


async def test_a_bot_that_was_invited_meanwhile_does_not_repeat_what_it_shared_as_a_guest(rig):
    await rig.show(*(named(number, times=2) for number in range(20)), channel=RANDOM)
    await rig.press()
    rig.slack.join(rig.channel, READER)

    await rig.press()

    assert rig.shared() == [1] * 20
    assert not rig.is_copy_there


@pytest.mark.parametrize("channel", [NEWS, RANDOM])
async def test_pressing_twice_at_once_shares_once_and_says_nothing(rig, channel):
    await rig.show(named(0), channel=channel)

    await rig.press(times=2)
    await rig.press()

    assert rig.shared() == standing(1)
    assert rig.whispers == []


async def test_pressing_twice_at_once_after_a_failure_shares_once(rig):
    await rig.show(named(0))
    rig.fail("chat.postMessage", "error", error="is_archived")
    await rig.press()

    await rig.press(times=3)

    assert rig.shared() == standing(1)
    assert rig.entries() == [InboxState.FAILED, InboxState.DONE]


async def test_a_response_url_that_refuses_shares_nothing_and_is_told_in_another_way(rig):
    await rig.show(named(0), channel=RANDOM)
    rig.fail("response_url", "error", error="used_url")

    await rig.press()
    assert rig.shared() == standing()
    assert rig.whispers == [
        "I could not share the digest: Slack did not take it. Your copy stays here: press Share once more."
    ]

    await rig.press()
    assert rig.shared() == standing(1)


async def test_a_process_that_dies_while_it_posts_as_a_guest_does_not_post_again(rig):
    await rig.show(named(0), channel=RANDOM)
    await rig.press()
    for key, outgoing in rig.mail.all_outgoing.items():
        if ":guest:" in key:
            rig.mail.all_outgoing[key] = replace(outgoing, state=OutboxState.ATTEMPTING)
    await rig.show(named(0), channel=RANDOM)
    entry = rig.mail.entries["share:d1"]
    payload = PressButton(
        requester=Requester(RANDOM, READER),
        response_url=rig.slack.response_urls.issue(RANDOM, READER),
        action="share",
        digest_id="d1",
        message_ts="1.0",
        is_private=True,
    )
    rig.mail.entries["share:d1"] = replace(entry, state=InboxState.WAITING, payload=payload)
    rig.restart()

    await rig.mail.run(rig.dispatcher.dispatch)

    assert rig.shared() == standing(1)
    assert "I cannot tell whether the digest is shared" in rig.whispers[-1]
