"""Handles the removal of the app from a workspace."""

import structlog

from bot.newsroom.forgetting import DeletionService
from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.payloads import AppUninstalled

_log = structlog.get_logger(__name__)


class AppUninstalledHandler:
    """Deletes what is stored of a workspace that has removed the app.

    Args:
        forgetting: deletes it.
    """

    def __init__(self, forgetting: DeletionService) -> None:
        self._forgetting = forgetting

    async def handle(self, job: Job[AppUninstalled]) -> None:
        """Delete it. Done again it finds nothing."""
        team_id = job.payload.team_id
        gone = await self._forgetting.delete_workspace(team_id)
        what = {"rows": gone.rows, "is_erased": gone.is_erased, "under_way": gone.under_way}
        _log.warning("the app was uninstalled: forgot what was kept of it", team=team_id, **what)
