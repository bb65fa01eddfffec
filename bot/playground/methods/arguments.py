"""The arguments of a Web API call: JSON, form or query, with or without a token."""

import json
from typing import Any

from aiohttp import web

from bot.playground.errors import ApiError

_JSON_FIELDS = frozenset({"blocks", "attachments", "metadata", "view", "message"})  # strings of JSON in forms


class Arguments:
    """A call's arguments, read leniently as Slack does: "true", "1" and true all mean true."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def text(self, name: str) -> str:
        """Return a text, "" if it is missing."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        """Return a boolean; false if it is missing."""
        return str(self.values.get(name, "")).lower() in ("true", "1")

    def number(self, name: str, default: int, *, lowest: int, highest: int) -> int:
        """Return a whole number within bounds.

        Raises:
            ApiError: it is not a number.
        """
        value = self.values.get(name)
        if value in (None, ""):
            return default
        try:
            return max(lowest, min(highest, int(str(value))))
        except ValueError as error:
            raise ApiError("invalid_arguments") from error

    def has(self, name: str) -> bool:
        """Return whether it was sent and is not null."""
        return self.values.get(name) is not None


async def read_arguments(request: web.Request) -> Arguments:
    """Return the arguments of a request.

    Raises:
        ApiError: the body does not match its type.
    """
    values: dict[str, Any] = dict(request.query)
    if request.method == "POST":
        if request.content_type == "application/json":
            values |= _from_json(await request.text())
        else:
            form = await request.post()
            values |= {name: value for name, value in form.items() if isinstance(value, str)}
    for name in _JSON_FIELDS & values.keys():
        if isinstance(values[name], str) and values[name].lstrip()[:1] in ("[", "{"):
            values[name] = _decode(name, values[name])
    return Arguments(values)


def _from_json(text: str) -> dict[str, Any]:
    if not text:
        return {}
    try:
        values = json.loads(text)
    except ValueError as error:
        raise ApiError("invalid_json") from error
    if not isinstance(values, dict):
        raise ApiError("json_not_object")
    return values


def _decode(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        code = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
        raise ApiError(code.get(name, "invalid_arguments")) from error


def token_of(request: web.Request, arguments: Arguments) -> str:
    """Return the token, from the header or the arguments; "" if there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    return arguments.text("token")
