"""The app on bolt-js in a process of its own, and what it says that it was given."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

APP = Path(__file__).with_name("bolt_app.js")
SECRET = "of the proofs"
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-playground", "SLACK_APP_TOKEN": "xapp-playground", "SLACK_SIGNING_SECRET": SECRET}
GIVE_UP_AFTER_S = 60


class BoltJsApp:
    """A running app.

    Args:
        process: whose lines of output are JSON.
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def seen(self) -> dict[str, Any]:
        """What it reports next; a payload that it was given, as a rule.

        Raises:
            AssertionError: it ended, or reports nothing for a minute.
        """
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(GIVE_UP_AFTER_S):
                line = await self._process.stdout.readline()
        except TimeoutError:
            raise AssertionError("the app reports nothing") from None
        assert line, "the app ended"
        report: dict[str, Any] = json.loads(line)
        return report


@asynccontextmanager
async def start_bolt_js(
    proofs: Path, mode: str, *, api_url: str, port: int = 0, warning: str = ""
) -> AsyncIterator[BoltJsApp]:
    """Run the app while the block runs, and check its warnings: none, or one.

    Args:
        proofs: has the `node_modules`.
        mode: socket or http.
        api_url: where Slack's Web API is.
        port: where it listens in HTTP mode.
        warning: what its one warning says.
    """
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}  # noqa: TID251  (a child's)
    environment = inherited | TOKENS | {"SLACK_API_URL": api_url, "PORT": str(port)}
    process = await asyncio.create_subprocess_exec(
        "node",
        str(APP),
        mode,
        env=environment | {"NODE_PATH": str(proofs / "node_modules")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    app = BoltJsApp(process)
    try:
        assert await app.seen() == {"kind": "started"}
        yield app
    finally:
        if process.returncode is None:
            process.terminate()
        _, written = await process.communicate()
    warnings = written.decode().splitlines()
    assert len(warnings) == bool(warning), warnings
    assert warning in "".join(warnings)
