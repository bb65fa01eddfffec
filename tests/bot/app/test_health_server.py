import asyncio

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.app import health_server
from bot.app.health_server import build_health, watch_health
from bot.errors import ConfigError


async def well() -> None:
    return None


async def ask(checks, path="readyz"):
    async with TestClient(TestServer(build_health(checks))) as client:
        answer = await client.get(f"/{path}")
        return answer.status, await answer.json()


async def test_ready_is_200_with_every_part_named():
    assert await ask({"database": well, "slack": well}) == (
        200,
        {"ready": True, "checks": {"database": "ok", "slack": "ok"}},
    )


async def test_what_is_wrong_is_503_with_its_reason_and_the_rest_is_still_told():
    async def dead() -> str:
        return "Slack refuses everything: token_revoked"

    status, said = await ask({"database": well, "workspace": dead})

    assert status == 503
    assert said == {
        "ready": False,
        "checks": {"database": "ok", "workspace": "Slack refuses everything: token_revoked"},
    }


async def test_a_part_that_breaks_or_hangs_is_not_well_and_breaks_nothing(monkeypatch):
    monkeypatch.setattr(health_server, "CHECK_TIMEOUT_S", 0.01)

    async def broken() -> str:
        raise OSError("postgresql://user:secret@host")

    async def hanging() -> str:
        await asyncio.Event().wait()
        return ""

    status, said = await ask({"database": broken, "queue": hanging})

    assert (status, said["checks"]) == (503, {"database": "OSError", "queue": "no answer within 0.01 s"})


async def test_healthz_says_that_the_loop_turns_whatever_else_is_wrong():
    async def dead() -> str:
        return "dead"

    assert await ask({"slack": dead}, "healthz") == (200, {"ok": True})


async def test_a_port_that_is_taken_is_named_by_its_setting():
    async with TestServer(build_health({})) as server:
        with pytest.raises(ConfigError, match="NUTGRAF_HEALTH_PORT"):
            async with watch_health(server.port, {}):
                pass


async def test_without_a_port_nothing_listens():
    async with watch_health(None, {}):
        pass
