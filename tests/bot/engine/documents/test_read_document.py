"""What the children run: HTML, PDF and text to digests."""

import pytest

from bot.engine.documents.read_document import Document, digest_document, digest_text, read_pdf, unwrap
from bot.errors import ConsentPageError, NeedsBrowserError, PaywalledError, TooLargeError, UnsupportedContentError
from summarizer.errors import (
    CookieNoticeError,
    FrontPageError,
    GibberishError,
    LoginPageError,
    NumbersError,
    SummarizerError,
)
from summarizer.unread import Unread
from tests.summarizer.no_story import texts

SENTENCES = (
    "The northern pier of Holm reopened on Tuesday after eleven months of repairs, the harbour office said.",
    "Traders in the old market expect more visitors before the summer festival begins in June.",
    "The repairs cost 14.2 million crowns, about a fifth more than the council had planned to spend.",
    "Two hundred people watched as the first ferry from the islands tied up at the new landing stage.",
    "The old stage had been closed since a storm in March broke eleven of its forty beams.",
)
STORY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def page(body: str = STORY, head: str = "") -> bytes:
    article = f"<article><h1>Pier of Holm reopens after repairs</h1>{body}</article>"
    return f"<!doctype html><html><head><title>Pier</title>{head}</head><body>{article}</body></html>".encode()


def document(body: bytes, content_type: str = "text/html", charset: str | None = "utf-8") -> Document:
    return Document(body=body, url="https://news.example/pier", content_type=content_type, charset=charset)


