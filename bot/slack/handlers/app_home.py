"""The App Home: what the bot does, and the subscriptions that the viewer may change.

It is drawn again whenever somebody opens it, and for people who have changed something.
Source: docs.slack.dev/surfaces/app-home.
"""

from collections.abc import Sequence

import structlog

from bot.errors import SlackError
from bot.newsroom.command_names import CommandNames
from bot.newsroom.editions.history import HistoryService
from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.payloads import ShowAppHome
from bot.slack.api.web_api import SlackApi
from bot.slack.rendering.app_home_view import MAX_ENTRIES, home_view
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.block_kit.renamed_commands import rename_in_json

_log = structlog.get_logger(__name__)


class AppHomeHandler:
    """Draws App Homes.

    Args:
        history: knows subscriptions and their editions.
        api: calls Slack's Web API.
        commands: names of the slash commands.
    """

    def __init__(self, *, history: HistoryService, api: SlackApi, commands: CommandNames) -> None:
        self._history = history
        self._api = api
        self._commands = commands

    async def handle(self, job: Job[ShowAppHome]) -> None:
        """Draw the App Home of somebody who has opened it.

        Raises:
            SlackError: Slack refused it.
        """
        await self.show(job.payload.team_id, job.payload.user)

    async def show(self, team_id: str, user: str, *, said: Sequence[Message] = ()) -> None:
        """Draw somebody's App Home.

        Args:
            team_id: the workspace.
            user: whose App Home.
            said: messages for its top.

        Raises:
            SlackError: Slack refused it.
        """
        overview = await self._history.list_editable(team_id, user, limit=MAX_ENTRIES)
        view = rename_in_json(home_view(overview, said=said), self._commands)
        await self._api.call("views.publish", user_id=user, view=view)

    async def refresh(self, team_id: str, user: str) -> None:
        """Draw the App Home of somebody who has changed something elsewhere; without one, nothing happens."""
        try:
            await self.show(team_id, user)
        except SlackError as error:
            _log.info("home not drawn", cause=str(error))
