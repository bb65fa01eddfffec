"""Reads files that people share in Slack, as pages without an address: text, HTML, PDF and Word."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from bot.errors import SlackError
from bot.newsroom.ports import Page
from bot.newsroom.requests.errors import (
    DeletedFileError,
    HiddenFileError,
    MissingScopeError,
    UnreadableFileError,
    UnsupportedFileError,
)
from bot.newsroom.requests.request import FileAccess, SharedFile
from bot.slack.api.files import SlackFiles
from bot.slack.api.web_api import SlackApi
from bot.slack.parsing.messages.content import read_file

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PDF, _MARKDOWN = "application/pdf", "text/markdown"
_BEGINNING = 1_024
_TEXT_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""Byte order marks of UTF-16, in which texts have zero bytes."""

_TYPES_BY_ENDING: Mapping[str, str] = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".pdf": _PDF,
    ".docx": _WORD,
    ".opml": "text/xml",
    ".xml": "text/xml",
}
"""Slack guesses media types; the ending of the name says more."""

_OTHER_KINDS = (
    (re.compile(r"^image/"), "a picture"),
    (re.compile(r"^video/"), "a video"),
    (re.compile(r"^audio/"), "a recording"),
    (re.compile(r"spreadsheet|ms-excel|/csv"), "a spreadsheet"),
    (re.compile(r"presentation|powerpoint"), "a presentation"),
    (re.compile(r"msword|opendocument\.text|rtf"), "a document in an older or another format"),
    (re.compile(r"zip|compressed|x-tar|x-7z|x-rar"), "an archive"),
    (re.compile(r"vnd\.slack|quip|canvas"), "a canvas"),
)
_GONE = frozenset({"file_not_found", "file_deleted"})


class SharedFileReader:
    """Reads shared files.

    Args:
        files: downloads them.
        api: asks for what a message does not say of a file.
    """

    def __init__(self, files: SlackFiles, api: SlackApi) -> None:
        self._files = files
        self._api = api

    async def read(self, file: SharedFile) -> Page:
        """A file as a page without an address.

        Raises:
            RequestError: it is deleted, hidden, of another kind, or the bot may not read it.
            TooLargeError: it is too large.
            SlackError: Slack does not answer.
        """
        known = await self._describe(file) if file.access is FileAccess.ASK and file.id else file
        if known.access is FileAccess.DELETED:
            raise DeletedFileError(file.id)
        if known.access is FileAccess.HIDDEN:
            raise HiddenFileError(file.id)
        media_type = media_type_of(known)
        body = await self._files.read(known)
        _check_bytes(body, media_type)
        return Page(url="", body=body, headers={"content-type": media_type})

    async def _describe(self, file: SharedFile) -> SharedFile:
        """All that Slack says of a file, as of one from another organisation.

        Raises:
            DeletedFileError, MissingScopeError, UnreadableFileError: see these.
            SlackError: Slack does not answer.
        """
        try:
            answer = await self._api.call("files.info", file=file.id)
        except SlackError as error:
            if error.slack_code in _GONE:
                raise DeletedFileError(str(error)) from error
            if error.slack_code == "missing_scope":
                raise MissingScopeError("files:read", "read files here") from error
            if error.slack_code:
                raise UnreadableFileError(str(error)) from error
            raise
        found = answer.get("file")
        return read_file(found if isinstance(found, dict) else {})


def media_type_of(file: SharedFile) -> str:
    """The media type to read a file as.

    Raises:
        UnsupportedFileError: it is of a kind that is not read.
    """
    by_name = _TYPES_BY_ENDING.get(PurePosixPath(file.name.lower()).suffix)
    if by_name:
        return by_name
    for pattern, kind in _OTHER_KINDS:
        if pattern.search(file.media_type):
            raise UnsupportedFileError(kind)
    if not file.media_type or file.media_type.startswith(("text/", "application/pdf", _WORD)):
        return file.media_type or "text/plain"
    raise UnsupportedFileError("of another kind")


def _check_bytes(body: bytes, media_type: str) -> None:
    """Return if the bytes of a file are of the kind that its name says.

    Raises:
        UnsupportedFileError: they are not.
    """
    head = body[:_BEGINNING]
    is_pdf, is_archive = b"%PDF-" in head, head.startswith(b"PK\x03\x04")
    if media_type == _PDF and not is_pdf:
        raise UnsupportedFileError("a PDF that I could not open")
    if media_type == _WORD and not is_archive:
        raise UnsupportedFileError("a Word document that I could not open")
    if not (is_pdf or media_type == _WORD or head.startswith(_TEXT_MARKS)) and _has_control_bytes(head):
        raise UnsupportedFileError("no text, whatever its name says")


def _has_control_bytes(head: bytes) -> bool:
    """Whether there are bytes that no text has. Source: mimesniff.spec.whatwg.org, "binary data byte"."""
    return any(byte < 9 or byte == 11 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
