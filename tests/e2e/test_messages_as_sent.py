"""Messages as people in Slack send them, typed, formatted, forwarded and attached in the playground."""

import base64
import io
from typing import Any

import docx
import pytest

from tests.bot.fakes import STORY
from tests.e2e.conftest import NEWS, Playground

pytestmark = pytest.mark.xdist_group("product")  # one bot is started for all of them, in one process

PRESS = "C0PRESS001"
PIER = "Pier at Saltmouth reopens after two years"
QUOTE = "“We kept our word and the sea kept its temper”"


def word() -> str:
    """The story as a Word document, in Base64."""
    document, kept = docx.Document(), io.BytesIO()
    for paragraph in STORY.strip().split("\n\n"):
        document.add_paragraph(paragraph)
    document.save(kept)
    return base64.b64encode(kept.getvalue()).decode()


def page() -> str:
    headline, *paragraphs = STORY.strip().split("\n\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html><head><title>{headline}</title></head><body><article><h1>{headline}</h1>{body}</article>"
    )


def shown(message: dict[str, Any]) -> str:
    return str(message["text"]) + str(message["blocks"])


FILES: list[dict[str, Any]] = [
    {"name": "Untitled", "content": STORY},
    {"name": "pier.md", "content": STORY},
    {"name": "pier.html", "content": page()},
    {"name": "pier.docx", "content_base64": word()},
    {"name": "pier.txt", "content": STORY, "file_access": "check_file_info"},
]


async def test_shared_files_are_read(playground: Playground) -> None:
    asked = [await share(playground, file, number) for number, file in enumerate(FILES)]

    for (ts, channel), file in zip(asked, FILES, strict=True):
        reply = await playground.reply(ts, channel=channel)
        assert reply["text"].startswith(PIER), (file, reply["text"])
        assert QUOTE in shown(reply)


UNREADABLE: list[tuple[dict[str, Any], str]] = [
    ({"name": "pier.png", "content": "x", "mimetype": "image/png"}, "That one is a picture."),
    ({"name": "pier.txt", "content": "x", "mode": "hidden_by_limit"}, "over its limit of files"),
    ({"name": "pier.txt", "content": "x", "mode": "tombstone"}, "That file was deleted."),
    ({"name": "pier.docx", "content": "no archive"}, "That one is "),
    ({"name": "x.html", "content": "<html><body><p>x</p></body></html>"}, "in that file"),
]


async def test_files_that_cannot_be_read_are_said(playground: Playground) -> None:
    asked = [await share(playground, file, number) for number, (file, _) in enumerate(UNREADABLE)]

    for (ts, channel), (_, expected) in zip(asked, UNREADABLE, strict=True):
        reply = await playground.reply(ts, channel=channel)
        assert expected in reply["text"], reply["text"]


async def share(playground: Playground, file: dict[str, Any], number: int) -> tuple[str, str]:
    """Share a file with the bot, in one of two channels, since each is answered at one message a second."""
    channel = (NEWS, PRESS)[number % 2]
    posted = await playground.post("say", channel=channel, text="@nutgraf", files=[file])
    return str(posted["ts"]), channel


async def test_a_missing_scope_is_named_where_the_person_is(playground: Playground) -> None:
    state = await playground.get("state")
    try:
        await playground.post("install", scopes=[name for name in state["scopes"] if name != "files:read"])
        ts = (await playground.post("say", channel=PRESS, text="@nutgraf", files=[FILES[0]]))["ts"]

        reply = await playground.reply(ts, channel=PRESS)
    finally:
        await playground.post("install", scopes=None)

    assert reply["text"].startswith("I may not read files here: the permission files:read is missing.")


async def test_a_formatted_story_is_shown_without_a_sign_of_formatting(playground: Playground) -> None:
    headline, *paragraphs = STORY.strip().split("\n\n")
    typed = f"@nutgraf *{headline}*\n\n" + "\n".join(f"> _{paragraph}_" for paragraph in paragraphs)

    reply = await playground.reply(await playground.say(typed, channel=PRESS), channel=PRESS)

    assert reply["text"].startswith(PIER)
    assert QUOTE in shown(reply)
    assert not set(reply["text"]) & set("*_~>")


async def test_a_forwarded_message_is_read(playground: Playground) -> None:
    ts = await playground.say(STORY)
    forwarded = await playground.post("forward", channel="C0NEWS0001", ts=ts, to=PRESS, text="@nutgraf worth it?")

    reply = await playground.reply(forwarded["ts"], channel=PRESS)

    assert reply["text"].startswith(PIER)


async def test_a_member_who_is_mentioned_in_a_story_is_its_speaker(playground: Playground) -> None:
    people = {user["name"]: user for user in (await playground.get("state"))["users"]}
    name = next(name for name, user in people.items() if not user.get("is_bot") and name != "marlowe")
    story = STORY.replace("Mayor Ada Brandt told", f"@{name} told")

    reply = await playground.reply(await playground.say(f"@nutgraf {story}", channel=PRESS), channel=PRESS)

    assert f"@{name}" not in reply["text"]
    assert "Tomas Quill" not in shown(reply).partition(QUOTE)[2][:120]
    assert "\\ufdd0" not in shown(reply)


async def test_the_thread_is_read_and_its_digest_changed_by_words(playground: Playground) -> None:
    root = await playground.say("anybody seen the pier?", channel=PRESS)
    await playground.say(STORY, channel=PRESS, thread_ts=root)
    await playground.say("@nutgraf tldr", channel=PRESS, thread_ts=root)
    first = await playground.reply(root, channel=PRESS)
    assert first["text"].startswith(PIER)

    await playground.say("@nutgraf longer please", channel=PRESS, thread_ts=root)

    async def longer() -> list[dict[str, Any]]:
        replies = await playground.replies(root, channel=PRESS)
        return [each for each in replies if len(str(each["blocks"])) > len(str(first["blocks"]))]

    (changed,) = await playground.wait_for(longer)
    assert changed["ts"] == first["ts"]
