"""Jobs as they are stored: every kind comes back as it was, and what cannot be read says why and for whom it was."""

import json
from datetime import date, time
from typing import Any, get_args

import pytest

from bot.newsroom.feeds.ports import FeedNoticeKind
from bot.newsroom.job_origin import JobOrigin, Urgency
from bot.newsroom.jobs.inbox import InboxEntry, InboxState, abandoned_job
from bot.newsroom.jobs.job import AnyJob
from bot.newsroom.jobs.payload_json import read_payload, write_payload
from bot.newsroom.jobs.payloads import (
    AnswerCommand,
    AnswerMention,
    AnyPayload,
    AppUninstalled,
    ChannelChanged,
    ChannelEvent,
    ExplainEdit,
    ImportFeedList,
    JobKind,
    JobPayload,
    MessageDeleted,
    NotifyFeedProblem,
    PressButton,
    PreviewSubscriptionForm,
    PublishEdition,
    ReportAbandonedJob,
    RunDigestCommand,
    SaveSubscriptionForm,
    ShowAppHome,
    UnreadablePayload,
)
from bot.newsroom.ports import DigestOptions
from bot.newsroom.requester import Requester
from bot.newsroom.requests.request import Intent, Request, SharedFile
from bot.newsroom.subscriptions.model import EditionKey, QuietDays
from bot.newsroom.subscriptions.settings import EnteredSettings
from tests.bot.fakes import read_nothing_old

ADA = Requester("C1", "U1", "5.0", "2.0")
ASKED = Request(links=("https://gazette.example/pier",), text=None, options=DigestOptions("short", "lex-rank"))
URL = "https://hooks.slack.com/1"
WHERE: dict[str, Any] = {"team_id": "T1", "requester": ADA}
ENTERED = EnteredSettings(
    addresses=("https://gazette.example",),
    at=time(7, 5),
    weekdays=frozenset({0, 3}),
    include=("ferry", "interest rate"),
    exclude=("football",),
    max_stories=7,
    length="short",
    quiet_days=QuietDays.SAY_SO,
    zone="Europe/Berlin",
)
MENTION = AnswerMention(**WHERE, request=ASKED, edited_ts="6.0")
COMMAND = AnswerCommand(**WHERE, response_url=URL, request=ASKED)
ARCHIVED = ChannelChanged(team_id="T1", channel_id="C1", event=ChannelEvent.ARCHIVED)
MOVED = ChannelChanged(team_id="T1", channel_id="G1", event=ChannelEvent.ID_CHANGED, new_channel_id="C9")
GONE = NotifyFeedProblem(
    team_id="T1", channel_id="C1", feed="https://f.example", problem=FeedNoticeKind.GONE, text="It is gone."
)
SCHEDULED = PublishEdition(team_id="T1", key=EditionKey("T1", "C1", date(2031, 3, 3)))
REQUESTED = PublishEdition(**WHERE, response_url=URL, key=EditionKey("T1", "C1", date(2031, 3, 3)))
GIVEN_UP = ReportAbandonedJob(**WHERE, of="message:C1:5.0")
PAYLOADS: list[JobPayload] = [
    MENTION,
    AnswerMention(**WHERE, request=Request(text="A pasted text with “quotes”, ≤ 3 and 🏺."), intent=Intent.HELP),
    ExplainEdit(**WHERE),
    MessageDeleted(team_id="T1", of="message:C1:5.0"),
    COMMAND,
    PressButton(**WHERE, response_url=URL, action="share", digest_id="d1", message_ts="5.0", is_private=True),
    RunDigestCommand(**WHERE, response_url=URL, text="add gazette.example", trigger_id="t1"),
    SaveSubscriptionForm(**WHERE, response_url=URL, entered=ENTERED, shown_for="C1", view_id="V1"),
    PreviewSubscriptionForm(**WHERE, entered=ENTERED, trigger_id="t2"),
    PreviewSubscriptionForm(**WHERE, problems=("Choose a time.",), trigger_id="t2"),
    ImportFeedList(**WHERE, file=SharedFile("F1", "feeds.opml", "https://files.slack.com/F1")),
    ShowAppHome(team_id="T1", user="U1"),
    ARCHIVED,
    MOVED,
    AppUninstalled(team_id="T1"),
    GONE,
    SCHEDULED,
    REQUESTED,
    GIVEN_UP,
]


