"""What tests of Slack's room share."""

import logging

import pytest
import structlog

from tests.bot.slack.digest_channel import DigestChannel


@pytest.fixture
def rig() -> DigestChannel:
    """A channel with a digest."""
    return DigestChannel()


@pytest.fixture
def empty() -> DigestChannel:
    """A channel without a digest."""
    rig = DigestChannel()
    rig.subscriptions.kept.clear()
    return rig


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
