import io
import zipfile
from collections.abc import Sequence

import docx
import pytest

from bot.engine.documents.read_document import WORD_TYPE, Document, digest_document, read_document
from bot.engine.documents.word_documents import MAX_PARTS, read_word
from bot.errors import TooLargeError, UnsupportedContentError
from summarizer.unread import Unread
from tests.bot.fakes import STORY

PARAGRAPHS = STORY.strip().split("\n\n")


def word(paragraphs: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word document of these paragraphs, the first one a heading, and a table."""
    document = docx.Document()
    for number, paragraph in enumerate(paragraphs):
        if number:
            document.add_paragraph(paragraph)
        else:
            document.add_heading(paragraph)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def document(body: bytes, content_type: str = WORD_TYPE) -> Document:
    return Document(body=body, url="", content_type=content_type, charset=None)


def archive(parts: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return kept.getvalue()


@pytest.mark.parametrize("content_type", [WORD_TYPE, "application/octet-stream", "application/zip", ""])
def test_a_word_document_is_read_whatever_its_media_type(content_type):
    made = digest_document(document(word(PARAGRAPHS), content_type), "medium", None)

    assert made.article.headline == PARAGRAPHS[0]
    assert made.article.url is None
    assert made.sentences[0].text in STORY


def test_an_article_is_read_from_it_too():
    assert "the sea kept its temper" in read_document(document(word(PARAGRAPHS))).body


def test_a_row_of_a_table_is_a_line():
    assert "Cost\t4 million" in read_word(word(["Pier"], [["Cost", "4 million"], ["Time", "two years"]]), Unread())


@pytest.mark.parametrize(
    "body",
    [
        b"PK\x03\x04 word/document.xml but nothing else",
        archive({"word/document.xml": b"<not xml"}),
        archive({"[Content_Types].xml": b"", "word/document.xml": b""}),
        word([""]),
        word(PARAGRAPHS)[:-400],
    ],
)
def test_a_broken_or_empty_one_is_refused_in_a_sentence(body):
    with pytest.raises(UnsupportedContentError, match="Word document"):
        digest_document(document(body), "medium", None)


def test_one_that_unpacks_to_too_much_is_refused_before_it_is_unpacked():
    bomb = archive({"word/document.xml": b"0" * 41_000_000})

    with pytest.raises(TooLargeError):
        digest_document(document(bomb), "medium", None)
    with pytest.raises(TooLargeError):
        read_word(archive({f"word/{number}": b"" for number in range(MAX_PARTS + 1)}), Unread())


def test_an_external_entity_is_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the secret of the harbour")
    parts = zipfile.ZipFile(io.BytesIO(word(PARAGRAPHS)))
    content = {name: parts.read(name) for name in parts.namelist()}
    entity = f'<!DOCTYPE x [<!ENTITY y SYSTEM "file://{secret}">]>'.encode()
    xml = content["word/document.xml"].replace(b"?>", b"?>" + entity, 1)
    content["word/document.xml"] = xml.replace(b"4 million", b"&y; 4 million")

    try:
        text = read_word(archive(content), Unread())
    except UnsupportedContentError:
        return
    assert "the secret" not in text
