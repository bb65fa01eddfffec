import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.parsing.markup import find_links, plain_text, words_beside_links
from tests.alarm import alarm


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("<@U1> <https://gazette.example/pier>", ("https://gazette.example/pier",)),
        ("<https://gazette.example/pier|the pier>", ("https://gazette.example/pier",)),
        ("<https://gazette.example/?a=1&amp;b=2|gazette.example>", ("https://gazette.example/?a=1&b=2",)),
        ("read https://gazette.example/pier.", ("https://gazette.example/pier",)),
        ("(see https://gazette.example/pier_(town))", ("https://gazette.example/pier_(town)",)),
        ("<https://b.example/1> then https://a.example/2", ("https://b.example/1", "https://a.example/2")),
        ("https://a.example/2 then <https://b.example/1>", ("https://a.example/2", "https://b.example/1")),
        ("<mailto:ed@gazette.example|ed> and <#C1|news>", ()),
        ("nothing here", ()),
    ],
)
def test_links_are_found_in_slack_markup_and_bare_in_reading_order(text, links):
    assert find_links(text) == links


def test_plain_text_is_what_the_person_sees():
    text = "<@U1> The <https://a.example|pier> &amp; the quay, says <#C9|harbour> &lt;sic&gt; <!here|@here>"

    assert plain_text(text) == "The pier & the quay, says #harbour <sic> @here"


def test_words_beside_links_leave_out_links_mentions_and_emoji():
    assert words_beside_links("<@U1> :newspaper: short please <https://a.example|A>").split() == ["short", "please"]


def test_a_clock_time_is_not_an_emoji():
    assert "10:30:45" in words_beside_links("it began at 10:30:45 sharp")


@given(st.text(max_size=300))
def test_any_message_can_be_read(text):
    find_links(text)
    plain_text(text)
    words_beside_links(text)


def test_a01_a_link_that_ends_in_ever_more_brackets_is_trimmed_at_once():
    with alarm():
        links = find_links("https://gazette.example/pier_(town)" + ").," * 200_000)

    assert links == ("https://gazette.example/pier_(town)",)
