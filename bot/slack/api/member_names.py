"""Names of members, for texts that mention them. Needs the scope users:read; without it nobody has a name.

Source: docs.slack.dev/reference/methods/users.info, docs.slack.dev/reference/objects/user-object.
"""

import asyncio
import re
import unicodedata
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

_IN_BRACKETS = re.compile(r"[(\[{<（【].*?(?:[)\]}>）】]|$)|:[a-z0-9_+-]+:")
_BEHIND_NAME = re.compile(r"(?<=\w)[.\W]*?(?:[|/\\,;:•·~]|\s[-–—@]\s?)")
_EMOJI_VARIANT = re.compile("[\ufe0e\ufe0f]")
_SIGNS_IN_NAMES = " .-'’"
_IN_NAMES = ("L", "M", "N")
"""The classes of characters of names: letters, the marks combined with them, numerals. Emoji are of none."""

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
    """The name of a member in a text: of the names that Slack has, the display name first, the first that is clear.

    A nickname in small letters has an @, so that it is read as a name. One of several words, such as "kai v.", would
    not be read as one: then the next name counts.
    """
    profile = user.get("profile")
    of_profile = profile if isinstance(profile, dict) else {}
    names = (of_profile.get("display_name"), of_profile.get("real_name"), user.get("real_name"), user.get("name"))
    cleaned = [name for each in names if isinstance(each, str) and (name := plain_name(each))]
    name = next((name for name in cleaned if not name[0].islower() or " " not in name), "")
    return f"@{name}" if name and not name[0].isupper() else name


def plain_name(shown: str) -> str:
    """A name without what people write beside it: pronouns, emoji, a team, a title; "" where nothing is left.

    "Zoë 🌊 (she/her)" is "Zoë", "Mira Falk, PhD | Desk" is "Mira Falk".
    """
    name = _BEHIND_NAME.split(_IN_BRACKETS.sub(" ", shown).lstrip(" @"), maxsplit=1)[0]
    kept = "".join(sign if _is_in_names(sign) else " " for sign in _EMOJI_VARIANT.sub("", name))
    return " ".join(kept.split()).strip(_SIGNS_IN_NAMES)


def _is_in_names(sign: str) -> bool:
    return unicodedata.category(sign)[0] in _IN_NAMES or sign in _SIGNS_IN_NAMES
