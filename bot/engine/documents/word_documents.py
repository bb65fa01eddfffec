"""Word documents (.docx) -> text: what worker processes run.

python-docx reads the parts of the archive (ECMA-376, part 1) without external entities; how large they may be once
unpacked is checked before, because a few bytes may unpack to gigabytes.
"""

import io
import zipfile

import docx
from docx.document import Document as WordDocument
from docx.table import Table
from docx.text.paragraph import Paragraph

from bot.errors import TooLargeError, UnsupportedContentError
from summarizer.unread import Unread

MAX_UNPACKED = 40_000_000
"""Bytes of all parts; pictures are packed already, so real documents are near their packed size."""

MAX_PARTS = 2_000
MAX_BLOCKS = 20_000
"""Paragraphs and tables; a book of a thousand pages has about ten thousand."""


def read_word(body: bytes, unread: Unread) -> str:
    """Return the text of a document: its paragraphs in order, each row of a table a line.

    Raises:
        TooLargeError: it unpacks to too much.
        UnsupportedContentError: it is broken, locked, or has no text.
    """
    _check_size(body)
    document = unread.ask("Word document", docx.Document, io.BytesIO(body))
    text = "" if document is None else "\n\n".join(_blocks(document))
    if not any(character.isalpha() for character in text):
        raise UnsupportedContentError("a Word document without text that I can read")
    return text


def _check_size(body: bytes) -> None:
    """Return if a document can be unpacked within bounds.

    Raises:
        TooLargeError, UnsupportedContentError: as for `read_word`.
    """
    try:  # zipfile raises all of these for broken or odd archives
        parts = zipfile.ZipFile(io.BytesIO(body)).infolist()
    except (
        zipfile.BadZipFile,
        ValueError,
        OSError,
        NotImplementedError,
    ) as error:
        raise UnsupportedContentError("a Word document that I could not open") from error
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise TooLargeError(f"{len(parts)} parts of a Word document")


def _blocks(document: WordDocument) -> list[str]:
    blocks: list[str] = []
    for block in document.iter_inner_content():
        if len(blocks) >= MAX_BLOCKS:
            raise TooLargeError(f"more than {MAX_BLOCKS} paragraphs")
        blocks += _rows(block) if isinstance(block, Table) else [_paragraph(block)]
    return [block for block in blocks if block]


def _paragraph(paragraph: Paragraph) -> str:
    return " ".join(paragraph.text.split())


def _rows(table: Table) -> list[str]:
    return ["\t".join(" ".join(cell.text.split()) for cell in row.cells) for row in table.rows]
