"""What it takes to say whether the bot is of use: a look at each part of it."""

from collections.abc import Callable

from bot.app.health_server import Check
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.file_watch import FileWatch
from bot.storage.database.preflight import lack_of_room
from bot.storage.tables.inbox import InboxTable

WAITS_TOO_LONG_S = 900.0
"""A request that waits longer waits for something that does not mend itself: a message is tried for as long."""


def health_checks(
    *,
    address: DatabaseAddress,
    watch: FileWatch,
    inbox: InboxTable,
    refusal: Callable[[], str | None],
    connections: Callable[[], int],
) -> dict[str, Check]:
    """The looks at each part.

    Args:
        address: of the database.
        watch: over its file.
        inbox: the requests that wait.
        refusal: Slack's word for why it lets us do nothing.
        connections: to Slack, that are open.
    """

    async def database() -> str | None:
        lost = watch.trouble()
        if lost is not None:
            return lost
        await inbox.count_waiting()
        return lack_of_room(address)

    async def slack() -> str | None:
        return None if connections() else "not connected"

    async def workspace() -> str | None:
        why = refusal()
        return f"Slack refuses everything: {why}" if why else None

    async def queue() -> str | None:
        waits_s = await inbox.longest_wait_s()
        return f"the oldest request waits since {waits_s:.0f} s" if waits_s > WAITS_TOO_LONG_S else None

    return {"database": database, "slack": slack, "workspace": workspace, "queue": queue}
