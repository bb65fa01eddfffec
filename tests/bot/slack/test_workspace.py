"""F08, F17, F62: a workspace that lets us in no more is asked nothing, until a look finds the door open."""

import pytest

from bot.errors import SlackError
from bot.newsroom.installations import Installation
from bot.newsroom.mail import LetterState
from bot.slack.calling import DEAD, Caller
from bot.slack.deliveries import read_farewell
from bot.slack.inbox import Reception
from bot.slack.posting import Poster
from bot.slack.workspace import LOOK_S, LOOK_WHILE_DEAD_S, Workspace
from tests.bot.fakes import FakeClock, FakeSlack
from tests.bot.slack.test_desk import PIER, Room
from tests.bot.slack.test_posting import refused

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


@pytest.mark.parametrize("code", sorted(DEAD))
async def test_f08_f17_after_one_refusal_of_the_whole_workspace_no_job_asks_slack_again(code):
    room, house = Room(), House()
    with_pulse(room, house)
    room.slack.failures = [refused(code)]

    await room.hear(f"<@UBOT> <{PIER}>")
    before = len(room.slack.transcript)
    for number in range(5):
        await room.hear(f"<@UBOT> <{PIER}>", ts=f"7.{number}")

    assert len(room.slack.said("chat.postMessage")) == 1
    assert len(room.slack.transcript) == before
    assert {letter.state for letter in room.mail.letters.values()} == {LetterState.FAILED}
    assert code in str(room.mail.letters["message:C1:7.0"].error)


async def test_f08_the_installation_is_marked_dead_and_the_log_says_so_once(log_lines):
    house = House()
    await house.go_round()
    for code in ("token_revoked", "invalid_auth"):
        house.workspace.note(code)
    await house.go_round()
    await house.go_round()

    assert house.kept.told == [Installation("T1", "B1", "UBOT"), ("T1", "token_revoked")]
    (line,) = [line for line in log_lines if line["log_level"] == "error"]
    assert line["code"] == "token_revoked"


async def test_f08_a_look_every_few_minutes_finds_the_door_open_again():
    house = House()
    house.slack.answers["auth.test"] = refused("account_inactive")
    await house.go_round()
    assert house.workspace.refusal == "account_inactive"
    with pytest.raises(SlackError, match="account_inactive"):
        await house.caller.call("users.info", user="U1")

    await house.go_round()
    house.slack.answers["auth.test"] = ALIVE
    house.clock.seconds += LOOK_WHILE_DEAD_S + 1
    await house.go_round()

    assert house.workspace.refusal is None
    assert len(house.slack.said("auth.test")) == 2
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


async def test_an_outage_of_slack_says_nothing_about_the_workspace():
    house = House()
    house.slack.answers["auth.test"] = TimeoutError()

    await house.go_round()

    assert house.workspace.refusal is None
    assert house.kept.told == []


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
        with pytest.raises(SlackError):
            await house.caller.call("users.info", user="U1")
    await house.go_round()

    assert house.slack.said("users.info") == []
    assert len(house.slack.said("auth.test")) == 1
    assert [type(told) for told in house.kept.told] == [tuple]


async def test_f62_what_is_said_too_much_is_found_out_soon():
    house = House()
    await house.go_round()
    house.caller.hear("token_revoked")
    await house.go_round()

    assert house.workspace.refusal is None


@pytest.mark.parametrize("tokens", [{"oauth": ["U1"], "bot": []}, {"oauth": ["U1"]}, None])
def test_f62_the_tokens_of_people_are_none_of_ours(tokens):
    assert read_farewell({"event": {"type": "tokens_revoked", "tokens": tokens}}) is None
