"""What no document can hold goes before a parser sees it; everything else stays as it is."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.text.markup import clean_html, clean_xml, drop_impossible, join_surrogates, unescape

FACE = "\U0001f600"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&#55357;&#56832;", FACE),
        ("&#xD83D;&#xDE00;", FACE),
        ("&#xd83d;&#56832;", FACE),
        ("a&#xD83D;b", "a\ufffdb"),
        ("&#56832;&#55357;", "\ufffd\ufffd"),
        ("&#55357;x&#56832;", "\ufffdx\ufffd"),
        ("&#x110000;", "\ufffd"),
        ("&#1114112;", "\ufffd"),
        ("&#0;", "\ufffd"),
        (f"&#{'9' * 6_000};", "\ufffd"),
        (f"&#x{'f' * 6_000};", "\ufffd"),
        (f"&#{'0' * 6_000}2;", ""),
        ("a&#2;b", "ab"),
        ("a&#x1F;b", "ab"),
        ("a&#11;b", "ab"),
        ("a&#xFFFE;b", "ab"),
        ("a&#1048574;b", "ab"),
        ("a&#12;b", "a b"),
    ],
)
def test_a07_references_to_what_cannot_be_are_mended_in_pages_and_feeds(written: str, read: str) -> None:
    assert clean_html(written) == clean_xml(written) == unescape(written) == read


@pytest.mark.parametrize(
    "markup", ["&#8217;", "&#x2019;", "&#60;", "&#x26;", "&#9;&#10;&#13;", "&#100;", "&#310;", "&#;", "&#x;", "&amp;#2;"]
)  # fmt: skip
def test_other_references_stay_as_they_are(markup: str) -> None:
    assert clean_html(markup) == clean_xml(markup) == markup


def test_in_a_feed_a_reference_ends_in_a_semicolon_or_is_none() -> None:
    link = "https://gazette.example/?page=1&#1234567"
    assert clean_xml(link) == link
    assert clean_html("a&#2 b") == "a b"


def test_a19_control_characters_and_noncharacters_are_dropped_and_a_form_feed_is_a_blank() -> None:
    text = "a\0b\x02c\x0bd\x0ce\x1ff\ufffeg\uffffh\tij\nk\r\n"
    assert drop_impossible(text) == drop_impossible(text, text.encode()) == "abcd efgh\tij\nk\r\n"
    wide = text.encode("utf-16")
    assert drop_impossible(wide.decode("utf-16"), wide) == drop_impossible(text)


def test_surrogates_are_joined_or_replaced() -> None:
    assert join_surrogates("a\ud83d\ude00b\ud83dc\ude00") == f"a{FACE}b\ufffdc\ufffd"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="&\ufffe\uffff")))
def test_text_that_a_document_can_hold_stays_as_it_is(text: str) -> None:
    assert clean_html(text) == clean_xml(text) == text


@given(st.text() | st.integers(0, 0x120000).map("&#{};".format) | st.integers(0, 0x120000).map("&#x{:x};".format))
def test_what_is_cleaned_is_clean_and_reads_as_browsers_read_it(markup: str) -> None:
    cleaned = clean_html(markup)
    assert clean_html(cleaned, cleaned.encode()) == cleaned
    if not any("\ud800" <= character <= "\udfff" for character in markup):
        assert html.unescape(cleaned).replace("\x0c", " ") == drop_impossible(html.unescape(markup))
