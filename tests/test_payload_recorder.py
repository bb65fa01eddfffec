"""Recording what the bot sends: nothing is left out, nothing else is recorded."""

import json

from bot.slack.rendering.error_messages import text_message
from bot.slack.rendering.subscription_form_view import saving_view
from tests.payload_recorder import PayloadRecorder, find_payloads, rendering_functions

HELLO = text_message("hello")


def test_messages_blocks_and_views_are_found_in_what_a_function_returned():
    shown = {"text": "hello", "blocks": list(HELLO.blocks)}
    (block,) = HELLO.blocks

    assert list(find_payloads(HELLO)) == [shown]
    assert list(find_payloads((HELLO, (HELLO,)))) == [shown, shown]
    assert list(find_payloads([[block], [block]])) == [{"blocks": [block]}] * 2
    assert list(find_payloads(saving_view())) == [saving_view()]


def test_every_function_that_renders_is_known_by_its_name():
    names = set(rendering_functions())

    assert names >= {
        "app_home_view.home_view",
        "digest_messages.reply_messages",
        "digest_messages.shared_digest",
        "error_messages.error_line",
        "subscription_form_view.form_view",
        "subscription_messages.list_messages",
    }
    assert "digest_messages.format_summary" not in names


def test_calls_that_only_read_are_not_recorded(tmp_path):
    recorder = PayloadRecorder(tmp_path)
    recorder.add_call("users.info", {"user": "U1"})
    recorder.add_call("chat.postMessage", {"channel": "C1", "text": "hello"}, by="a test")

    (file,) = tmp_path.iterdir()
    assert [json.loads(line) for line in file.read_text().splitlines()] == [
        {"kind": "chat.postMessage", "by": "a test", "payload": {"channel": "C1", "text": "hello"}}
    ]
