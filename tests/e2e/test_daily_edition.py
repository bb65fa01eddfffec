"""Three commands to a finished edition."""

import pytest

pytestmark = pytest.mark.xdist_group("product")  # one bot is started for all of them, in one process

PRESS = "C0PRESS001"
GAZETTE = "The Harbour Gazette, "
"""An edition of one outlet is called by it."""


async def test_a_newcomer_gets_an_edition_by_three_commands(playground):
    async def told(words: str):
        messages = await playground.messages(PRESS)
        return [said for said in messages if said.get("ephemeral") and words in said["text"]]

    async def posted():
        messages = await playground.messages(PRESS)
        parents = [said for said in messages if said["text"].startswith(GAZETTE) and not said.get("ephemeral")]
        replies = await playground.replies(parents[0]["ts"], channel=PRESS) if parents else []
        return (parents, replies) if len(replies) >= 5 else None

    await playground.post("command", channel=PRESS, command="/digest", text=f"add {playground.url}/gazette/")
    await playground.wait_for(lambda: told("Following now: The Harbour Gazette"))
    await playground.post("command", channel=PRESS, command="/digest", text="preview")
    await playground.wait_for(lambda: told("Preview of the digest"))
    await playground.post("command", channel=PRESS, command="/digest", text="now")
    parents, replies = await playground.wait_for(posted, seconds=60)

    assert len(parents) == 1
    assert [reply["text"][:2] for reply in replies] == ["1.", "2.", "3.", "4.", "5."]

    await playground.post("command", channel=PRESS, command="/digest", text="remove all")
    await playground.wait_for(lambda: told("is removed"))
