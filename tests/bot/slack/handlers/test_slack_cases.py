"""Messages as people send them: small cases from the field, and our own of each kind.

Those about sharing, refusals and channels are in `test_sharing`, `test_refused_posts` and `test_subscription_setup`.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.newsroom.ports import Page
from bot.newsroom.requests.answer_request import AnswerRequest
from bot.newsroom.requests.errors import UnreadableFileError
from bot.newsroom.requests.request import SharedFile
from bot.slack.handlers.requests.message import WELCOME
from bot.slack.rendering.block_kit.plain_text import in_plain_text
from tests.bot.fakes import STORY, InlineReader
from tests.bot.slack.edition_channel import refused
from tests.bot.slack.handlers.test_dispatcher import PIER, Room

CASES = {
    case["id"]: case
    for case in map(json.loads, (Path(__file__).parents[1] / "cases.jsonl").read_text("utf-8").splitlines())
}
NEWS = "https://news.example/pier"
BOT = "U0NUTGRAF1"


class FakeFileReader:
    """Shared files by their id; others may not be read."""

    def __init__(self) -> None:
        self.bodies: dict[str, str] = {}

    async def read(self, file: SharedFile) -> Page:
        if file.id not in self.bodies:
            raise UnreadableFileError(file.id)
        return Page(url="", body=self.bodies[file.id].encode())


class Channel(Room):
    """A room whose bot has the id of the cases, and reads files and the Harbour's news."""

    def __init__(self) -> None:
        self.file_reader = FakeFileReader()
        super().__init__()
        self.fetcher.pages |= {NEWS: STORY, "https://news.example/pier-reopens": STORY}

    def make_answering(self) -> AnswerRequest:
        return AnswerRequest(
            fetcher=self.fetcher, reader=InlineReader(), same_article=str, max_links=3, files=self.file_reader
        )

    async def deliver(self, body: dict[str, Any]) -> None:
        await super().deliver({**body, "authorizations": [{"user_id": BOT, "is_bot": True}]})

    async def mention(self, text: str = "", **event: Any) -> list[dict[str, Any]]:
        """What is posted after a mention, as plain text beside what else it has."""
        return await self.hear(f"<@{BOT}> {text}", **event)

    def thread(self, *messages: dict[str, Any] | str) -> None:
        """The messages of the thread 2.0, the oldest first; the mention is 5.0."""
        said = [{"text": message, "user": "U2"} if isinstance(message, str) else message for message in messages]
        stamped = [{"ts": f"{2 + number / 10:.1f}", "thread_ts": "2.0", **each} for number, each in enumerate(said)]
        self.slack.answers["conversations.replies"] = {"ok": True, "messages": stamped, "has_more": False}

    def whispered(self) -> list[str]:
        return [said["text"] for said in self.slack.said("chat.postEphemeral")]


@pytest.fixture
def channel() -> Channel:
    return Channel()


def shown(posted: dict[str, Any]) -> str:
    return in_plain_text(posted)


def event_of(case_id: str) -> dict[str, Any]:
    event: dict[str, Any] = dict(CASES[case_id]["payload or steps"])
    return event | {"ts": "5.0"}


async def read_case(channel: Channel, case_id: str) -> str:
    await channel.deliver({"type": "event_callback", "event": event_of(case_id)})
    (posted,) = channel.slack.posted
    return shown(posted)


# -- formatting


async def test_mrkdwn_bold_word(channel):
    text = await read_case(channel, "mrkdwn-bold-word")

    assert "The old pier at Lowmoor reopened" in text


async def test_mrkdwn_italic_in_quote(channel):
    text = await read_case(channel, "mrkdwn-italic-in-quote")

    assert "“We had promised to be ready before the winter storms, and we are”" in text


@pytest.mark.parametrize("case_id", ["codeblock-paste", "bullets-paste", "mrkdwn-bold-word", "mrkdwn-italic-in-quote"])
async def test_no_sign_of_formatting_is_shown(channel, case_id):
    text = await read_case(channel, case_id)

    assert not set(text) & set("*_`~")
    assert not [line for line in text.splitlines() if line.startswith("• •")]


async def test_codeblock_paste(channel):
    text = await read_case(channel, "codeblock-paste")

    assert text.splitlines()[0] == "Pier reopens after nine months of repairs"


