"""Fixtures for every test."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from tests.postgres import Cluster

# No deadline, so that no example fails on a busy machine; in CI every run tries the same examples.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")  # noqa: TID251  (how tests know where they run)

SHARED = Path(os.environ.get("NUTGRAF_SHARED", Path(__file__).parents[2] / "shared"))  # noqa: TID251  (where tests find data)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest tests/e2e --messages FILE`: the bot's messages, to be compared before and after a change."""
    parser.addoption("--messages", metavar="FILE", help="write down what the bot says in the end-to-end tests")
    parser.addoption("--record-payloads", metavar="FOLDER", help="write down what the tests send to Slack")
    parser.addoption("--proofs", metavar="FOLDER", help="where `make proofs` installed and recorded")


def pytest_configure(config: pytest.Config) -> None:
    """Record payloads where this is wanted."""
    if folder := config.getoption("--record-payloads"):
        from tests.payload_recorder import PayloadRecorder

        PayloadRecorder(Path(folder)).start()


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """Restores the process's log setup after each test: the next test counts lines from zero."""
    root, config = logging.getLogger(), structlog.get_config()
    loggers = [root, *(one for one in root.manager.loggerDict.values() if isinstance(one, logging.Logger))]
    handlers, levels = root.handlers[:], [one.level for one in loggers]
    yield
    root.handlers[:] = handlers
    for one, level in zip(loggers, levels, strict=True):
        one.setLevel(level)
    structlog.configure(**config)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Returns the folder of measuring data beside the repository; skips the test where there is none."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the measuring data: {SHARED} is missing (set NUTGRAF_SHARED)")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server of the tests' own, with `make_database()`; skips the test where none is installed."""
    cluster = Cluster()
    cluster.start()
    yield cluster
    cluster.remove()


@pytest.fixture(scope="session")
def postgres_url(postgres: Cluster) -> str:
    """Returns the address of a database that all tests of a run share; `postgres.make_database()` makes new ones."""
    return postgres.make_database()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the reports of the drills, whichever process ran them."""
    for outcome in ("passed", "failed"):
        for test in terminalreporter.getreports(outcome):
            for name, value in test.user_properties:
                if name == "report":
                    terminalreporter.write_line(f"\n{test.nodeid} {outcome}\n{value}")