def make_pdf(pages: list[list[str]]) -> bytes:
    """A PDF with lines of text on its pages."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = " ".join(f"({line}) Tj T*" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td {shown} ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    head = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return body + f"{head}startxref\n{len(body)}\n%%EOF".encode()


def wrapped(text: str, width: int = 60) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def test_page_gives_a_digest_of_its_sentences() -> None:
    shown = digest_document(document(page()), "short", None)
    assert 1 <= len(shown.sentences) <= 2
    assert all(sentence.text in SENTENCES for sentence in shown.sentences)


@pytest.mark.parametrize("content_type", ["", "application/octet-stream", "text/plain", "application/xhtml+xml"])
def test_html_is_read_as_html_whatever_it_is_called(content_type: str) -> None:
    shown = digest_document(document(page(), content_type), "short", None)
    assert "<p>" not in shown.article.body


def test_plain_text_is_read_as_text() -> None:
    text = "Pier of Holm reopens\n\n" + "\n\n".join(SENTENCES)
    shown = digest_document(document(text.encode("utf-16"), "text/plain", None), "short", None)
    assert SENTENCES[0] in shown.article.body


def test_pasted_text_gives_a_digest() -> None:
    assert digest_text("\n\n".join(SENTENCES), "medium", None).sentences


def test_pdf_gives_its_text_with_lines_joined() -> None:
    body = make_pdf([wrapped(" ".join(SENTENCES[:3])), wrapped(" ".join(SENTENCES[3:]))])
    shown = digest_document(document(body, "application/pdf", None), "short", None)
    assert shown.sentences[0].text in SENTENCES
    assert shown.article.body.count("\n\n") <= 3


def test_pdf_is_known_by_its_bytes() -> None:
    body = make_pdf([wrapped(" ".join(SENTENCES))])
    assert digest_document(document(body, "application/octet-stream", None), "short", None).sentences


def test_pdf_is_read_up_to_the_page_cap() -> None:
    text = read_pdf(make_pdf([[f"This is what stands on page number {number}."] for number in range(40)]), Unread())
    assert "page number 29." in text
    assert "page number 30." not in text


@pytest.mark.parametrize(
    "body",
    [b"%PDF-1.7\n" + bytes(2_000), make_pdf([[], []]), b"%PDF-", make_pdf([["Some words that are here."]])[:200]],
    ids=["garbage", "no text", "nothing", "cut off"],
)
def test_pdf_without_text_says_so(body: bytes) -> None:
    with pytest.raises(UnsupportedContentError):
        digest_document(document(body, "application/pdf", None), "short", None)


def test_hyphens_at_line_ends_go_and_paragraphs_stay() -> None:
    text = "The pier of Holm re-\nopened on Tuesday after\neleven months of work.\nIt had been closed since\nMarch."
    assert (
        unwrap(text)
        == "The pier of Holm reopened on Tuesday after eleven months of work. It had been closed since March."
    )
    assert unwrap("One line that is long enough here.\nEnd.\nAnother line that is long as well.") == (
        "One line that is long enough here. End.\n\nAnother line that is long as well."
    )


def test_paywalled_story_with_a_few_public_words_says_so() -> None:
    mark = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
    with pytest.raises(PaywalledError):
        digest_document(document(page(f"<p>{SENTENCES[0]}</p><p>Subscribe to read on.</p>", mark)), "short", None)


def test_paywalled_story_with_enough_public_words_is_read() -> None:
    mark = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
    shown = digest_document(document(page(head=mark)), "short", None)
    assert shown.article.is_paywalled
    assert shown.sentences


def test_shell_of_a_script_needs_a_browser() -> None:
    with pytest.raises(NeedsBrowserError):
        digest_document(
            document(b'<html><body><div id="root"></div><script src=a.js></script></body></html>'), "short", None
        )


def test_consent_page_is_no_story() -> None:
    words = "We and our partners store cookies with your consent. Manage your cookies preferences. Privacy."
    with pytest.raises(ConsentPageError):
        digest_document(document(f"<html><body><p>{words}</p></body></html>".encode()), "short", None)


@pytest.mark.parametrize("name", texts.NOTICES)
def test_consent_page_with_sentences_is_no_story_either(name: str) -> None:
    lines = "".join(f"<p>{line}</p>" for line in texts.NOTICES[name].split("\n"))
    with pytest.raises(ConsentPageError):
        digest_document(document(f"<html><body><main>{lines}</main></body></html>".encode()), "short", None)


def test_front_page_with_a_cookie_notice_is_a_front_page() -> None:
    cards = "".join(
        f"<article><h2><a href='/{number}'>Ferry number {number} cancelled after the storm</a></h2><p>Wait.</p></article>"
        for number in range(12)
    )
    notice = f"<div>{texts.NOTICES['en']}</div>"
    with pytest.raises(FrontPageError):
        digest_document(
            Document(f"<html><body>{notice}{cards}</body></html>".encode(), "https://news.example/", "text/html", None),
            "short",
            None,
        )


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (texts.NOTICES["de"], CookieNoticeError),
        (texts.LOGINS["es"], LoginPageError),
        (texts.NUMBERS["German"], NumbersError),
        (texts.GIBBERISH["German keys"], GibberishError),
        (
            "\n".join(f"Ferry number {number} cancelled after the storm\n{number} hours ago" for number in range(12)),
            FrontPageError,
        ),
    ],
)
def test_text_that_is_no_story_is_named_as_a_paste_and_as_a_file(text: str, error: type[SummarizerError]) -> None:
    with pytest.raises(error) as pasted:
        digest_text(text, "medium", None)
    with pytest.raises(error) as linked:
        digest_document(document(text.encode(), "text/plain"), "medium", None)

    assert pasted.value.message == linked.value.message


def test_page_over_a_limit_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(TooLargeError):
        digest_document(document(page("<div>" * 10_000 + STORY)), "short", None)


@pytest.mark.parametrize("body", [b"", b" \n", b"<html></html>", b"\x00" * 500, "<p>…</p>".encode()])
def test_page_without_words_is_an_error_of_ours(body: bytes) -> None:
    with pytest.raises(SummarizerError):
        digest_document(document(body), "short", None)


def test_words_of_a_script_without_spaces_are_counted_before_a_paywall_is_said() -> None:
    text = "港の北の桟橋は修理を終えて火曜日に十一か月ぶりに開いたと港湾事務所が発表した。"
    story = "".join(f"<p>{text}第{number}便の船も着いた。</p>" for number in range(8))
    closed = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'

    shown = digest_document(document(page(story, head=closed)), "medium", None)

    assert shown.article.is_paywalled
    assert shown.sentences


def test_a_pdf_page_that_breaks_its_reader_costs_that_page_alone() -> None:
    body = make_pdf([wrapped(" ".join(SENTENCES[:3])), ["broken"], wrapped(" ".join(SENTENCES[3:]))])
    broken = body.replace(b"(broken)", b"<broken>")  # inbox entries that are no hexadecimal digits
    shown = digest_document(document(broken, "application/pdf", None), "short", None)
    assert SENTENCES[4] in shown.article.body
    assert len(shown.article.unread) == 1
    assert shown.article.unread[0].startswith("page 2 of a PDF: ")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_markdown_is_read_without_its_signs(encoding):
    text = (
        "# Die Brücke öffnet\n\n**Die Brücke öffnet** am Montag nach zwei Jahren, sagt die *Bürgermeisterin* der Stadt."
    )
    charset = None if encoding == "utf-8-sig" else encoding

    made = digest_document(Document(text.encode(encoding), "", "text/markdown", charset), "short", None)

    assert made.article.headline == "Die Brücke öffnet"
    assert made.sentences[0].text.startswith("Die Brücke öffnet am Montag")
