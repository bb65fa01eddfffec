import io
import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
import structlog
from dbos._logger import init_logger

from bot.logs import adopt_loggers, lines_left_out, redact, set_up_logs
from bot.logs.chain import ChainHandler
from bot.logs.repeats import MOST_KNOWN, QUIET_S, REMINDER_S, Repeats
from tests.alarm import alarm

STRAYS = """
import asyncio, threading, warnings
from bot.logs import catch_strays, set_up_logs
set_up_logs("info")
catch_strays()
secret = "https://gazette.example/a?token=s3cr3t"
warnings.warn(secret)
def fail():
    raise ValueError(secret)
thread = threading.Thread(target=fail, name="harbour")
thread.start()
thread.join()
class Odd:
    def __del__(self):
        fail()
Odd()
async def forget_about_it():
    async def fail_later():
        fail()
    asyncio.get_running_loop().create_task(fail_later())
    await asyncio.sleep(0.01)
asyncio.run(forget_about_it())
fail()
"""
"""A program in which all goes wrong that nobody looks after."""


@pytest.fixture
def lines(monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logging.getLogger("dbos").setLevel(logging.NOTSET)  # an engine that stopped in this process has silenced it
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


def test_a17_of_a_link_that_cannot_be_read_the_log_shows_no_token(lines):
    link = "https://gazette.example/pier?token=s3cr3t"
    structlog.get_logger("bot.newsroom.requests.answer_request").info(
        "link not digested", link=link, cause=f"404 of {link}"
    )

    (line,) = lines()
    assert (line["link"], line["cause"]) == (
        "https://gazette.example/pier?[hidden]",
        "404 of https://gazette.example/pier?[hidden]",
    )


def test_a10_whatever_nobody_catches_is_a_redacted_json_line():
    command = [sys.executable, "-X", "dev", "-c", STRAYS]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])

    said = [json.loads(line) for line in done.stderr.splitlines()]
    assert done.returncode == 1
    assert "s3cr3t" not in done.stderr
    assert [line["logger"] for line in said] == ["py.warnings", *["bot.logs.strays"] * 2, "asyncio", "bot.logs.strays"]
    assert "nothing caught ends the thread harbour" in said[1]["event"]
    assert "https://gazette.example/a?[hidden]" in said[4]["exception"]
    assert said[4]["level"] == "critical"


def test_a10_the_job_engines_lines_go_through_the_chain(lines):
    init_logger()  # as the engine does when it is built
    logging.getLogger("dbos").warning("Exception listing queues: https://x.example/?token=1")

    (line,) = lines()
    assert (line["logger"], line["event"]) == ("dbos", "Exception listing queues: https://x.example/?[hidden]")


def test_a10_a_library_that_brings_a_handler_of_its_own_writes_through_ours(lines):
    library = logging.getLogger("some.scheduler")
    library.addHandler(logging.StreamHandler(sys.stderr))
    library.propagate = False

    adopt_loggers()
    library.warning("late")
    assert [line["event"] for line in lines()] == ["late"]


def test_a10_a_line_that_cannot_be_written_costs_neither_the_program_nor_json(lines, monkeypatch):
    (ours,) = [handler for handler in logging.getLogger().handlers if isinstance(handler, ChainHandler)]
    monkeypatch.setattr(logging.getLogger(), "handlers", [ours])  # pytest's own raises
    logging.getLogger("some.library").warning("%d harbours", "xoxb-1-secret")

    (line,) = lines()
    assert line == {
        "event": "a log line could not be written",
        "level": "error",
        "logger": "some.library",
        "cause": "TypeError",
    }


