"""How the local Slack says no.

Refused          an answer of the Web API with ok: false
Misused          a control call that makes no sense; told to whoever pressed the button
"""

from typing import Any


class Refused(Exception):  # noqa: N818  (Slack refuses; it has not failed)
    """An answer of the Web API with `ok: false`.

    Args:
        error: Slack's code, such as channel_not_found.
        status: of the HTTP answer; Slack says 200 to nearly everything.
        headers: further HTTP headers.
        details: further fields of the answer.
    """

    def __init__(self, error: str, *, status: int = 200, headers: dict[str, str] | None = None, **details: Any) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = headers or {}
        self.details = details

    @property
    def answer(self) -> dict[str, Any]:
        """The JSON Slack would send."""
        return {"ok": False, "error": self.error, **self.details}


class Misused(Exception):  # noqa: N818  (the same)
    """A control call that makes no sense.

    Args:
        message: one sentence saying what to send instead.
        status: of the HTTP answer.
    """

    def __init__(self, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.status = status
