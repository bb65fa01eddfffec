"""A shared file as Slack's file object: in a message, and in files.info.

Source: docs.slack.dev/reference/objects/file-object; for `hidden_by_limit`, docs.slack.dev/changelog (March 2019).
What Slack's own pages leave open: the media type that it gives to source code, and how long a preview is.
"""

from dataclasses import dataclass

from bot.playground.formats.api_objects import Json
from bot.playground.workspace import TEAM_ID

MODES = ("snippet", "hosted", "hidden_by_limit", "tombstone", "file_access")
CHECK_FILE_INFO = "check_file_info"  # Slack Connect: the message has only the id, files.info the rest
_PREVIEW_LINES, _PREVIEW_CHARACTERS = 5, 400
_DOCUMENT = "application/vnd.openxmlformats-officedocument"
# The end of a name -> Slack's filetype, its pretty_type, the media type.
_TYPES = {
    "txt": ("text", "Plain Text", "text/plain"),
    "md": ("markdown", "Markdown (raw)", "text/markdown"),
    "html": ("html", "HTML", "text/html"),
    "htm": ("html", "HTML", "text/html"),
    "csv": ("csv", "CSV", "text/csv"),
    "json": ("json", "JSON", "text/plain"),
    "xml": ("xml", "XML", "text/xml"),
    "pdf": ("pdf", "PDF", "application/pdf"),
    "docx": ("docx", "Word Document", f"{_DOCUMENT}.wordprocessingml.document"),
    "xlsx": ("xlsx", "Excel Spreadsheet", f"{_DOCUMENT}.spreadsheetml.sheet"),
    "pptx": ("pptx", "PowerPoint Presentation", f"{_DOCUMENT}.presentationml.presentation"),
    "png": ("png", "PNG", "image/png"),
    "jpg": ("jpg", "JPEG", "image/jpeg"),
    "zip": ("zip", "Zip", "application/zip"),
}
_PLAIN = _TYPES["txt"]
_BINARY = ("binary", "Binary", "application/octet-stream")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a person gives it to Slack. What is empty is found out from its name and content."""

    name: str
    content: bytes
    mimetype: str = ""
    filetype: str = ""
    mode: str = ""  # one of MODES
    size: int | None = None  # as told; the content's length unless given

    @property
    def text(self) -> str | None:
        """Its text; None for a file that is no text."""
        try:
            text = self.content.decode("utf-8")
        except UnicodeDecodeError:
            return None
        return None if "\0" in text or self.content.startswith(b"%PDF-") else text


def media_type(upload: Upload) -> str:
    """Return the media type that Slack tells, and serves the file with."""
    return upload.mimetype or _kind(upload)[2]


def file_object(upload: Upload, file_id: str, user_id: str, created: int, base_url: str) -> Json:
    """Return a file as in files.info, and as in a message unless `in_message` says less."""
    filetype, pretty, _ = _kind(upload)
    url = f"{base_url}files/{file_id}"
    told: Json = {
        "id": file_id,
        "created": created,
        "timestamp": created,
        "name": upload.name,
        "title": upload.name,
        "mimetype": media_type(upload),
        "filetype": upload.filetype or filetype,
        "pretty_type": pretty,
        "user": user_id,
        "user_team": TEAM_ID,
        "editable": False,
        "size": len(upload.content) if upload.size is None else upload.size,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": True,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": url,
        "url_private_download": url,
        "permalink": f"{url}/{upload.name}",
        "permalink_public": f"{url}/public",
        "has_rich_preview": False,
        "file_access": "visible",
    }
    return told | _snippet(upload, told)


def in_message(upload: Upload, told: Json) -> Json:
    """Return a file as its message has it: all of it, or as little as Slack leaves."""
    if upload.mode == "file_access":
        return {"id": told["id"], "mode": "file_access", "file_access": CHECK_FILE_INFO}
    if upload.mode in ("hidden_by_limit", "tombstone"):
        return {"id": told["id"], "mode": upload.mode}
    return told


def _kind(upload: Upload) -> tuple[str, str, str]:
    ending = upload.name.rpartition(".")[2].lower()
    return _TYPES.get(ending) or (_BINARY if upload.text is None else _PLAIN)


def _snippet(upload: Upload, told: Json) -> Json:
    """Return the fields that text files have: Slack keeps them as snippets, which can be read in place."""
    text = upload.text
    if text is None or upload.mode == "hosted":
        return {}
    lines = text.splitlines()
    preview = "\n".join(lines[:_PREVIEW_LINES])[:_PREVIEW_CHARACTERS]
    return {
        "mode": "snippet",
        "editable": True,
        "edit_link": f"{told['permalink']}/edit",
        "preview": preview,
        "preview_highlight": "",
        "lines": len(lines),
        "lines_more": max(0, len(lines) - _PREVIEW_LINES),
        "preview_is_truncated": len(preview) < len(text),
    }
