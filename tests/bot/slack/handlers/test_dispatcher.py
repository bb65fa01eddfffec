import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.errors import TimedOutError
from bot.newsroom.jobs.inbox import InboxEntry, InboxState
from bot.newsroom.jobs.keys import short_id
from bot.newsroom.requests.answer_request import AnswerRequest
from bot.newsroom.requests.posted_digests import DigestRequester
from bot.newsroom.restoring import Restore
from bot.slack.api.web_api import SlackApi
from bot.slack.handlers.requests.mention import DONE
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.progress_notice import PATIENCE_S, ProgressNotifier
from bot.slack.outbound.recovery.since_backup import PostsSinceBackup
from bot.slack.parsing.payloads import parse_payload
from bot.slack.rendering.block_kit.blocks import Message
from tests.bot.fakes import STORY, FakeClock, FakeFetcher, FakeResponseUrl, FakeSlack, InlineReader, MemoryBoxes
from tests.bot.slack.dispatching import build_dispatching
from tests.bot.slack.edition_channel import refused

PIER = "https://gazette.example/pier"
SLOW = "https://gazette.example/slow"


class Room:
    """A desk with fakes all around it."""

    def __init__(self) -> None:
        self.slack = FakeSlack()
        self.clock = FakeClock()
        self.mail = MemoryBoxes(self.clock)
        self.private = FakeResponseUrl()
        self.fetcher = FakeFetcher({PIER: STORY, SLOW: TimedOutError(10)})
        self.presses = 0
        self.impatience = asyncio.Event()
        self.api: SlackApi | None = None
        self.restore: Restore | None = None
        self.restart()

    def restart(self) -> None:
        """A new process: everything is forgotten but what is in Slack and in the database."""
        api = self.api or SlackApi(self.slack, sleep=self.clock.sleep)
        since = PostsSinceBackup(api, self.mail, self.clock, self.restore)
        self.sender = OutboxSender(api, self.mail, self.clock, since_backup=since, sleep=self.clock.sleep)
        answering = self.make_answering()
        self.parts = build_dispatching(
            api=api,
            sender=self.sender,
            private=self.private,
            mail=self.mail,
            clock=self.clock,
            answering=answering,
            fetcher=self.fetcher,
            notes=ProgressNotifier(self.sender, sleep=self.lose_patience),
        )
        self.dispatcher, self.intake = self.parts.dispatcher, self.parts.intake

    def make_answering(self) -> AnswerRequest:
        return AnswerRequest(fetcher=self.fetcher, reader=InlineReader(), same_article=str, max_links=2)

    async def lose_patience(self, seconds: float) -> None:
        """Three seconds pass when the test says so."""
        assert seconds == PATIENCE_S
        await self.impatience.wait()

    async def deliver(self, body: dict[str, Any]) -> None:
        job = parse_payload(body)
        if job is not None:
            await self.intake.accept(job)
        await self.mail.run(self.dispatcher.dispatch)

    async def hear(self, text: str, **event: object) -> list[dict[str, Any]]:
        """The messages posted after a mention."""
        mention = {"type": "app_mention", "channel": "C1", "user": "U1", "ts": "5.0", "text": text, **event}
        await self.deliver({"type": "event_callback", "event": mention})
        return self.slack.posted

    async def command(self, text: str) -> list[Message]:
        """What the requester saw after a /summarize."""
        requester = {"channel_id": "C1", "user_id": "U1", "trigger_id": "1.2", "response_url": "http://r/1"}
        await self.deliver({"command": "/summarize", "text": text, **requester})
        return [message for _, message, _ in self.private.sent]

    async def press(
        self, action_id: str, digest_id: str, *, is_private: bool = False, user: str = "U1", ts: str = "6.0"
    ) -> None:
        """A click on a button, or on an entry of the menu ("quotes")."""
        self.presses += 1
        action: dict[str, object] = {"action_id": action_id, "value": digest_id}
        if not action_id.startswith("digest_"):
            action = {"action_id": "digest_more", "selected_option": {"value": f"{action_id}:{digest_id}"}}
        container = {"message_ts": ts, "thread_ts": "5.0", "is_ephemeral": is_private}
        click = {"channel": {"id": "C1"}, "user": {"id": user}, "response_url": "http://r/2", "container": container}
        await self.deliver({"type": "block_actions", "trigger_id": f"t{self.presses}", "actions": [action], **click})


@pytest.fixture
def rig() -> Room:
    return Room()