PARTS = (
    "Pier at Saltmouth reopens after two years",
    "The pier at Saltmouth reopened on Monday after two years of repairs that cost the town 4 million crowns.",
    '"We kept our word and the sea kept its temper," Mayor Ada Brandt told a crowd of several hundred people at the gates.',
    "The old planks had rotted so badly that engineers closed the pier in the spring of 2024, a week before the regatta.",
    "Traders on the quay said they had lost a third of their summer income while the pier was shut.",
)


def texts(*parts: str, **style: Any) -> list[dict[str, Any]]:
    return [{"type": "text", "text": part, **({"style": style} if style else {})} for part in parts]


@pytest.mark.parametrize(
    "elements",
    [
        [{"type": "rich_text_preformatted", "elements": texts("\n\n".join(PARTS))}],
        [{"type": "rich_text_quote", "elements": texts("\n\n".join(PARTS))}],
        [
            {"type": "rich_text_section", "elements": texts(f"{PARTS[0]}\n\n", bold=True)},
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [{"type": "rich_text_section", "elements": texts(part, italic=True)} for part in PARTS[1:]],
            },
        ],
        [
            {"type": "rich_text_section", "elements": texts(f"{PARTS[0]}\n\n", bold=True)},
            *({"type": "rich_text_section", "elements": texts(f"{part}\n\n", strike=True)} for part in PARTS[1:]),
        ],
    ],
)
async def test_a_story_in_rich_text_is_read_letter_by_letter(channel, elements):
    mention = {"type": "rich_text_section", "elements": [{"type": "user", "user_id": BOT}, *texts(" ")]}
    blocks = [{"type": "rich_text", "elements": [mention, *elements]}]

    (posted,) = await channel.mention("*wrong* `text`", blocks=blocks)

    assert shown(posted).splitlines()[0] == PARTS[0]
    assert "“We kept our word and the sea kept its temper”" in shown(posted)
    assert "— Ada Brandt" in shown(posted)


# -- people


async def test_misattr_mention_1(channel):
    channel.slack.answers["users.info"] = {"ok": True, "user": {"profile": {"display_name": "Mira Tolland"}}}

    text = await read_case(channel, "misattr-mention-1")

    assert "and we are”\n— Mira Tolland" in text


@pytest.mark.parametrize("code", ["missing_scope", "user_not_found", "user_not_visible"])
async def test_what_a_person_says_whose_name_slack_does_not_tell_is_nobody_elses(channel, code):
    channel.slack.answers["users.info"] = refused(code)

    text = await read_case(channel, "misattr-mention-1")

    shown_speakers = {line for line in text.splitlines() if line.startswith("—")}
    assert shown_speakers <= {"— Jonas Pell", "— speaker not named"}


@pytest.mark.parametrize("name", ["mira.t", "mira", "MT", "ミラ"])
async def test_a_nickname_is_a_name_too(channel, name):
    channel.slack.answers["users.info"] = {"ok": True, "user": {"profile": {"display_name": name}}}

    text = await read_case(channel, "misattr-mention-1")

    said_by = text.partition("and we are”")[2].splitlines()
    assert "— the harbour office" not in said_by[:3]
    assert "Pell" not in "".join(said_by[:2])


async def test_the_same_person_is_looked_up_once(channel):
    channel.slack.answers["users.info"] = {"ok": True, "user": {"profile": {"display_name": "Mira Tolland"}}}

    await channel.deliver({"type": "event_callback", "event": event_of("misattr-mention-1")})
    await channel.deliver({"type": "event_callback", "event": event_of("misattr-mention-1") | {"ts": "6.0"}})

    assert len(channel.slack.said("users.info")) == 1


# -- threads


@pytest.mark.parametrize("case_id", ["thread-words-0", "thread-words-1", "thread-words-3"])
async def test_thread_words(channel, case_id):
    steps = CASES[case_id]["payload or steps"]
    channel.thread(steps["thread_first"])

    (posted,) = await channel.hear(steps["mention"], thread_ts="2.0")

    assert shown(posted).startswith("Pier at Saltmouth reopens")
    assert channel.whispered() == []


