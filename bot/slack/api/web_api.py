"""Calls Slack's Web API and tells its failures apart: refused, not sent, not known."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SlackError

MAX_WAIT_S = 60.0
TRIES = 4

DEAD = frozenset(
    {
        "account_inactive",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
"""Slack's words for a workspace that lets us do nothing any more, until a person mends it. One call may be refused so
too, such as in a channel whose keys were withdrawn (`ekm_access_denied`): `auth.test` tells."""

_OF_TOKENS = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
"""Of these, what says nothing about a channel: where `auth.test` proves it wrong, the call is made again."""

DISPROVED_WAIT_S = 2.0

_WHO_AM_I = "auth.test"

_HALF_DONE = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
"""Slack's words for a failure of its own, of which it says that "some aspect of the operation" may have succeeded."""

_SCOPES = frozenset({"missing_scope", "not_allowed_token_type"})

_READS = ("conversations.", "users.", "files.")
"""Methods that take their arguments from the query; Slack reads JSON only where something is written."""

_WRITES = frozenset({"conversations.open"})

_log = structlog.get_logger(__name__)


class NotSentError(Exception):
    """Slack was not reached at all, so certainly nothing was done."""


class UncertainError(Exception):
    """Slack may or may not have done what was asked: the answer never came."""


class BrokenError(UncertainError):
    """Slack answered with an error of its own, HTTP 5xx: most likely nothing was done."""