def stored(payload: JobPayload) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(write_payload(payload)))
    return found


def test_every_kind_has_one_payload_and_is_tried_here():
    kinds = [each.__dataclass_fields__["kind"].default for each in get_args(AnyPayload)]
    assert sorted(kinds) == sorted(JobKind)
    assert {payload.kind for payload in PAYLOADS} == set(JobKind)


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: type(payload).__name__)
def test_a_payload_comes_back_as_it_was_stored(payload):
    assert read_payload(payload.kind.value, stored(payload), read_nothing_old) == payload


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: type(payload).__name__)
@pytest.mark.parametrize("break_it", ["kind", "version", "field", "type"])
def test_of_a_broken_one_its_requester_can_still_be_told(payload, break_it):
    broken = dict(stored(payload))
    if break_it == "kind":
        broken["kind"] = "a_kind_of_tomorrow"
    elif break_it == "version":
        broken["version"] = 99
    elif break_it == "field":
        broken = {name: broken[name] for name in ("kind", "version", "requester", "response_url")} | {"extra": 1}
        broken["team_id"] = 7
    else:
        broken["team_id"] = ["a list"]

    found = read_payload(payload.kind.value, broken, read_nothing_old)

    assert isinstance(found, UnreadablePayload)
    assert found.cause
    assert (found.requester, found.response_url) == (payload.requester, payload.response_url)


@pytest.mark.parametrize("nonsense", [None, [], "text", 7, {}, {"version": 2}, {"asker": "nobody"}, {"requester": []}])
def test_nonsense_is_a_payload_that_cannot_be_read_and_never_an_error(nonsense):
    found = read_payload("message", nonsense, read_nothing_old)

    assert isinstance(found, UnreadablePayload)
    assert found.requester is None


def test_a_payload_under_another_kind_is_not_done_as_that_kind():
    (deleted,) = [payload for payload in PAYLOADS if isinstance(payload, MessageDeleted)]

    assert isinstance(read_payload("uninstalled", stored(deleted), read_nothing_old), UnreadablePayload)


@pytest.mark.parametrize(
    ("payload", "origin", "urgency"),
    [
        (MENTION, JobOrigin("T1", "C1", "U1"), Urgency.INTERACTIVE),
        (MessageDeleted(team_id="T1", of="x"), JobOrigin("T1"), Urgency.IMMEDIATE),
        (AppUninstalled(team_id="T1"), JobOrigin("T1"), Urgency.IMMEDIATE),
        (ShowAppHome(team_id="T1", user="U7"), JobOrigin("T1", "", "U7"), Urgency.INTERACTIVE),
        (ARCHIVED, JobOrigin("T1", "C1"), Urgency.SCHEDULED),
        (GONE, JobOrigin("T1", "C1"), Urgency.SCHEDULED),
        (SCHEDULED, JobOrigin("T1", "C1"), Urgency.SCHEDULED),
        (REQUESTED, JobOrigin("T1", "C1", "U1"), Urgency.INTERACTIVE),
    ],
)
def test_each_is_done_for_somebody_and_as_soon_as_they_need_it(payload, origin, urgency):
    assert (payload.origin, payload.urgency) == (origin, urgency)


def entry(payload: JobPayload | None, tries: int = 5) -> InboxEntry:
    return InboxEntry("message:C1:5.0", "message", payload, "", InboxState.WAITING, 0.0, tries=tries)


def test_of_a_job_that_is_given_up_its_requester_is_told_once_a_try():
    job: AnyJob | None = abandoned_job(entry(COMMAND))
    assert job is not None
    assert job.id == "giving-up:message:C1:5.0#6"
    assert job.payload == ReportAbandonedJob(**WHERE, response_url=URL, of="message:C1:5.0")


@pytest.mark.parametrize("payload", [None, SCHEDULED, GIVEN_UP])
def test_where_nobody_asked_nobody_is_told(payload):
    assert abandoned_job(entry(payload)) is None
