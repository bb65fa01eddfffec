import io
import json
import logging
import sys

import pytest
import structlog

from bot.logs import redact, set_up_logs


@pytest.fixture
def lines(monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    before, level = logging.getLogger().handlers[:], logging.getLogger().level
    set_up_logs("info")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().handlers[:] = before
    logging.getLogger().setLevel(level)
    structlog.reset_defaults()


def test_one_json_line_an_event_whoever_logs_it(lines):
    structlog.get_logger("bot.x").info("digest posted", channel="C1")
    logging.getLogger("some.library").warning("two\nlines %s", "here")

    ours, theirs = lines()
    assert (ours["event"], ours["channel"]) == ("digest posted", "C1")
    assert theirs["event"] == "two\nlines here"


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-123-abc",
        "xapp-1-A1-xyz",
        "xoxe.xoxp-1-Mi0y",
        "https://hooks.slack.com/commands/T1/2/abc",
        "wss://wss-primary.slack.com/link/?ticket=abc",
    ],
)
def test_secrets_are_blacked_out_wherever_they_stand(lines, secret):
    log = structlog.get_logger("bot.x")
    message = f"calling {secret} now"
    log.info(message, nested={"list": [secret]})
    try:
        raise ValueError(secret)  # noqa: TRY301  (it is the traceback that is tested)
    except ValueError:
        log.exception("failed")
    logging.getLogger("slack").warning("token %s", secret)

    assert len(lines()) == 3
    assert secret not in json.dumps(lines())


def test_fields_named_like_secrets_are_blacked_out():
    assert redact(None, "info", {"response_url": "anything", "trigger_id": "1.2", "ok": "x"}) == {
        "response_url": "[hidden]",
        "trigger_id": "[hidden]",
        "ok": "x",
    }
