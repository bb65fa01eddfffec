"""Shared files as pages: what their bytes are counts, whatever their names say."""

from typing import Any

import pytest

from bot.newsroom.requests.errors import UnsupportedFileError
from bot.newsroom.requests.request import SharedFile
from bot.slack.api.web_api import SlackApi
from bot.slack.handlers.requests.file_reader import SharedFileReader
from tests.bot.fakes import FakeClock, FakeSlack

TEXT = "The pier reopened on Monday, says **Maren Holt**, the mayor."


class FakeFiles:
    """One file for everybody."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    async def read(self, _: SharedFile) -> bytes:
        return self.body


async def read(name: str, body: bytes, media_type: str = "text/plain") -> tuple[bytes, str]:
    files: Any = FakeFiles(body)
    reader = SharedFileReader(files, SlackApi(FakeSlack(), sleep=FakeClock().sleep))
    page = await reader.read(SharedFile("F1", name, "https://files.slack.com/f", media_type))
    return page.body, page.headers["content-type"]


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("chart.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no text, whatever its name says"),
        ("notes.md", b"PK\x03\x04\x14\x00\x00\x00", "no text, whatever its name says"),
        ("Untitled", b"\x00\x01\x02\x03", "no text, whatever its name says"),
        ("report.pdf", b"not a PDF at all", "a PDF that I could not open"),
        ("report.docx", b"", "a Word document that I could not open"),
    ],
)
async def test_a_file_that_is_not_what_its_name_says_is_not_read(name, body, said):
    with pytest.raises(UnsupportedFileError) as refused:
        await read(name, body)

    assert refused.value.message.endswith(f"That one is {said}.")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("pier.txt", TEXT.encode()),
        ("pier.txt", TEXT.encode("utf-16")),
        ("pier.txt", "Der Käse\x0c\x1b[0m\t\r\n".encode("latin-1")),
        ("pier.txt", b"%PDF-1.7\x00\x01"),
        ("Pier.HTML", b"<html><p>The pier</html>"),
        ("empty.txt", b""),
    ],
)
async def test_a_text_of_any_encoding_is_read_as_it_is(name, body):
    assert (await read(name, body))[0] == body
