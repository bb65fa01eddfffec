import pytest

from bot.newsroom.ports import DigestOptions
from bot.slack.parsing.message_text import read_message
from bot.slack.parsing.payloads import parse_payload
from tests.alarm import alarm

STORY = "The pier at Saltmouth reopened on Monday after two years of repairs. " * 8


def test_a_link_is_a_request_for_that_link():
    asked = read_message("<@U1> <https://gazette.example/pier>")

    assert asked.request.links == ("https://gazette.example/pier",)
    assert asked.request.options == DigestOptions("medium")


def test_a_word_beside_the_link_sets_the_length():
    assert read_message("<@U1> short please <https://a.example/1>").request.options.length == "short"
    assert read_message("<@U1> <https://a.example/1> long").request.options.length == "long"


def test_a_method_can_be_named():
    assert read_message("<@U1> <https://a.example/1> --method lex-rank").request.options.method == "lex-rank"
    assert read_message("<@U1> <https://a.example/1> —method=kl").request.options.method == "kl"


def test_pasted_text_with_a_link_inside_is_text():
    asked = read_message(f"<@U1> {STORY} More at <https://a.example/1>.")

    assert asked.request.links == ()
    assert asked.request.text is not None
    assert "reopened on Monday" in asked.request.text


def test_a_first_line_of_options_is_not_part_of_the_text():
    asked = read_message(f"<@U1> short:\n{STORY}")

    assert asked.request.options.length == "short"
    assert asked.request.text is not None
    assert asked.request.text.startswith("The pier")


def test_a_text_that_begins_with_an_option_word_is_kept_whole():
    asked = read_message("Short stories won the prize in Saltmouth, the jury said on Monday, to the town's surprise.")

    assert asked.request.text is not None
    assert asked.request.text.startswith("Short stories")
    assert asked.request.options.length == "medium"


def test_help_is_recognised_and_nothing_else_is_needed():
    assert read_message("<@U1> help").wants_help
    assert read_message("<@U1> Help!").wants_help
    assert not read_message("<@U1> help the harbour, says the mayor of Saltmouth").wants_help


def test_emoji_and_blanks_are_nothing_to_read():
    for text in ("<@U1>", "<@U1> :tada: :newspaper:", "   ", "<@U1> 🎉🎉", "<@U1> !!!"):
        assert read_message(text).request.is_empty, text


def test_options_alone_are_an_empty_request_that_keeps_them():
    request = read_message("<@U1> long").request

    assert request.is_empty
    assert request.options.length == "long"


@pytest.mark.parametrize("between", ["-", "- ", ",", "\u00a0", "a-", "short ", ")", "http://a)", "<@", ":a"])
def test_a01_a_message_of_one_thing_over_and_over_is_read_at_once(between):
    text = (between * 40_000)[:39_999] + "!"
    event = {"type": "app_mention", "channel": "C1", "user": "U1", "ts": "1.2", "text": f"<@U1> {text}"}

    with alarm():
        read_message(text)
        job = parse_payload({"type": "event_callback", "event": event})

    assert job is not None
    assert job.id == "message:C1:1.2"


@pytest.mark.parametrize("line", ["--short:", "— short —", "short -", " Short, lex-rank ;", "short: lex-rank"])
def test_a_first_line_of_options_may_have_dashes_and_points_around_them(line):
    asked = read_message(f"{line}\n{STORY}")

    assert asked.request.options.length == "short"
    assert asked.request.text is not None
    assert asked.request.text.startswith("The pier")


@pytest.mark.parametrize("line", ["short long lex-rank", "short-long", "short story", "—", "short " * 40])
def test_a_first_line_of_other_words_is_a_part_of_the_text(line):
    asked = read_message(f"{line}\n{STORY}")

    assert asked.request.text is not None
    assert asked.request.text.startswith(line.strip())
    assert asked.request.options == DigestOptions("medium")