@pytest.mark.parametrize(
    "words", ["please", "Worum geht's hier?", "resumen por favor", "要約", "this one too", "short", "thoughts?"]
)
async def test_other_words_in_a_thread_mean_its_story_too(channel, words):
    channel.thread(f"worth a read <{NEWS}>")

    (posted,) = await channel.mention(words, thread_ts="2.0")

    assert shown(posted).startswith("Pier at Saltmouth reopens")


async def test_a_question_gets_the_digest_and_a_word_that_only_the_articles_own_sentences_are_shown(channel):
    channel.thread(f"worth a read <{NEWS}>")

    (posted,) = await channel.mention("why did they close it?", thread_ts="2.0")

    assert shown(posted).startswith("Pier at Saltmouth reopens")
    assert channel.whispered() == ["I only show the article's own sentences, so I cannot answer a question about it."]


async def test_thread_link_in_reply(channel):
    steps = CASES["thread-link-in-reply"]["payload or steps"]
    channel.thread(*steps["thread"])

    (posted,) = await channel.hear(steps["mention"], thread_ts="2.0")

    assert shown(posted).startswith("Pier at Saltmouth reopens")


async def test_the_nearest_link_above_is_read_and_none_below(channel):
    channel.fetcher.pages["https://news.example/later"] = STORY
    channel.thread(
        "first <https://news.example/old>",
        f"then <{NEWS}>",
        "and some talk",
        {"text": "later <https://news.example/later>", "ts": "7.0"},
    )

    await channel.mention("", thread_ts="2.0")

    assert channel.fetcher.fetched == [NEWS]


async def test_a_long_text_above_is_read_as_a_link_is(channel):
    channel.thread("Anybody?", STORY, "wow, that is quite a story, and one for the front page I would say")

    (posted,) = await channel.mention("tldr", thread_ts="2.0")

    assert shown(posted).startswith("Pier at Saltmouth reopens")


async def test_a_file_above_is_read(channel):
    channel.file_reader.bodies["F1"] = STORY
    file = {"id": "F1", "name": "pier.txt", "mimetype": "text/plain", "url_private": "https://files.slack.com/pier"}
    channel.thread({"text": "", "user": "U2", "files": [file]}, "please read")

    (posted,) = await channel.mention("", thread_ts="2.0")

    assert shown(posted).startswith("Pier at Saltmouth reopens")


async def test_thread_first_blocks(channel):
    steps = CASES["thread-first-blocks"]["payload or steps"]
    channel.thread(steps["thread_first"])

    (posted,) = await channel.hear(steps["mention"], thread_ts="2.0")

    assert shown(posted).startswith("Pier at Saltmouth reopens")


async def test_thread_tombstone(channel):
    steps = CASES["thread-tombstone"]["payload or steps"]
    channel.thread(steps["thread_first"], "hm, what was it?")

    (posted,) = await channel.hear(steps["mention"], thread_ts="2.0")

    assert posted["text"].startswith("The message that started this thread was deleted. Send me the link.")


async def test_a_thread_without_anything_to_read_is_said(channel):
    channel.thread("Anybody?", "not me")

    (posted,) = await channel.mention("tldr", thread_ts="2.0")

    assert posted["text"].startswith("I found no link and no long text above in this thread.")


async def test_a_hidden_message_is_said(channel):
    channel.thread({"text": "", "hidden_by_limit": 1})

    (posted,) = await channel.mention("tldr", thread_ts="2.0")

    assert "over its limit of messages" in posted["text"]


async def test_an_app_that_may_read_few_messages_a_minute_says_so(channel):
    channel.thread("Anybody?", *["talk"] * 14)
    channel.slack.answers["conversations.replies"] |= {"has_more": True, "response_metadata": {"next_cursor": "n"}}

    (posted,) = await channel.mention("tldr", thread_ts="2.0")

    assert posted["text"].startswith("Slack lets me read only a few messages a minute here")
    assert channel.clock.slept == []


async def test_a_rate_limit_of_a_minute_is_said_at_once(channel):
    channel.slack.answers["conversations.replies"] = refused(
        "ratelimited", status_code=429, headers={"Retry-After": "60"}
    )

    (posted,) = await channel.mention("tldr", thread_ts="2.0")

    assert posted["text"].startswith("Slack lets me read only a few messages a minute here")
    assert channel.clock.slept == []


