"""An article of the Gazette is corrected and withdrawn, and who presses "Check again" is told."""

import json

import pytest

pytestmark = pytest.mark.xdist_group("product")  # one bot is started for all of them, in one process

PRESS = "C0PRESS001"


async def test_a_corrected_and_a_withdrawn_article_are_told_to_who_asks(playground):
    link = (await playground.get("state"))["gazette"][2]
    ts = await playground.say(f"@nutgraf {link}", channel=PRESS)
    reply = await playground.reply(ts, channel=PRESS)
    rows = [block for block in reply["blocks"] if block["type"] == "actions"]
    (menu,) = [each for each in rows[0]["elements"] if each["type"] == "overflow"]
    (value,) = [each["value"] for each in menu["options"] if each["text"]["text"] == "Check again"]
    first = reply["blocks"][2]["elements"][0]["elements"][0]["elements"][0]["text"].strip()
    word = max(first.split(), key=len)

    async def check(words: str) -> str:
        where = {"channel": PRESS, "ts": reply["ts"]}
        await playground.post("click", **where, action_id="digest_more", value=value)

        async def told():
            said = [each for each in await playground.messages(PRESS) if each.get("ephemeral")]
            return [each for each in said if each["text"].startswith(words)]

        found = await playground.wait_for(told)
        return json.dumps(found[-1]["blocks"], ensure_ascii=False)

    try:
        assert "still on the page, word for word" in await check("Unchanged")
        await wait_for_another_press(playground)
        await playground.post("article", link=link, before=word, now="Quistgaardian", notice=True)
        corrected = await check("Corrected")
        assert "Correction: An earlier version of this article" in corrected
        assert "Quistgaardian" in corrected
        await wait_for_another_press(playground)
        await playground.post("article", link=link, withdrawn=True)
        assert "This article has been removed" in await check("Withdrawn")
    finally:
        await playground.post("article", link=link, undo=True)


async def wait_for_another_press(playground) -> None:
    """Move Slack's clock on, so that the next press is not one with the last."""
    ahead_s = (await playground.get("state"))["ahead_s"]
    await playground.post("clock", ahead_s=ahead_s + 10)
