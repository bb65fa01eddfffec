"""The shape of the code: every import contract fails on an import that breaks it; folders and constructors stay small."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

VIOLATIONS = {
    "The shell: command line over composition over adapters over use cases over ground": (
        "bot/web/urls.py",
        "import bot.storage.schema",
    ),
    "bot.app: one order of building": ("bot/app/signals.py", "import bot.app.container"),
    "bot.slack: a payload passes from the connection to the handlers and out": (
        "bot/slack/parsing/fields.py",
        "import bot.slack.rendering.help_message",
    ),
    "bot.newsroom: jobs say what is to be done about editions, subscriptions, feeds and requests": (
        "bot/newsroom/feeds/model.py",
        "import bot.newsroom.subscriptions.model",
    ),
    "bot.web: feeds over fetching over the guard": (
        "bot/web/guard/resolver.py",
        "import bot.web.http.content_type",
    ),
    "bot.engine: jobs, schedules and documents know nothing of each other; documents are read by workers": (
        "bot/engine/schedules/periodic_task.py",
        "import bot.engine.jobs.fair_queue",
    ),
    "bot.storage: the database over its tables over the schema": (
        "bot/storage/schema.py",
        "import bot.storage.tables.inbox",
    ),
    "bot.playground: the doors over the methods over what happens in the local Slack over state": (
        "bot/playground/workspace.py",
        "import bot.playground.local_slack",
    ),
    "The core knows nothing of the shell": ("summarizer/model.py", "import bot.clock"),
    "The core: stories over a digest over its parts over plain text": (
        "summarizer/text/words.py",
        "import summarizer.page",
    ),
    "summarizer.quotes: one way from the word lists to the decision; which quotes are shown stands beside": (
        "summarizer/quotes/grammar/name_lists.py",
        "import summarizer.quotes.document.tokens",
    ),
    "summarizer.quotes.evidence: patterns use the evidence, features do not see the patterns": (
        "summarizer/quotes/evidence/candidate_view.py",
        "import summarizer.quotes.evidence.features",
    ),
    "Only one file imports sumy": ("summarizer/paste/read_text.py", "import sumy"),
    "Only bot.slack and the composition root know Slack's libraries": (
        "bot/storage/text_columns.py",
        "import slack_sdk",
    ),
    "Use cases see Protocols: no Slack, no SQL, no HTTP": ("bot/newsroom/ports.py", "import aiohttp"),
}
"""A contract's name -> a file, and the import that the contract forbids there."""

MOST_FILES = 12
MOST_ARGUMENTS = 5
_WHY = re.compile(r"^(?:Six|Seven|Eight) (?:parts|arguments)[:,] \S", re.MULTILINE)


def read_contracts(folder: Path) -> dict[str, str]:
    """KEPT or BROKEN by the contract's name, as import-linter says."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    done = subprocess.run([*command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)
    said = " ".join(done.stdout.split())
    return {
        contract["name"]: "KEPT"
        if f"{contract['name']} KEPT" in said
        else "BROKEN"
        if f"{contract['name']} BROKEN" in said
        else said[-500:]
        for contract in CONTRACTS
    }


def copy_packages(folder: Path) -> None:
    for name in ("bot", "summarizer"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "lexicon"))
    shutil.copy(ROOT / "pyproject.toml", folder)


def test_every_contract_fails_on_a_planted_violation(tmp_path: Path) -> None:
    copy_packages(tmp_path)
    for path, line in VIOLATIONS.values():
        with (tmp_path / path).open("a") as file:
            file.write(f"\n{line}\n")

    assert read_contracts(tmp_path) == {contract["name"]: "BROKEN" for contract in CONTRACTS}


def test_every_contract_has_a_violation_here() -> None:
    assert set(VIOLATIONS) == {contract["name"] for contract in CONTRACTS}


def test_a_folder_holds_at_most_twelve_python_files() -> None:
    folders = {path.parent for name in ("bot", "summarizer") for path in (ROOT / name).rglob("*.py")}
    counts = {str(each.relative_to(ROOT)): len(list(each.glob("*.py"))) for each in folders}
    assert {folder: count for folder, count in counts.items() if count > MOST_FILES} == {}


def test_a_constructor_takes_five_arguments_or_says_why_it_takes_more() -> None:
    silent = []
    for path in (path for name in ("bot", "summarizer") for path in (ROOT / name).rglob("*.py")):
        for owner, function in find_constructors(ast.parse(path.read_text("utf-8"))):
            arguments = function.args
            count = len(arguments.posonlyargs + arguments.args + arguments.kwonlyargs) - (owner is not function)
            if count > MOST_ARGUMENTS and not _WHY.search(ast.get_docstring(owner) or ""):
                silent.append(f"{path.relative_to(ROOT)}: {owner.name}, {count}")
    assert silent == []


Function = ast.FunctionDef | ast.AsyncFunctionDef


def find_constructors(module: ast.Module) -> Iterator[tuple[ast.ClassDef | Function, Function]]:
    """Yields each class with an `__init__`, and each function that builds something."""
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            yield from ((node, each) for each in node.body if isinstance(each, Function) and each.name == "__init__")
        elif isinstance(node, Function) and node.name.startswith("build_"):
            yield node, node
