"""Messages as people send them: small cases from the field, and our own of each kind.

Those about threads are in `test_thread_cases`; about sharing, refusals and channels in `test_sharing`,
`test_refused_posts` and `test_subscription_setup`.
"""

from typing import Any

import pytest

from bot.slack.handlers.requests.message import WELCOME
from tests.bot.fakes import STORY
from tests.bot.slack.edition_channel import refused
from tests.bot.slack.handlers.test_dispatcher import PIER
from tests.bot.slack.slack_cases import BOT, CASES, NEWS, Channel, event_of, read_case, shown


@pytest.fixture
def channel() -> Channel:
    return Channel()


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
    assert "— Mayor Ada Brandt" in shown(posted)


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
