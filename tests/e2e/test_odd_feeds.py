"""Feeds that are hard to read, and what the bot says of them."""

import pytest

pytestmark = pytest.mark.xdist_group("product")  # one bot is started for all of them, in one process

ROOM = "C0PRESS001"


async def say(playground, text: str, expected: str) -> str:
    """What `/digest …` answers, once it has the words that are expected."""
    before = {said["ts"] for said in await playground.messages(ROOM)}

    async def answered():
        messages = await playground.messages(ROOM)
        new = [said for said in messages if said.get("ephemeral") and said["ts"] not in before]
        return [said for said in new if expected in f"{said['text']} {said['blocks']}"]

    await playground.post("command", channel=ROOM, command="/digest", text=text)
    (answer, *_) = await playground.wait_for(answered)
    return f"{answer['text']} {answer['blocks']}"


async def test_a_newcomer_is_told_what_is_odd_about_feeds_and_how_each_is(playground):
    paper = f"{playground.url}/gazette"

    said = await say(playground, f"add {paper}/private/videos.xml", "Following now: Gazette Film.")
    assert "robots.txt asks programs not to read this address. You asked for it by name" in said

    await say(playground, f"add {paper}/odd/live-blog.xml", "Following now: Live: ferries sail again.")
    assert "2 feeds, all fine" in await say(playground, "list", "This channel's digest")

    assert "(UTC+1)" in await say(playground, "time 9 Uhr GMT+1", "Next edition")
    assert "zone" not in await say(playground, "time 09:00 and 17:00", "once a day at most")
    await say(playground, "filter +zeppelin OR +balloon", "only stories with “zeppelin” or “balloon”")
    await say(playground, "filter remove balloon", "only stories with “zeppelin”.")
    await say(playground, "resume", "This daily digest isn't paused.")
    await say(playground, "now", "pass this channel's filters.")

    await say(playground, "remove all", "is removed")
