"""A05: a person who floods the bot delays only their own requests, and gets a note about it."""

import asyncio

import pytest

from tests.drills.flooding import Asked, open_tarpit
from tests.drills.rig import Bot, open_slack

pytestmark = pytest.mark.slow

FLOODER, OTHER = "U0MARLOWE1", "U0OKAFOR01"
MENTIONS = 24
FLOODED = 8
"""Number of channels. A note needs a free channel, and a single one would be busy with answers all the time."""


def test_a05_others_are_answered_while_somebody_who_floods_waits_in_line(record_property, tmp_path):
    left, notes, mine, others, remains = asyncio.run(flood(tmp_path))

    record_property("report", f"{mine.row('who floods')}\n{others.row('others')}\n{left} of the flood were open then")
    assert (mine.count_open, others.count_open) == (0, 0)
    assert left > MENTIONS / 2
    assert notes
    assert not remains


async def flood(folder):
    """One person sends links that never answer, then another asks. Returns how much of the flood was open when they
    had all answers, how many notes were posted, both accounts, and the notes left at the end."""
    async with open_tarpit() as tarpit, open_slack(folder) as slack:
        bot = Bot("bot", folder, slack.url, NUTGRAF_FETCH_ALLOW_ORIGINS=tarpit, NUTGRAF_FETCH_TIMEOUT_S="4")
        await bot.start()
        try:
            channels = await slack.make_channels(FLOODED + 3)
            flooded, others = channels[:FLOODED], channels[FLOODED:]
            links = await slack.gazette()
            flooder, other = Asked(slack), Asked(slack)
            for number in range(MENTIONS):
                await flooder.ask(flooded[number % FLOODED], f"@nutgraf {tarpit}/{number}", FLOODER)
            for number, channel in enumerate(others):
                await other.ask(channel, f"@nutgraf {links[number]}", OTHER)
                await other.ask(channel, "@nutgraf https://10.0.0.1/", OTHER)
            await other.wait()
            await flooder.look()
            left = flooder.count_open
            await flooder.wait()
            posted = (await slack.look("log", method="chat.postMessage"))["calls"]
            left_over = 0
            for channel in flooded:
                left_over += count_notes((await slack.look("messages", channel=channel))["messages"])
            return left, count_notes(call["args"] for call in posted), flooder, other, left_over
        finally:
            await bot.stop()


def count_notes(messages):
    return sum("You are in line" in message["text"] for message in messages)
