"""Liveness and readiness: two local addresses for the supervisor of the process.

/healthz answers while the event loop runs. /readyz answers 503, with the reasons, while people would get no answers:
the database is unreachable or full, Slack is not connected or rejects our token, requests have waited too long.
Source: kubernetes.io/docs, "Configure Liveness, Readiness and Startup Probes".
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import structlog
from aiohttp import web

from bot.errors import ConfigError

HOST = "127.0.0.1"
CHECK_TIMEOUT_S = 3.0

Check = Callable[[], Awaitable[str | None]]
"""Checks one part; returns what is wrong with it, or None."""

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def watch_health(port: int | None, checks: Mapping[str, Check]) -> AsyncIterator[None]:
    """Serve on a local port while the block runs; None: not at all.

    Raises:
        ConfigError: the port is taken.
    """
    if port is None:
        yield
        return
    runner = web.AppRunner(build_health(checks), access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError as error:
            raise ConfigError(f"NUTGRAF_HEALTH_PORT: port {port} cannot be used ({error.strerror}).") from error
        yield
    finally:
        await runner.cleanup()


def build_health(checks: Mapping[str, Check]) -> web.Application:
    """Return the web application: GET /healthz and GET /readyz."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def readyz(_request: web.Request) -> web.Response:
        wrong = await asyncio.gather(*(_look(check) for check in checks.values()))
        reasons = {name: reason for name, reason in zip(checks, wrong, strict=True) if reason is not None}
        checked = {name: reasons.get(name, "ok") for name in checks}
        return web.json_response({"ready": not reasons, "checks": checked}, status=503 if reasons else 200)

    application = web.Application()
    application.router.add_get("/healthz", healthz)
    application.router.add_get("/readyz", readyz)
    return application


async def _look(check: Check) -> str | None:
    """Return what is wrong with one part; a check that does not finish in time counts as failed."""
    try:
        async with asyncio.timeout(CHECK_TIMEOUT_S):
            return await check()
    except TimeoutError:
        return f"no answer within {CHECK_TIMEOUT_S:g} s"
    except Exception as error:  # noqa: BLE001  (a broken part is a result, not a failure of the caller)
        _log.warning("a part is not well", cause=repr(error)[:300])
        return type(error).__name__
