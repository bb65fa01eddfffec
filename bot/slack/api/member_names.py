"""Names of members, for texts that mention them. Needs the scope users:read; without it nobody has a name.

Source: docs.slack.dev/reference/methods/users.info, docs.slack.dev/reference/objects/user-object.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

import structlog

from bot.clock import Clock
from bot.slack.api.web_api import NotDeliveredError, OutcomeUnknownError, SlackApi, SlackRefusedError

KNOWN_FOR_S = 3_600.0
_KEPT = 5_000
_MOST_AT_ONCE = 30
"""People in one text whose names are asked for; users.info may be called 100 times a minute."""

_log = structlog.get_logger(__name__)


class MemberNames:
    """Finds the names of members, and remembers them for an hour.

    Args:
        api: calls Slack's Web API.
        clock: the current time.
    """

    def __init__(self, api: SlackApi, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, str]] = OrderedDict()

    async def find(self, user_ids: Iterable[str]) -> dict[str, str]:
        """The names of people by their ids, as Slack shows them; without those that Slack does not tell."""
        wanted = list(dict.fromkeys(user_ids))[:_MOST_AT_ONCE]
        names = await asyncio.gather(*(self._find_one(user_id) for user_id in wanted))
        return {user_id: name for user_id, name in zip(wanted, names, strict=True) if name}

    async def _find_one(self, user_id: str) -> str:
        expires_at, name = self._known.get(user_id, (0.0, ""))
        if self._clock.monotonic() < expires_at:
            return name
        try:
            answer = await self._api.call_once("users.info", user=user_id)
        except (SlackRefusedError, NotDeliveredError, OutcomeUnknownError) as error:
            _log.info("a member's name is not known", cause=str(error))
            return name
        found = answer.get("user")
        name = _shown_name(found) if isinstance(found, dict) else ""
        self._known[user_id] = (self._clock.monotonic() + KNOWN_FOR_S, name)
        self._known.move_to_end(user_id)
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return name


def _shown_name(user: dict[str, Any]) -> str:
    """The name that Slack shows; with an @ where it does not begin as a name does, so that it is read as one."""
    profile = user.get("profile")
    of_profile = profile if isinstance(profile, dict) else {}
    names = (of_profile.get("display_name"), of_profile.get("real_name"), user.get("real_name"), user.get("name"))
    shown = next((" ".join(name.split()) for name in names if isinstance(name, str) and name.strip()), "")
    return f"@{shown.lstrip('@')}" if shown and not shown[0].isupper() else shown
