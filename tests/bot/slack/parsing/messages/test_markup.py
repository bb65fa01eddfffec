import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.parsing.messages.markup import find_links, read_markup
from bot.slack.parsing.messages.text_elements import people_in, visible_text, words_between_links
from tests.alarm import alarm


def seen(text: str) -> str:
    return visible_text(read_markup(text))


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("<@U1> <https://gazette.example/pier>", ("https://gazette.example/pier",)),
        ("<https://gazette.example/pier|the pier>", ("https://gazette.example/pier",)),
        ("*<https://gazette.example/pier|the pier>*", ("https://gazette.example/pier",)),
        ("<https://gazette.example/?a=1&amp;b=2|gazette.example>", ("https://gazette.example/?a=1&b=2",)),
        ("read https://gazette.example/pier.", ("https://gazette.example/pier",)),
        ("(see https://gazette.example/pier_(town))", ("https://gazette.example/pier_(town)",)),
        ("<https://b.example/1> then https://a.example/2", ("https://b.example/1", "https://a.example/2")),
        ("https://a.example/2 then <https://b.example/1>", ("https://a.example/2", "https://b.example/1")),
        ("https://a.example/some_long_name_here", ("https://a.example/some_long_name_here",)),
        ("<mailto:ed@gazette.example|ed> and <#C1|news>", ()),
        ("nothing here", ()),
    ],
)
def test_links_are_found_marked_and_bare_in_reading_order(text, links):
    assert find_links(text) == links


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("the *old* pier", "the old pier"),
        ("the _old_ pier", "the old pier"),
        ("the ~old~ new pier", "the old new pier"),
        ("*_the old_* pier", "the old pier"),
        ("_*the old*_ pier", "the old pier"),
        ("“We *kept* our word,” *Ada Brandt* said.", "“We kept our word,” Ada Brandt said."),
        ("*VASSER:* We kept our word.", "VASSER: We kept our word."),
        ("run `make run` here", "run make run here"),
        ("```The pier\nreopened *today*.```", "The pier\nreopened *today*."),
        ("before ```code``` after", "before\ncode\nafter"),
        ("&gt; The pier reopened.\n&gt; It cost 4 million.", "The pier reopened.\nIt cost 4 million."),
        ("• The pier reopened.\n• It cost 4 million.", "The pier reopened.\nIt cost 4 million."),
        ("    ◦ The pier reopened.", "The pier reopened."),
        ("1. The pier reopened.\n2. It cost 4 million.", "The pier reopened.\nIt cost 4 million."),
        ("The pier :tada: reopened", "The pier reopened"),
        ("The <https://a.example|pier> &amp; quay, <#C9|harbour> &lt;sic&gt;", "The pier & quay, #harbour <sic>"),
        ("<!here> <!subteam^S1|@editors> <!date^1^x|on Monday>", "@here @editors on Monday"),
        ("write to <mailto:ed@gazette.example|ed>", "write to ed"),
    ],
)
def test_formatting_is_no_part_of_the_text(text, plain):
    assert seen(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "2*3*4 is 24",
        "a_name_of_mine and another_one",
        "5 &gt; 3".replace("&gt;", ">"),
        "* not bold * at all",
        "it began at 10:30:45 sharp",
        "~100 people and ~200 more",
        "1. FC Saltmouth won",
        "a lone ``` fence",
    ],
)
def test_what_only_looks_like_formatting_is_kept(text):
    assert seen(text) == text.replace(" ``` ", "\n") if "```" in text else seen(text) == text


def test_a_person_in_markup_is_a_person():
    assert people_in(seen("said <@U0ADA|ada>, with <@W0MAYOR>")) == ("U0ADA", "W0MAYOR")


def test_words_beside_links_leave_out_links_mentions_and_emoji():
    elements = read_markup("<@U1> :newspaper: short please <https://a.example|A>")

    assert words_between_links(elements) == ("short please", "")


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    seen(text)
    find_links(text)


@pytest.mark.parametrize(
    "between", ["*", "_a", "~", "`", "```", "<", "<@", "<!", ":a", "*a ", " *", "&gt;", "• ", "1. "]
)
def test_a01_markup_over_and_over_is_read_at_once(between):
    with alarm():
        seen(between * 40_000)
