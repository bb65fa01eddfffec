"""Jobs of version 1, as installed databases hold them, become the jobs that Slack's payloads become today."""

from datetime import date, time

import pytest

from bot.newsroom.feeds.ports import FeedNoticeKind
from bot.newsroom.jobs.payload_json import read_payload
from bot.newsroom.jobs.payloads import (
    AnswerCommand,
    AnswerMention,
    AppUninstalled,
    ChannelChanged,
    ChannelEvent,
    ExplainEdit,
    ImportFeedList,
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
from bot.slack.parsing.old_payloads import read_old_payload

ASKER = {"channel": "C1", "user": "U1", "ts": "5.0", "thread_ts": None}
BY_COMMAND = {"channel": "C1", "user": "U1", "ts": None, "thread_ts": None}
ADA, ADA_BY_COMMAND = Requester("C1", "U1", "5.0"), Requester("C1", "U1")
URL = "https://hooks.slack.com/1"
PIER = "https://gazette.example/pier"
CLICK = {
    "action": "share", "digest_id": "d1", "channel": "C1", "user": "U1", "response_url": URL, "message_ts": "5.0",
    "thread_ts": "2.0", "is_private": True, "team_id": "T1",
}  # fmt: skip
DIGEST = {"asker": BY_COMMAND, "team_id": "T1", "response_url": URL}
KEY: dict[str, object] = {"team_id": "T1", "channel": "C1", "local_date": "2031-03-03"}
EDITION = EditionKey("T1", "C1", date(2031, 3, 3))

FORM = {
    "channel": "C1", "addresses": ["https://gazette.example"], "include": ["ferry"], "exclude": ["football"],
    "at": "07:05", "weekdays": [0, 3], "max_stories": 7, "length": "short", "quiet_days": "say_so",
    "response_url": URL, "shown_for": "C1", "zone": "Europe/Berlin",
}  # fmt: skip
ENTERED = EnteredSettings(
    addresses=("https://gazette.example",),
    at=time(7, 5),
    weekdays=frozenset({0, 3}),
    include=("ferry",),
    exclude=("football",),
    max_stories=7,
    length="short",
    quiet_days=QuietDays.SAY_SO,
    zone="Europe/Berlin",
)
OLD: list[tuple[str, dict[str, object], JobPayload]] = [
    (
        "message",
        {"asker": ASKER, "text": f"<@UBOT> short <{PIER}>", "edited_ts": None, "team_id": "T1"},
        AnswerMention(
            team_id="T1", requester=ADA, request=Request(links=(PIER,), options=DigestOptions("short")), edited_ts=None
        ),
    ),
    (
        "message",
        {"asker": ASKER, "text": "<@UBOT> help", "edited_ts": "6.0"},
        AnswerMention(requester=ADA, request=Request(), intent=Intent.HELP, edited_ts="6.0"),
    ),
    (
        "edit",
        {"asker": ASKER, "text": f"<{PIER}>", "edited_ts": "6.0", "team_id": "T1"},
        ExplainEdit(team_id="T1", requester=ADA),
    ),
    ("deletion", {"of": "message:C1:5.0", "team_id": "T1"}, MessageDeleted(team_id="T1", of="message:C1:5.0")),
    (
        "command",
        {"asker": BY_COMMAND, "text": PIER, "response_url": URL, "team_id": "T1"},
        AnswerCommand(team_id="T1", requester=ADA_BY_COMMAND, response_url=URL, request=Request(links=(PIER,))),
    ),
    (
        "click",
        CLICK,
        PressButton(
            team_id="T1",
            requester=Requester("C1", "U1", None, "2.0"),
            response_url=URL,
            action="share",
            digest_id="d1",
            message_ts="5.0",
            is_private=True,
        ),
    ),
    (
        "digest",
        {**DIGEST, "trigger_id": "t1", "text": "list"},
        RunDigestCommand(team_id="T1", requester=ADA_BY_COMMAND, response_url=URL, text="list", trigger_id="t1"),
    ),
    (
        "digest",
        {**DIGEST, "form": FORM, "view_id": "V1"},
        SaveSubscriptionForm(
            team_id="T1",
            requester=ADA_BY_COMMAND,
            response_url=URL,
            entered=ENTERED,
            shown_for="C1",
            view_id="V1",
        ),
    ),
    (
        "digest",
        {**DIGEST, "response_url": "", "trigger_id": "t2", "preview": FORM},
        PreviewSubscriptionForm(team_id="T1", requester=ADA_BY_COMMAND, entered=ENTERED, trigger_id="t2"),
    ),
    (
        "digest",
        {**DIGEST, "response_url": "", "trigger_id": "t2", "problems": ["Choose a time."]},
        PreviewSubscriptionForm(team_id="T1", requester=ADA_BY_COMMAND, problems=("Choose a time.",), trigger_id="t2"),
    ),
    (
        "digest",
        {
            "asker": ASKER,
            "team_id": "T1",
            "response_url": "",
            "file": {"id": "F1", "name": "a.opml", "url_private_download": "", "url_private": "https://f"},
        },
        ImportFeedList(team_id="T1", requester=ADA, file=SharedFile("F1", "a.opml", "https://f")),
    ),
    ("home", {"team_id": "T1", "viewer": "U1"}, ShowAppHome(team_id="T1", user="U1")),
    (
        "place",
        {"team_id": "T1", "place": "C1", "what": "unarchived"},
        ChannelChanged(team_id="T1", channel_id="C1", event=ChannelEvent.UNARCHIVED),
    ),
    ("uninstalled", {"team_id": "T1"}, AppUninstalled(team_id="T1")),
    (
        "notice",
        {"team_id": "T1", "place": "C1", "kind": "gone", "feed": "https://f.example", "text": "It is gone."},
        NotifyFeedProblem(
            team_id="T1", channel_id="C1", feed="https://f.example", problem=FeedNoticeKind.GONE, text="It is gone."
        ),
    ),
    ("edition", KEY, PublishEdition(team_id="T1", key=EDITION)),
    (
        "edition",
        {**KEY, "is_extra": True, "asker": BY_COMMAND, "response_url": URL},
        PublishEdition(team_id="T1", requester=ADA_BY_COMMAND, response_url=URL, key=EDITION),
    ),
    (
        "given_up",
        {"of": "message:C1:5.0", "asker": ASKER, "team_id": "T1"},
        ReportAbandonedJob(team_id="T1", requester=ADA, of="message:C1:5.0"),
    ),
    (
        "given_up",
        {"of": "click:t", "channel": "C1", "user": "U1", "thread_ts": "2.0", "response_url": URL, "team_id": "T1"},
        ReportAbandonedJob(team_id="T1", requester=Requester("C1", "U1", None, "2.0"), response_url=URL, of="click:t"),
    ),
]


@pytest.mark.parametrize(("kind", "stored", "payload"), OLD)
def test_a_dictionary_of_version_1_is_read(kind, stored, payload):
    assert read_payload(kind, stored, read_old_payload) == payload


@pytest.mark.parametrize(("kind", "stored"), [(kind, stored) for kind, stored, _ in OLD])
def test_a_broken_one_is_unreadable_and_never_an_error(kind, stored):
    for name in stored:
        found = read_payload(kind, {**stored, name: {"nonsense": 7}}, read_old_payload)
        assert isinstance(found, JobPayload)
    assert isinstance(read_payload("a_kind_of_tomorrow", stored, read_old_payload), UnreadablePayload)
