"""What a person types becomes what Slack's client would send: text and rich text that say the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.block_kit.blocks import check_blocks
from bot.playground.formats.composing import Names, compose, link_names
from bot.playground.formats.inline_text import unescape
from tests.alarm import alarm

NAMES = Names({"nutgraf": "U0NUTGRAF1", "ines": "U0MARLOWE1"}, {"news": "C1"})
BOLD, ITALIC, STRIKE, CODE = ({name: True} for name in ("bold", "italic", "strike", "code"))


def sent(typed):
    return compose(typed, NAMES).text


def parts(typed):
    (block,) = compose(typed, NAMES).blocks
    return block["elements"]


def inline(typed):
    (section,) = parts(typed)
    assert section["type"] == "rich_text_section"
    return section["elements"]


def text(words, style=None):
    return {"type": "text", "text": words} | ({"style": style} if style else {})


def words_of(element):
    """All that the author typed in an element, without what Slack adds."""
    if element["type"] == "text":
        return element["text"]
    return "".join(words_of(each) for each in element.get("elements", ()))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("plain words", "plain words"),
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
        ("https://example.org/a?b=1&c=2", "<https://example.org/a?b=1&amp;c=2>"),
        ("(see https://example.org/a_(b).)", "(see <https://example.org/a_(b)>.)"),
        ("https://example.org/x, and", "<https://example.org/x>, and"),
        ("@nutgraf hi @nobody", "<@U0NUTGRAF1> hi @nobody"),
        ("@Nutgraf: short", "<@U0NUTGRAF1>: short"),
        ("mail me@nutgraf.com", "mail <mailto:me@nutgraf.com|me@nutgraf.com>"),
        ("<https://example.org|kept> <@U0X> <#C1|news>", "<https://example.org|kept> <@U0X> <#C1|news>"),
        ("<!here> @channel #news #nowhere", "<!here> <!channel> <#C1|news> #nowhere"),
        ("<script>", "&lt;script&gt;"),
        ("read example.org/story now", "read <http://example.org/story|example.org/story> now"),
        ("two\nlines", "two\nlines"),
        ("*bold* _it_ ~gone~ `code` *_both_*", "*bold* _it_ ~gone~ `code` *_both_*"),
        ("intro:\n- one\n    - deep\n- two\nend", "intro:\n• one\n    ◦ deep\n• two\nend"),
        ("3. three\n4. four", "3. three\n4. four"),
        ("> said\n> twice\nso", "&gt; said\n&gt; twice\nso"),
        ("see:\n```\na = *b*\n```\nthere", "see:\n```a = *b*```\nthere"),
        ("done 🎉 :eyes: at 10:30:15", "done :tada: :eyes: at 10:30:15"),
        ("<!subteam^S1> <!date^17^{date}|then>", "<!subteam^S1> <!date^17^{date}|then>"),
        ("", ""),
    ],
)
def test_typed_text_becomes_markup(typed, text):
    assert sent(typed) == text


def test_the_rich_text_of_a_message_says_the_same():
    assert inline("<@U1> a & b <https://e.org/?a=1&amp;b=2|here> @here #news") == [
        {"type": "user", "user_id": "U1"},
        text(" a & b "),
        {"type": "link", "url": "https://e.org/?a=1&b=2", "text": "here"},
        text(" "),
        {"type": "broadcast", "range": "here"},
        text(" "),
        {"type": "channel", "channel_id": "C1"},
    ]


def test_styles_are_fields_and_no_characters():
    assert inline("a *b _c_* ~d~ `e*f*`") == [
        text("a "),
        text("b ", BOLD),
        text("c", BOLD | ITALIC),
        text(" "),
        text("d", STRIKE),
        text(" "),
        text("e*f*", CODE),
    ]
    assert inline("*@ines and https://e.org*") == [
        {"type": "user", "user_id": "U0MARLOWE1", "style": BOLD},
        text(" and ", BOLD),
        {"type": "link", "url": "https://e.org", "style": BOLD},
    ]


@pytest.mark.parametrize(
    "typed", ["2*3*4", "snake_case_name", "*alone", "a * b * c", "**x**", "``", "~", "_ x _", "*x"]
)
def test_what_is_no_style_stays_as_typed(typed):
    assert words_of(parts(typed)[0]) == typed


def test_lists_quotes_and_fences_are_parts_of_their_own():
    typed = "intro\n• one *1*\n\t• deep\n1. first\n> said\n```\ncode *x*\n```\nend"
    section, bullets, deep, ordered, quote, code, end = parts(typed)
    assert words_of(section) == "intro\n"
    assert (bullets["style"], bullets["indent"], deep["indent"]) == ("bullet", 0, 1)
    assert bullets["elements"][0]["elements"] == [text("one "), text("1", BOLD)]
    assert (ordered["style"], words_of(ordered)) == ("ordered", "first")
    assert (quote["type"], words_of(quote)) == ("rich_text_quote", "said")
    assert (code["type"], words_of(code)) == ("rich_text_preformatted", "code *x*")
    assert words_of(end) == "end"


def test_a_list_begins_at_the_number_that_was_typed():
    (made,) = parts("7. seven\n8. eight")
    assert (made["offset"], len(made["elements"])) == (6, 2)


def test_an_app_links_names_and_keeps_its_markup():
    assert link_names("*x* @nutgraf, <https://e.org/@ines|@ines> &amp;", NAMES) == (
        "*x* <@U0NUTGRAF1>, <https://e.org/@ines|@ines> &amp;"
    )


LETTER = st.sampled_from("abcxyzäßé")
WORD = st.builds("{}{}{}".format, LETTER, st.text(alphabet="abcä -&<>…", max_size=9), LETTER)
SIGNS = {"bold": "*", "italic": "_", "strike": "~", "code": "`"}
SPAN = st.tuples(WORD, st.sampled_from((None, *SIGNS)))
LINE = st.lists(SPAN, min_size=1, max_size=4)
BULLETS = st.lists(LINE, min_size=1, max_size=3)


def typed_line(line):
    return " ".join(f"{SIGNS.get(style or '', '')}{word}{SIGNS.get(style or '', '')}" for word, style in line)


def said(line):
    return " ".join(word for word, _ in line)


@given(LINE, BULLETS, LINE)
def test_no_sign_of_a_style_is_left_in_rich_text(above, items, quoted):
    typed = "\n".join((typed_line(above), *(f"- {typed_line(item)}" for item in items), f"> {typed_line(quoted)}"))
    section, bullets, quote = parts(typed)
    assert words_of(section) == said(above) + "\n"
    assert [words_of(item) for item in bullets["elements"]] == [said(item) for item in items]
    assert words_of(quote) == said(quoted)
    styled = [(element["text"], *element["style"]) for element in section["elements"] if "style" in element]
    assert styled == [(word, style) for word, style in above if style]


@given(LINE)
def test_the_text_of_a_line_is_the_line_as_typed(line):
    assert unescape(sent(typed_line(line))) == typed_line(line)


@given(st.text(alphabet="ab1.*_~`>-• \n:@#<!|&/\t", max_size=80) | st.text(max_size=80))
def test_whatever_is_typed_slack_takes_the_block_and_the_text_composes_again(typed):
    composed = compose(typed, NAMES)
    assert check_blocks(list(composed.blocks), "message") == []
    assert bool(composed.blocks) == bool(composed.text)
    assert compose(unescape(composed.text), NAMES) is not None


@pytest.mark.parametrize(
    "piece", ["<http://", "a.", "(", "*a", "_a ", "`", "```", "~a", ":a", "@a", "a@", "- a\n", "\t", "1."]
)
def test_a_very_long_message_is_composed_quickly(piece):
    with alarm(5):  # a moment; where it is not linear, minutes
        compose(piece * 20_000, NAMES)
