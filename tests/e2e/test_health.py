"""The running bot, asked how it is."""

import aiohttp
import pytest

pytestmark = pytest.mark.xdist_group("product")


async def test_a_bot_that_is_connected_is_alive_and_ready(playground):
    async def is_ready():
        try:
            async with aiohttp.ClientSession() as session, session.get(f"{playground.health_url}/readyz") as answer:
                return await answer.json() if answer.status == 200 else None
        except aiohttp.ClientConnectorError:  # it listens a moment after it is connected
            return None

    said = await playground.wait_for(is_ready)

    assert said == {"ready": True, "checks": dict.fromkeys(("database", "slack", "workspace", "queue"), "ok")}
    async with aiohttp.ClientSession() as session, session.get(f"{playground.health_url}/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"ok": True})
