"""Messages of threads and channels, for requests that are about them. Needs the history scope of the kind of channel.

Source: docs.slack.dev/reference/methods/conversations.replies, docs.slack.dev/reference/methods/conversations.history.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import SlackError
from bot.newsroom.requests.errors import HistoryLimitError, MissingScopeError
from bot.slack.api.web_api import NotDeliveredError, OutcomeUnknownError, SlackApi, SlackRefusedError

SlackMessage = Mapping[str, Any]
"""A message as Slack's history has it."""

PAGE = 200
_MOST_PAGES = 5
_LAST = 20
"""Messages of a conversation without threads; older ones are hardly meant."""

_TRIES = 4
_PATIENCE_S = 5.0
"""A rate limit that asks to wait longer is told to the person, who waits for an answer."""

_HISTORY_SCOPES = {"C": "channels:history", "G": "groups:history", "D": "im:history"}


@dataclass(frozen=True, slots=True)
class ThreadAbove:
    """The messages of a thread before one of them.

    Attributes:
        messages: the newest first.
        is_cut: there are more, which Slack does not let the bot read now.
    """

    messages: tuple[SlackMessage, ...]
    is_cut: bool


class ThreadReader:
    """Reads messages.

    Args:
        api: calls Slack's Web API.
    """

    def __init__(self, api: SlackApi) -> None:
        self._api = api

    async def read_above(self, channel: str, thread_ts: str, before_ts: str) -> ThreadAbove:
        """The messages of a thread before the message `before_ts`: the first 1,000.

        Raises:
            MissingScopeError: the bot may not read them.
            HistoryLimitError: Slack asks to wait too long.
            SlackError: Slack does not answer.
        """
        asked = {"channel": channel, "ts": thread_ts, "latest": before_ts, "limit": PAGE, "include_all_metadata": True}
        found: list[SlackMessage] = []
        cursor, is_cut = "", False
        for _ in range(_MOST_PAGES):
            try:
                answer = await self._ask("conversations.replies", asked | ({"cursor": cursor} if cursor else {}))
            except HistoryLimitError:
                if not cursor:
                    raise
                break  # such an app may read one page a minute
            page = [message for message in answer.get("messages") or [] if isinstance(message, dict)]
            found += [message for message in page if _seconds(message.get("ts")) < _seconds(before_ts)]
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            is_cut = bool(answer.get("has_more"))
            if not (is_cut and cursor):
                break
        newest_first = sorted(found, key=lambda message: _seconds(message.get("ts")), reverse=True)
        return ThreadAbove(tuple(newest_first), is_cut)

    async def read_before(self, channel: str, before_ts: str) -> tuple[SlackMessage, ...]:
        """The last messages of a conversation before the message `before_ts`, the newest first, without threads.

        Raises:
            MissingScopeError, HistoryLimitError, SlackError: as for `read_above`.
        """
        answer = await self._ask("conversations.history", {"channel": channel, "latest": before_ts, "limit": _LAST})
        found = [message for message in answer.get("messages") or [] if isinstance(message, dict)]
        return tuple(message for message in found if _seconds(message.get("ts")) < _seconds(before_ts))

    async def find_message(self, channel: str, ts: str, thread_ts: str | None) -> SlackMessage | None:
        """One message; None where it is gone.

        Raises:
            MissingScopeError, HistoryLimitError, SlackError: as for `read_above`.
        """
        method = "conversations.replies" if thread_ts else "conversations.history"
        asked = {"channel": channel, "oldest": ts, "latest": ts, "inclusive": True, "limit": 2}
        answer = await self._ask(method, asked | ({"ts": thread_ts} if thread_ts else {}))
        messages = answer.get("messages") or []
        return next((found for found in messages if isinstance(found, dict) and found.get("ts") == ts), None)

    async def _ask(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """One page.

        Raises:
            MissingScopeError, HistoryLimitError, SlackError: as for `read_above`.
        """
        for attempt in range(_TRIES):
            try:
                return await self._api.call_once(method, **arguments)
            except SlackRefusedError as error:
                if error.code == "missing_scope":
                    scope = error.needed or _HISTORY_SCOPES.get(str(arguments["channel"])[:1], "channels:history")
                    raise MissingScopeError(scope, "read messages here") from error
                if error.wait_s is None:
                    raise SlackError(f"{method}: {error.code}", slack_code=error.code) from error
                if error.wait_s > _PATIENCE_S:
                    raise HistoryLimitError(f"{method}: wait {error.wait_s:g} s") from error
                await self._api.pause(error.wait_s)
            except (NotDeliveredError, OutcomeUnknownError) as error:
                if attempt == _TRIES - 1:
                    raise SlackError(f"{method}: {error}") from error
                await self._api.pause(2.0**attempt)
        raise HistoryLimitError(f"{method}: {_TRIES} times")


def _seconds(ts: object) -> float:
    """A message's time; 0 where it has none."""
    try:
        return float(str(ts))
    except ValueError:
        return 0.0
