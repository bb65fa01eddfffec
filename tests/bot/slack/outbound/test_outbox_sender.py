import asyncio
import html
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.errors import SlackError, UnknownOutcomeError
from bot.newsroom.jobs.outbox import OutboxMessage, OutboxState
from bot.slack.api.web_api import SlackApi, WorkspaceClosedError, WorkspaceStatus
from bot.slack.outbound.outbox_sender import PATIENCE_S, OutboxSender
from bot.slack.outbound.recovery.lost_posts import GONE_BY_S
from bot.slack.outbound.recovery.since_backup import PostsSinceBackup
from bot.slack.rendering.block_kit.blocks import Message
from tests.bot.fakes import FakeClock, FakeResponse, FakeSlack, MemoryBoxes, not_reached

HELLO = Message("hello", ({"type": "divider"},))


NOTE = OutboxMessage("note", "job", 0, "C1", None, {"text": "Reading …", "blocks": []})


class ShutdownError(BaseException):
    """The process ends here."""


class ClosedWorkspace(WorkspaceStatus):
    """A workspace that `auth.test` says is closed."""

    def __init__(self) -> None:
        self.closed: str | None = None

    @property
    def refusal(self) -> str | None:
        return self.closed

    async def verify(self, api: SlackApi, code: str) -> None:
        assert api.refusal is None
        self.closed = code

    async def wait_until_open(self) -> None:
        raise AssertionError("nobody waits here")


class NothingSinceBackup(PostsSinceBackup):
    """Records what was looked for, and finds nothing."""

    def __init__(self) -> None:
        self.looked_for: list[tuple[str, str, str | None]] = []

    async def recognise(self, job_id: str, channel: str, thread_ts: str | None) -> bool:
        self.looked_for.append((job_id, channel, thread_ts))
        return False


