"""What people see while they wait: the whole bot against the playground, and a page that takes its time."""

import pytest

from bot.slack.outbound.progress_notice import READING
from tests.bot.fakes import STORY

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("product")]

PRESS = "C0PRESS001"


def save_slow_page(saved_pages) -> str:
    """Put a page that takes five seconds on the loopback site; its origin."""
    origin, folder = saved_pages
    paragraphs = "".join(f"<p>{line}</p>" for line in STORY.split("\n\n")[1:])
    title = STORY.splitlines()[0]
    (folder / "slow.html").write_text(f"<title>{title}</title><article><h1>{title}</h1>{paragraphs}</article>")
    return str(origin)


async def test_a_page_that_takes_five_seconds_gets_eyes_then_a_note_then_its_digest_alone(playground, saved_pages):
    origin = save_slow_page(saved_pages)
    ts = await playground.say(f"@nutgraf {origin}/slow.html", channel=PRESS)

    async def in_thread():
        return [said for said in await playground.messages(PRESS) if said.get("thread_ts") == ts and said["bot"]]

    async def marks():
        (asked,) = [said for said in await playground.messages(PRESS) if said["ts"] == ts]
        return {mark["name"] for mark in asked["reactions"]}

    assert await playground.wait_for(marks) == {"eyes"}
    (note,) = await playground.wait_for(in_thread)
    assert note["text"] == READING

    await playground.reply(ts, channel=PRESS)

    async def is_done():
        return await marks() == {"white_check_mark"} and len(await in_thread()) == 1

    await playground.wait_for(is_done)
    (digest,) = await in_thread()
    assert "3 sentences" in digest["text"]


async def test_whoever_gave_a_command_for_such_a_page_reads_that_it_is_being_read_then_the_digest(
    playground, saved_pages
):
    origin = save_slow_page(saved_pages)
    before = {said["ts"] for said in await playground.messages(PRESS)}
    await playground.post("command", channel=PRESS, command="/summarize", text=f"{origin}/slow.html?again")

    async def private():
        said = [said for said in await playground.messages(PRESS) if said["ts"] not in before and said.get("ephemeral")]
        return said if len(said) == 2 else None

    note, digest = await playground.wait_for(private)
    assert note["text"] == READING
    assert digest["text"].startswith(STORY.splitlines()[0])


async def test_a_slip_in_digest_is_answered_with_what_was_likely_meant(playground):
    await playground.post("command", channel=PRESS, command="/digest", text="lst")

    async def answer():
        return [said for said in await playground.messages(PRESS) if "I do not know “lst”" in said["text"]]

    (said,) = await playground.wait_for(answer)
    assert said["ephemeral"]
    assert "Did you mean /digest list?" in said["text"]
