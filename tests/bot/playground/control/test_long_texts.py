"""A text of over 4,000 characters, as a person's client sends it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.control.long_texts import LONGEST, long_posts
from bot.playground.local_slack import Post

NEWS = "C0NEWS0001"
LONG = "@nutgraf " + "The ferry was late again. " * 300


async def test_a_long_text_becomes_a_snippet_beside_the_name_it_began_with(driver):
    await driver.say(LONG, too_long="snippet")
    (message,) = (await driver.api("conversations.history", channel=NEWS))["messages"]
    (file,) = message["files"]
    assert (message["text"], file["name"], file["mode"]) == ("<@U0NUTGRAF1>", "Untitled", "snippet")
    async with driver.session.get(file["url_private"], headers={"Authorization": "Bearer xoxb-1"}) as response:
        assert await response.text() == LONG.removeprefix("@nutgraf ")
    assert [event["type"] for event in await driver.events()] == ["app_mention"]


async def test_a_long_text_becomes_several_messages(driver):
    answer = await driver.press("say", channel=NEWS, text=LONG, too_long="split")
    messages = await driver.messages()
    assert [message["ts"] for message in messages] == answer["all_ts"]
    assert len(messages) == 2


@pytest.mark.parametrize("choice", ["", "split", "snippet"])
async def test_a_short_text_is_one_message_whatever_was_chosen(driver, choice):
    await driver.say("short", too_long=choice)
    (message,) = await driver.messages()
    assert message["text"] == "short"


async def test_another_choice_is_said_so(driver):
    assert "split or snippet" in (await driver.press("say", channel=NEWS, text="x", too_long="fold"))["error"]


@settings(max_examples=10)
@given(st.text(alphabet="ab \n", min_size=LONGEST + 1, max_size=3 * LONGEST))
def test_nothing_but_blanks_is_lost_where_a_text_is_cut(text):
    pieces = [post.text for post in long_posts(Post(text), "split")]
    assert all(0 < len(piece) <= LONGEST for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
