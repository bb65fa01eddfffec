"""The reader that works in child processes."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from bot.engine.documents.document_reader import WARM_UP, PooledDocumentReader
from bot.engine.workers.pool import WorkerPool
from bot.errors import NeedsBrowserError, WorkerDiedError, WorkerTimedOutError
from bot.newsroom.ports import DigestOptions, Page
from summarizer import digest, read_text
from summarizer.errors import TooShortError
from tests.bot.engine.documents.test_read_document import SENTENCES, make_pdf, page, wrapped


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader() -> AsyncIterator[PooledDocumentReader]:
    async with WorkerPool(count=1, warm_up=WARM_UP) as workers:
        yield PooledDocumentReader(workers)


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def story() -> Page:
    return Page(url="https://news.example/pier", body=page(), headers={"content-type": "text/html; charset=utf-8"})


async def test_page_becomes_a_digest(reader: PooledDocumentReader, story: Page) -> None:
    shown = await reader.digest_page(story, DigestOptions(length="short"))
    assert shown.article.url == story.url
    assert all(sentence.text in SENTENCES for sentence in shown.sentences)


async def test_children_give_the_digest_we_would_make_ourselves(reader: PooledDocumentReader) -> None:
    text = "\n\n".join(SENTENCES)
    assert await reader.digest_text(text, DigestOptions(length="long")) == digest(read_text(text), length="long")


async def test_errors_of_the_core_come_through(reader: PooledDocumentReader) -> None:
    with pytest.raises(TooShortError):
        await reader.digest_text("Too short.", DigestOptions())


async def test_errors_of_the_shell_come_through(reader: PooledDocumentReader) -> None:
    shell = Page(url="https://news.example/", body=b"<div id='root'></div><script src='a.js'></script>")
    with pytest.raises(NeedsBrowserError):
        await reader.digest_page(shell, DigestOptions())


class FakeWorkers(WorkerPool):
    """Workers whose every job ends with one error."""

    def __init__(self, error: Exception) -> None:
        super().__init__(count=1)
        self.error = error

    async def run(self, *_: object, **_more: object) -> Any:
        raise self.error


async def test_page_that_breaks_the_reader_is_an_error_with_words(story: Page, log_lines: list[dict[str, Any]]) -> None:
    broken = PooledDocumentReader(FakeWorkers(RecursionError("too deep")))
    with pytest.raises(WorkerDiedError, match="too deep"):
        await broken.digest_page(story, DigestOptions())
    with pytest.raises(WorkerDiedError):
        await broken.digest_text("words", DigestOptions())
    assert [line["event"] for line in log_lines] == ["reader broke", "reader broke"]


async def test_page_that_takes_too_long_says_so(story: Page) -> None:
    late = PooledDocumentReader(FakeWorkers(WorkerTimedOutError("over 10 s")))
    with pytest.raises(WorkerTimedOutError):
        await late.digest_page(story, DigestOptions())


async def test_what_a_library_broke_on_is_logged_with_the_rest_read(reader: PooledDocumentReader) -> None:
    body = make_pdf([wrapped(" ".join(SENTENCES)), ["broken"]]).replace(b"(broken)", b"<broken>")
    with capture_logs() as lines:
        shown = await reader.digest_page(Page(url="https://news.example/a.pdf", body=body, headers={}), DigestOptions())
        article = await reader.read_page(Page(url="https://news.example/a.pdf", body=body, headers={}))
    assert shown.sentences
    assert [line["event"] for line in lines] == ["parts of a page were not read"] * 2
    assert lines[0]["unread"] == article.unread == shown.article.unread
