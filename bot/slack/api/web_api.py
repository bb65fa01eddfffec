"""Calls Slack's Web API and distinguishes its failures: refused, not sent, outcome unknown."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

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
"""Slack's error codes for a workspace that is closed to us until a person fixes it. A single call may be refused with
them too, such as in a channel whose keys were withdrawn (`ekm_access_denied`): `auth.test` decides."""

_OF_TOKENS = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
"""Those of `DEAD` that say nothing about a channel: where `auth.test` disproves them, the call is made again."""

DISPROVED_WAIT_S = 2.0

_WHO_AM_I = "auth.test"

_HALF_DONE = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
"""Slack's error codes for a failure of its own, where "some aspect of the operation" may have succeeded."""

_SCOPES = frozenset({"missing_scope", "not_allowed_token_type"})

_READS = ("conversations.", "users.", "files.")
"""Methods that take their arguments from the query; Slack reads JSON only where something is written."""

_WRITES = frozenset({"conversations.open"})

_log = structlog.get_logger(__name__)


class NotDeliveredError(Exception):
    """Slack was not reached at all, so certainly nothing was done."""


class OutcomeUnknownError(Exception):
    """Slack may or may not have done what was asked: the answer never came."""


class ServerFailedError(OutcomeUnknownError):
    """Slack answered with an error of its own, HTTP 5xx: most likely nothing was done."""


