"""Deletes what is no longer used: departed workspaces, unused feeds."""

from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.storage.tables.editions import EditionTable
from bot.storage.tables.feeds import FeedTable
from bot.storage.tables.installations import InstallationTable
from bot.storage.tables.subscriptions import SubscriptionTable

LEFT_KEPT = timedelta(days=30)
"""After this period everything stored for a workspace that is closed to us is deleted."""


@dataclass(frozen=True, slots=True)
class DepartedWorkspaceCleaner:
    """Deletes data of workspaces that have been closed to us for a month without an event about it."""

    installations: InstallationTable
    subscriptions: SubscriptionTable
    records: EditionTable
    clock: Clock

    async def delete_expired(self) -> int:
        """Delete it. Returns how many rows."""
        until, count = (self.clock.now() - LEFT_KEPT).timestamp(), 0
        for installation in await self.installations.list_all():
            if installation.dead_since is not None and installation.dead_since < until:
                count += await self.subscriptions.delete_all(installation.team_id)
                count += await self.records.delete_all(installation.team_id)
        return count


@dataclass(frozen=True, slots=True)
class UnusedFeedCleaner:
    """Deletes feeds that no subscription names any longer."""

    subscriptions: SubscriptionTable
    feeds: FeedTable

    async def delete_expired(self) -> int:
        """Delete them. Returns how many."""
        wanted = {feed for subscription in await self.subscriptions.list_all() for feed in subscription.feeds}
        return await self.feeds.delete_unused(wanted)
