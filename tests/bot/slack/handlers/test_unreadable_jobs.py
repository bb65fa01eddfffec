"""Jobs that this version cannot do: FAILED, in the list of jobs, in the log, and told to whoever waits."""

from dataclasses import replace
from typing import Any

import pytest

from bot.errors import UnreadableJobError
from bot.newsroom.jobs.inbox import InboxEntry, InboxState
from bot.newsroom.jobs.job import Handler
from bot.newsroom.jobs.payload_json import read_payload, write_payload
from bot.newsroom.jobs.payloads import JobKind, UnreadablePayload
from bot.slack.handlers.dispatcher import JobDispatcher
from tests.bot.fakes import read_nothing_old
from tests.bot.jobs import mention_job
from tests.bot.slack.handlers.test_dispatcher import Room

JOB = "message:C1:5.0"
STORED = write_payload(mention_job(JOB).payload)
CASES = {
    "an unknown kind": ("shortcut", {**STORED, "kind": "shortcut"}),
    "a later version": ("message", {**STORED, "version": 3}),
    "a field that is missing": ("message", {name: value for name, value in STORED.items() if name != "request"}),
    "a dictionary that no version stored": ("message", {"asker": STORED["requester"]}),
}


def put(rig: Room, kind: str, stored: object) -> None:
    payload = read_payload(kind, stored, read_nothing_old)
    assert isinstance(payload, UnreadablePayload)
    rig.mail.entries[JOB] = InboxEntry(JOB, kind, payload, "", InboxState.WAITING, rig.clock.seconds)


@pytest.mark.parametrize("case", CASES)
async def test_it_is_failed_and_the_requester_is_told(case, log_lines):
    rig = Room()
    put(rig, *CASES[case])

    await rig.mail.run(rig.dispatcher.dispatch)

    entry = rig.mail.entries[JOB]
    assert entry.state is InboxState.FAILED
    assert entry.error
    assert "cannot be read" in entry.error or UnreadableJobError.__name__ in entry.error
    assert entry.payload is not None  # kept: the version that can read it may do it
    (told,) = rig.slack.posted
    assert told["text"] == "I could not read your request again. Please ask me once more."
    (line,) = [line for line in log_lines if line["event"] == "a stored job cannot be read"]
    assert (line["log_level"], line["kind"]) == ("error", CASES[case][0])


@pytest.mark.parametrize("nonsense", [None, [], "text"])
async def test_where_nobody_can_be_found_in_it_the_operator_is_told(nonsense):
    rig = Room()
    put(rig, "message", nonsense)

    await rig.mail.run(rig.dispatcher.dispatch)

    entry = rig.mail.entries[JOB]
    assert (entry.state, rig.slack.posted) == (InboxState.FAILED, [])
    assert entry.error


def test_a_kind_without_a_handler_is_found_at_start():
    rig = Room()
    handlers: dict[JobKind, Handler[Any]] = {
        kind: handler for kind, handler in rig.parts.handlers.items() if kind is not JobKind.SUMMARIZE
    }

    with pytest.raises(LookupError, match=r"no handler for jobs of the kinds .*command"):
        JobDispatcher(
            inbox=rig.mail,
            handlers=handlers,
            reporter=rig.dispatcher._reporter,
            api=rig.dispatcher._api,
            clock=rig.clock,
        )


async def test_what_is_told_again_after_a_crash_is_told_once():
    rig = Room()
    put(rig, *CASES["an unknown kind"])
    await rig.mail.run(rig.dispatcher.dispatch)
    rig.mail.entries[JOB] = replace(rig.mail.entries[JOB], state=InboxState.WAITING)
    rig.restart()

    await rig.mail.run(rig.dispatcher.dispatch)

    assert len(rig.slack.posted) == 1
