"""Files that people share: stored with their message, served to clients with the bot's token.

As in Slack, clients that may not read a file get a login page, with status 200.
Source: docs.slack.dev/reference/objects/file-object.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_hex

from aiohttp import web

from bot.playground.faults import Faults
from bot.playground.formats.api_objects import Json
from bot.playground.formats.file_objects import Upload, file_object, in_message, media_type

METHOD = "files"  # its name for faults: any fault simulates a missing scope
MAX_FILE = 10_000_000  # bytes
KEPT = 100
LOGIN_PAGE = "<!doctype html><title>Sign in</title>"


@dataclass(frozen=True, slots=True)
class File:
    """A shared file, and how files.info tells of it."""

    upload: Upload
    told: Json

    @property
    def is_gone(self) -> bool:
        """Whether Slack hides or has removed it."""
        return self.upload.mode in ("hidden_by_limit", "tombstone")


class Files:
    """Shared files by their id.

    Args:
        base_url: the playground's address, with a slash at its end.
        faults: the active faults.
        may_read: whether the app's scopes allow it to read files.
    """

    def __init__(self, base_url: str, faults: Faults, may_read: Callable[[], bool]) -> None:
        self._base_url = base_url
        self._faults = faults
        self._may_read = may_read
        self._files: OrderedDict[str, File] = OrderedDict()

    def find(self, file_id: str) -> File | None:
        """Return a file; None where there is none."""
        return self._files.get(file_id)

    def keep(self, upload: Upload, user_id: str, created: int) -> Json:
        """Store a file. Returns it as in a message."""
        file_id = f"F{token_hex(5).upper()}"
        told = file_object(upload, file_id, user_id, created, self._base_url)
        self._files[file_id] = File(upload, told)
        while len(self._files) > KEPT:
            self._files.popitem(last=False)
        return in_message(upload, told)

    async def serve(self, request: web.Request) -> web.Response:
        """Answer `GET /files/{id}`."""
        file = self._files.get(request.match_info["id"])
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        is_let_in = scheme.lower() == "bearer" and token.startswith("xoxb-") and self._may_read()
        if file is None or file.is_gone or not is_let_in or self._faults.take(METHOD) is not None:
            return web.Response(text=LOGIN_PAGE, content_type="text/html")
        return web.Response(body=file.upload.content, headers={"Content-Type": media_type(file.upload)})
