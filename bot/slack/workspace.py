"""Whether Slack lets us into the workspace at all.

A token that was revoked, or a workspace that was closed, refuses every call. The first refusal stops them all: jobs
fail without asking Slack again, until a look every few minutes, or a restart with another token, finds the door open.
Source: docs.slack.dev/reference/methods/auth.test, "Errors".
"""

import structlog

from bot.clock import Clock
from bot.newsroom.installations import Installation, Installations
from bot.slack.calling import DEAD, Caller, NotSentError, RefusedError, UncertainError

ROUND_S = 10.0
LOOK_S, LOOK_WHILE_DEAD_S = 3_600.0, 300.0
"""Between two looks whether we are let in."""

_log = structlog.get_logger(__name__)


class Workspace:
    """The one workspace of this bot.

    Args:
        installations: where it is kept.
        clock: says when to look again.
    """

    def __init__(self, installations: Installations, clock: Clock) -> None:
        self._installations = installations
        self._clock = clock
        self._team_id: str | None = None
        self._look_at = float("-inf")
        self._is_saved = True
        self.refusal: str | None = None

    def note(self, code: str) -> None:
        """Take note of a refusal; one that means the whole workspace stops everything."""
        if code in DEAD and self.refusal is None:
            self.refusal, self._is_saved = code, False
            self._look_at = self._clock.monotonic() + LOOK_WHILE_DEAD_S
            _log.error("Slack lets us in no more; nothing is asked of it until that changes", code=code)

    def suspect(self, code: str) -> None:
        """Take note of what somebody says of the whole workspace, and look soon whether it is so."""
        self.note(code)
        self._look_at = self._clock.monotonic()

    async def look(self, caller: Caller) -> None:
        """Ask Slack who we are, and keep what it says."""
        try:
            said = await caller.call_once("auth.test")
        except (RefusedError, NotSentError, UncertainError) as error:
            _log.info("Slack did not say who we are", cause=str(error))
            return
        if self.refusal is not None:
            _log.warning("Slack lets us in again")
        self.refusal, self._is_saved = None, True
        team_id, bot_user_id = said.get("team_id"), said.get("user_id")
        if isinstance(team_id, str) and isinstance(bot_user_id, str):
            self._team_id = team_id
            bot_id, enterprise_id = str(said.get("bot_id") or ""), said.get("enterprise_id")
            await self._installations.seen(Installation(team_id, bot_id, bot_user_id, enterprise_id))

    async def go_round(self, caller: Caller) -> float:
        """Keep what was noted, look when it is time. Returns the seconds until the next round."""
        if self._clock.monotonic() >= self._look_at:
            await self.look(caller)
            self._look_at = self._clock.monotonic() + (LOOK_WHILE_DEAD_S if self.refusal else LOOK_S)
        if not self._is_saved and self.refusal is not None:
            await self._installations.mark_dead(self._team_id, self.refusal)
            self._is_saved = True
        return ROUND_S
