"""What a person types becomes what Slack's client would send."""

import pytest

from bot.playground.formats.composing import compose, rich_text

NAMES = {"nutgraf": "U0NUTGRAF1", "ines": "U0MARLOWE1"}


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("plain words", "plain words"),
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
        ("https://example.org/a?b=1&c=2", "<https://example.org/a?b=1&amp;c=2>"),
        ("(see https://example.org/a_(b).)", "(see <https://example.org/a_(b)>.)"),
        ("https://example.org/x, and", "<https://example.org/x>, and"),
        ("@nutgraf hi @nobody", "<@U0NUTGRAF1> hi @nobody"),
        ("@Nutgraf: short", "<@U0NUTGRAF1>: short"),
        ("mail me@nutgraf.com", "mail me@nutgraf.com"),
        (
            "<https://example.org|kept> <@U0X> <#C1|news> <!here>",
            "<https://example.org|kept> <@U0X> <#C1|news> <!here>",
        ),
        ("<script>", "&lt;script&gt;"),
        ("read example.org/story now", "read <http://example.org/story|example.org/story> now"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_typed_text_becomes_markup(typed, sent):
    assert compose(typed, NAMES) == sent


def test_the_rich_text_of_a_message_says_the_same():
    elements = rich_text("<@U1> a &amp; b <https://e.org/?a=1&amp;b=2|here> <!here> <#C1|news>")["elements"][0][
        "elements"
    ]
    assert elements == [
        {"type": "user", "user_id": "U1"},
        {"type": "text", "text": " a & b "},
        {"type": "link", "url": "https://e.org/?a=1&b=2", "text": "here"},
        {"type": "text", "text": " "},
        {"type": "broadcast", "range": "here"},
        {"type": "text", "text": " "},
        {"type": "channel", "channel_id": "C1"},
    ]


def test_a_very_long_message_is_composed_quickly():
    hostile = "<http://" * 5000 + "a." * 5000 + "(" * 5000
    assert len(compose(hostile, NAMES)) > 20_000
