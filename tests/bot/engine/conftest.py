"""What engine tests share."""

import pytest
import structlog


@pytest.fixture(autouse=True)
def log_lines() -> object:
    with structlog.testing.capture_logs() as lines:
        yield lines
