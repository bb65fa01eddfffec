"""Words in a thread, under a digest, and after a story in direct messages: small cases, and our own of each kind."""

import pytest

from tests.bot.fakes import STORY
from tests.bot.slack.edition_channel import refused
from tests.bot.slack.slack_cases import CASES, NEWS, Channel, shown, under_a_digest


@pytest.fixture
def channel() -> Channel:
    return Channel()


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
