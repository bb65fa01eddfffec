"""The files by which Slack's own command line starts the project, run as it runs them.

It adds `--source=…` to the command of a hook and has the shell run the whole line; in SDK-managed mode the tokens are in the
environment. Source: slackapi/slack-cli, internal/hooks/shell.go, internal/pkg/platform/localserver.go.
"""

import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
HOOKS = json.loads((ROOT / ".slack" / "hooks.json").read_text("utf-8"))
TOKENS = {"SLACK_CLI_XOXB": "xoxb-of-the-cli", "SLACK_CLI_XAPP": "xapp-of-the-cli"}

RECORD = """#!/bin/sh
echo "$@"
echo "$SLACK_BOT_TOKEN $SLACK_APP_TOKEN"
"""


@pytest.fixture
def make(tmp_path: Path) -> Path:
    """A folder with a `make` that only says how it was called."""
    recorder = tmp_path / "make"
    recorder.write_text(RECORD)
    recorder.chmod(0o755)
    return tmp_path


def run_hook(name: str, folder: Path, *more: str, **environment: str) -> list[str]:
    line = " ".join((HOOKS["hooks"][name], *more))
    where = {"PATH": f"{folder}:/usr/bin:/bin", **environment}
    done = subprocess.run(["sh", "-c", line], env=where, capture_output=True, text=True, check=True)  # noqa: S607
    return done.stdout.splitlines()


def test_the_manifest_is_asked_for_whatever_slacks_command_line_adds(make):
    assert run_hook("get-manifest", make, "--source=/home/ada/nutgraf")[0] == "-s manifest"


@pytest.mark.parametrize(
    "others", [{}, {"SLACK_BOT_TOKEN": "xoxb-of-the-shell", "SLACK_APP_TOKEN": "xapp-of-the-shell"}]
)
def test_the_bot_is_started_with_the_tokens_of_slacks_command_line(make, others):
    called, tokens = run_hook("start", make, **TOKENS, **others)

    assert called == "-s run"
    assert tokens == "xoxb-of-the-cli xapp-of-the-cli"


def test_the_bot_connects_by_itself_and_the_manifest_is_the_projects_own():
    assert HOOKS["config"]["sdk-managed-connection-enabled"] is True
    assert json.loads((ROOT / ".slack" / "config.json").read_text("utf-8")) == {"manifest": {"source": "local"}}
    watched = HOOKS["config"]["watch"]["manifest"]["paths"]
    assert [path for path in watched if not (ROOT / path).is_file()] == []


def test_the_makefile_has_what_the_hooks_call():
    makefile = (ROOT / "Makefile").read_text("utf-8").splitlines()

    for target, does in (("manifest", "$(BIN)/nutgraf manifest"), ("run", "$(BIN)/nutgraf run")):
        at = next(number for number, line in enumerate(makefile) if line.startswith(f"{target}: setup"))
        assert makefile[at + 1] == f"\t@{does}"


def test_what_slacks_command_line_writes_about_ones_own_apps_is_not_committed():
    assert {"apps.json", "apps.dev.json", "cache/"} <= set((ROOT / ".slack" / ".gitignore").read_text("utf-8").split())