async def test_a_mention_with_a_link_is_answered_in_its_thread(rig):
    (posted,) = await rig.hear(f"<@UBOT> <{PIER}>")

    assert posted["thread_ts"] == "5.0"
    assert posted["text"].startswith("Pier at Saltmouth reopens after two years: 3 sentences")
    marks = [(name, said["name"]) for name, said in rig.slack.transcript if name.startswith("reactions.")]
    assert (marks[0], marks[-2:]) == (
        ("reactions.add", "eyes"),
        [("reactions.add", DONE), ("reactions.remove", "eyes")],
    )


async def test_a_mention_inside_a_thread_is_answered_in_that_thread(rig):
    (posted,) = await rig.hear(f"<@UBOT> <{PIER}>", thread_ts="2.0")

    assert posted["thread_ts"] == "2.0"


async def test_the_same_event_three_times_is_answered_once(rig):
    for _ in range(3):
        await rig.hear(f"<@UBOT> <{PIER}>")

    assert len(rig.slack.posted) == 1


async def test_a_bot_is_never_answered(rig):
    assert await rig.hear(f"<@UBOT> <{PIER}>", bot_id="B7") == []
    assert rig.mail.entries == {}


async def test_help_is_three_lines_that_only_who_asked_sees(rig):
    posted = await rig.hear("<@UBOT> help")

    (said,) = rig.slack.said("chat.postEphemeral")
    assert (posted, said["user"]) == ([], "U1")
    assert "@nutgraf and a link, a file or text: a digest in the thread." in said["text"]


async def test_help_in_direct_messages_stays_there(rig):
    (posted,) = await rig.hear("<@UBOT> help", channel="D1")

    assert "/summarize and a link or text: only you see it" in posted["text"]


async def test_a_bare_mention_in_a_thread_reads_the_first_message(rig):
    rig.slack.answers["conversations.replies"] = {"ok": True, "messages": [{"text": f"look: <{PIER}>", "ts": "2.0"}]}

    (posted,) = await rig.hear("<@UBOT> short", thread_ts="2.0")

    assert "2 sentences" in posted["text"]


async def test_a_bare_mention_outside_a_thread_gets_a_sentence(rig):
    (posted,) = await rig.hear("<@UBOT> :tada:")

    assert "neither a link nor text" in posted["text"]


async def test_a_link_that_fails_gets_a_sentence_a_reference_and_a_way_to_try_again(rig):
    (posted,) = await rig.hear(f"<@UBOT> <{SLOW}>")

    assert posted["text"].startswith("The site did not answer in 10 seconds.")
    assert short_id("message:C1:5.0") in str(posted["blocks"])
    assert "digest_retry" in str(posted["blocks"])


async def test_several_links_are_digested_in_one_reply_and_the_rest_is_counted(rig):
    (posted,) = await rig.hear(f"<@UBOT> <{SLOW}> <{PIER}> <https://gazette.example/third>")

    assert posted["text"] == "3 links: 1 digest below, 1 could not be read, 1 left out: I read up to 2 links a message."
    assert str(posted["blocks"]).index("/slow") < str(posted["blocks"]).index("The pier at Saltmouth")


async def test_an_edit_of_an_answered_mention_is_explained_to_its_author_alone(rig):
    await rig.hear(f"<@UBOT> <{PIER}>")

    await rig.hear(f"<@UBOT> <{SLOW}>", edited={"ts": "5.5", "user": "U1"})

    (said,) = rig.slack.said("chat.postEphemeral")
    assert "edits do not start a new digest" in said["text"]
    assert len(rig.slack.posted) == 1


async def test_an_edit_of_a_mention_that_failed_is_a_new_try(rig):
    await rig.hear(f"<@UBOT> <{SLOW}>")

    failed, digest = await rig.hear(f"<@UBOT> <{PIER}>", edited={"ts": "5.5", "user": "U1"})

    assert failed["text"].startswith("The site did not answer")
    assert digest["text"].startswith("Pier at Saltmouth reopens")
    assert rig.slack.said("chat.postEphemeral") == []


async def test_an_edit_of_words_that_asked_for_nothing_is_a_new_try_too(rig):
    await rig.hear("<@UBOT> help")

    (digest,) = await rig.hear(f"<@UBOT> <{PIER}>", edited={"ts": "5.5", "user": "U1"})

    assert digest["text"].startswith("Pier at Saltmouth reopens")


async def test_an_edit_that_changes_no_link_says_nothing(rig):
    await rig.hear(f"<@UBOT> <{PIER}>")

    await rig.hear(f"<@UBOT> <{PIER}> please", edited={"ts": "5.5", "user": "U1"})

    assert rig.slack.said("chat.postEphemeral") == []


