"""The command line in the test's own process."""

import logging
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from bot.cli import main


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def nutgraf(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Done]]:
    """The command line in this process: arguments and a folder in; exit code and output out."""
    before = logging.getLogger().handlers[:], logging.getLogger().level

    def run(*arguments: str, cwd: Path, **environment: str) -> Done:
        for name in list(os.environ):  # noqa: TID251  (the command's environment is made from ours)
            if name.startswith(("SLACK_", "NUTGRAF_")):
                monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["nutgraf", *arguments])
        capsys.readouterr()  # what the test itself has said
        code: int = 0
        try:
            main()
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        return Done(code, *capsys.readouterr())

    yield run
    logging.getLogger().handlers[:], logging.getLogger().level = before
    structlog.reset_defaults()
