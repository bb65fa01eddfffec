"""Builds the health checks: one for each part of the bot."""

from collections.abc import Callable

from bot.app.health_server import Check
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.file_watch import FileWatch
from bot.storage.database.preflight import disk_space_problem
from bot.storage.tables.inbox import InboxTable

WAITS_TOO_LONG_S = 900.0
"""A longer wait will not resolve itself: sending a message is retried for as long."""


def health_checks(
    *,
    address: DatabaseAddress,
    watch: FileWatch,
    inbox: InboxTable,
    refusal: Callable[[], str | None],
    connections: Callable[[], int],
) -> dict[str, Check]:
    """Return the checks by part.

    Args:
        address: of the database.
        watch: watches its file.
        inbox: the waiting requests.
        refusal: Slack's error code while the workspace is closed to us.
        connections: counts the open connections to Slack.
    """

    async def database() -> str | None:
        lost = watch.trouble()
        if lost is not None:
            return lost
        await inbox.count_waiting()
        return disk_space_problem(address)

    async def slack() -> str | None:
        return None if connections() else "not connected"

    async def workspace() -> str | None:
        why = refusal()
        return f"Slack refuses everything: {why}" if why else None

    async def queue() -> str | None:
        waits_s = await inbox.longest_wait_s()
        return f"the oldest request waits since {waits_s:.0f} s" if waits_s > WAITS_TOO_LONG_S else None

    return {"database": database, "slack": slack, "workspace": workspace, "queue": queue}
