"""A02, F08, F17, F62: a closed workspace is asked nothing and requests wait; a single refusal closes nothing."""

import asyncio
from dataclasses import replace

import pytest

from bot.errors import SlackError
from bot.newsroom.installations import Installation
from bot.newsroom.jobs.inbox import Job, LetterState
from bot.slack.api.web_api import DEAD, TRIES, Caller, WorkspaceClosedError
from bot.slack.api.workspace_status import FIRST_LOOK_S, LAST_LOOK_S, LOOK_S, Workspace
from bot.slack.connection.inbox_middleware import CLOSED, Reception
from bot.slack.handlers.dispatcher import EXPIRES_S
from bot.slack.outbound.outbox_sender import Poster
from bot.slack.parsing.job_origin import IMMEDIATE
from bot.slack.parsing.payloads import read_delivery, read_farewell
from tests.bot.fakes import FakeClock, FakeSlack
from tests.bot.slack.connection.test_inbox_middleware import command
from tests.bot.slack.handlers.test_dispatcher import PIER, Room
from tests.bot.slack.outbound.test_outbox_sender import refused

ALIVE = {"ok": True, "team_id": "T1", "user_id": "UBOT", "bot_id": "B1"}


class FakeInstallations:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    async def seen(self, installation: Installation) -> None:
        self.told.append(installation)

    async def mark_dead(self, team_id: str | None, why: str) -> None:
        self.told.append((team_id, why))


class House:
    def __init__(self) -> None:
        self.slack, self.clock, self.kept = FakeSlack(), FakeClock(), FakeInstallations()
        self.slack.answers["auth.test"] = ALIVE
        self.workspace = Workspace(self.kept, self.clock)
        self.caller = Caller(self.slack, pulse=self.workspace, sleep=self.clock.sleep)

    async def go_round(self) -> None:
        await self.workspace.go_round(self.caller)


def with_pulse(room: Room, house: House) -> None:
    """The room's calls go through the house's caller."""
    house.slack, house.caller._client = room.slack, room.slack
    room.slack.answers["auth.test"] = ALIVE
    room.desk._caller = house.caller
    room.desk._poster = Poster(house.caller, room.mail, room.clock, sleep=room.clock.sleep)
    room.desk._apologies._poster, room.desk._apologies._caller = room.desk._poster, house.caller
    room.desk._withdrawals._caller = house.caller
    room.desk._withdrawals._poster = room.desk._notes._poster = room.desk._poster


async def close(house: House, code: str = "token_revoked") -> None:
    """Slack shuts the workspace, and a call finds out."""
    house.slack.answers["auth.test"] = refused(code)
    house.slack.answers["users.info"] = refused(code)
    with pytest.raises(WorkspaceClosedError):
        await house.caller.call("users.info", user="U1")


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.mark.parametrize("code", sorted(DEAD))
async def test_f08_f17_requests_wait_while_the_workspace_is_closed_and_slack_is_asked_nothing(code):
    room, house = Room(), House()
    with_pulse(room, house)
    room.slack.failures = [refused(code)]
    room.slack.answers["auth.test"] = refused(code)

    hearing = asyncio.create_task(room.hear(f"<@UBOT> <{PIER}>"))
    await settle()
    before = len(room.slack.transcript)
    with pytest.raises(WorkspaceClosedError, match=code):
        await house.caller.call("users.info", user="U1")

    assert len(room.slack.said("chat.postMessage")) == 1
    assert len(room.slack.said("auth.test")) == 1
    assert len(room.slack.transcript) == before
    assert {letter.state for letter in room.mail.letters.values()} == {LetterState.WAITING}
    hearing.cancel()


async def test_a02_what_waited_is_answered_once_when_the_workspace_opens_again():
    room, house = Room(), House()
    with_pulse(room, house)
    room.slack.failures = [refused("account_inactive")]
    room.slack.answers["auth.test"] = refused("account_inactive")
    hearing = asyncio.create_task(room.hear(f"<@UBOT> <{PIER}>"))
    await settle()
    assert room.slack.posted == []

    room.slack.answers["auth.test"] = ALIVE
    house.clock.seconds += FIRST_LOOK_S + 1
    await house.go_round()
    await hearing

    assert len(room.slack.posted) == 1
    assert {letter.state for letter in room.mail.letters.values()} == {LetterState.DONE}


@pytest.mark.parametrize("code", ["invalid_auth", "ekm_access_denied"])
async def test_a02_one_refused_reaction_costs_nobody_their_answer(code):
    room, house = Room(), House()
    with_pulse(room, house)
    room.slack.answers["reactions.add"] = refused(code)

    await room.hear(f"<@UBOT> <{PIER}>")
    for number in range(8):
        await room.hear(f"<@UBOT> <{PIER}>", ts=f"7.{number}")

    assert len(room.slack.posted) == 9
    assert {letter.state for letter in room.mail.letters.values()} == {LetterState.DONE}


