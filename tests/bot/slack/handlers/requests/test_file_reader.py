from typing import Any, cast

import pytest

from bot.errors import SlackError
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
from bot.slack.handlers.requests.file_reader import SharedFileReader, media_type_of
from tests.bot.fakes import FakeClock, FakeSlack
from tests.bot.slack.edition_channel import refused

URL = "https://files.slack.com/files-pri/T-F1/pier.txt"


class RecordingFiles:
    """Notes what is downloaded."""

    def __init__(self) -> None:
        self.downloaded: list[SharedFile] = []
        self.body = b"The pier reopened."

    async def read(self, file: SharedFile) -> bytes:
        self.downloaded.append(file)
        return self.body


class Shelf:
    """A reader with fakes around it."""

    def __init__(self) -> None:
        self.slack, self.files = FakeSlack(), RecordingFiles()
        api = SlackApi(self.slack, sleep=FakeClock().sleep)
        self.reader = SharedFileReader(cast("SlackFiles", self.files), api)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def file(name: str = "pier.txt", media_type: str = "", **more: Any) -> SharedFile:
    return SharedFile("F1", name, URL, media_type, **more)


async def test_a_file_becomes_a_page_without_an_address(shelf):
    page = await shelf.reader.read(file("pier.md"))

    assert (page.url, page.body, page.content_type) == ("", b"The pier reopened.", "text/markdown")
    assert shelf.slack.transcript == []


async def test_a_file_of_another_organisation_is_asked_for_first(shelf):
    told = {"id": "F1", "name": "pier.pdf", "mimetype": "application/pdf", "url_private": URL, "size": 9}
    shelf.slack.answers["files.info"] = {"ok": True, "file": told}
    shelf.files.body = b"%PDF-1.7 The pier"

    page = await shelf.reader.read(SharedFile("F1", "", "", access=FileAccess.ASK))

    assert page.content_type == "application/pdf"
    assert [each.url for each in shelf.files.downloaded] == [URL]


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("file_not_found", DeletedFileError),
        ("file_deleted", DeletedFileError),
        ("missing_scope", MissingScopeError),
        ("access_denied", UnreadableFileError),
    ],
)
async def test_what_slack_says_of_a_file_is_said_in_words(shelf, code, error):
    shelf.slack.answers["files.info"] = refused(code)

    with pytest.raises(error) as caught:
        await shelf.reader.read(SharedFile("F1", "", "", access=FileAccess.ASK))
    assert shelf.files.downloaded == []
    assert "files:read" in caught.value.message or error is DeletedFileError


async def test_slack_that_does_not_answer_is_no_reason_to_blame_a_scope(shelf):
    shelf.slack.answers["files.info"] = TimeoutError()

    with pytest.raises(SlackError):
        await shelf.reader.read(SharedFile("F1", "", "", access=FileAccess.ASK))


@pytest.mark.parametrize(
    ("access", "error"), [(FileAccess.DELETED, DeletedFileError), (FileAccess.HIDDEN, HiddenFileError)]
)
async def test_deleted_and_hidden_files_are_not_asked_for(shelf, access, error):
    with pytest.raises(error):
        await shelf.reader.read(file(access=access))
    assert (shelf.files.downloaded, shelf.slack.transcript) == ([], [])


async def test_a_file_that_is_hidden_in_the_end_is_not_downloaded(shelf):
    shelf.slack.answers["files.info"] = {"ok": True, "file": {"id": "F1", "mode": "hidden_by_limit"}}

    with pytest.raises(HiddenFileError):
        await shelf.reader.read(SharedFile("F1", "", "", access=FileAccess.ASK))


@pytest.mark.parametrize(
    ("name", "media_type", "read_as"),
    [
        ("pier.txt", "", "text/plain"),
        ("PIER.MD", "text/plain", "text/markdown"),
        ("page.HTML", "text/plain", "text/html"),
        ("report.pdf", "application/octet-stream", "application/pdf"),
        ("report.docx", "application/zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("Untitled", "text/plain", "text/plain"),
        ("", "", "text/plain"),
        ("notes.of.monday", "text/markdown", "text/markdown"),
    ],
)
def test_the_ending_of_a_name_says_more_than_the_media_type(name, media_type, read_as):
    assert media_type_of(file(name, media_type)) == read_as


@pytest.mark.parametrize(
    ("name", "media_type", "said"),
    [
        ("pier.png", "image/png", "a picture"),
        ("pier.mov", "video/quicktime", "a video"),
        ("talk.m4a", "audio/mp4", "a recording"),
        ("costs.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "a spreadsheet"),
        ("talk.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "a presentation"),
        ("old.doc", "application/msword", "an older or another format"),
        ("all.zip", "application/zip", "an archive"),
        ("thing", "application/x-thing", "of another kind"),
    ],
)
def test_a_file_of_another_kind_is_named(name, media_type, said):
    with pytest.raises(UnsupportedFileError) as caught:
        media_type_of(file(name, media_type))
    assert said in caught.value.message
