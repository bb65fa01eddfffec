"""What a newcomer does in the first five minutes."""

import json

import pytest

from tests.bot.fakes import STORY
from tests.e2e.conftest import NEWS

pytestmark = pytest.mark.xdist_group("product")  # one bot is started for all of them, in one process

PRESS = "C0PRESS001"


def page(title: str, text: str = STORY) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n\n")[1:])
    return (
        f"<html><head><title>{title}</title></head><body><nav>Home News Sport</nav>"
        f"<article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


async def test_a_newcomer_sees_a_thread_without_doing_anything(playground):
    async def greeting():
        messages = await playground.messages()
        asked = [said for said in messages if "gazette/" in said["text"] and not said["bot"]]
        return asked and await playground.replies(asked[0]["ts"])

    (reply,) = await playground.wait_for(greeting)

    assert "sentences" in reply["text"]
    assert "rich_text_quote" in json.dumps(reply["blocks"])


async def test_a_pasted_text_becomes_one_reply_with_its_sentences_and_quotes(playground):
    ts = await playground.say(f"@nutgraf {STORY}", channel=PRESS)

    reply = await playground.reply(ts, channel=PRESS)

    shown = json.dumps(reply["blocks"], ensure_ascii=False)
    assert "The pier at Saltmouth reopened on Monday" in shown
    assert "— Mayor Ada Brandt" in shown
    assert len(await playground.replies(ts, channel=PRESS)) == 1


async def test_three_links_are_digested_in_their_order(playground, saved_pages):
    origin, folder = saved_pages
    for name in ("one", "two", "three"):
        (folder / f"{name}.html").write_text(page(f"The pier, story {name}"))
    links = [f"{origin}/{name}.html" for name in ("two", "three", "one")]

    ts = await playground.say(f"@nutgraf {' '.join(links)}", channel=PRESS)
    first = await playground.reply(ts, channel=PRESS)

    async def all_of_it():
        shown = json.dumps([reply["blocks"] for reply in await playground.replies(ts, channel=PRESS)])
        return shown if "story one" in shown else None

    shown = await playground.wait_for(all_of_it)
    assert first["text"] == "3 links: 3 digests below."
    assert shown.index("story two") < shown.index("story three") < shown.index("story one")


async def test_summarize_is_private_until_it_is_shared(playground):
    link = (await playground.get("state"))["gazette"][0]
    before = {said["ts"] for said in await playground.messages(PRESS)}

    await playground.post("command", channel=PRESS, command="/summarize", text=link)

    async def private():
        said = [said for said in await playground.messages(PRESS) if said["ts"] not in before]
        return [one for one in said if one.get("ephemeral") and "digest_share" in json.dumps(one["blocks"])]

    (message,) = await playground.wait_for(private)
    await playground.post("click", channel=PRESS, ts=message["ts"], action_id="digest_share")

    async def shared():
        messages = await playground.messages(PRESS)
        parents = [said for said in messages if "Shared by" in json.dumps(said["blocks"])]
        return parents and await playground.replies(parents[0]["ts"], channel=PRESS)

    (reply,) = await playground.wait_for(shared)
    assert "rich_text_list" in json.dumps(reply["blocks"])

    async def taken_away():
        return not await private()

    assert await playground.wait_for(taken_away)


BAD_INPUT = [
    ("", "neither a link nor text"),
    (":tada: :tada:", "neither a link nor text"),
    ("The pier at Saltmouth reopened on Monday after two years of repairs by the council.", "sentence"),
    ("https://10.0.0.1/secret", "not one I may open"),
    ("{url}/gazette/picture.png", "This link is an image"),
    ("{url}/gazette/login", "asks for a login"),
    ("{url}/gazette/", "many stories, none of them whole"),
    ("{url}/gazette/empty", "could not find an article"),
    ("{url}/gazette/missing", "no such page"),
    ("{url}/gazette/subscribers", "asks for a subscription"),
    ("<{url}/gazette/ferry-strike-ends?a=1&amp;b=2|the ferry>", "3 sentences"),
    ("test " * 20, "could not find sentences"),
    ("{url}/gazette/ferry-strike-ends {url}/gazette/ferry-strike-ends?utm_source=x", "3 sentences"),
    ("{url}/gazette/report.pdf", "sentence"),
]


async def test_every_bad_input_gets_one_clear_sentence_in_its_own_thread(playground):
    asked = []
    for number, (text, expected) in enumerate(BAD_INPUT):
        channel = (NEWS, PRESS)[number % 2]  # two, since each is answered at one message a second
        ts = await playground.say(f"@nutgraf {text.format(url=playground.url)}", channel=channel)
        asked.append((ts, channel, expected))

    for ts, channel, expected in asked:
        reply = await playground.reply(ts, channel=channel)
        assert expected in reply["text"], reply["text"]
        assert len(await playground.replies(ts, channel=channel)) == 1


@pytest.mark.parametrize("words", ["three little words", "help", "what can you do?"])
async def test_words_that_ask_for_nothing_get_three_lines_that_only_their_sender_sees(playground, words):
    ts = await playground.say(f"@nutgraf {words}", channel=PRESS)

    async def help_said():
        said = await playground.messages(PRESS)
        return [each for each in said if "a digest in the thread" in each["text"] and float(each["ts"]) > float(ts)]

    (said,) = await playground.wait_for(help_said)
    assert said["ephemeral_to"]


async def test_two_megabytes_of_text_are_refused_in_a_sentence(playground):
    text = "The pier reopened on Monday after two years of repairs. " * 36_000

    await playground.post("command", channel=PRESS, command="/summarize", text=text)

    async def refusal():
        return [said for said in await playground.messages(PRESS) if "too long for me" in said["text"]]

    (said,) = await playground.wait_for(refusal)
    assert said["ephemeral"]


async def test_an_edited_mention_is_not_answered_twice(playground):
    ts = await playground.say(f"@nutgraf {STORY}", channel=PRESS)
    await playground.reply(ts, channel=PRESS)

    await playground.post("edit", channel=PRESS, ts=ts, text="@nutgraf https://10.0.0.1/other")

    async def note():
        return [said for said in await playground.messages(PRESS) if "edits do not start" in said["text"]]

    await playground.wait_for(note)
    assert len(await playground.replies(ts, channel=PRESS)) == 1


async def test_a_direct_message_is_answered_without_a_mention(playground):
    state = await playground.get("state")
    (direct,) = [channel["id"] for channel in state["channels"] if channel["kind"] == "im"][:1]

    ts = await playground.say(state["gazette"][0], channel=direct)

    assert "sentences" in (await playground.reply(ts, channel=direct))["text"]
