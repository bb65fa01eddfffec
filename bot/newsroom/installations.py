"""Where the bot is installed, and whether Slack still lets it in, as values and a Protocol."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Installation:
    """The bot in one workspace.

    Attributes:
        team_id: the workspace.
        bot_id: of the bot, as messages name it.
        bot_user_id: of the bot, as mentions name it.
        enterprise_id: the organisation of the workspace, if there is one.
        installed_at: when we saw it first, seconds since 1970.
        dead_since: when Slack first refused us altogether; None: it does not.
        dead_why: Slack's word for why.
    """

    team_id: str
    bot_id: str
    bot_user_id: str
    enterprise_id: str | None = None
    installed_at: float = 0.0
    dead_since: float | None = None
    dead_why: str | None = None


class Installations(Protocol):
    """Installations by their workspace."""

    async def seen(self, installation: Installation) -> None:
        """Keep what Slack says of us; whatever was dead lives again."""
        ...

    async def mark_dead(self, team_id: str | None, why: str) -> None:
        """Keep that Slack refuses us; None: everywhere, since one token is all there is."""
        ...

    async def all(self) -> tuple[Installation, ...]:
        """Every installation."""
        ...
