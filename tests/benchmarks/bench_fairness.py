"""How long others wait while one person floods the bot, and while 40 editions are due in one minute.

    python -m tests.benchmarks.bench_fairness [flood] [editions]

flood     one person sends 40 mentions of five links each to a site that never answers; meanwhile another person sends
          a text, a link and a link that may not be opened in turn, in other channels.
editions  40 channels' editions are due in the same minute; meanwhile people mention the bot with texts.

Each answer is timed from the message to the first message of its answer, by the local Slack's own clock.
"""

import argparse
import asyncio
import itertools
import random
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from tests.drills.asking import make_story
from tests.drills.edition_accounts import balance_editions
from tests.drills.flooding import Asked, open_tarpit
from tests.drills.kills import Plan, open_drill
from tests.drills.rig import Bot, open_slack

FLOODER, OTHER = "U0MARLOWE1", "U0OKAFOR01"
MENTIONS, LINKS = 40, 5
EDITIONS = 40
OTHERS = 30
APART_S = 0.7


async def flood() -> None:
    """One person floods; others ask."""
    folder = Path(tempfile.mkdtemp(prefix="fair-"))
    async with open_tarpit() as tarpit, open_slack(folder) as slack:
        bot = Bot("bot", folder, slack.url, NUTGRAF_FETCH_ALLOW_ORIGINS=tarpit)
        await bot.start()
        try:
            await asyncio.sleep(10)  # its children are warm then
            mine, *others = await slack.make_channels(6)
            links = await slack.gazette()
            flooder, other = Asked(slack), Asked(slack)
            numbers = itertools.count()
            for _ in range(MENTIONS):
                urls = " ".join(f"{tarpit}/{next(numbers)}" for _ in range(LINKS))
                await flooder.ask(mine, f"@nutgraf {urls}", FLOODER)
            texts = [make_story(number, random.Random(number)) for number in range(OTHERS)]  # noqa: S311  (texts)
            for number in range(OTHERS):
                said = (texts[number], links[number % len(links)], "https://10.0.0.1/")[number % 3]
                await other.ask(others[number % len(others)], f"@nutgraf {said}", OTHER)
                await other.look()
                await asyncio.sleep(APART_S)
            await other.wait()
            print(other.row("others, meanwhile"), flush=True)
            await flooder.wait()
            print(flooder.row("who floods"), flush=True)
        finally:
            await bot.stop()


async def editions() -> None:
    """Editions are due together; others ask."""
    folder = Path(tempfile.mkdtemp(prefix="fair-"))
    async with open_drill(Plan(kills=0, requests=0, editions=EDITIONS, days=1, hours=1, workers=2), folder) as one:
        (bot,) = one.bots
        await bot.start()
        await one.round.subscribe()
        others, channels = Asked(one.slack), await one.slack.make_channels(5)
        due = asyncio.Event()

        async def make_due(_share: float) -> None:
            due.set()

        days = asyncio.create_task(one.round.run(make_due))
        await due.wait()
        began = time.monotonic()
        for number in itertools.count():
            if days.done():
                break
            text = make_story(number, random.Random(number))  # noqa: S311  (texts)
            await others.ask(channels[number % len(channels)], f"@nutgraf {text}", OTHER)
            await others.look()
            await asyncio.sleep(APART_S)
        took_s = time.monotonic() - began
        await others.wait()
        account = await balance_editions(one.round.channels, one.round.issues, one.slack, one.database)
        print(others.row("mentions, meanwhile"))
        print(*account.lines(), f"the last one {took_s:.0f} s after they were due", sep="\n", flush=True)
        await bot.stop()


SCENES: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {"flood": flood, "editions": editions}


def main() -> None:
    """Measure the named cases, or all."""
    reader = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reader.add_argument("scenes", nargs="*", choices=[*SCENES, []], default=list(SCENES))
    for scene in reader.parse_args().scenes or list(SCENES):
        asyncio.run(SCENES[scene]())


if __name__ == "__main__":
    main()
