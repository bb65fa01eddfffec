"""Characters that a document cannot hold, in pages and pasted texts: each costs itself and nothing else."""

import json

import pytest

import summarizer.page.body
import summarizer.page.byline
import summarizer.page.metadata
from summarizer import digest, read_page, read_text
from summarizer.model import Article
from summarizer.page.charset import decode_page
from tests.documents import PLACES, STORY, page

URL = "https://www.vestnes-gazette.example/news/pier-reopens"
IMPOSSIBLE = ("\x02", "\x0b", "\x1f", "\0", "\ufffe", "\uffff", "&#2;", "&#31;", "&#11", "&#xFFFE;")


def texts(article: Article) -> list[str]:
    """Every text of an article."""
    values = (article.body, article.headline, article.outlet, article.url, article.lead_image, *article.byline)
    return [value for value in values if value]


@pytest.mark.parametrize(
    ("place", "odd"), [*(("tail", odd) for odd in IMPOSSIBLE), *((place, "&#2;") for place in PLACES[1:])]
)
def test_a19_one_impossible_character_anywhere_in_a_page_costs_that_character_alone(place: str, odd: str) -> None:
    assert read_page(page(place, odd).encode(), URL) == read_page(page(), URL)


@pytest.mark.parametrize("place", PLACES)
def test_a19_half_a_surrogate_pair_anywhere_in_a_page_is_replaced(place: str) -> None:
    article = read_page(page(place, "\ud83d"), URL)
    assert all(text.encode() for text in texts(article))
    assert [line.removeprefix("\ufffd") for line in article.body.split("\n\n") if "Pier" not in line][-4:] == list(
        STORY
    )


@pytest.mark.parametrize("odd", ["&#55357;&#56832;", "&#xD83D;&#xDE00;", "\\ud83d\\ude00"])
def test_a07_a_surrogate_pair_in_a_page_is_one_character(odd: str) -> None:
    article = read_page(page().replace("Traders", f"{odd} Traders"), URL)
    assert ("\U0001f600 Traders" in article.body) == odd.startswith("&")
    named = page("jsonld", odd).replace("<h1>Pier reopens after repairs</h1>", "").replace("<title>Pier", "<title>Dock")
    structured = read_page(named, URL)
    assert structured.outlet == "Gazette\U0001f600"


@pytest.mark.parametrize("odd", ["&#xD83D;", "&#x110000;", f"&#{'9' * 5_000};"])
def test_a07_a_reference_to_no_character_in_a_page_is_the_replacement_character(odd: str) -> None:
    assert "\ufffdTraders in the old market" in read_page(page("text", odd), URL).body


@pytest.mark.parametrize(
    ("encoding", "header", "declared"),
    [
        ("utf-8", "utf-16", ""),
        ("utf-8", "utf-16be", "nonsense"),
        ("utf-8", "idna", "unicode_escape"),
        ("utf-8", "undefined", "utf-16"),
        ("utf-16-le", None, ""),
        ("utf-16-be", "utf-8", "utf-8"),
        ("utf-16-be", "utf-16", ""),
        ("utf-32-le", None, ""),
        ("utf-32-be", "iso-8859-1", ""),
    ],
)
def test_a07_an_encoding_that_is_unknown_or_a_lie_costs_nothing(
    encoding: str, header: str | None, declared: str
) -> None:
    meta = f"<meta charset='{declared}'>" if declared else ""
    html = page().replace("<meta", f"{meta}<meta", 1)
    assert decode_page(html.encode(encoding), header) == html


def test_a07_single_bytes_of_another_charset_cost_single_characters() -> None:
    html = page().replace("Vestnes", "Ålesund").replace("pier", "møle").encode()
    mixed = html.replace("Å".encode(), b"\xc5", 1)
    assert decode_page(mixed) == html.decode().replace("Å", "\ufffd", 1)
    assert "møle" in read_page(mixed, URL).body


@pytest.mark.parametrize("odd", ["\x02", "\0", "\x7f", "\x9b", "\ufffe", "\ufdd0", "\ud83d", "\u2028", "\u202e"])
def test_a19_impossible_characters_of_a_pasted_text_are_dropped(odd: str) -> None:
    text = f"Pier reopens after repairs{odd}\n\n" + "\n\n".join(STORY).replace(
        "Traders", f"Tra{odd}ders" if odd != "\u2028" else "Traders"
    )
    read = read_text(text)
    assert "Traders in the old market" in read.body
    assert read.headline == "Pier reopens after repairs"
    assert json.dumps(read.body, ensure_ascii=False).encode()
    assert digest(read).sentences


def break_down(*_: object, **__: object) -> None:
    raise KeyError("a library's own mistake")


@pytest.mark.parametrize(
    ("module", "library", "part"),
    [
        (summarizer.page.metadata, "find_date", "date"),
        (summarizer.page.byline, "extract_author", "byline"),
        (summarizer.page.body, "bare_extraction", "layout"),
        (summarizer.page.body, "extract_plain_text", "main content"),
    ],
)
def test_a19_a_part_that_a_library_breaks_on_costs_that_part_and_is_noted(monkeypatch, module, library, part) -> None:
    monkeypatch.setattr(module, library, break_down)
    html = page().replace("</h1>", "</h1><time datetime='2026-03-04'>4 March 2026</time>")
    article = read_page(html, URL)
    assert article.unread == (f'{part}: KeyError("a library\'s own mistake")',)
    assert all(sentence in article.body for sentence in STORY)
    assert article.headline == "Pier reopens after repairs"


def test_a_library_that_has_no_memory_left_ends_the_reading(monkeypatch) -> None:
    def run_out(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(summarizer.page.metadata, "find_date", run_out)
    with pytest.raises(MemoryError):
        read_page(page(), URL)