class SlackRefusedError(Exception):
    """Slack refused.

    Args:
        code: Slack's error code.
        wait_s: how long it asks to wait, for a rate limit.
        needed: the scope that is missing, where Slack names one.
    """

    def __init__(self, code: str, wait_s: float | None = None, needed: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.wait_s = wait_s
        self.needed = needed


class WorkspaceClosedError(Exception):
    """The workspace is closed to the bot, and nothing was done: a job waits until that changes.

    Args:
        code: Slack's error code.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class WorkspaceStatus(Protocol):
    """Knows whether the workspace is open to us."""

    @property
    def refusal(self) -> str | None:
        """Slack's error code where the workspace is closed to us; None where it is open."""
        ...

    async def verify(self, api: "SlackApi", code: str) -> None:
        """Check whether a call's or event's error code holds for the whole workspace; `refusal` is right afterwards."""
        ...

    async def wait_until_open(self) -> None:
        """Wait until the workspace is open to us."""
        ...


class HeaderListener(Protocol):
    """Learns from answers."""

    def learn(self, headers: Mapping[str, str] | None) -> None:
        """Read the headers of an answer."""
        ...


class WebAnswer(Protocol):
    """As much of the SDK's `AsyncSlackResponse` as is read."""

    @property
    def data(self) -> object:
        """What Slack answered: a dictionary, unless the SDK got something else."""
        ...


class WebClient(Protocol):
    """As much of the SDK's `AsyncWebClient` as is called."""

    async def api_call(
        self,
        api_method: str,
        /,
        *,
        http_verb: str = "POST",
        params: dict[str, str] | None = None,
        json: dict[str, Any] | None = None,
    ) -> WebAnswer:
        """Call a method of the Web API, with arguments in the query or as JSON."""
        ...


class SlackApi:
    """Calls methods of the Web API.

    Args:
        client: without retry handlers.
        workspace: knows whether the workspace is open to us; None: not checked.
        slack_clock: learns Slack's time from its answers.
        sleep: waits; tests pass their own.
    """

    def __init__(
        self,
        client: WebClient,
        *,
        workspace: WorkspaceStatus | None = None,
        slack_clock: HeaderListener | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client = client
        self._workspace = workspace
        self._slack_clock = slack_clock
        self._sleep = sleep
        self._disproved: Counter[str] = Counter()
        self._missing: set[tuple[str, str]] = set()

    @property
    def refusal(self) -> str | None:
        """Slack's error code where the workspace is closed to us; None where it is not known to be."""
        return self._workspace.refusal if self._workspace is not None else None

    async def verify(self, code: str) -> None:
        """Ask Slack whether the workspace is closed to us, as an event says."""
        if self._workspace is not None:
            await self._workspace.verify(self, code)

    async def wait_until_open(self) -> None:
        """Wait until the workspace is open to us."""
        if self._workspace is not None:
            await self._workspace.wait_until_open()

    async def call_once(self, method: str, **arguments: Any) -> dict[str, Any]:
        """One call, for methods that must not be called twice.

        Raises:
            SlackRefusedError, NotDeliveredError, OutcomeUnknownError, WorkspaceClosedError: see these.
        """
        if self.refusal is not None and method != _WHO_AM_I:
            raise WorkspaceClosedError(self.refusal)  # no call is made
        try:
            if method.startswith(_READS) and method not in _WRITES:
                answer = await self._client.api_call(method, http_verb="GET", params=_as_query(arguments))
            else:
                answer = await self._client.api_call(method, json=arguments)
        except aiohttp.ClientConnectorError as error:
            raise NotDeliveredError(type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise OutcomeUnknownError(type(error).__name__) from error
        except AttributeError as error:  # JSON that is not an object: the SDK fails on it
            raise OutcomeUnknownError("an answer that is not Slack's") from error
        except SlackApiError as error:
            refusal = _told_apart(error)
            if isinstance(refusal, SlackRefusedError):  # with an error code of Slack's: else a proxy may have answered
                self._learn(error.response)
            self._note_missing_scope(method, refusal, error)
            if self._workspace is not None and str(refusal) in DEAD and method != _WHO_AM_I:
                await self._require_open(method, str(refusal))
                raise SlackRefusedError(str(refusal), self._wait_s_after(method, str(refusal))) from error
            raise refusal from error
        self._disproved.pop(method, None)
        self._learn(answer)
        return answer.data if isinstance(answer.data, dict) else {}

    async def _require_open(self, method: str, code: str) -> None:
        """Check whether a refusal that names the whole workspace is true: single calls are refused like that too.

        Raises:
            WorkspaceClosedError: it is true.
        """
        await self.verify(code)
        if self.refusal is not None:
            raise WorkspaceClosedError(self.refusal)
        _log.warning("Slack refused one call as if the workspace were closed; it is open", method=method, code=code)

    def _wait_s_after(self, method: str, code: str) -> float | None:
        """How long to wait before repeating a call refused by mistake; None where it would be refused again."""
        self._disproved[method] += 1
        return DISPROVED_WAIT_S if code in _OF_TOKENS and self._disproved[method] <= TRIES else None

    def _note_missing_scope(
        self, method: str, refusal: SlackRefusedError | OutcomeUnknownError, error: SlackApiError
    ) -> None:
        """Log a missing scope by its name, once."""
        if str(refusal) not in _SCOPES:
            return
        needed = _said(error, "needed") or "not said"
        if (method, needed) not in self._missing:
            self._missing.add((method, needed))
            _log.error("a permission is missing", method=method, code=str(refusal), needed=needed)

    def _learn(self, answer: Any) -> None:
        """Learn Slack's time."""
        if self._slack_clock is not None:
            self._slack_clock.learn(getattr(answer, "headers", None))

    async def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """A call that may safely be repeated: a few tries while Slack is not reached, fails, or asks to wait.

        Raises:
            SlackError: it refused, or all tries failed.
        """
        for attempt in range(TRIES):
            try:
                return await self.call_once(method, **arguments)
            except SlackRefusedError as error:
                if error.wait_s is None or error.wait_s > MAX_WAIT_S or attempt == TRIES - 1:
                    raise SlackError(f"{method}: {error.code}", slack_code=error.code) from error
                await self._sleep(error.wait_s)
            except (NotDeliveredError, OutcomeUnknownError) as error:
                if attempt == TRIES - 1:
                    raise SlackError(f"{method}: {error}") from error
                await self._sleep(2.0**attempt)
        raise SlackError(method)

    async def pause(self, seconds: float) -> None:
        """Wait before a call is repeated."""
        await self._sleep(seconds)

    async def set_reaction(self, channel: str, ts: str, *, add: str | None = None, remove: str | None = None) -> bool:
        """Add a reaction to a message and remove another. Returns False where the message is gone.

        Only decoration: other refusals are logged and ignored.
        """
        is_there = True
        for method, name in (("reactions.add", add), ("reactions.remove", remove)):
            if name is not None:
                try:
                    await self.call_once(method, channel=channel, timestamp=ts, name=name)
                except (SlackRefusedError, NotDeliveredError, OutcomeUnknownError) as error:
                    is_there = is_there and str(error) != "message_not_found"
                    if str(error) != "already_reacted":
                        _log.info("no reaction", method=method, cause=str(error))
        return is_there

    async def post_ephemeral(
        self, channel: str, user: str, text: str, blocks: list[dict[str, Any]], *, thread_ts: str | None = None
    ) -> None:
        """Post an ephemeral message. It is gone when its reader reloads: fit for notices, not for digests.

        Raises:
            SlackError: Slack refused.
        """
        where = {"channel": channel, "user": user, **({"thread_ts": thread_ts} if thread_ts else {})}
        await self.call("chat.postEphemeral", **where, text=text, blocks=blocks)


def _told_apart(error: SlackApiError) -> SlackRefusedError | OutcomeUnknownError:
    status, code = _status(error), _code(error)
    if status == 429 or code in {"ratelimited", "rate_limited"}:
        return SlackRefusedError("ratelimited", _retry_after(error))
    if status >= 500:
        return ServerFailedError(f"HTTP {status}")
    if code is None:
        return OutcomeUnknownError(f"HTTP {status}")
    if code in _HALF_DONE:
        return OutcomeUnknownError(code)
    return SlackRefusedError(code, needed=_said(error, "needed") or "")


def _as_query(arguments: dict[str, Any]) -> dict[str, str]:
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in arguments.items()}


def _status(error: SlackApiError) -> int:
    """The HTTP status; the SDK returns its own response, or aiohttp's where the body was not JSON."""
    response = error.response
    return int(getattr(response, "status_code", None) or getattr(response, "status", 0) or 0)


def _code(error: SlackApiError) -> str | None:
    """Slack's error code ("not_in_channel"); None where the answer has none."""
    return _said(error, "error")


def _said(error: SlackApiError, name: str) -> str | None:
    """A field of Slack's answer; None where it is missing."""
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
