"""Where the bot is installed, and whether Slack still accepts its token, as values and a Protocol."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Installation:
    """The bot in one workspace.

    Attributes:
        team_id: the workspace.
        bot_id: the bot's id in messages.
        bot_user_id: the bot's id in mentions.
        enterprise_id: the organisation of the workspace, if there is one.
        installed_at: when it was first seen, seconds since 1970.
        dead_since: when Slack first rejected our token; None: it is accepted.
        dead_why: Slack's error code.
    """

    team_id: str
    bot_id: str
    bot_user_id: str
    enterprise_id: str | None = None
    installed_at: float = 0.0
    dead_since: float | None = None
    dead_why: str | None = None


class InstallationRepository(Protocol):
    """Installations by workspace."""

    async def mark_seen(self, installation: Installation) -> None:
        """Store what Slack says of the bot; a dead installation becomes live again."""
        ...

    async def mark_dead(self, team_id: str | None, why: str) -> None:
        """Store that Slack rejects our token; None: in every workspace, since there is only one token."""
        ...

    async def list_all(self) -> tuple[Installation, ...]:
        """Return every installation."""
        ...
