"""Files that people share: stored with their message, served to clients with the bot's token.

As in Slack, clients that may not read a file get a login page, with status 200.
Source: docs.slack.dev/reference/objects/file-object.
"""

from collections import OrderedDict
from dataclasses import dataclass
from secrets import token_hex

from aiohttp import web

from bot.playground.faults import Faults
from bot.playground.formats.api_objects import Json

METHOD = "files"  # its name for faults: any fault simulates a missing scope
MAX_FILE = 1_000_000
KEPT = 100


@dataclass(frozen=True, slots=True)
class File:
    """A shared file."""

    id: str
    name: str
    content: str


class Files:
    """Shared files by their id.

    Args:
        base_url: the playground's address, with a slash at its end.
        faults: the active faults.
    """

    def __init__(self, base_url: str, faults: Faults) -> None:
        self._base_url = base_url
        self._faults = faults
        self._files: OrderedDict[str, File] = OrderedDict()
        self._told: dict[str, Json] = {}

    def info(self, file_id: str) -> Json | None:
        """Return a file as in files.info; None where there is none."""
        return self._told.get(file_id)

    def keep(self, name: str, content: str, user_id: str, created: int) -> Json:
        """Store a file. Returns it as in a message."""
        file = File(f"F{token_hex(5).upper()}", name, content)
        self._files[file.id] = file
        while len(self._files) > KEPT:
            forgotten, _ = self._files.popitem(last=False)
            self._told.pop(forgotten, None)
        url = f"{self._base_url}files/{file.id}"
        told: Json = {
            "id": file.id,
            "created": created,
            "timestamp": created,
            "name": name,
            "title": name,
            "mimetype": "text/plain",
            "filetype": "text",
            "user": user_id,
            "size": len(content.encode()),
            "mode": "snippet",
            "is_external": False,
            "url_private": url,
            "url_private_download": url,
        }
        self._told[file.id] = told
        return told

    async def serve(self, request: web.Request) -> web.Response:
        """Answer `GET /files/{id}`."""
        file = self._files.get(request.match_info["id"])
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        is_let_in = scheme.lower() == "bearer" and token.startswith("xoxb-")
        if file is None or not is_let_in or self._faults.take(METHOD) is not None:
            return web.Response(text="<!doctype html><title>Sign in</title>", content_type="text/html")
        return web.Response(text=file.content, content_type="text/plain")
