"""What the exit statuses say, in the code and in README."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.errors import ConfigError, DatabaseLostError, FetchError, StorageError
from bot.exits import Exit

ROOT = Path(__file__).parents[2]


def test_readme_has_every_exit_status_in_the_words_of_the_code():
    section = (ROOT / "README.md").read_text().partition("**Exit statuses**")[2].partition("\n\n**")[0]

    rows = re.findall(r"^\| (\d+) \| (.+) \|$", section, re.MULTILINE)
    assert rows == [(str(int(status)), status.says) for status in Exit]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ConfigError("x"), Exit.CANNOT_START),
        (StorageError("x"), Exit.CANNOT_START),
        (DatabaseLostError("x"), Exit.DATABASE_LOST),
        (FetchError("x"), Exit.FAILED),
        (KeyboardInterrupt(), Exit.INTERRUPTED),
    ],
)
def test_every_kind_of_error_has_its_exit_status(monkeypatch, error, status):
    def fail():
        raise error

    monkeypatch.setattr("bot.cli.app", fail)

    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == status


def test_a_replica_that_was_taken_for_dead_ends_with_its_own_status():
    code = "from bot.engine.jobs.replicas import _end_process as end; end()"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)

    assert ended.returncode == int(Exit.TAKEN_FOR_DEAD) == 75


def test_last_words_are_said_before_the_end():
    code = "from bot.exits import Exit, end_at_once; end_at_once(Exit.DATABASE_LOST, 'the file is gone')"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, text=True)

    assert (ended.returncode, ended.stderr) == (74, "nutgraf: the file is gone\n")


def test_the_unit_starts_the_bot_again_whatever_its_exit_status_was():
    unit = (ROOT / "deploy" / "nutgraf.service").read_text().splitlines()

    assert "Restart=always" in unit
    assert not [line for line in unit if line.startswith("RestartPreventExitStatus=")]
