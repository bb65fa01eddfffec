"""What people say under what is posted already: each gets the least that answers it, and no second digest."""

from typing import Any

import pytest

from bot.slack.api.threads import ThreadAbove
from bot.slack.handlers.requests.thread_above import PostedHere, PostedKind, find_above
from tests.bot.fakes import STORY
from tests.bot.slack.edition_channel import refused
from tests.bot.slack.slack_cases import BOT, NEWS, Channel, shown, under_a_digest

PERMALINK = "https://t.slack.com/archives/C0OTHER/p1700000000000100"
OTHER = "https://news.example/other"
QUESTION = "I only show the article's own sentences, so I cannot answer a question about it."
HELP = "a digest in the thread"


@pytest.fixture
def channel() -> Channel:
    return Channel()


async def under_several(channel: Channel) -> None:
    """Two digests of ours in one message, in the thread 2.0."""
    channel.fetcher.pages[OTHER] = STORY.replace("Saltmouth", "Lowmoor")
    await channel.mention(f"<{NEWS}> <{OTHER}>", thread_ts="2.0", ts="2.1")
    posted = channel.slack.posted[0]
    channel.thread(f"<{NEWS}> <{OTHER}>", {**posted, "user": BOT, "ts": "2.2"})
    channel.slack.transcript.clear()


def ours(*blocks: dict[str, Any]) -> dict[str, Any]:
    """A message of ours, as Slack's history has it."""
    payload = {"event_type": "nutgraf", "event_payload": {"key": "x:0"}}
    return {"text": "", "user": BOT, "blocks": list(blocks), "metadata": payload}


def headline(*links: str, text: str = "Pier at Saltmouth reopens") -> dict[str, Any]:
    linked = [{"type": "link", "url": link, "text": text} for link in links]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": linked}]}


def reasons() -> dict[str, Any]:
    return {"type": "actions", "elements": [{"type": "button", "action_id": "digest_reasons", "value": "e1"}]}


@pytest.mark.parametrize("words", ["what did she say about taxes?", "how much did it cost?", "wer hat das bezahlt?"])
async def test_a_question_under_its_digest_gets_a_word_and_no_second_digest(channel, words):
    await under_a_digest(channel)

    await channel.mention(words, thread_ts="2.0")

    assert channel.slack.said("chat.postMessage") == []
    assert channel.whispered() == [QUESTION]


@pytest.mark.parametrize("words", ["translate to German", "auf Deutsch bitte", "en español por favor"])
async def test_another_language_under_a_digest_gets_a_word_and_no_second_digest(channel, words):
    await under_a_digest(channel)

    await channel.mention(words, thread_ts="2.0")

    assert channel.slack.said("chat.postMessage") == []
    assert channel.whispered()[0].startswith("I show the article's own words")


async def test_another_language_where_no_digest_is_gets_the_digest_and_a_word(channel):
    channel.thread(f"worth a read <{NEWS}>")

    (posted,) = await channel.mention("in German please", thread_ts="2.0")

    assert shown(posted).startswith("Pier at Saltmouth reopens")
    assert channel.whispered() == ["I show the article's own words, so I cannot write a digest in German."]


async def test_a_link_below_our_digest_is_another_story(channel):
    await under_a_digest(channel)
    digest = channel.slack.posted[0]
    channel.fetcher.pages[OTHER] = STORY
    channel.thread("look", {**digest, "user": BOT}, f"and this <{OTHER}>")

    await channel.mention("how much did it cost?", thread_ts="2.0")

    assert channel.fetcher.fetched[-1] == OTHER


@pytest.mark.parametrize(("words", "entries"), [("quotes", 2), ("und jetzt bitte die Zitate", 2), ("why?", 2)])
async def test_quotes_and_why_under_several_digests_are_shown_of_each(channel, words, entries):
    await under_several(channel)

    await channel.mention(words, thread_ts="2.0")

    assert len(channel.private.sent) == entries
    assert channel.slack.said("chat.postMessage") == []


async def test_shorter_under_several_digests_makes_short_ones(channel):
    await under_several(channel)

    await channel.mention("shorter", thread_ts="2.0")

    (posted,) = channel.slack.said("chat.postMessage")
    assert "2 digests below" in shown(posted)


