"""The bot with a Slack that others wrote: vercel-labs' `emulate` takes its calls and keeps what it posts."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.fakes import STORY
from tests.independent.emulated_slack import EmulatedSlack, open_emulated_slack
from tests.serving import free_port


@pytest.fixture
async def slack(proofs: Path, tmp_path: Path) -> AsyncIterator[EmulatedSlack]:
    async with open_emulated_slack(proofs, tmp_path, (free_port(), free_port())) as opened:
        yield opened


async def test_a_mention_is_answered_in_its_thread_once_however_often_it_comes(slack: EmulatedSlack):
    event = await slack.mention(await slack.find_channel("news"), STORY)

    assert [await slack.send(event) for _ in range(3)] == [200, 200, 200]
    await slack.wait_for_mark(event, "white_check_mark")

    _, (reply,) = await slack.thread(event)
    assert (reply["user"], reply["thread_ts"]) == ("U0NUTGRAF1", event["ts"])
    assert "3 sentences" in reply["text"]
    shown = json.dumps(reply["blocks"], ensure_ascii=False)
    assert "The pier at Saltmouth reopened on Monday" in shown
    assert "— Mayor Ada Brandt" in shown
    assert reply["metadata"]["event_type"] == "nutgraf_message"