def test_a10_the_same_line_is_written_once_and_counted_and_the_count_is_said_when_the_process_ends(lines):
    log = structlog.get_logger("bot.x")
    for _ in range(1305):
        log.warning("no beat", cause="OperationalError")
        logging.getLogger("dbos").warning("Exception listing queues: refused")
    log.warning("no beat", cause="another")
    assert [line["event"] for line in lines()] == ["no beat", "Exception listing queues: refused", "no beat"]
    assert lines_left_out() == 2608

    logging.getLogger().handlers[0].close()
    counts = lines()[3:]
    assert [(line["left_out"], line["logger"], line["level"]) for line in counts] == [
        (1304, "bot.x", "warning"),
        (1304, "dbos", "warning"),
    ]
    assert [line["event"].partition(" s, ")[2] for line in counts] == [
        "and left out here: no beat",
        "and left out here: Exception listing queues: refused",
    ]


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Ear(logging.Handler):
    """Keeps what passes."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.repeats = Repeats(now=self.clock, in_background=False)
        self.addFilter(self.repeats)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@pytest.fixture
def ear():
    ear = Ear()
    before = logging.getLogger().handlers[:]
    logging.getLogger().handlers[:] = [ear]
    logging.getLogger("dbos").setLevel(logging.NOTSET)  # an engine that stopped earlier in this process silenced it
    yield ear
    logging.getLogger().handlers[:] = before


def refuse(text="Connection refused", name="dbos") -> None:
    logging.getLogger(name).warning(text)


def test_a10_when_a_line_has_not_come_for_a_minute_its_count_is_said(ear):
    for _ in range(35):
        refuse()
        ear.clock.seconds += 1
    ear.repeats.sum_up(only_ended=True)
    assert ear.heard == ["Connection refused"]

    ear.clock.seconds += QUIET_S
    ear.repeats.sum_up(only_ended=True)
    assert ear.heard[1:] == ["said 34 times more in 34 s, and left out here: Connection refused"]
    refuse()
    assert ear.heard[2:] == ["Connection refused"]


def test_a10_a_line_that_comes_again_after_a_while_is_written_again_with_the_count_before_it(ear):
    refuse()
    refuse()
    ear.clock.seconds += QUIET_S + 1
    refuse()

    counted = "said once more in 0 s, and left out here: Connection refused"
    assert sorted(ear.heard) == ["Connection refused", "Connection refused", counted]


def test_a10_while_a_line_does_not_end_its_count_is_said_every_ten_minutes(ear):
    for _ in range(int(2 * REMINDER_S) + 10):
        refuse()
        ear.repeats.sum_up(only_ended=True)
        ear.clock.seconds += 1

    assert [said.partition(",")[0] for said in ear.heard[1:]] == [
        "said 601 times more in 601 s",
        "said 601 times more in 1202 s",
    ]


def test_a10_lines_that_differ_are_all_written(ear):
    for text in ("Connection refused", "the database system is starting up", "disk full"):
        for name in ("dbos", "sqlalchemy"):
            refuse(text, name)
    logging.getLogger("dbos").error("Connection refused")
    for job in ("message:C1:1", "message:C1:2"):
        refuse(f"workflow {job} failed")
    try:
        raise ValueError("one")  # noqa: TRY301  (its traceback is what is tested)
    except ValueError:
        logging.getLogger("dbos").exception("failed")
    try:
        raise ValueError("two")  # noqa: TRY301  (the same)
    except ValueError:
        logging.getLogger("dbos").exception("failed")

    assert len(ear.heard) == 11


def test_a10_how_long_a_library_waits_and_how_often_it_tried_does_not_make_another_line(ear):
    for attempt in range(5):
        refuse(f"Database connection failed. Retrying in {1.5**attempt:.2f}s (attempt {attempt})")
        refuse(f"Task exception was never retrieved <Task name='Task-{attempt}' at 0x7f{attempt}>")

    assert len(ear.heard) == 2


def test_a10_no_more_than_a_thousand_different_lines_are_remembered(ear):
    refuse()
    refuse()
    for number in range(MOST_KNOWN + 10):
        refuse(f"workflow {number} failed")

    assert len(ear.repeats._lines) == MOST_KNOWN
    assert "said once more in 0 s, and left out here: Connection refused" in ear.heard


def test_a01_a_log_line_of_addresses_glued_together_is_redacted_at_once():
    glued = "http://a/" * 50_000

    with alarm():
        line = redact(None, "info", {"cause": glued, "with": glued + "response/T1/2 xoxb-1"})

    assert not any(secret in line["with"] for secret in ("xoxb-1", "response/T1"))
    assert line["cause"].startswith("http://a/")