@pytest.mark.parametrize("words", ["tldr", "", "quotes", "longer"])
async def test_under_a_shared_digest_its_story_is_read(channel, words):
    channel.thread(ours(headline(NEWS)), ours(headline(f"{NEWS}#:~:text=The%20pier")))

    (posted,) = await channel.mention(words, thread_ts="2.0")

    assert shown(posted).startswith("Pier at Saltmouth reopens")


async def test_talk_under_a_shared_digest_gets_help(channel):
    channel.thread(ours(headline(NEWS)))

    await channel.mention("lol", thread_ts="2.0")

    assert channel.slack.posted == []
    assert HELP in channel.whispered()[0]


def test_the_button_of_an_edition_is_found_below_its_stories():
    edition = ours(headline(NEWS), reasons()) | {"ts": "2.0"}

    above = find_above(ThreadAbove((ours(headline(NEWS)) | {"ts": "2.1"}, edition), is_cut=False))

    assert above.posted == PostedHere("e1", "2.0", None, PostedKind.EDITION)
    assert (above.request.links, above.is_answered) == ((NEWS,), True)


async def test_other_words_under_an_edition_are_about_its_stories(channel):
    channel.thread(ours(headline(NEWS), reasons()))

    (posted,) = await channel.mention("tldr", thread_ts="2.0")

    assert shown(posted).startswith("Pier at Saltmouth reopens")


@pytest.mark.parametrize("words", ["quotes", "longer", "why?"])
async def test_what_is_about_a_digest_says_so_where_slack_lets_the_bot_read_too_little(channel, words):
    channel.thread("start", "talk")
    channel.slack.answers["conversations.replies"]["has_more"] = True

    (posted,) = await channel.mention(words, thread_ts="2.0")

    assert "only a few messages a minute" in shown(posted)


@pytest.mark.parametrize("answer", [refused("missing_scope"), {"ok": True, "messages": [], "has_more": True}])
async def test_talk_in_a_thread_that_the_bot_may_not_read_gets_help_that_only_its_sender_sees(channel, answer):
    channel.slack.answers["conversations.replies"] = answer

    await channel.mention("lol", thread_ts="2.0")

    assert channel.slack.posted == []
    assert HELP in channel.whispered()[0]


async def test_a_thread_is_read_once_for_an_answer(channel):
    channel.thread(f"worth a read <{NEWS}>")

    await channel.mention("quotes please", thread_ts="2.0")

    assert len(channel.slack.said("conversations.replies")) == 1


@pytest.mark.parametrize(
    ("words", "said"), [("--foo", "I do not know the option --foo"), ("in German", "I show the article's own words")]
)
async def test_what_cannot_be_done_is_said_where_nothing_is_to_be_read_too(channel, words, said):
    await channel.mention(words)
    (answer,) = await channel.command(words)

    assert channel.slack.posted == []
    assert channel.whispered()[0].startswith(said)
    assert answer.text.startswith(said)


# -- in direct messages, without opening the thread


async def in_direct_messages(channel: Channel) -> None:
    """A link in a direct message, and our digest under it."""
    event = {"type": "message", "channel": "D1", "channel_type": "im", "user": "U1", "ts": "2.0", "text": f"<{NEWS}>"}
    await channel.deliver({"type": "event_callback", "event": event})
    digest = {**channel.slack.posted[0], "user": BOT, "ts": "2.2", "thread_ts": "2.0"}
    channel.slack.answers |= {
        "conversations.history": {"ok": True, "messages": [{"text": f"<{NEWS}>", "user": "U1", "ts": "2.0"}]},
        "conversations.replies": {"ok": True, "messages": [{"text": f"<{NEWS}>", "ts": "2.0"}, digest]},
    }
    channel.slack.transcript.clear()


async def say(channel: Channel, text: str) -> None:
    event = {"type": "message", "channel": "D1", "channel_type": "im", "user": "U1", "ts": "5.0", "text": text}
    await channel.deliver({"type": "event_callback", "event": event})


