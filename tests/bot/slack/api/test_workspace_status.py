"""A02, F08, F17, F62: a closed workspace is asked nothing and requests wait; a single refusal closes nothing."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.errors import SlackError
from bot.newsroom.installations import Installation, InstallationRepository
from bot.newsroom.jobs.inbox import InboxState
from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.payloads import AppUninstalled, MessageDeleted
from bot.slack.api.web_api import DEAD, TRIES, SlackApi, WorkspaceClosedError
from bot.slack.api.workspace_status import FIRST_LOOK_S, LAST_LOOK_S, LOOK_S, WorkspaceMonitor
from bot.slack.connection.admission import AdmissionControl
from bot.slack.connection.inbox_middleware import CLOSED, InboxMiddleware
from bot.slack.handlers.dispatcher import EXPIRES_S
from bot.slack.parsing.payloads import parse_payload, parse_revocation
from tests.bot.fakes import FakeClock, FakeSlack
from tests.bot.slack.connection.test_inbox_middleware import RecordingAck, command
from tests.bot.slack.dispatching import RecordingHandler
from tests.bot.slack.handlers.test_dispatcher import PIER, Room
from tests.bot.slack.outbound.test_outbox_sender import refused

ALIVE = {"ok": True, "team_id": "T1", "user_id": "UBOT", "bot_id": "B1"}


class FakeInstallations(InstallationRepository):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    async def mark_seen(self, installation: Installation) -> None:
        self.told.append(installation)

    async def mark_dead(self, team_id: str | None, why: str) -> None:
        self.told.append((team_id, why))

    async def list_all(self) -> tuple[Installation, ...]:
        raise AssertionError("nobody asks for all of them")


class House:
    def __init__(self) -> None:
        self.slack, self.clock, self.kept = FakeSlack(), FakeClock(), FakeInstallations()
        self.slack.answers["auth.test"] = ALIVE
        self.workspace = WorkspaceMonitor(self.kept, self.clock)
        self.api = SlackApi(self.slack, workspace=self.workspace, sleep=self.clock.sleep)

    def refusal(self) -> str | None:
        return self.workspace.refusal

    async def go_round(self) -> None:
        await self.workspace.run_once(self.api)


def with_status(rig: Room, house: House) -> None:
    """The rig's calls go through the house's API."""
    house.slack, house.api._client = rig.slack, rig.slack
    rig.slack.answers["auth.test"] = ALIVE
    rig.api = house.api
    rig.restart()


async def close(house: House, code: str = "token_revoked") -> None:
    """Slack shuts the workspace, and a call finds out."""
    house.slack.answers["auth.test"] = refused(code)
    house.slack.answers["users.info"] = refused(code)
    with pytest.raises(WorkspaceClosedError):
        await house.api.call("users.info", user="U1")


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.mark.parametrize("code", sorted(DEAD))
async def test_f08_f17_requests_wait_while_the_workspace_is_closed_and_slack_is_asked_nothing(code):
    rig, house = Room(), House()
    with_status(rig, house)
    rig.slack.failures = [refused(code)]
    rig.slack.answers["auth.test"] = refused(code)

    hearing = asyncio.create_task(rig.hear(f"<@UBOT> <{PIER}>"))
    await settle()
    before = len(rig.slack.transcript)
    with pytest.raises(WorkspaceClosedError, match=code):
        await house.api.call("users.info", user="U1")

    assert len(rig.slack.said("chat.postMessage")) == 1
    assert len(rig.slack.said("auth.test")) == 1
    assert len(rig.slack.transcript) == before
    assert {entry.state for entry in rig.mail.entries.values()} == {InboxState.WAITING}
    hearing.cancel()


async def test_a02_what_waited_is_answered_once_when_the_workspace_opens_again():
    rig, house = Room(), House()
    with_status(rig, house)
    rig.slack.failures = [refused("account_inactive")]
    rig.slack.answers["auth.test"] = refused("account_inactive")
    hearing = asyncio.create_task(rig.hear(f"<@UBOT> <{PIER}>"))
    await settle()
    assert rig.slack.posted == []

    rig.slack.answers["auth.test"] = ALIVE
    house.clock.seconds += FIRST_LOOK_S + 1
    await house.go_round()
    await hearing

    assert len(rig.slack.posted) == 1
    assert {entry.state for entry in rig.mail.entries.values()} == {InboxState.DONE}


@pytest.mark.parametrize("code", ["invalid_auth", "ekm_access_denied"])
async def test_a02_one_refused_reaction_costs_nobody_their_answer(code):
    rig, house = Room(), House()
    with_status(rig, house)
    rig.slack.answers["reactions.add"] = refused(code)

    await rig.hear(f"<@UBOT> <{PIER}>")
    for number in range(8):
        await rig.hear(f"<@UBOT> <{PIER}>", ts=f"7.{number}")

    assert len(rig.slack.posted) == 9
    assert {entry.state for entry in rig.mail.entries.values()} == {InboxState.DONE}


async def test_a02_a_post_that_is_refused_by_mistake_is_sent_again():
    rig, house = Room(), House()
    with_status(rig, house)
    rig.slack.failures = [refused("invalid_auth"), refused("invalid_auth")]

    await rig.hear(f"<@UBOT> <{PIER}>")

    assert len(rig.slack.posted) == 1


async def test_a_post_that_is_always_refused_by_mistake_ends_in_a_sentence():
    rig, house = Room(), House()
    with_status(rig, house)
    rig.slack.failures = [refused("invalid_auth")] * (TRIES + 1)

    await rig.hear(f"<@UBOT> <{PIER}>")

    (said,) = rig.slack.posted
    assert said["text"].startswith("Slack did not let me do that here.")


async def test_ekm_one_channel_costs_that_channel_alone_and_its_requester_reads_why_in_a_direct_message():
    rig, house = Room(), House()
    with_status(rig, house)
    rig.slack.answers["conversations.open"] = {"ok": True, "channel": {"id": "D1"}}
    rig.slack.failures = [refused("ekm_access_denied")]

    await rig.hear(f"<@UBOT> <{PIER}>")
    await rig.hear(f"<@UBOT> <{PIER}>", channel="C2", ts="7.0")

    told, answer = rig.slack.posted
    assert (told["channel"], answer["channel"]) == ("D1", "C2")
    assert told["text"].startswith("Your organisation's encryption keys do not let me post in the channel")
    assert house.refusal() is None


async def test_of_calls_that_are_refused_at_once_slack_is_asked_once_whether_it_is_so():
    house = House()
    house.slack.answers["users.info"] = house.slack.answers["auth.test"] = refused("token_revoked")

    calls = [house.api.call("users.info", user=f"U{number}") for number in range(5)]
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
    assert house.refusal() == "account_inactive"
    for seconds in (FIRST_LOOK_S, 2 * FIRST_LOOK_S, 4 * FIRST_LOOK_S):
        house.clock.seconds += seconds - 1
        await house.go_round()
        house.clock.seconds += 2
        await house.go_round()
    assert len(house.slack.said("auth.test")) == 4

    house.slack.answers["auth.test"] = ALIVE
    house.clock.seconds += LAST_LOOK_S
    await house.go_round()

    assert house.refusal() is None
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
        await house.api.call("users.info", user="U1")

    assert house.refusal() is None
    assert house.slack.said("auth.test") == []


@pytest.mark.parametrize("answer", [TimeoutError(), refused("ratelimited")])
async def test_where_slack_does_not_say_whether_it_is_so_the_workspace_is_taken_to_be_open(answer):
    house = House()
    house.slack.answers["auth.test"] = answer
    house.slack.answers["users.info"] = refused("ekm_access_denied")

    await house.go_round()
    with pytest.raises(SlackError, match="ekm_access_denied"):
        await house.api.call("users.info", user="U1")

    assert house.refusal() is None
    assert house.kept.told == []


async def test_a_request_that_waited_for_more_than_a_day_is_told_so():
    rig = Room()
    job = parse_payload(mention(f"<@UBOT> <{PIER}>"))
    assert job is not None
    await rig.intake.accept(job)
    rig.clock.seconds += EXPIRES_S + 1

    await rig.mail.run(rig.dispatcher.dispatch)

    (said,) = rig.slack.posted
    assert said["text"] == "I could not get to this for a day, so I left it. Ask me again if you still want it."
    assert rig.fetcher.fetched == []


async def test_what_the_operator_tries_again_is_done_however_old_it_is():
    rig = Room()
    job = parse_payload(mention(f"<@UBOT> <{PIER}>"))
    assert job is not None
    await rig.intake.accept(job)
    rig.mail.entries[job.id] = rig.mail.entries[job.id].with_one_more_try()
    rig.clock.seconds += EXPIRES_S + 1

    await rig.mail.run(rig.dispatcher.dispatch)

    assert "3 sentences" in rig.slack.posted[0]["text"]


def mention(text: str) -> dict[str, Any]:
    event = {"type": "app_mention", "channel": "C1", "user": "U1", "ts": "5.0", "text": text}
    return {"type": "event_callback", "event": event}


REVOKED = {"type": "event_callback", "event": {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}}}
UNINSTALLED = {"type": "event_callback", "event": {"type": "app_uninstalled"}}


@pytest.mark.parametrize("events", [(REVOKED, UNINSTALLED), (UNINSTALLED, REVOKED), (REVOKED, REVOKED)])
async def test_f62_a_revoked_bot_token_stops_everything_however_often_it_is_told(events):
    rig, house = Room(), House()
    house.slack.answers["auth.test"] = refused("token_revoked")
    house.workspace._look_at = house.clock.monotonic() + LOOK_S
    reception = InboxMiddleware(
        intake=rig.intake,
        admission=AdmissionControl(rig.mail.count_waiting, rig.clock),
        api=house.api,
        private=rig.private,
    )

    async def go_on() -> None:
        return

    for body in events:
        await reception.handle(body, RecordingAck(), go_on)
    await settle()
    with pytest.raises(WorkspaceClosedError):
        await house.api.call("users.info", user="U1")
    await house.go_round()

    assert house.slack.said("users.info") == []
    assert len(house.slack.said("auth.test")) == 1
    assert [type(told) for told in house.kept.told] == [tuple]


async def test_f62_an_event_that_says_too_much_closes_nothing():
    house = House()
    await house.go_round()
    await house.api.verify("token_revoked")

    assert house.refusal() is None
    assert len(house.slack.said("auth.test")) == 2


async def test_a08_a_request_that_was_forgotten_while_it_waited_is_not_answered_when_slack_lets_us_in_again(
    monkeypatch,
):
    monkeypatch.setattr("bot.slack.handlers.dispatcher.STILL_WANTED_S", 0.01)
    rig, house = Room(), House()
    with_status(rig, house)
    rig.slack.failures = [refused("token_revoked")]
    rig.slack.answers["auth.test"] = refused("token_revoked")
    hearing = asyncio.create_task(rig.hear(f"<@UBOT> <{PIER}>"))
    await settle()
    (entry,) = rig.mail.entries.values()
    assert entry.state is InboxState.WAITING

    rig.mail.entries[entry.id] = replace(entry, state=InboxState.FAILED, payload=None, error="forgotten")
    async with asyncio.timeout(5):
        await hearing  # it does not wait for Slack: whoever counts what is under way waits for it

    rig.slack.answers["auth.test"] = ALIVE
    house.clock.seconds += FIRST_LOOK_S + 1
    await house.go_round()
    assert rig.slack.posted == []
    assert rig.mail.entries[entry.id].error == "forgotten"


@pytest.mark.parametrize("payload", [AppUninstalled(team_id="T1"), MessageDeleted(of="message:C1:5.0")])
async def test_what_asks_nothing_of_slack_is_done_while_the_workspace_is_closed(payload):
    rig, house = Room(), House()
    with_status(rig, house)
    await close(house)
    done = rig.parts.handlers[payload.kind] = RecordingHandler()
    await rig.mail.add_job(Job("it:1", payload))

    await rig.dispatcher.dispatch("it:1")
    assert [job.payload for job in done.jobs] == [payload]


async def test_a_command_that_comes_while_the_workspace_is_closed_is_kept_and_says_so():
    rig, house = Room(), House()
    await close(house)
    reception = InboxMiddleware(
        intake=rig.intake,
        admission=AdmissionControl(rig.mail.count_waiting, rig.clock),
        api=house.api,
        private=rig.private,
    )
    ack = RecordingAck()

    async def go_on() -> None:
        raise AssertionError("it is acknowledged already")

    await reception.handle(command(), ack, go_on)

    assert ack.answers == [{"text": CLOSED}]
    assert [entry.state for entry in rig.mail.entries.values()] == [InboxState.WAITING]


@pytest.mark.parametrize("tokens", [{"oauth": ["U1"], "bot": []}, {"oauth": ["U1"]}, None])
def test_f62_the_tokens_of_people_are_none_of_ours(tokens):
    assert parse_revocation({"event": {"type": "tokens_revoked", "tokens": tokens}}) is None
