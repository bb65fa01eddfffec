"""Documents -> digests: what worker processes run. Plain functions, no event loop.

HTML is checked against `parse_limits`, then read; pypdf extracts the text of a PDF, python-docx that of a Word
document; plain text is read as pasted text.
"""

import io
import re
from dataclasses import dataclass, replace

from pypdf import PasswordType, PdfReader

from bot.engine.documents import parse_limits, unreadable_pages
from bot.errors import PaywalledError, TooLargeError, UnsupportedContentError
from summarizer import Article, Digest, digest, read_page, read_text
from summarizer.errors import EmptyTextError, NoArticleError, TooShortError
from summarizer.page.charset import decode_page
from summarizer.paste.markdown import plain_markdown
from summarizer.text.words import count_words
from summarizer.unread import Unread

MAX_PDF_PAGES = 30

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

MIN_PAYWALLED_WORDS = 60
"""Fewer public words than these in a subscribers' story are two or three sentences: nothing to summarise."""

_HYPHEN_AT_LINE_END = re.compile(r"(\w)[-\u00ad]\n(?=[a-zà-öø-ÿ])")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)]*$")


@dataclass(frozen=True, slots=True)
class Document:
    """A site's response, as a worker process needs it.

    Attributes:
        body: decoded bytes.
        url: its address.
        content_type: media type in lower case, "" where unknown.
        charset: the charset of the HTTP header.
    """

    body: bytes
    url: str
    content_type: str
    charset: str | None


def digest_document(document: Document, length: str, method: str | None) -> Digest:
    """Return the digest of any supported document.

    Raises:
        SummarizerError: something is wrong with the text.
        FetchError: it is not an article but a paywall, a consent page, a script's shell, a PDF of pictures.
    """
    if is_pdf(document):
        return digest(_read_pdf(document), length=length, method=method)
    if is_word(document):
        return digest(_read_word(document), length=length, method=method)
    if _is_plain(document):
        return digest(_read_plain(document), length=length, method=method)
    return _digest_page(document, length, method)


def read_document(document: Document) -> Article:
    """Return the article of any supported document.

    Raises:
        SummarizerError: something is wrong with the text.
        FetchError: it is not an article but a paywall, a consent page, a script's shell, a PDF of pictures.
    """
    if is_pdf(document):
        return _read_pdf(document)
    if is_word(document):
        return _read_word(document)
    parse_limits.check_page(document.body)
    try:
        return _read_article(document)
    except (NoArticleError, EmptyTextError) as error:
        raise unreadable_pages.find_cause(document.body, error) from error


def read_any(document: Document) -> Article:
    """Return the article of any supported document, or of a plain text that has an address.

    Raises:
        SummarizerError, FetchError: as for `read_document`.
    """
    is_other = is_pdf(document) or is_word(document)
    return _read_plain(document) if not is_other and _is_plain(document) else read_document(document)


def digest_text(text: str, length: str, method: str | None) -> Digest:
    """Return the digest of a pasted text.

    Raises:
        SummarizerError: something is wrong with the text.
    """
    return digest(read_text(text), length=length, method=method)


def digest_article(article: Article, length: str, method: str | None) -> Digest:
    """Return another digest of an article that was read before.

    Raises:
        SummarizerError: something is wrong with the text.
    """
    return digest(article, length=length, method=method)


def read_pdf(body: bytes, unread: Unread) -> str:
    """Return the text of a PDF's first pages; a page that pypdf fails on is left out and added to `unread`.

    Raises:
        UnsupportedContentError: a PDF without text, or locked, or broken.
    """
    opened = unread.ask("PDF", _open_pdf, body)
    if opened is None:
        raise UnsupportedContentError("a PDF that I could not open")
    reader, count = opened
    if not count:
        raise UnsupportedContentError("a locked PDF")
    pages = [unread.ask(f"page {number + 1} of a PDF", _read_pdf_page, reader, number) for number in range(count)]
    text = "\n\n".join(unwrap(page) for page in pages if page)
    if sum(character.isalpha() for character in text) < 50:
        raise UnsupportedContentError("a PDF of pictures, without text")
    return text