async def test_longer_after_a_digest_makes_that_digest_longer(channel):
    await in_direct_messages(channel)

    await say(channel, "longer please")

    (changed,) = channel.slack.said("chat.update")
    assert changed["ts"] == "2.2"


@pytest.mark.parametrize("words", ["quotes", "why?"])
async def test_quotes_and_why_after_a_digest_are_those_of_that_digest(channel, words):
    await in_direct_messages(channel)

    await say(channel, words)

    assert len(channel.private.sent) == 1
    assert channel.slack.said("chat.postMessage") == []


@pytest.mark.parametrize("words", [":tada:", "tldr", "lol"])
async def test_other_words_after_a_digest_make_no_second_one(channel, words):
    await in_direct_messages(channel)

    await say(channel, words)

    (posted,) = channel.slack.said("chat.postMessage")
    assert HELP in posted["text"]


# -- what is forwarded


def forwarded(*blocks: dict[str, Any], text: str = "", source: str = PERMALINK) -> dict[str, Any]:
    inner = {"message": {"blocks": list(blocks)}}
    return {"is_share": True, "from_url": source, "text": text, "message_blocks": [inner]}


@pytest.mark.parametrize(
    "foot",
    [
        headline(f"{NEWS}#:~:text=The%20pier", text="↗"),
        {"type": "actions", "elements": [{"type": "button", "action_id": "digest_longer"}]},
    ],
)
async def test_a_digest_of_ours_that_is_forwarded_is_its_story(channel, foot):
    text = {"type": "section", "text": {"type": "plain_text", "text": STORY}}

    (posted,) = await channel.mention("", attachments=[forwarded(headline(NEWS), text, foot)])

    assert channel.fetcher.fetched == [NEWS]
    assert shown(posted).startswith("Pier at Saltmouth reopens")


async def test_a_forwarded_message_that_only_forwards_is_looked_up(channel):
    channel.slack.answers |= {
        "conversations.members": {"ok": True, "members": ["U1"]},
        "conversations.history": {
            "ok": True,
            "messages": [{"ts": "1700000000.000100", "attachments": [forwarded(text=f"<{NEWS}>")]}],
        },
    }

    (posted,) = await channel.mention("tldr", attachments=[forwarded(text=f"<@{BOT}> what do you think?")])

    assert shown(posted).startswith("Pier at Saltmouth reopens")


async def test_a_forwarded_message_that_only_forwards_is_looked_up_for_its_readers_only(channel):
    channel.slack.answers |= {
        "conversations.members": {"ok": True, "members": ["U2"]},
        "conversations.history": {"ok": True, "messages": [{"ts": "1700000000.000100", "text": STORY}]},
    }

    (posted,) = await channel.mention("", attachments=[forwarded()])

    assert posted["text"].startswith("I can read a message only where both you and I are members of its channel.")


async def test_forwarded_talk_is_not_looked_up(channel):
    (posted,) = await channel.mention("", attachments=[forwarded(text="lunch, anybody?")])

    assert "neither a link nor text" in posted["text"]
    assert channel.slack.said("conversations.history") == []


async def test_a_permission_that_is_missing_to_see_who_is_in_a_channel_is_named(channel):
    channel.slack.answers |= {
        "conversations.members": refused("missing_scope"),
        "conversations.history": {"ok": True, "messages": [{"ts": "1700000000.000100", "text": STORY}]},
    }

    (posted,) = await channel.mention(f"<{PERMALINK}>")

    assert "the permission channels:read is missing (groups:read for private channels)" in posted["text"]
    assert channel.slack.said("conversations.history") == []


async def test_the_edit_of_an_edit_that_was_answered_starts_nothing_new(channel):
    channel.fetcher.pages[OTHER] = STORY
    await channel.mention("<https://nowhere.example/x>")
    await channel.mention(f"<{NEWS}>", edited={"ts": "5.1", "user": "U1"})
    read = list(channel.fetcher.fetched)

    await channel.mention(f"<{OTHER}>", edited={"ts": "5.2", "user": "U1"})

    assert channel.fetcher.fetched == read
    assert channel.whispered()[-1].startswith("I have already answered that message")