class RefusedError(Exception):
    """Slack said no.

    Args:
        code: Slack's word for why.
        wait_s: how long it asks to wait, where it is a limit.
    """

    def __init__(self, code: str, wait_s: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.wait_s = wait_s


class WorkspaceClosedError(Exception):
    """Slack lets the bot do nothing in this workspace, and nothing was done: a job waits until that changes.

    Args:
        code: Slack's word for why.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Pulse(Protocol):
    """Knows whether Slack lets us in at all."""

    @property
    def refusal(self) -> str | None:
        """Slack's word for why it does not; None where it does."""
        ...

    async def verify(self, caller: "Caller", code: str) -> None:
        """Ask Slack whether what one call or event says of the whole workspace is so; `refusal` is true afterwards."""
        ...

    async def wait_until_open(self) -> None:
        """Wait until Slack lets us in."""
        ...


class Listener(Protocol):
    """Learns from answers."""

    def hear(self, headers: Mapping[str, str] | None) -> None:
        """Read the headers of an answer."""
        ...


class Caller:
    """Calls methods of the Web API.

    Args:
        client: without retry handlers.
        pulse: knows whether Slack lets us in at all; None: nobody does.
        slack_clock: learns Slack's time from its answers.
        sleep: waits; tests hand in their own.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        *,
        pulse: Pulse | None = None,
        slack_clock: Listener | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client = client
        self._pulse = pulse
        self._slack_clock = slack_clock
        self._sleep = sleep
        self._disproved: Counter[str] = Counter()
        self._missing: set[tuple[str, str]] = set()

    @property
    def refusal(self) -> str | None:
        """Slack's word for why it lets us do nothing; None where it does not say so."""
        return self._pulse.refusal if self._pulse is not None else None

    async def verify(self, code: str) -> None:
        """Ask Slack whether we may still do anything in the workspace; an event says that we may not."""
        if self._pulse is not None:
            await self._pulse.verify(self, code)

    async def wait_until_open(self) -> None:
        """Wait until Slack lets us in."""
        if self._pulse is not None:
            await self._pulse.wait_until_open()

    async def call_once(self, method: str, **arguments: Any) -> dict[str, Any]:
        """One call, for methods that must not be called twice.

        Raises:
            RefusedError, NotSentError, UncertainError, WorkspaceClosedError: see these.
        """
        if self.refusal is not None and method != _WHO_AM_I:
            raise WorkspaceClosedError(self.refusal)  # it is not asked
        try:
            if method.startswith(_READS) and method not in _WRITES:
                answer = await self._client.api_call(method, http_verb="GET", params=_as_query(arguments))
            else:
                answer = await self._client.api_call(method, json=arguments)
        except aiohttp.ClientConnectorError as error:
            raise NotSentError(type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise UncertainError(type(error).__name__) from error
        except AttributeError as error:  # JSON that is no object: the SDK stumbles over it
            raise UncertainError("an answer that is not Slack's") from error
        except SlackApiError as error:
            refusal = _told_apart(error)
            if isinstance(refusal, RefusedError):  # in Slack's own words: else it may be a proxy that answers
                self._hear(error.response)
            self._note_missing_scope(method, refusal, error)
            if self._pulse is not None and str(refusal) in DEAD and method != _WHO_AM_I:
                await self._require_open(method, str(refusal))
                raise RefusedError(str(refusal), self._wait_s_after(method, str(refusal))) from error
            raise refusal from error
        self._disproved.pop(method, None)
        self._hear(answer)
        return answer.data if isinstance(answer.data, dict) else {}

    async def _require_open(self, method: str, code: str) -> None:
        """Find out whether a refusal that names the whole workspace is one: single calls are refused so as well.

        Raises:
            WorkspaceClosedError: it is.
        """
        await self.verify(code)
        if self.refusal is not None:
            raise WorkspaceClosedError(self.refusal)
        _log.warning("Slack refused one call as if the workspace were closed; it is open", method=method, code=code)

    def _wait_s_after(self, method: str, code: str) -> float | None:
        """How long to wait before a call is made again that was refused by mistake; None where it would be again."""
        self._disproved[method] += 1
        return DISPROVED_WAIT_S if code in _OF_TOKENS and self._disproved[method] <= TRIES else None

    def _note_missing_scope(self, method: str, refusal: RefusedError | UncertainError, error: SlackApiError) -> None:
        """Log a missing permission by its name, once."""
        if str(refusal) not in _SCOPES:
            return
        needed = _said(error, "needed") or "not said"
        if (method, needed) not in self._missing:
            self._missing.add((method, needed))
            _log.error("a permission is missing", method=method, code=str(refusal), needed=needed)

    def _hear(self, answer: Any) -> None:
        """Learn what time it is in Slack."""
        if self._slack_clock is not None:
            self._slack_clock.hear(getattr(answer, "headers", None))

    async def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """A call that may safely be made again: a few tries while Slack is not reached, breaks, or asks to wait.

        Raises:
            SlackError: it refused, or all tries failed.
        """
        for attempt in range(TRIES):
            try:
                return await self.call_once(method, **arguments)
            except RefusedError as error:
                if error.wait_s is None or error.wait_s > MAX_WAIT_S or attempt == TRIES - 1:
                    raise SlackError(f"{method}: {error.code}") from error
                await self._sleep(error.wait_s)
            except (NotSentError, UncertainError) as error:
                if attempt == TRIES - 1:
                    raise SlackError(f"{method}: {error}") from error
                await self._sleep(2.0**attempt)
        raise SlackError(method)

    async def pause(self, seconds: float) -> None:
        """Wait before a call is made again."""
        await self._sleep(seconds)

    async def mark(self, channel: str, ts: str, *, add: str | None = None, remove: str | None = None) -> bool:
        """Put an emoji on a message and take another off. Returns False where the message is gone.

        Only decoration: other refusals are logged and forgotten.
        """
        is_there = True
        for method, name in (("reactions.add", add), ("reactions.remove", remove)):
            if name is not None:
                try:
                    await self.call_once(method, channel=channel, timestamp=ts, name=name)
                except (RefusedError, NotSentError, UncertainError) as error:
                    is_there = is_there and str(error) != "message_not_found"
                    if str(error) != "already_reacted":
                        _log.info("no reaction", method=method, cause=str(error))
        return is_there

    async def whisper(
        self, channel: str, user: str, text: str, blocks: list[dict[str, Any]], *, thread_ts: str | None = None
    ) -> None:
        """Post a message that only one person sees. It is gone when they reload: fit for notes, not for digests.

        Raises:
            SlackError: Slack refused.
        """
        place = {"channel": channel, "user": user, **({"thread_ts": thread_ts} if thread_ts else {})}
        await self.call("chat.postEphemeral", **place, text=text, blocks=blocks)

    async def first_of_thread(self, channel: str, thread_ts: str) -> dict[str, Any] | None:
        """The message that a thread hangs on; None where it is gone.

        Raises:
            SlackError: Slack refused, mostly for want of the history scope.
        """
        answer = await self.call("conversations.replies", channel=channel, ts=thread_ts, limit=1)
        messages = answer.get("messages") or []
        return messages[0] if messages else None


def _told_apart(error: SlackApiError) -> RefusedError | UncertainError:
    status, code = _status(error), _code(error)
    if status == 429 or code in {"ratelimited", "rate_limited"}:
        return RefusedError("ratelimited", _retry_after(error))
    if status >= 500:
        return BrokenError(f"HTTP {status}")
    if code is None:
        return UncertainError(f"HTTP {status}")
    if code in _HALF_DONE:
        return UncertainError(code)
    return RefusedError(code)


def _as_query(arguments: dict[str, Any]) -> dict[str, str]:
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in arguments.items()}


def _status(error: SlackApiError) -> int:
    """The HTTP status; the SDK hands over its own response, or aiohttp's where the body was not JSON."""
    response = error.response
    return int(getattr(response, "status_code", None) or getattr(response, "status", 0) or 0)


def _code(error: SlackApiError) -> str | None:
    """Slack's word for what is wrong ("not_in_channel"); None where it did not get to say one."""
    return _said(error, "error")


def _said(error: SlackApiError, name: str) -> str | None:
    """A word of Slack's answer; None where it did not get to say one."""
    try:
        return str(error.response[name]) or None
    except (KeyError, TypeError, AttributeError, ValueError):
        return None


def _retry_after(error: SlackApiError) -> float:
    """Seconds Slack asks to wait; 1 where it does not say or says nonsense."""
    headers = {name.lower(): value for name, value in (getattr(error.response, "headers", None) or {}).items()}
    try:
        return max(1.0, float(headers.get("retry-after", "1")))
    except ValueError:
        return 1.0