# -- under a digest


async def under_a_digest(channel: Channel) -> None:
    """A digest of ours in the thread 2.0."""
    await channel.mention(f"<{NEWS}>", thread_ts="2.0", ts="2.1")
    posted = channel.slack.posted[0]
    channel.thread("look", {**posted, "user": BOT, "ts": "2.2"})
    channel.slack.transcript.clear()


@pytest.mark.parametrize("words", ["longer", "make it longer please", "länger", "plus long"])
async def test_longer_under_a_digest_makes_that_digest_longer(channel, words):
    await under_a_digest(channel)

    await channel.mention(words, thread_ts="2.0")

    (changed,) = channel.slack.said("chat.update")
    assert changed["ts"] == "2.2"
    assert "Traders on the quay" in shown(changed)
    assert len(channel.slack.said("chat.postMessage")) == 0


async def test_shorter_under_a_digest_makes_that_digest_shorter(channel):
    await under_a_digest(channel)

    await channel.mention("shorter", thread_ts="2.0")

    assert len(channel.slack.said("chat.update")) == 1


@pytest.mark.parametrize(
    ("words", "answer"), [("quotes", "twice the weight"), ("why?", "of"), ("alle Zitate", "twice")]
)
async def test_quotes_and_why_are_shown_to_who_asks(channel, words, answer):
    await under_a_digest(channel)

    await channel.mention(words, thread_ts="2.0")

    (_, said, how), *_ = channel.private.sent
    assert (how["recipient"], how["thread_ts"]) == (("C1", "U1"), "2.0")
    assert answer in shown({"text": said.text, "blocks": list(said.blocks)})


async def test_longer_where_no_digest_is_makes_a_long_one(channel):
    channel.thread(f"worth a read <{NEWS}>")

    (posted,) = await channel.mention("longer please", thread_ts="2.0")

    assert "Traders on the quay" in shown(posted)


async def test_talk_under_a_digest_gets_help_and_no_second_digest(channel):
    await under_a_digest(channel)

    await channel.mention("good to know, see you all on Monday", thread_ts="2.0")

    assert channel.slack.said("chat.postMessage") == []
    assert "a digest in the thread" in channel.whispered()[0]


# -- direct messages, where people seldom use threads


def before(channel: Channel, *texts: str) -> None:
    """What was said before, the oldest first; Slack lists the newest first."""
    said = [{"text": text, "user": "U1", "ts": f"{2 + number / 10:.1f}"} for number, text in enumerate(texts)]
    channel.slack.answers["conversations.history"] = {"ok": True, "messages": said[::-1]}


@pytest.mark.parametrize("words", ["longer", "tldr", "what is this about?", "kurz bitte"])
async def test_words_in_direct_messages_mean_the_last_story_there(channel, words):
    before(channel, "<https://news.example/old>", f"<{NEWS}>", "hm")

    (posted,) = await channel.hear(words, channel="D1", channel_type="im", type="message")

    assert channel.fetcher.fetched == [NEWS]
    assert ("Traders on the quay" in shown(posted)) is (words == "longer")


async def test_talk_in_direct_messages_gets_help_and_reads_nothing_again(channel):
    before(channel, f"<{NEWS}>")

    (posted,) = await channel.hear("good to know, see you on Monday", channel="D1", channel_type="im", type="message")

    assert "a digest in the thread" in posted["text"]
    assert channel.fetcher.fetched == []


async def test_nothing_to_read_in_direct_messages_is_said(channel):
    before(channel, "hello")

    (posted,) = await channel.hear("tldr", channel="D1", channel_type="im", type="message")

    assert posted["text"].startswith("I found neither a link nor text in that message.")


# -- small talk


@pytest.mark.parametrize("case_id", ["small-talk-0", "small-talk-1"])
async def test_small_talk_gets_help_that_only_its_sender_sees(channel, case_id):
    await channel.deliver({"type": "event_callback", "event": event_of(case_id)})

    assert channel.slack.posted == []
    assert "a digest in the thread" in channel.whispered()[0]


async def test_small_talk_3(channel):
    await channel.deliver({"type": "event_callback", "event": event_of("small-talk-3")})

    assert channel.slack.said("reactions.add") == [{"channel": "C0A", "timestamp": "5.0", "name": WELCOME}]
    assert (channel.slack.posted, channel.whispered()) == ([], [])


