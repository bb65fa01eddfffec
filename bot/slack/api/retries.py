"""Calls that are worth waiting for: retried for a quarter of an hour while Slack is away or asks to wait.

Posts to channels are retried as long (`bot.slack.outbound.outbox_sender`). This is for answers that a person waits for,
and for what they depend on; everything else is given up after a few tries (`SlackApi.call`), so that it delays nothing.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.errors import SlackError, UnknownOutcomeError
from bot.slack.api.web_api import NotDeliveredError, OutcomeUnknownError, ServerFailedError, SlackApi, SlackRefusedError

GIVE_UP_AFTER_S = 900.0
"""The same as for posts to channels."""

LONGEST_PAUSE_S = 60.0
"""Between two tries, where Slack does not say how long to wait."""

_log = structlog.get_logger(__name__)


async def call_with_retries(
    api: SlackApi,
    method: str,
    *,
    give_up_after_s: float = GIVE_UP_AFTER_S,
    may_repeat: bool = False,
    put_back: Callable[[float], Awaitable[None]] | None = None,
    begin: Callable[[], Awaitable[None]] | None = None,
    **arguments: Any,
) -> dict[str, Any]:
    """The answer of a method, once Slack gives one.

    Args:
        api: calls Slack's Web API.
        method: of the Web API.
        give_up_after_s: how long all waits together may last; 0: one try.
        may_repeat: the call may be made twice; else it is repeated only where Slack did not do it.
        put_back: called before each wait, with its seconds: nothing was done so far.
        begin: called before each try after the first.
        **arguments: of the method.

    Raises:
        UnknownOutcomeError: the answer never came.
        SlackError: Slack refused, or did not answer in that time.
    """
    waited_s, tries = 0.0, 0
    while True:
        try:
            return await api.call_once(method, **arguments)
        except SlackRefusedError as error:
            if error.wait_s is None:
                raise SlackError(f"{method}: {error.code}", slack_code=error.code) from error
            wait_s, cause, code = error.wait_s, error.code, error.code
        except (NotDeliveredError, ServerFailedError) as error:
            wait_s, cause, code = min(LONGEST_PAUSE_S, 2.0**tries), str(error), ""
        except OutcomeUnknownError as error:
            if not may_repeat:
                raise UnknownOutcomeError(f"{method}: {error}") from error
            wait_s, cause, code = min(LONGEST_PAUSE_S, 2.0**tries), str(error), ""
        if waited_s + wait_s > give_up_after_s:
            raise SlackError(f"{method}: {cause}", slack_code=code)
        _log.warning("Slack is asked again", method=method, cause=cause, wait_s=wait_s)
        if put_back is not None:
            await put_back(wait_s)
        await api.pause(wait_s)
        if begin is not None:
            await begin()
        waited_s, tries = waited_s + wait_s, tries + 1
