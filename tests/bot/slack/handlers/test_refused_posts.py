"""Every code with which Slack refuses a post reaches a person: who asked for an answer, who owns an edition."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.errors import SlackError, UnknownOutcomeError
from bot.newsroom.editions.model import EditionState
from bot.newsroom.jobs.inbox import InboxState
from tests.bot.slack.digest_channel import DigestChannel
from tests.bot.slack.edition_channel import KEY, EditionChannel, refused, two_stories_and_others
from tests.bot.slack.handlers.test_dispatcher import PIER, Room
from tests.bot.slack.handlers.test_opml_import import mention, opml
from tests.bot.slack.refusal_codes import GONE, PAUSING, REFUSED

JOB = "message:C1:5.0"
DM = {"ok": True, "channel": {"id": "D1"}}


def refuse_in(rig: Any, channel: str, code: str, *, threads_only: bool = False) -> None:
    """Slack refuses every post in a channel, or every reply there, as the channel stays closed."""
    call = rig.slack.api_call

    async def api_call(method: str, **arguments: Any) -> Any:
        said = arguments.get("json") or {}
        if (
            method == "chat.postMessage"
            and said.get("channel") == channel
            and (said.get("thread_ts") or not threads_only)
        ):
            rig.slack.transcript.append((method, said))
            raise refused(code)
        return await call(method, **arguments)

    rig.slack.api_call = api_call


def delete_once_posted(rig: Any) -> None:
    """The message that asked is deleted at the moment when the answer is posted."""
    call = rig.slack.api_call

    async def api_call(method: str, **arguments: Any) -> Any:
        if method == "chat.postMessage":
            rig.slack.answers["reactions.add"] = refused("message_not_found")
        return await call(method, **arguments)

    rig.slack.api_call = api_call


def who_was_told(rig: Any) -> list[tuple[str, str]]:
    """By which method, and where."""
    told = [("chat.postMessage", said["channel"]) for said in rig.slack.posted]
    return told + [("chat.postEphemeral", said["channel"]) for said in rig.slack.said("chat.postEphemeral")]


@pytest.mark.parametrize("code", REFUSED)
async def test_whoever_asked_is_told_what_happened_and_what_to_do(code):
    rig = Room()
    rig.slack.answers["conversations.open"] = DM
    refuse_in(rig, "C1", code)

    await rig.hear(f"<@UBOT> <{PIER}>")

    assert who_was_told(rig) in ([("chat.postMessage", "D1")], [("chat.postEphemeral", "C1")])
    assert rig.mail.entries[JOB].state is InboxState.FAILED
    assert code in (rig.mail.entries[JOB].error or "")


@pytest.mark.parametrize("code", REFUSED)
async def test_where_no_ephemeral_message_is_taken_either_a_direct_message_says_it(code):
    rig = Room()
    rig.slack.answers |= {"conversations.open": DM, "chat.postEphemeral": refused("user_not_in_channel")}
    refuse_in(rig, "C1", code)

    await rig.hear(f"<@UBOT> <{PIER}>")

    assert [said["channel"] for said in rig.slack.posted] == ["D1"]


@pytest.mark.parametrize("code", REFUSED)
async def test_where_nothing_is_taken_the_log_and_the_list_of_jobs_say_that_nobody_was_told(code, log_lines):
    rig = Room()
    rig.slack.answers |= {"conversations.open": DM, "chat.postEphemeral": refused(code)}
    for channel in ("C1", "D1"):
        refuse_in(rig, channel, code)

    await rig.hear(f"<@UBOT> <{PIER}>")

    assert "the requester could not be notified" in (rig.mail.entries[JOB].error or "")
    assert [line["log_level"] for line in log_lines if line["event"] == "the requester could not be notified"] == [
        "error"
    ]


@pytest.mark.parametrize("code", REFUSED)
async def test_a_command_whose_answer_nothing_takes_is_told_of_in_a_direct_message(code, monkeypatch):
    rig = Room()
    rig.slack.answers["conversations.open"] = DM

    async def refuse(*_: Any, **__: Any) -> None:
        raise SlackError(f"chat.postEphemeral: {code}", slack_code=code)

    monkeypatch.setattr(rig.private, "send_once", refuse)
    await rig.command(PIER)

    assert [said["channel"] for said in rig.slack.posted] == ["D1"]


@pytest.mark.parametrize("code", GONE)
async def test_of_what_is_deleted_nobody_is_told(code):
    rig = Room()
    refuse_in(rig, "C1", code)
    delete_once_posted(rig)

    await rig.hear(f"<@UBOT> <{PIER}>")

    assert who_was_told(rig) == []
    assert rig.mail.entries[JOB].state is InboxState.DONE


@pytest.mark.parametrize("code", GONE)
async def test_somebody_whose_message_is_still_there_is_told_though_slack_does_not_find_the_thread(code):
    rig = Room()
    refuse_in(rig, "C1", code)

    await rig.hear(f"<@UBOT> <{PIER}>")

    (told,) = rig.slack.said("chat.postEphemeral")
    assert told["text"] == "I cannot find the thread that you asked me in. Ask me in a new message."
    assert rig.slack.said("reactions.remove")[-1]["name"] == "eyes"
    assert rig.mail.entries[JOB].state is InboxState.FAILED


# -- what is done, though its answer is refused


def refuse_privately(rig: Any, monkeypatch: Any, error: SlackError) -> None:
    async def refuse(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(rig.private, "send_once", refuse)


@pytest.mark.parametrize("code", REFUSED)
async def test_a_change_whose_answer_is_refused_is_made_and_its_answer_is_a_direct_message(code, monkeypatch):
    rig = DigestChannel()
    rig.slack.answers["conversations.open"] = DM
    refuse_privately(rig, monkeypatch, SlackError(f"chat.postEphemeral: {code}", slack_code=code))

    await rig.say("max 3")

    assert rig.wanted.max_stories == 3
    lead, answer = rig.slack.posted
    assert (lead["channel"], answer["channel"]) == ("D1", "D1")
    assert lead["text"] == "Slack did not let me answer where you asked me, so I answer here."
    assert answer["text"].startswith("Up to 3 stories an edition; the rest is counted.")
    assert [entry.state for entry in rig.mail.entries.values()] == [InboxState.DONE]


async def test_an_answer_that_may_have_been_read_is_not_given_again_in_a_direct_message(monkeypatch):
    rig = DigestChannel()
    refuse_privately(rig, monkeypatch, UnknownOutcomeError("response_url: TimeoutError"))

    await rig.say("max 3")

    assert not any("Up to 3" in said["text"] for said in rig.slack.posted)


async def test_an_answer_that_nothing_takes_is_in_the_list_of_jobs(monkeypatch):
    rig = DigestChannel()
    refuse_privately(rig, monkeypatch, SlackError("chat.postEphemeral: nothing", slack_code="nothing"))
    rig.slack.answers["conversations.open"] = DM
    refuse_in(rig, "D1", "messages_tab_disabled")

    await rig.say("max 3")

    (entry,) = rig.mail.entries.values()
    assert entry.state is InboxState.FAILED
    assert "could not be notified" in (entry.error or "")


@pytest.mark.parametrize("code", [*REFUSED, *GONE])
async def test_a_list_that_is_taken_in_from_a_locked_thread_is_answered_in_a_direct_message(code, empty):
    empty.files.kept["F1"] = opml("https://herald.example/feed.xml")
    empty.slack.answers["conversations.open"] = DM
    refuse_in(empty, "C1", code)

    await empty.hear(mention())

    assert empty.wanted.feeds == ("https://herald.example/feed.xml",)
    _, answer = (said for said in empty.slack.posted if said["channel"] == "D1")
    assert "thread_ts" not in answer
    assert "Following now: herald.example/feed.xml." in answer["text"]


# -- editions


@pytest.fixture
def rig() -> EditionChannel:
    return two_stories_and_others()


@pytest.mark.parametrize("code", PAUSING)
async def test_a_channel_that_takes_no_editions_pauses_and_its_owner_is_told(rig, code):
    refuse_in(rig, "C1", code)

    (told,) = await rig.run()

    assert told["channel"] == "D1"
    assert told["text"].startswith("I have paused a digest: ")
    wanted = rig.subscriptions.kept["T1", "C1"]
    assert (wanted.paused_until, wanted.pause_reason) == (date.max, code)
    assert rig.entry().state is InboxState.DONE


@pytest.mark.parametrize("code", sorted(set(REFUSED) - set(PAUSING)))
async def test_otherwise_the_owner_is_told_and_the_stories_are_for_the_next_edition(rig, code):
    refuse_in(rig, "C1", code)

    (told,) = await rig.run()

    assert told["channel"] == "D1"
    assert "I could not post the edition in the channel. Its stories come in the next one" in told["text"]
    assert rig.subscriptions.kept["T1", "C1"].paused_until is None
    assert rig.records.records[KEY.job_id].state is EditionState.REFUSED
    assert rig.entry().state is InboxState.FAILED


@pytest.mark.parametrize("code", REFUSED)
async def test_a_parent_whose_stories_are_all_refused_is_taken_back(rig, code):
    refuse_in(rig, "C1", code, threads_only=True)

    parent, told = await rig.run()

    assert rig.slack.said("chat.delete") == [{"channel": "C1", "ts": parent["ts"]}]
    assert told["channel"] == "D1"
    assert rig.records.records[KEY.job_id].state is EditionState.REFUSED
    assert (rig.subscriptions.kept["T1", "C1"].pause_reason is not None) == (code in PAUSING)


async def test_an_edition_that_a_channel_takes_in_part_is_not_told_again_and_its_owner_is_told(rig):
    rig.slack.failures = [None, None, refused("is_archived")]

    parent, story, told = await rig.run()

    assert (parent["channel"], story["channel"], told["channel"]) == ("C1", "C1", "D1")
    assert rig.slack.said("chat.delete") == []
    assert rig.records.records[KEY.job_id].state is EditionState.POSTED
    assert rig.subscriptions.kept["T1", "C1"].pause_reason == "is_archived"


async def test_the_rest_of_an_edition_that_was_taken_in_part_is_posted_when_the_operator_asks_for_it(rig):
    rig.slack.failures = [None, None, refused("msg_too_long"), refused("msg_too_long")]
    await rig.run()
    assert rig.entry().state is InboxState.FAILED
    assert "I could post only a part of the edition." in rig.slack.posted[-1]["text"]

    await rig.mail.reopen(KEY.job_id)
    rig.mail.entries[KEY.job_id] = replace(rig.entry(), state=InboxState.WAITING, error=None)
    await rig.mail.run(rig.dispatcher.dispatch)

    assert len([said for said in rig.slack.posted if said["channel"] == "C1"]) == 6
    assert rig.records.records[KEY.job_id].state is EditionState.POSTED


async def test_an_owner_whose_direct_messages_are_switched_off_is_told_in_the_channel(rig):
    rig.slack.failures = [refused("restricted_action")]
    refuse_in(rig, "D1", "messages_tab_disabled")

    assert await rig.run() == []

    (told,) = rig.slack.said("chat.postEphemeral")
    assert (told["channel"], told["user"]) == ("C1", "U1")
    assert told["text"].startswith("I have paused a digest: ")


async def test_an_owner_whom_nothing_reaches_is_in_the_list_of_jobs(rig):
    rig.slack.failures = [refused("restricted_action")]
    refuse_in(rig, "D1", "messages_tab_disabled")
    rig.slack.answers["chat.postEphemeral"] = refused("user_not_in_channel")

    await rig.run()

    assert rig.subscriptions.kept["T1", "C1"].pause_reason == "restricted_action"
    assert rig.entry().state is InboxState.FAILED
    assert "messages_tab_disabled" in (rig.entry().error or "")


@pytest.mark.parametrize("code", ["restricted_action", "msg_too_long"])
async def test_a_process_that_dies_after_an_edition_was_refused_tells_the_owner_after_its_restart(rig, code):
    refuse_in(rig, "C1", code)
    call = rig.slack.api_call

    async def die(method: str, **arguments: Any) -> Any:
        if method == "conversations.open":
            raise KeyboardInterrupt
        return await call(method, **arguments)

    rig.slack.api_call = die
    with pytest.raises(KeyboardInterrupt):
        await rig.run()
    assert rig.records.records[KEY.job_id].state is EditionState.REFUSED
    rig.slack.api_call = call
    rig.restart()

    await rig.run()

    (told,) = [said for said in rig.slack.posted if said["channel"] == "D1"]
    assert told["text"].startswith(("I have paused a digest: ", "About your digest: I could not post the edition"))


async def test_an_edition_that_was_refused_is_made_anew_when_the_operator_asks_for_it(rig):
    rig.slack.failures = [refused("missing_scope")]
    await rig.run()
    rig.mail.entries[KEY.job_id] = replace(rig.entry(), state=InboxState.WAITING, error=None)

    await rig.mail.run(rig.dispatcher.dispatch)

    assert len([said for said in rig.slack.posted if said["channel"] == "C1"]) == 6
    assert rig.records.records[KEY.job_id].state is EditionState.POSTED
    assert rig.entry().state is InboxState.DONE


@pytest.mark.parametrize("code", GONE)
async def test_a_parent_that_slack_does_not_find_but_deletes_was_there_so_its_stories_come_again(rig, code):
    refuse_in(rig, "C1", code, threads_only=True)

    _, told = await rig.run()

    assert told["channel"] == "D1"
    assert rig.records.records[KEY.job_id].state is EditionState.REFUSED
