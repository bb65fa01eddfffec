"""The bodies of the control API: what is in them, checked, and what they name."""

import base64
import binascii
import json
from typing import Any

from bot.playground.errors import UsageError
from bot.playground.files import MAX_FILE
from bot.playground.formats.api_objects import Json
from bot.playground.formats.file_objects import CHECK_FILE_INFO, MODES, Upload
from bot.playground.local_slack import LocalSlack
from bot.playground.workspace import READER, Channel, Message, User, View

MAX_FILES = 10  # a person cannot attach more to one message


def read_body(text: str) -> Json:
    """Return a request's body.

    Raises:
        UsageError: it is no JSON object.
    """
    try:
        body = json.loads(text or "{}")
    except ValueError as error:
        raise UsageError("The body is not JSON.") from error
    if not isinstance(body, dict):
        raise UsageError("The body is not a JSON object.")
    return body


def text_of(body: Json, name: str) -> str:
    """Return a text, "" if it is missing.

    Raises:
        UsageError: it is something else.
    """
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UsageError(f"{name} is a text.")
    return value


def objects_of(body: Json, name: str) -> tuple[Json, ...]:
    """Return a list of objects, such as `blocks`; empty if it is missing.

    Raises:
        UsageError: it is something else.
    """
    value = body.get(name) or []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise UsageError(f"{name} is a list of objects.")
    return tuple(value)


def names_of(body: Json, name: str) -> tuple[str, ...]:
    """Return a list of texts; empty if it is missing.

    Raises:
        UsageError: it is something else.
    """
    value = body.get(name) or []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise UsageError(f"{name} is a list of texts.")
    return tuple(value)


def uploads_of(body: Json) -> tuple[Upload, ...]:
    """Return the files of a message: `files`, and the older `file`.

    Raises:
        UsageError: they are no files.
    """
    told = objects_of(body, "files")
    if body.get("file"):
        told = (*told, *objects_of({"file": [body["file"]]}, "file"))
    if len(told) > MAX_FILES:
        raise UsageError(f"A message has at most {MAX_FILES} files.")
    return tuple(_upload(file) for file in told)


def _upload(file: Json) -> Upload:
    name, size = text_of(file, "name"), file.get("size")
    if not name:
        raise UsageError("A file has a name, and content or content_base64.")
    if size is not None and (isinstance(size, bool) or not isinstance(size, int) or size < 0):
        raise UsageError("A file's size is a number of bytes.")
    content = _content(file)
    if len(content) > MAX_FILE:
        raise UsageError(f"A file has at most {MAX_FILE} bytes.")
    return Upload(name, content, text_of(file, "mimetype"), text_of(file, "filetype"), _mode(file), size)


def _content(file: Json) -> bytes:
    try:
        encoded = text_of(file, "content_base64")
        return base64.b64decode(encoded, validate=True) if encoded else text_of(file, "content").encode()
    except (binascii.Error, ValueError) as error:
        raise UsageError("content_base64 is not base64, or content is not text.") from error


def _mode(file: Json) -> str:
    mode, access = text_of(file, "mode"), text_of(file, "file_access")
    if mode not in ("", *MODES) or access not in ("", CHECK_FILE_INFO):
        raise UsageError(f"mode is one of {', '.join(MODES)}; file_access is {CHECK_FILE_INFO} or missing.")
    return "file_access" if access else mode


class Named:
    """What a body names: a channel, a person, a message, a view. Each raises UsageError where there is none."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack

    def channel(self, body: Json, name: str = "channel") -> Channel:
        """Return the channel with the id or name in a field."""
        channel = self._slack.workspace.find_channel(text_of(body, name))
        if channel is None:
            raise UsageError("There is no such channel; GET /playground/state lists them.", status=404)
        return channel

    def user(self, body: Json) -> User:
        """Return the person with the id or name in `user`; the one at the keyboard without it."""
        return self.person(text_of(body, "user") or READER)

    def person(self, wanted: str) -> User:
        """Return the person with an id or name."""
        for user in self._slack.workspace.users.values():
            if wanted in (user.id, user.name) and not user.is_bot:
                return user
        raise UsageError("There is no such person; GET /playground/state lists them.", status=404)

    def message(self, body: Json) -> tuple[Channel, Message]:
        """Return the message at `ts` in `channel`."""
        channel = self.channel(body)
        message = self._slack.workspace.find_message(channel.id, text_of(body, "ts"))
        if message is None:
            raise UsageError("There is no such message in that channel.", status=404)
        return channel, message

    def view(self, body: Json) -> View:
        """Return the view with the id in `view_id`."""
        view = self._slack.workspace.views.get(text_of(body, "view_id"))
        if view is None:
            raise UsageError("There is no such view; GET /playground/views lists them.", status=404)
        return view


def button_values(body: Json) -> dict[str, Any]:
    """Return what was entered, by block_id.

    Raises:
        UsageError: it is no object.
    """
    values = body.get("values", {})
    if not isinstance(values, dict):
        raise UsageError("values is an object: block_id -> what was entered.")
    return values
