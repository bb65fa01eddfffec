"""What `nutgraf doctor` says about the scopes that Slack has granted."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.slack.manifest.permissions import SCOPES
from tests.bot.cli.conftest import Done
from tests.serving import serving

ALL = set(SCOPES)


@contextmanager
def slack_that_grants(scopes: str | None, *, refuses: bool = False) -> Iterator[str]:
    """A Web API that knows `auth.test` alone; its address. `scopes` is the header; None: there is none."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/api/auth.test"
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            if scopes is not None:
                self.send_header("x-oauth-scopes", scopes)
            self.end_headers()
            said = {"ok": False, "error": "invalid_auth"} if refuses else {"ok": True, "team": "Gazette"}
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Answer)) as origin:
        yield f"{origin}/api/"


@pytest.fixture
def look(nutgraf: Callable[..., Done], tmp_path: Path) -> Callable[..., tuple[int, list[str]]]:
    """How doctor ends, and its lines from the one about Slack on."""

    def examine(scopes: str | None, *, refuses: bool = False) -> tuple[int, list[str]]:
        with slack_that_grants(scopes, refuses=refuses) as url:
            tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "NUTGRAF_SLACK_API_URL": url}
            done = nutgraf("doctor", cwd=tmp_path, **tokens)
        lines = done.stdout.splitlines()
        return done.returncode, lines[next(at for at, line in enumerate(lines) if " Slack: " in line) :]

    return examine


def granting(scopes: set[str]) -> str:
    return ",".join(sorted(scopes))


def test_all_scopes_are_said_to_be_there(look):
    code, said = look(granting(ALL))

    assert code == 0
    assert "ok   scopes: all that the bot has a use for are granted" in said


def test_an_optional_scope_that_is_missing_is_a_warning_that_says_what_is_switched_off(look):
    code, said = look(granting(ALL - {"files:read", "users:read"}))

    assert code == 0
    at = said.index(f"warn scope files:read: not granted. {SCOPES['files:read'].without}")
    assert said[at + 1] == f"warn scope users:read: not granted. {SCOPES['users:read'].without}"
    assert said[at + 2].startswith("     The bot runs without these.")
    assert not any(line.startswith("ok   scopes") for line in said)


def test_a_required_scope_that_is_missing_must_be_added(look):
    code, said = look(granting(ALL - {"chat:write"}))

    assert code == 2
    at = said.index("FIX  scope chat:write: not granted. The bot cannot answer.")
    assert "reinstall the app" in said[at + 1]


def test_a_minimal_app_may_run_and_reads_a_line_for_everything_that_it_does_without(look):
    minimal = {name for name, scope in SCOPES.items() if not scope.is_optional}

    code, said = look(granting(minimal))

    assert code == 0
    named = {line.split()[2].rstrip(":") for line in said if line.startswith("warn scope ")}
    assert named == ALL - minimal
    assert sum("The bot runs without these." in line for line in said) == 1


def test_superfluous_scopes_are_named_in_one_line(look):
    code, said = look(granting(ALL | {"links:read", "admin"}))

    assert code == 0
    assert "warn scopes: the bot has no use for admin, links:read" in said


def test_a_slack_that_does_not_name_scopes_is_no_trouble(look):
    code, said = look(None)

    assert code == 0
    assert "ok   scopes: Slack does not say which ones are granted" in said


def test_of_a_refused_token_no_scopes_are_judged(look):
    code, said = look("", refuses=True)

    assert code == 2
    assert not any("scope" in line for line in said)
