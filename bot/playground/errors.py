"""Errors of the local Slack.

ApiError      a response of the Web API with ok: false
UsageError    an invalid control call; returned to the caller
"""

from typing import Any


class ApiError(Exception):
    """A response of the Web API with `ok: false`.

    Args:
        error: Slack's code, such as channel_not_found.
        status: of the HTTP response; Slack uses 200 for nearly everything.
        headers: further HTTP headers.
        details: further fields of the response.
    """

    def __init__(self, error: str, *, status: int = 200, headers: dict[str, str] | None = None, **details: Any) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = headers or {}
        self.details = details

    @property
    def answer(self) -> dict[str, Any]:
        """Return the JSON that Slack would send."""
        return {"ok": False, "error": self.error, **self.details}


class UsageError(Exception):
    """An invalid control call.

    Args:
        message: one sentence saying what to send instead.
        status: of the HTTP response.
    """

    def __init__(self, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.status = status