@pytest.mark.parametrize("words", ["thank you so much!", "merci beaucoup :tada:", "danke dir", "ありがとう"])
async def test_thanks_get_a_reaction_and_no_post(channel, words):
    await channel.mention(words)

    assert [said["name"] for said in channel.slack.said("reactions.add")] == [WELCOME]
    assert (channel.slack.posted, channel.whispered()) == ([], [])


# -- carriers


async def test_forwarded(channel):
    assert (await read_case(channel, "forwarded")).startswith("Pier at Saltmouth reopens")


async def test_a_forwarded_text_is_read(channel):
    shared = {"is_share": True, "from_url": "https://t.slack.com/archives/C0/p1", "text": STORY}

    (posted,) = await channel.mention("what do you make of this?", attachments=[shared])

    assert shown(posted).startswith("Pier at Saltmouth reopens")


async def test_snippet(channel):
    channel.file_reader.bodies["F1"] = STORY

    assert (await read_case(channel, "snippet")).startswith("Pier at Saltmouth reopens")


async def test_pdf_that_may_not_be_read(channel):
    text = await read_case(channel, "pdf")

    assert "I may not read files here: the permission files:read is missing." in text


async def test_pdf(channel):
    channel.file_reader.bodies["F1"] = STORY

    assert (await read_case(channel, "pdf")).startswith("Pier at Saltmouth reopens")


async def test_a_file_that_cannot_be_read_is_named_beside_the_others(channel):
    channel.file_reader.bodies["F1"] = STORY
    files = [{"id": "F1", "name": "a.txt", "url_private": "https://files.slack.com/a"},
             {"id": "F2", "name": "b.txt", "url_private": "https://files.slack.com/b"}]  # fmt: skip

    (posted,) = await channel.mention("", files=files)

    assert "2 files" in shown(posted)
    assert "b.txt: I may not read files here" in shown(posted)


LINE = "https://t.slack.com/archives/C0OTHER/p1700000000000100"


async def test_a_link_to_a_message_is_that_message(channel):
    channel.slack.answers |= {
        "conversations.members": {"ok": True, "members": ["U1", "U2"]},
        "conversations.history": {"ok": True, "messages": [{"text": f"<{NEWS}>", "ts": "1700000000.000100"}]},
    }

    (posted,) = await channel.mention(f"<{LINE}>")

    assert shown(posted).startswith("Pier at Saltmouth reopens")


@pytest.mark.parametrize(
    "answers",
    [
        {"conversations.members": {"ok": True, "members": ["U2"]}},
        {"conversations.members": refused("missing_scope")},
        {"conversations.members": refused("channel_not_found")},
        {"conversations.members": {"ok": True, "members": ["U1"]}, "conversations.history": refused("not_in_channel")},
    ],
)
async def test_a_message_that_its_asker_may_not_read_is_not_read_to_them(channel, answers):
    history = {"ok": True, "messages": [{"text": f"<{NEWS}>", "ts": "1700000000.000100"}]}
    channel.slack.answers |= {"conversations.history": history} | answers

    (posted,) = await channel.mention(f"<{LINE}>")

    assert posted["text"].startswith("I can read a message only where both you and I are members of its channel.")
    assert channel.fetcher.fetched == []


# -- commands


async def test_slash_bare_domain(channel):
    (said,) = await channel.command(CASES["slash-bare-domain"]["payload or steps"]["text"])

    assert said.text.startswith("Pier at Saltmouth reopens")
    assert channel.fetcher.fetched == ["https://news.example/pier-reopens"]


async def test_a_command_without_a_link_says_that_slack_tells_no_thread(channel):
    (said,) = await channel.command("summarize this")

    assert said.text.startswith("Slack does not tell me which thread a command is typed in.")


async def test_what_is_not_done_of_a_command_is_said_after_its_answer(channel):
    digest, remark = await channel.command(f"{PIER} in German --loud")

    assert digest.text.startswith("Pier at Saltmouth reopens")
    assert remark.text.startswith("I do not know the option --loud, so I left it out.")
    assert remark.text.endswith("I show the article's own words, so I cannot write a digest in German.")