def _open_pdf(body: bytes) -> tuple[PdfReader, int]:
    """Return a PDF, and how many pages to read; 0 where it is encrypted. Raises whatever pypdf raises."""
    reader = PdfReader(io.BytesIO(body))
    is_locked = reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED
    return reader, 0 if is_locked else max(1, min(len(reader.pages), MAX_PDF_PAGES))


def _read_pdf_page(reader: PdfReader, number: int) -> str:
    """Return the text of one page, from 0. Raises whatever pypdf raises."""
    return reader.pages[number].extract_text()


def unwrap(page: str) -> str:
    """Return the text of a PDF page with its lines joined to paragraphs.

    A paragraph ends at an empty line, or at a sentence end on a line shorter than the page's long ones. A short line
    without one, before a line that starts a new paragraph, is a heading.
    """
    lines = [line.strip() for line in page.splitlines()]
    long = sorted(len(line) for line in lines)[-max(1, len(lines) // 4) :][0] if lines else 0
    paragraphs: list[list[str]] = [[]]
    for line, following in zip(lines, [*lines[1:], ""], strict=False):
        if line:
            paragraphs[-1].append(line)
        is_short = len(line) < 0.8 * long
        if not line or (is_short and (_SENTENCE_END.search(line) or following[:1].isupper())):
            paragraphs.append([])
    joined = ("\n".join(paragraph) for paragraph in paragraphs if paragraph)
    return "\n\n".join(_HYPHEN_AT_LINE_END.sub(r"\1", paragraph).replace("\n", " ") for paragraph in joined)


def is_pdf(document: Document) -> bool:
    """Return whether it is a PDF, by its bytes; servers use many media types for PDFs."""
    head = document.body[:1024]
    return head.startswith(b"%PDF-") or (document.content_type == "application/pdf" and b"%PDF-" in head)


def is_word(document: Document) -> bool:
    """Return whether it is a Word document, by its media type, or as an archive (PK) with the parts of one."""
    is_archive = document.body.startswith(b"PK\x03\x04")
    return document.content_type == WORD_TYPE or (is_archive and b"word/document.xml" in document.body)


def limit_text(size: int) -> None:
    """Check that a text is not larger than the maximum."""
    if size > parse_limits.MAX_BYTES:
        raise TooLargeError(f"{size} bytes")


def _is_plain(document: Document) -> bool:
    """Return whether it is a plain text, by its media type and its first bytes."""
    return document.content_type in {"text/plain", "text/markdown"} and not _looks_like_html(document.body)


def _read_plain(document: Document) -> Article:
    """Return the article of a plain text that has an address."""
    limit_text(len(document.body))
    text = decode_page(document.body, document.charset)
    article = read_text(plain_markdown(text) if document.content_type == "text/markdown" else text)
    return replace(article, url=document.url or None)


def _read_pdf(document: Document) -> Article:
    """Return the article of a PDF."""
    unread = Unread()
    article = read_text(read_pdf(document.body, unread))
    return replace(article, url=document.url or None, unread=unread.notes)


def _read_word(document: Document) -> Article:
    """Return the article of a Word document."""
    from bot.engine.documents.word_documents import read_word  # noqa: PLC0415  (few are read, and it takes long to load)

    unread = Unread()
    article = read_text(read_word(document.body, unread))
    return replace(article, url=document.url or None, unread=unread.notes)


def _digest_page(document: Document, length: str, method: str | None) -> Digest:
    """Return the digest of an HTML page."""
    parse_limits.check_page(document.body)
    try:
        return digest(_read_article(document), length=length, method=method)
    except (NoArticleError, EmptyTextError, TooShortError) as error:
        raise unreadable_pages.find_cause(document.body, error) from error


def _read_article(document: Document) -> Article:
    """Return the article of an HTML page."""
    article = read_page(document.body, document.url or None, charset=document.charset)
    public_words = count_words(article.body)
    if article.is_paywalled and public_words < MIN_PAYWALLED_WORDS:
        raise PaywalledError(f"{public_words} words are public")
    return article


def _looks_like_html(body: bytes) -> bool:
    """Return whether a text is an HTML page, whatever its Content-Type said."""
    head = body[:1024].lstrip().lower()
    return head.startswith((b"<!doctype html", b"<html")) or (head.startswith(b"<") and b"<body" in head)
