"""Whether Slack lets us into the workspace at all.

A token that was revoked, or a workspace that was closed, refuses every call. The first refusal of that kind is checked
with `auth.test` before it is believed: single calls are refused in the same words. While the workspace is closed Slack
is asked nothing and jobs wait; a look every few minutes, or a restart with another token, finds it open.
Source: docs.slack.dev/reference/methods/auth.test, "Errors".
"""

import asyncio

import structlog

from bot.clock import Clock
from bot.newsroom.installations import Installation, Installations
from bot.slack.api.web_api import DEAD, Caller, NotSentError, RefusedError, UncertainError

ROUND_S = 10.0
LOOK_S = 3_600.0
"""Between two looks whether we are let in."""

FIRST_LOOK_S, LAST_LOOK_S = 15.0, 300.0
"""Between two looks while we are not: twice as long each time, up to five minutes."""

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
        self._refusal: str | None = None
        self._look_at = float("-inf")
        self._looks = 0
        self._is_saved = True
        self._looking: asyncio.Task[None] | None = None
        self._is_open = asyncio.Event()
        self._is_open.set()

    @property
    def refusal(self) -> str | None:
        """Slack's word for why it lets us do nothing; None where it does not say so."""
        return self._refusal

    async def wait_until_open(self) -> None:
        """Wait until Slack lets us in."""
        await self._is_open.wait()

    async def verify(self, caller: Caller, code: str) -> None:
        """Ask Slack whether what one call or event says of the whole workspace is so.

        Many calls may be refused at the same moment; Slack is asked once for all of them.
        """
        if self._looking is None or self._looking.done():
            _log.info("Slack refuses a call as if the workspace were closed to us; asking whether it is", code=code)
            self._looking = asyncio.create_task(self.look(caller))
        await asyncio.shield(self._looking)

    async def look(self, caller: Caller) -> None:
        """Ask Slack who we are, and keep what it says. Where it does not answer, what was known stays."""
        try:
            said = await caller.call_once("auth.test")
        except RefusedError as error:
            if error.code in DEAD:
                self._close(error.code)
            return
        except (NotSentError, UncertainError) as error:
            _log.info("Slack did not say who we are", cause=str(error))
            return
        self._open()
        team_id, bot_user_id = said.get("team_id"), said.get("user_id")
        if isinstance(team_id, str) and isinstance(bot_user_id, str):
            self._team_id = team_id
            bot_id, enterprise_id = str(said.get("bot_id") or ""), said.get("enterprise_id")
            await self._installations.seen(Installation(team_id, bot_id, bot_user_id, enterprise_id))

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

    async def go_round(self, caller: Caller) -> float:
        """Keep what was noted, look when it is time. Returns the seconds until the next round."""
        if self._clock.monotonic() >= self._look_at:
            self._look_at = self._clock.monotonic() + LOOK_S
            await self.look(caller)  # which comes again sooner where it finds the workspace closed
        if not self._is_saved and self._refusal is not None:
            await self._installations.mark_dead(self._team_id, self._refusal)
            self._is_saved = True
        return ROUND_S
