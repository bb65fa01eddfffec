"""Whether the workspace is open to us at all.

With a revoked token, or in a closed workspace, Slack refuses every call. The first refusal of that kind is checked with
`auth.test`: single calls are refused with the same error codes. While the workspace is closed, Slack is not called and
jobs wait; a check every few minutes, or a restart with another token, finds it open.
Source: docs.slack.dev/reference/methods/auth.test, "Errors".
"""

import asyncio

import structlog

from bot.clock import Clock
from bot.newsroom.installations import Installation, InstallationRepository
from bot.slack.api.web_api import DEAD, NotDeliveredError, OutcomeUnknownError, SlackApi, SlackRefusedError

ROUND_S = 10.0
LOOK_S = 3_600.0
"""Between two checks while the workspace is open."""

FIRST_LOOK_S, LAST_LOOK_S = 15.0, 300.0
"""Between two checks while it is closed: doubled each time, up to five minutes."""

_log = structlog.get_logger(__name__)


class WorkspaceMonitor:
    """The one workspace of this bot.

    Args:
        installations: where it is stored.
        clock: says when to check again.
    """

    def __init__(self, installations: InstallationRepository, clock: Clock) -> None:
        self._installations = installations
        self._clock = clock
        self._team_id: str | None = None
        self._refusal: str | None = None
        self._look_at = float("-inf")
        self._looks = 0
        self._is_saved = True
        self._looking: asyncio.Task[None] | None = None
        self._is_open = asyncio.Event()
        self._is_open.set()

    @property
    def refusal(self) -> str | None:
        """Slack's error code where the workspace is closed to us; None where it is not known to be."""
        return self._refusal

    async def wait_until_open(self) -> None:
        """Wait until the workspace is open to us."""
        await self._is_open.wait()

    async def verify(self, api: SlackApi, code: str) -> None:
        """Ask Slack whether a call's or event's error code holds for the whole workspace.

        Many calls may be refused at the same moment; Slack is asked once for all of them.
        """
        if self._looking is None or self._looking.done():
            _log.info("Slack refuses a call as if the workspace were closed to us; asking whether it is", code=code)
            self._looking = asyncio.create_task(self.recheck(api))
        await asyncio.shield(self._looking)

    async def recheck(self, api: SlackApi) -> None:
        """Ask Slack who we are, and store the answer. Where it does not answer, nothing changes."""
        try:
            said = await api.call_once("auth.test")
        except SlackRefusedError as error:
            if error.code in DEAD:
                self._close(error.code)
            return
        except (NotDeliveredError, OutcomeUnknownError) as error:
            _log.info("Slack did not say who we are", cause=str(error))
            return
        self._open()
        team_id, bot_user_id = said.get("team_id"), said.get("user_id")
        if isinstance(team_id, str) and isinstance(bot_user_id, str):
            self._team_id = team_id
            bot_id, enterprise_id = str(said.get("bot_id") or ""), said.get("enterprise_id")
            await self._installations.mark_seen(Installation(team_id, bot_id, bot_user_id, enterprise_id))

    def _close(self, code: str) -> None:
        if self._refusal is None:
            self._refusal, self._is_saved, self._looks = code, False, 0
            self._is_open.clear()
            _log.error("Slack has closed the workspace to us; requests wait until it is open again", code=code)
        self._look_at = self._clock.monotonic() + min(LAST_LOOK_S, FIRST_LOOK_S * 2.0**self._looks)
        self._looks += 1

    def _open(self) -> None:
        if self._refusal is not None:
            _log.warning("Slack lets us in again")
        self._refusal, self._is_saved = None, True
        self._is_open.set()

    async def run_once(self, api: SlackApi) -> float:
        """Store what was noted, and check when it is time. Returns the seconds until the next round."""
        if self._clock.monotonic() >= self._look_at:
            self._look_at = self._clock.monotonic() + LOOK_S
            await self.recheck(api)  # which runs again sooner where it finds the workspace closed
        if not self._is_saved and self._refusal is not None:
            await self._installations.mark_dead(self._team_id, self._refusal)
            self._is_saved = True
        return ROUND_S