async def test_a02_a_post_that_is_refused_by_mistake_is_sent_again():
    room, house = Room(), House()
    with_pulse(room, house)
    room.slack.failures = [refused("invalid_auth"), refused("invalid_auth")]

    await room.hear(f"<@UBOT> <{PIER}>")

    assert len(room.slack.posted) == 1


async def test_a_post_that_is_always_refused_by_mistake_ends_in_a_sentence():
    room, house = Room(), House()
    with_pulse(room, house)
    room.slack.failures = [refused("invalid_auth")] * (TRIES + 1)

    await room.hear(f"<@UBOT> <{PIER}>")

    (said,) = room.slack.posted
    assert said["text"].startswith("Something went wrong on my side.")


async def test_ekm_one_channel_costs_that_channel_alone_and_its_requester_reads_why_in_a_direct_message():
    room, house = Room(), House()
    with_pulse(room, house)
    room.slack.answers["conversations.open"] = {"ok": True, "channel": {"id": "D1"}}
    room.slack.failures = [refused("ekm_access_denied")]

    await room.hear(f"<@UBOT> <{PIER}>")
    await room.hear(f"<@UBOT> <{PIER}>", channel="C2", ts="7.0")

    told, answer = room.slack.posted
    assert (told["channel"], answer["channel"]) == ("D1", "C2")
    assert told["text"].startswith("Your organisation's encryption keys do not let me post in the channel")
    assert house.workspace.refusal is None


async def test_of_calls_that_are_refused_at_once_slack_is_asked_once_whether_it_is_so():
    house = House()
    house.slack.answers["users.info"] = house.slack.answers["auth.test"] = refused("token_revoked")

    calls = [house.caller.call("users.info", user=f"U{number}") for number in range(5)]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)

    assert {type(outcome) for outcome in outcomes} == {WorkspaceClosedError}
    assert len(house.slack.said("auth.test")) == 1


async def test_f08_the_installation_is_marked_dead_and_the_log_says_so_once(log_lines):
    house = House()
    await house.go_round()
    await close(house)
    await house.go_round()
    house.clock.seconds += FIRST_LOOK_S + 1
    await house.go_round()

    assert house.kept.told == [Installation("T1", "B1", "UBOT"), ("T1", "token_revoked")]
    (line,) = [line for line in log_lines if line["log_level"] == "error"]
    assert line["code"] == "token_revoked"


async def test_f08_looks_at_a_closed_workspace_become_rare_and_find_it_open_again():
    house = House()
    house.slack.answers["auth.test"] = refused("account_inactive")
    await house.go_round()
    assert house.workspace.refusal == "account_inactive"
    for seconds in (FIRST_LOOK_S, 2 * FIRST_LOOK_S, 4 * FIRST_LOOK_S):
        house.clock.seconds += seconds - 1
        await house.go_round()
        house.clock.seconds += 2
        await house.go_round()
    assert len(house.slack.said("auth.test")) == 4

    house.slack.answers["auth.test"] = ALIVE
    house.clock.seconds += LAST_LOOK_S
    await house.go_round()

    assert house.workspace.refusal is None
    assert house.slack.said("users.info") == []


async def test_while_all_is_well_slack_is_asked_once_an_hour():
    house = House()
    for _ in range(3):
        await house.go_round()
    house.clock.seconds += LOOK_S + 1
    await house.go_round()

    assert len(house.slack.said("auth.test")) == 2


async def test_a_refusal_of_one_channel_is_none_of_the_workspace():
    house = House()
    house.slack.answers["users.info"] = refused("user_not_found")
    with pytest.raises(SlackError):
        await house.caller.call("users.info", user="U1")

    assert house.workspace.refusal is None
    assert house.slack.said("auth.test") == []


@pytest.mark.parametrize("answer", [TimeoutError(), refused("ratelimited")])
async def test_where_slack_does_not_say_whether_it_is_so_the_workspace_is_taken_to_be_open(answer):
    house = House()
    house.slack.answers["auth.test"] = answer
    house.slack.answers["users.info"] = refused("ekm_access_denied")

    await house.go_round()
    with pytest.raises(SlackError, match="ekm_access_denied"):
        await house.caller.call("users.info", user="U1")

    assert house.workspace.refusal is None
    assert house.kept.told == []