async def test_a_bug_of_ours_is_one_sentence_with_a_reference(rig):
    rig.fetcher.pages[PIER] = None  # what no fetcher returns

    (posted,) = await rig.hear(f"<@UBOT> <{PIER}>")

    assert posted["text"] == "Something went wrong on my side. Try again in a minute."
    assert short_id("message:C1:5.0") in str(posted["blocks"])


async def test_summarize_answers_only_the_asker_and_offers_to_share(rig):
    (message,) = await rig.command(PIER)

    assert "Only you can see this" in message.text
    assert "digest_share" in str(message.blocks)
    assert rig.slack.posted == []


async def test_summarize_without_words_says_how_to_use_it(rig):
    (message,) = await rig.command("")

    assert "/summarize and a link or text: only you see it" in message.text


async def test_summarize_of_a_bad_link_is_a_private_sentence(rig):
    (message,) = await rig.command("https://gazette.example/none")

    assert message.text == "The site says there is no such page. Check the link."


async def test_share_posts_parent_and_thread_and_takes_the_private_one_away(rig):
    await rig.command(PIER)
    digest_id = short_id("command:1.2")

    await rig.press("digest_share", digest_id, is_private=True)

    parent, reply = rig.slack.posted
    assert "thread_ts" not in parent
    assert reply["thread_ts"] == parent["ts"]
    assert "The pier at Saltmouth reopened" in str(reply["blocks"])
    assert rig.private.dismissed == ["http://r/2"]


async def test_longer_replaces_the_digest_in_its_place(rig):
    await rig.hear(f"<@UBOT> <{PIER}>")

    await rig.press("digest_longer", short_id("message:C1:5.0"))

    (update,) = rig.slack.said("chat.update")
    assert update["ts"] == "6.0"
    assert "6 sentences" in update["text"]


async def test_longer_than_the_longest_is_said(rig):
    await rig.hear(f"<@UBOT> long <{PIER}>")

    await rig.press("digest_longer", short_id("message:C1:5.0"))

    assert rig.private.sent[-1][1].text == "That is the longest I can make it."


async def test_only_the_asker_can_delete(rig):
    (posted,) = await rig.hear(f"<@UBOT> <{PIER}>")
    digest_id = short_id("message:C1:5.0")

    await rig.press("delete", digest_id, user="U2")
    assert rig.slack.said("chat.delete") == []

    await rig.press("delete", digest_id, ts=posted["ts"])
    assert {said["ts"] for said in rig.slack.said("chat.delete")} == {posted["ts"]}


async def test_a11_the_asker_deletes_a_digest_whose_text_is_long_forgotten(rig):
    (posted,) = await rig.hear(f"<@UBOT> <{PIER}>")
    digest_id = short_id("message:C1:5.0")
    rig.mail.kept.clear()  # a day later

    await rig.press("delete", digest_id, user="U2")
    assert "Only the person who asked" in rig.private.sent[-1][1].text
    assert rig.slack.said("chat.delete") == []

    await rig.press("delete", digest_id, ts=posted["ts"])
    assert {said["ts"] for said in rig.slack.said("chat.delete")} == {posted["ts"]}
    assert rig.mail.requesters == {}


async def test_a11_every_message_of_a_digest_is_deleted_those_of_longer_too(rig):
    digest_id = short_id("message:C1:5.0")
    rig.fetcher.pages |= {f"{PIER}/{number}": STORY for number in range(2)}
    await rig.hear(f"<@UBOT> <{PIER}>")
    rig.mail.requesters[digest_id] = DigestRequester("U1", ("message:C1:5.0", "click:longer"))
    await rig.sender.enqueue("click:longer", "C1", (Message("more", ()), Message("and more", ())), thread_ts="5.0")
    await rig.sender.send_all("click:longer")
    rig.mail.kept.clear()
    posted = [message["ts"] for message in rig.slack.posted]

    await rig.press("delete", digest_id, ts=posted[0])
    assert [said["ts"] for said in rig.slack.said("chat.delete")] == [*reversed(posted), posted[0]]
    assert [outgoing for outgoing in rig.mail.all_outgoing.values() if outgoing.job_id == "click:longer"] == []


async def test_a11_longer_and_shorter_count_among_the_jobs_whose_messages_show_a_digest(rig):
    await rig.hear(f"<@UBOT> <{PIER}>")
    digest_id = short_id("message:C1:5.0")

    await rig.press("digest_shorter", digest_id)
    assert rig.mail.requesters[digest_id].job_ids == ("message:C1:5.0", f"click:t{rig.presses}")


async def test_a11_a_digest_that_is_gone_already_is_no_failure(rig):
    await rig.hear(f"<@UBOT> <{PIER}>")
    rig.slack.answers["chat.delete"] = refused("message_not_found")

    await rig.press("delete", short_id("message:C1:5.0"))
    assert rig.mail.entries[f"click:t{rig.presses}"].state is InboxState.DONE
    assert rig.private.sent == []


