"""What tests of Slack's room share."""

import pytest
import structlog


@pytest.fixture
def log_lines() -> object:
    with structlog.testing.capture_logs() as lines:
        yield lines
