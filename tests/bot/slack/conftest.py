"""What tests of Slack's room share."""

import logging

import pytest
import structlog

from tests.bot.slack.digest_channel import DigestRoom


@pytest.fixture
def room() -> DigestRoom:
    """A channel with a digest."""
    return DigestRoom()


@pytest.fixture
def empty() -> DigestRoom:
    """A channel without a digest."""
    room = DigestRoom()
    room.subscriptions.kept.clear()
    return room


@pytest.fixture
def log_lines() -> object:
    with structlog.testing.capture_logs() as lines:
        yield lines


@pytest.fixture
def no_traceback(caplog):
    """Nothing that anybody sends is a bug of ours."""
    caplog.set_level(logging.INFO)
    yield
    assert [record for record in caplog.records if record.exc_info] == []