async def test_a11_after_three_months_the_asker_reads_who_can_delete_it(rig):
    await rig.press("delete", "longago")

    assert "no longer know who asked for it" in rig.private.sent[-1][1].text
    assert "admin of this workspace can delete it" in rig.private.sent[-1][1].text
    assert rig.slack.said("chat.delete") == []


async def test_a11_of_a_private_digest_nobody_is_remembered(rig):
    await rig.command(PIER)

    assert rig.mail.kept
    assert rig.mail.requesters == {}


async def test_the_menu_shows_quotes_reasons_and_plain_text(rig):
    await rig.hear(f"<@UBOT> <{PIER}>")
    for entry in ("quotes", "why", "copy"):
        await rig.press(entry, short_id("message:C1:5.0"))

    quotes, why, copied = (str(message.blocks) for _, message, _ in rig.private.sent)
    assert "We kept our word" in quotes
    assert "opens the story" in why
    assert "Ada Brandt" in copied


async def test_a_button_under_a_forgotten_digest_says_so(rig):
    await rig.press("digest_longer", "gone")

    assert "no longer have that text" in rig.private.sent[0][1].text


async def test_a_button_pressed_twice_shares_once(rig):
    await rig.command(PIER)
    digest_id = short_id("command:1.2")

    await rig.press("digest_share", digest_id, is_private=True)
    await rig.press("digest_share", digest_id, is_private=True)

    assert len(rig.slack.posted) == 2


async def test_try_again_reads_the_link_again_in_the_same_thread(rig):
    await rig.hear(f"<@UBOT> <{SLOW}>")
    rig.fetcher.pages[SLOW] = STORY

    await rig.press("digest_retry", short_id("message:C1:5.0"))

    assert "3 sentences" in rig.slack.posted[-1]["text"]
    assert rig.slack.posted[-1]["thread_ts"] == "5.0"


async def test_a_job_done_again_after_a_crash_posts_only_what_does_not_stand(rig):
    await rig.hear(f"<@UBOT> <{PIER}>")
    await rig.mail.mark_finished("message:C1:5.0")
    rig.mail.entries["message:C1:5.0"] = await reopened(rig, "message:C1:5.0")
    rig.restart()

    await rig.mail.run(rig.dispatcher.dispatch)

    assert len(rig.slack.posted) == 1
    assert rig.fetcher.fetched == [PIER]


async def test_f45_a_crash_right_after_slack_took_the_message_leaves_one_message(rig):
    await rig.hear(f"<@UBOT> <{PIER}>")
    rig.mail.entries["message:C1:5.0"] = await reopened(rig, "message:C1:5.0")
    await rig.mail.mark_sending("message:C1:5.0:0")  # as if the process had died before it wrote the answer down
    rig.restart()

    await rig.mail.run(rig.dispatcher.dispatch)

    assert len(rig.slack.posted) == 1


async def test_what_was_answered_in_part_before_a_crash_is_finished_even_a_day_later(rig):
    await rig.hear(f"<@UBOT> <{PIER}>")
    rig.mail.entries["message:C1:5.0"] = await reopened(rig, "message:C1:5.0")
    await rig.clock.sleep(25 * 3_600)
    rig.restart()

    await rig.mail.run(rig.dispatcher.dispatch)

    (posted,) = rig.slack.posted
    assert posted["text"].startswith("Pier at Saltmouth reopens")


@pytest.mark.parametrize("failure", [TimedOutError(10), None])
async def test_f45_a_crash_right_after_a_failure_was_told_does_not_answer_as_well(rig, failure):
    rig.fetcher.pages[PIER] = failure
    (told,) = await rig.hear(f"<@UBOT> <{PIER}>")
    rig.mail.entries["message:C1:5.0"] = await reopened(rig, "message:C1:5.0")
    rig.fetcher.pages[PIER] = STORY
    rig.restart()

    await rig.mail.run(rig.dispatcher.dispatch)

    assert rig.slack.posted == [told]
    assert rig.mail.entries["message:C1:5.0"].state is not InboxState.WAITING


async def reopened(rig: Room, job_id: str) -> InboxEntry:
    return replace(rig.mail.entries[job_id], state=InboxState.WAITING)


async def test_what_failed_for_good_is_kept_for_the_operator(rig):
    rig.fetcher.pages[PIER] = None

    await rig.hear(f"<@UBOT> <{PIER}>")

    assert rig.mail.entries["message:C1:5.0"].state is InboxState.FAILED
