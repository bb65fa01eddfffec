import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.rendering.block_kit.escaping import count, escape, fallback, one_line, printable, shorten


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;"),
        ("&lt;!here&gt;", "&amp;lt;!here&amp;gt;"),
        ("<!chan\u00adnel>", "&lt;!channel&gt;"),
        ("a\u202eb\u2066c", "abc"),
        ("> I resign\n >> she said > twice", "› I resign\n ›› she said &gt; twice"),
        ("AT&amp;T and R&D, &amp;amp;lt;", "AT&amp;T and R&amp;D, &amp;lt;"),
    ],
)
def test_escaping_leaves_nothing_that_slack_acts_on(text, escaped):
    assert escape(text) == escaped


@given(st.text())
def test_an_escaped_text_holds_no_markup_and_no_invisible_characters(text):
    escaped = escape(text)

    assert "<" not in escaped
    assert ">" not in escaped
    assert printable(escaped) == escaped
    escaped.encode()


@given(st.text(max_size=5000))
def test_a_fallback_is_one_line_within_slacks_limit(text):
    line = fallback(text)

    assert len(line) <= 3000
    assert "\n" not in line


@given(st.text(max_size=400), st.integers(min_value=10, max_value=300))
def test_shortened_text_is_a_beginning_that_says_that_more_follows(text, limit):
    short = shorten(text, limit)

    assert len(short) <= limit
    assert short == text or (short.endswith(" …") and text.startswith(short.removesuffix(" …")))


def test_numbers_and_nouns_agree():
    assert (count(1, "quote"), count(2, "quote"), count(1200, "word")) == ("1 quote", "2 quotes", "1,200 words")


@given(st.text(st.characters(categories=("L", "Zs", "Cs", "Cc", "Cn", "Cf")), max_size=40))
def test_a19_whatever_is_printable_can_be_sent_as_utf8(text: str) -> None:
    for shown in (printable(text), one_line(text, 20), escape(text), fallback(text)):
        shown.encode()
        assert not set("\0\x02\ufdd0\ufffe\uffff") & set(shown)