class SlowSlack(FakeSlack):
    """A Slack that answers a post only when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = asyncio.Event()

    async def api_call(self, method: str, *, json: Any = None, params: Any = None, http_verb: str = "POST") -> Any:
        answer = await super().api_call(method, json=json, params=params, http_verb=http_verb)
        if method == "chat.postMessage":
            await self.may_answer.wait()
        return answer


def refused(error: str, *, status: int = 200, headers: dict[str, str] | None = None) -> SlackApiError:
    return SlackApiError(error, FakeResponse({"ok": False, "error": error}, status, headers))


class Post:
    """A poster with a fake Slack, and its outbox."""

    def __init__(
        self, *failures: object, slack: FakeSlack | None = None, workspace: ClosedWorkspace | None = None
    ) -> None:
        self.slack = slack or FakeSlack(failures=list(failures))
        self.clock = FakeClock()
        self.mail = MemoryBoxes(self.clock)
        self.api = SlackApi(self.slack, workspace=workspace, sleep=self.clock.sleep)
        self.restart()

    def restart(self) -> None:
        """A new process."""
        self.sender = OutboxSender(self.api, self.mail, self.clock, sleep=self.sleep)
        self.dies = False
        self.may_wake = asyncio.Event()
        self.may_wake.set()

    async def sleep(self, seconds: float) -> None:
        if self.dies:
            raise ShutdownError
        await self.clock.sleep(seconds)
        await self.may_wake.wait()

    async def send(self, *messages: Message, channel: str = "C1", job: str = "job", thread_ts: str | None = None):
        await self.sender.enqueue(job, channel, messages or (HELLO,), thread_ts=thread_ts)
        return await self.sender.send_all(job)

    def state(self, key: str = "job:0") -> OutboxState:
        return self.mail.all_outgoing[key].state


async def test_messages_to_one_channel_go_out_a_second_apart_in_order():
    post = Post()

    await post.send(Message("one"), Message("two"), Message("three"), thread_ts="1.0")

    assert [said["text"] for said in post.slack.said("chat.postMessage")] == ["one", "two", "three"]
    assert post.clock.slept == [1.0, 1.0]


async def test_another_channel_does_not_wait():
    post = Post()

    await post.send(channel="C1", job="a")
    await post.send(channel="C2", job="b")

    assert post.clock.slept == []


async def test_no_previews_and_no_mrkdwn_tricks_are_asked_for():
    post = Post()

    await post.send(thread_ts="1.0")

    (said,) = post.slack.said("chat.postMessage")
    assert (said["unfurl_links"], said["unfurl_media"]) == (False, False)
    assert not {"link_names", "parse", "mrkdwn"} & said.keys()
    assert said["metadata"]["event_payload"] == {"key": "job:0"}


async def test_a_message_to_a_channel_names_no_thread():
    post = Post()

    await post.send()

    assert "thread_ts" not in post.slack.posted[0]


@pytest.mark.parametrize("first", [refused("ratelimited", status=429, headers={"Retry-After": "30"})])
async def test_f01_a_rate_limit_is_sat_out_as_long_as_slack_asks(first):
    post = Post(first)

    await post.send()

    assert post.clock.slept[0] == 30
    assert len(post.slack.posted) == 1


async def test_f02_a_rate_limit_in_mid_thread_goes_on_at_the_unsent_part():
    post = Post(None, refused("ratelimited", status=429, headers={"Retry-After": "9"}))

    await post.send(Message("one"), Message("two"), thread_ts="1.0")

    assert [said["text"] for said in post.slack.posted] == ["one", "two"]


@pytest.mark.parametrize("value", ["abc", "", "0", "-5"])
async def test_f03_a_nonsense_retry_after_is_one_second_and_no_hot_loop(value):
    post = Post(refused("ratelimited", status=429, headers={"Retry-After": value}))

    await post.send()

    assert post.clock.slept[0] == 1


async def test_f03_a_day_long_retry_after_is_given_up():
    post = Post(refused("ratelimited", status=429, headers={"Retry-After": "86400"}))

    with pytest.raises(SlackError, match="ratelimited"):
        await post.send()


async def test_f04_ratelimited_in_the_body_is_a_rate_limit_too():
    post = Post(refused("ratelimited"))

    await post.send()

    assert len(post.slack.posted) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_f05_a_server_error_is_looked_up_then_sent_again(status):
    post = Post(refused("", status=status))

    await post.send()

    assert len(post.slack.posted) == 1
    assert post.slack.said("conversations.history")
    assert sum(post.clock.slept) >= GONE_BY_S


async def test_f06_a_lost_answer_is_looked_up_and_the_message_stands_once():
    post = Post("lost")

    (ts,) = await post.send(thread_ts="1.0")

    assert [said["ts"] for said in post.slack.posted] == [ts]
    assert len(post.slack.said("conversations.replies")) == 1


async def test_f07_a_connection_that_was_never_made_is_tried_again_without_a_look_up():
    post = Post(not_reached())

    await post.send()

    assert len(post.slack.posted) == 1
    assert post.slack.said("conversations.history") == []


async def test_a_slack_that_stays_away_is_given_up_after_patience_and_kept_for_the_operator():
    post = Post(*(not_reached() for _ in range(100)))

    with pytest.raises(SlackError, match="not posted within"):
        await post.send()

    assert sum(post.clock.slept) >= PATIENCE_S
    kept = post.mail.all_outgoing["job:0"]
    assert (kept.state, kept.error) == (OutboxState.SKIPPED, "patience ended")


async def test_f07_the_pauses_double_up_to_a_minute():
    post = Post(*(not_reached() for _ in range(8)))

    await post.send()

    assert post.clock.slept == [1, 2, 4, 8, 16, 32, 60, 60]


async def test_f05_so_do_those_after_each_look_up():
    post = Post(*(refused("", status=503) for _ in range(8)))
    began = post.clock.seconds

    await post.send()

    looking_s = 8 * GONE_BY_S
    assert post.clock.seconds - began - looking_s == 1 + 2 + 4 + 8 + 16 + 32 + 60 + 60


async def test_f45_what_is_left_of_a_wait_that_slack_asked_for_is_waited_by_the_next_process():
    post = Post(refused("ratelimited", status=429, headers={"Retry-After": "30"}))
    post.dies = True
    with pytest.raises(ShutdownError):
        await post.send()

    post.restart()
    post.clock.seconds += 12
    await post.sender.send_all("job")

    assert post.clock.slept == [18]


async def test_f08_in_a_workspace_that_is_closed_a_message_waits_as_it_is():
    post = Post(refused("account_inactive"), workspace=ClosedWorkspace())

    with pytest.raises(WorkspaceClosedError):
        await post.send()

    assert post.state() is OutboxState.PENDING


@pytest.mark.parametrize(
    "error",
    [
        "channel_not_found",  # F09
        "is_archived",  # F10
        "not_in_channel",  # F11
        "restricted_action",  # F12
        "missing_scope",  # F14
        "thread_not_found",  # F15
        "invalid_auth",  # F08
        "org_login_required",  # F17
    ],
)
async def test_f08_to_f17_a_refusal_is_final_and_named(error):
    post = Post(refused(error))

    with pytest.raises(SlackError, match=error):
        await post.send()

    assert len(post.slack.said("chat.postMessage")) == 1
    assert post.state() is OutboxState.SKIPPED
    assert post.mail.all_outgoing["job:0"].error == error


async def test_what_slack_refused_stays_refused_until_it_is_reconsidered():
    post = Post(refused("not_in_channel"))
    with pytest.raises(SlackError):
        await post.send()

    with pytest.raises(SlackError, match="not_in_channel"):
        await post.sender.send_all("job")
    assert len(post.slack.said("chat.postMessage")) == 1
    await post.sender.reconsider("job")
    await post.sender.send_all("job")

    assert len(post.slack.posted) == 1


async def test_what_was_never_posted_is_found_out_when_it_is_reconsidered_and_is_then_posted():
    post = Post(refused("", status=503))
    post.slack.answers["conversations.history"] = refused("missing_scope")
    with pytest.raises(UnknownOutcomeError):
        await post.send()

    del post.slack.answers["conversations.history"]
    await post.sender.reconsider("job")
    assert post.state() is OutboxState.PENDING
    await post.sender.send_all("job")

    assert len(post.slack.posted) == 1


async def test_what_still_nobody_can_look_up_stays_unknown_when_it_is_reconsidered():
    post = Post("lost")
    post.slack.answers["conversations.history"] = refused("missing_scope")
    with pytest.raises(UnknownOutcomeError):
        await post.send()

    await post.sender.reconsider("job")

    assert post.state() is OutboxState.UNKNOWN
    assert len(post.slack.posted) == 1


@pytest.mark.parametrize("error", ["msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format", "msg_too_long"])
async def test_f13_blocks_that_slack_will_not_have_become_plain_text_once(error):
    post = Post(refused(error))

    await post.send()

    assert post.slack.posted[0]["text"] == "hello"
    assert "blocks" not in post.slack.posted[0]


DIGEST = Message(
    "Pier reopens: 2 sentences, 1 quote.",
    (
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [{"type": "link", "url": "https://gazette.example/pier", "text": "Pier <reopens>"}],
                }
            ],
        },
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [
                        {"type": "rich_text_section", "elements": [{"type": "text", "text": "It opened & stayed."}]},
                        {"type": "rich_text_section", "elements": [{"type": "text", "text": "<!channel> it cost."}]},
                    ],
                }
            ],
        },
        {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": "“We"}]}]},
        {"type": "context", "elements": [{"type": "plain_text", "text": "2 min read"}]},
        {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Longer"}}]},
    ),
)


async def test_f13_the_plain_text_is_the_digest_itself_and_nothing_in_it_acts():
    post = Post(refused("invalid_blocks"))

    await post.send(DIGEST)

    (said,) = post.slack.posted
    assert said["text"].split("\n") == [
        "Pier &lt;reopens&gt;",
        "• It opened &amp; stayed.",
        "• &lt;!channel&gt; it cost.",
        "“We",
        "2 min read",
    ]
    assert "blocks" not in said


async def test_f13_plain_text_that_is_refused_too_is_not_tried_again():
    post = Post(refused("invalid_blocks"), refused("msg_too_long"), refused("msg_too_long"))

    with pytest.raises(SlackError, match="msg_too_long"):
        await post.send(DIGEST)

    assert len(post.slack.said("chat.postMessage")) == 2


@pytest.mark.parametrize("text", ["word " * 2000, "潮" * 2996 + "&&&", "<" * 3000])
async def test_f13_plain_text_is_cut_to_what_slack_takes_and_never_inside_an_entity(text):
    paragraph = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    post = Post(refused("msg_blocks_too_long"))

    await post.send(Message("long", ({"type": "rich_text", "elements": [paragraph]},)))

    said = post.slack.posted[0]["text"]
    assert len(said) <= 4000
    assert html.escape(html.unescape(said), quote=False) == said


async def test_f18_ok_without_a_ts_is_looked_up():
    post = Post("silent")

    await post.send()

    assert len(post.slack.posted) == 1


async def test_f45_what_was_attempted_before_a_crash_is_looked_up_first():
    post = Post()
    await post.send()
    await post.mail.mark_sending("job:0")

    (ts,) = await post.sender.send_all("job")

    assert [said["ts"] for said in post.slack.posted] == [ts]


async def test_what_nobody_can_look_up_stays_unknown_and_is_never_sent_again():
    post = Post("lost")
    post.slack.answers["conversations.history"] = refused("missing_scope")

    with pytest.raises(UnknownOutcomeError):
        await post.send()
    with pytest.raises(UnknownOutcomeError, match="unknown"):
        await post.sender.send_all("job")

    assert len(post.slack.posted) == 1
    assert post.state() is OutboxState.UNKNOWN


async def test_a_message_that_stands_is_not_posted_again():
    post = Post()

    assert await post.send() == await post.sender.send_all("job")
    assert len(post.slack.posted) == 1


async def test_where_slack_does_not_tell_its_time_the_look_up_reaches_ten_minutes_back():
    post = Post("lost")

    await post.send()

    (asked,) = post.slack.said("conversations.history")
    assert 600 < post.clock.now().timestamp() - float(asked["oldest"]) < 610


async def test_a_refused_reaction_does_not_matter():
    post = Post()

    await SlackApi(post.slack, sleep=post.clock.sleep).set_reaction("C1", "1.0", add="eyes", remove="eyes")

    assert [name for name, _ in post.slack.transcript] == ["reactions.add", "reactions.remove"]


async def test_a_job_that_two_do_at_once_is_posted_once():
    slack = SlowSlack()
    post = Post(slack=slack)
    await post.sender.enqueue("job", "C1", (Message("one"), Message("two")), thread_ts=None)
    both = [asyncio.create_task(post.sender.send_all("job")) for _ in range(2)]
    await settle()

    slack.may_answer.set()
    first, second = await asyncio.gather(*both)

    assert [said["text"] for said in post.slack.posted] == ["one", "two"]
    assert first == second == tuple(said["ts"] for said in post.slack.posted)


async def test_a_job_knows_its_messages_by_their_prefix():
    post = Post()
    await post.sender.enqueue("job", "C1", (HELLO,), thread_ts=None)

    assert await post.sender.is_enqueued("job")
    assert not await post.sender.is_enqueued("job", prefix="back:")
    await post.sender.enqueue("job", "C1", (HELLO,), thread_ts=None, prefix="back:")
    assert await post.sender.is_enqueued("job", prefix="back:")
    await post.sender.send_all("job", prefix="back:")
    assert not await post.sender.is_posted("job")
    await post.sender.send_all("job")
    assert await post.sender.is_posted("job")


async def test_a_job_is_looked_for_where_its_messages_would_stand_before_they_are_written_down():
    post, since = Post(), NothingSinceBackup()
    sender = OutboxSender(post.api, post.mail, post.clock, since_backup=since, sleep=post.sleep)

    await sender.enqueue("job", "C1", (HELLO,), thread_ts="1.0")

    assert since.looked_for == [("job", "C1", "1.0")]


async def test_of_ten_thousand_channels_the_longest_idle_is_forgotten_and_never_a_busy_one():
    queue_of = Post().sender._queue_of
    busy, used, idle = queue_of("busy"), queue_of("used"), queue_of("idle")
    for number in range(9_000):
        queue_of(f"B{number}")
    assert [queue_of(name) for name in ("busy", "used", "idle")] == [busy, used, idle]
    async with busy.lock:
        for number in range(10_000):
            assert queue_of("used") is used
            queue_of(f"C{number}")
        assert queue_of("busy") is busy
    for number in range(10_000):
        assert queue_of("used") is used
        last = queue_of(f"D{number}")

    assert queue_of("D9999") is last
    assert queue_of("idle") is not idle


async def test_a_passing_word_takes_its_turn_like_every_other():
    post = Post()

    assert await post.sender.send_if_idle(NOTE)
    await post.send()

    assert [said["text"] for said in post.slack.posted] == ["Reading …", "hello"]
    assert post.clock.slept == [1.0]


async def test_a_passing_word_is_not_said_in_a_busy_channel():
    post = Post()
    await post.send()

    assert not await post.sender.send_if_idle(NOTE)

    assert len(post.slack.posted) == 1
    assert NOTE.key not in post.mail.all_outgoing
    post.clock.seconds += 1  # the channel's second is over
    assert await post.sender.send_if_idle(NOTE)


async def test_a_passing_word_is_said_once():
    post = Post()

    await post.sender.send_if_idle(NOTE)
    post.clock.seconds += 1

    assert await post.sender.send_if_idle(NOTE)
    assert len(post.slack.posted) == 1


@pytest.mark.parametrize("failure", [not_reached(), refused("restricted_action")])
async def test_a_passing_word_that_was_not_posted_is_forgotten(failure):
    post = Post(failure)

    assert await post.sender.send_if_idle(NOTE)

    assert NOTE.key not in post.mail.all_outgoing


async def test_a_passing_word_of_which_nobody_knows_is_looked_for_when_it_is_to_go():
    post = Post("lost")

    assert await post.sender.send_if_idle(NOTE)
    assert post.state(NOTE.key) is OutboxState.ATTEMPTING
    await post.sender.delete(NOTE.key)

    assert post.slack.said("chat.delete") == [{"channel": "C1", "ts": post.slack.posted[0]["ts"]}]
    assert NOTE.key not in post.mail.all_outgoing


async def test_a_message_that_goes_while_it_is_posted_goes_from_slack_too():
    slack = SlowSlack()
    post = Post(slack=slack)
    sending = asyncio.create_task(post.send())
    await settle()
    deleting = asyncio.create_task(post.sender.delete("job:0"))
    await settle()

    slack.may_answer.set()
    await asyncio.gather(sending, deleting)

    assert slack.said("chat.delete") == [{"channel": "C1", "ts": slack.posted[0]["ts"]}]
    assert post.mail.all_outgoing == {}


async def test_a_message_that_goes_in_the_second_before_it_is_posted_goes_as_well():
    post = Post()
    await post.send(job="before")
    post.may_wake.clear()
    sending = asyncio.create_task(post.send())
    await settle()
    deleting = asyncio.create_task(post.sender.delete("job:0"))
    await settle()

    post.may_wake.set()
    await asyncio.gather(sending, deleting)

    assert [gone["ts"] for gone in post.slack.said("chat.delete")] == [said["ts"] for said in post.slack.posted[1:]]
    assert list(post.mail.all_outgoing) == ["before:0"]


async def test_what_is_deleted_while_it_waits_for_its_turn_is_not_posted_any_more():
    slack = SlowSlack()
    post = Post(slack=slack)
    sending = asyncio.create_task(post.send(Message("one"), Message("two"), Message("three")))
    await settle()
    deleting = asyncio.create_task(post.sender.delete_all("job"))
    await settle()

    slack.may_answer.set()
    await asyncio.gather(sending, deleting)

    assert "three" not in [said["text"] for said in post.slack.posted]
    assert {gone["ts"] for gone in post.slack.said("chat.delete")} == {said["ts"] for said in post.slack.posted}
    assert post.mail.all_outgoing == {}


async def test_a_message_that_was_never_sent_goes_without_a_word_to_slack():
    post = Post()
    await post.sender.enqueue("job", "C1", (HELLO,), thread_ts=None)

    await post.sender.delete("job:0")

    assert post.slack.transcript == []
    assert post.mail.all_outgoing == {}


async def test_a_message_that_somebody_deleted_already_is_gone_too():
    post = Post()
    await post.send()
    post.slack.answers["chat.delete"] = refused("message_not_found")

    await post.sender.delete_all("job")

    assert post.mail.all_outgoing == {}


async def test_a_message_that_slack_does_not_let_go_is_kept_in_mind():
    post = Post()
    await post.send()
    post.slack.answers["chat.delete"] = refused("cant_delete_message")

    with pytest.raises(SlackError, match="cant_delete_message"):
        await post.sender.delete_all("job")

    assert post.state() is OutboxState.POSTED


async def settle() -> None:
    """Everybody goes on until they wait for something."""
    for _ in range(20):
        await asyncio.sleep(0)