async def test_a_request_that_waited_for_more_than_a_day_is_told_so():
    room = Room()
    job = read_delivery(mention(f"<@UBOT> <{PIER}>"))
    await room.desk.take(job)
    room.clock.seconds += EXPIRES_S + 1

    await room.mail.run(room.desk.do)

    (said,) = room.slack.posted
    assert said["text"] == "I could not get to this for a day, so I left it. Ask me again if you still want it."
    assert room.fetcher.fetched == []


async def test_what_the_operator_tries_again_is_done_however_old_it_is():
    room = Room()
    job = read_delivery(mention(f"<@UBOT> <{PIER}>"))
    await room.desk.take(job)
    room.mail.letters[job.id] = room.mail.letters[job.id].next_try()
    room.clock.seconds += EXPIRES_S + 1

    await room.mail.run(room.desk.do)

    assert "3 sentences" in room.slack.posted[0]["text"]


def mention(text: str) -> dict:
    event = {"type": "app_mention", "channel": "C1", "user": "U1", "ts": "5.0", "text": text}
    return {"type": "event_callback", "event": event}


REVOKED = {"type": "event_callback", "event": {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}}}
UNINSTALLED = {"type": "event_callback", "event": {"type": "app_uninstalled"}}


@pytest.mark.parametrize("events", [(REVOKED, UNINSTALLED), (UNINSTALLED, REVOKED), (REVOKED, REVOKED)])
async def test_f62_a_revoked_bot_token_stops_everything_however_often_it_is_told(events):
    room, house = Room(), House()
    house.slack.answers["auth.test"] = refused("token_revoked")
    house.workspace._look_at = house.clock.monotonic() + LOOK_S
    reception = Reception(desk=room.desk, inbox=room.mail, caller=house.caller, private=room.private, clock=room.clock)

    async def go_on() -> None:
        return

    for body in events:
        await reception.receive(body, None, go_on)
    await settle()
    with pytest.raises(WorkspaceClosedError):
        await house.caller.call("users.info", user="U1")
    await house.go_round()

    assert house.slack.said("users.info") == []
    assert len(house.slack.said("auth.test")) == 1
    assert [type(told) for told in house.kept.told] == [tuple]


async def test_f62_an_event_that_says_too_much_closes_nothing():
    house = House()
    await house.go_round()
    await house.caller.verify("token_revoked")

    assert house.workspace.refusal is None
    assert len(house.slack.said("auth.test")) == 2


async def test_a08_a_request_that_was_forgotten_while_it_waited_is_not_answered_when_slack_lets_us_in_again(
    monkeypatch,
):
    monkeypatch.setattr("bot.slack.handlers.dispatcher.STILL_WANTED_S", 0.01)
    room, house = Room(), House()
    with_pulse(room, house)
    room.slack.failures = [refused("token_revoked")]
    room.slack.answers["auth.test"] = refused("token_revoked")
    hearing = asyncio.create_task(room.hear(f"<@UBOT> <{PIER}>"))
    await settle()
    (letter,) = room.mail.letters.values()
    assert letter.state is LetterState.WAITING

    room.mail.letters[letter.id] = replace(letter, state=LetterState.FAILED, payload=None, error="forgotten")
    async with asyncio.timeout(5):
        await hearing  # it does not wait for Slack: whoever counts what is under way waits for it

    room.slack.answers["auth.test"] = ALIVE
    house.clock.seconds += FIRST_LOOK_S + 1
    await house.go_round()
    assert room.slack.posted == []
    assert room.mail.letters[letter.id].error == "forgotten"


@pytest.mark.parametrize("kind", sorted(IMMEDIATE))
async def test_what_asks_nothing_of_slack_is_done_while_the_workspace_is_closed(kind):
    room, house = Room(), House()
    with_pulse(room, house)
    await close(house)
    done = []

    async def note(job: Job) -> None:
        done.append(job.kind)

    room.desk._kinds[kind] = note
    await room.mail.take(Job(f"{kind}:1", kind, {}))

    await room.desk.do(f"{kind}:1")
    assert done == [kind]


async def test_a_command_that_comes_while_the_workspace_is_closed_is_kept_and_says_so():
    room, house = Room(), House()
    await close(house)
    reception = Reception(desk=room.desk, inbox=room.mail, caller=house.caller, private=room.private, clock=room.clock)
    acks = []

    async def ack(**answer: object) -> None:
        acks.append(answer)

    await reception.receive(command(), ack, None)

    assert acks == [{"text": CLOSED}]
    assert [letter.state for letter in room.mail.letters.values()] == [LetterState.WAITING]


@pytest.mark.parametrize("tokens", [{"oauth": ["U1"], "bot": []}, {"oauth": ["U1"]}, None])
def test_f62_the_tokens_of_people_are_none_of_ours(tokens):
    assert read_farewell({"event": {"type": "tokens_revoked", "tokens": tokens}}) is None
