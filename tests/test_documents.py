"""Every relative link in the documents, and every repository path in backticks, names an existing file."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

TOP = ("bot", "summarizer", "tests", "docs", "deploy", "tools")
"""Folders of the repository; a text that starts with one of them and a slash is a path."""

_DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
_FENCED = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
_IN_BACKTICKS = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_PATH = re.compile(rf"(?<![\w./-])(?:{'|'.join(TOP)})/[\w./-]*")
_SHORT_PATH = re.compile(r"(?:[\w-]+/)+[\w-]+\.(?:py|md|json|tsv|toml)")
_DECISION = re.compile(r"\d{4}-[a-z0-9-]+\.md")
_GLOSSARY_ROW = re.compile(r"`(\w+)` in `([\w./]+\.py)`")


@cache
def read_documents():
    """Returns the name and the text of each document."""
    return {str(path.relative_to(ROOT)): path.read_text() for path in _DOCUMENTS}


def find_paths(text):
    """Returns repository paths in backticks, also those in commands, without pytest's `::` part."""
    return [
        path.rstrip(".")
        for words in _IN_BACKTICKS.findall(_FENCED.sub("", text))
        for path in _PATH.findall(words)
        if path.split("/", 1)[1]
    ]


def find_short_paths(text):
    """Returns paths in backticks that start in the middle of the tree."""
    words = _IN_BACKTICKS.findall(_FENCED.sub("", text))
    return [word for word in words if _SHORT_PATH.fullmatch(word) and word.split("/")[0] not in TOP]


@pytest.mark.parametrize("name", read_documents())
def test_every_path_in_backticks_exists(name):
    missing = [path for path in find_paths(read_documents()[name]) if not (ROOT / path).exists()]

    assert not missing


@pytest.mark.parametrize("name", read_documents())
def test_every_path_in_backticks_begins_at_the_top_of_the_repository(name):
    assert not find_short_paths(read_documents()[name])


@pytest.mark.parametrize("name", read_documents())
def test_every_relative_link_leads_to_a_file(name):
    targets = [target.split("#")[0] for target in _LINK.findall(_FENCED.sub("", read_documents()[name]))]
    missing = [
        target for target in targets if target and "://" not in target and not ((ROOT / name).parent / target).exists()
    ]

    assert not missing


def test_every_decision_is_in_the_index_once():
    index = _DECISION.findall((ROOT / "docs" / "decisions" / "README.md").read_text())
    files = [path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")]

    assert sorted(index) == sorted(files)


def test_every_name_of_the_glossary_is_in_the_file_beside_it():
    rows = _GLOSSARY_ROW.findall((ROOT / "docs" / "glossary.md").read_text())
    wrong = [
        (name, file)
        for name, file in rows
        if not re.search(rf"^(?:(?:async )?def|class) {name}\b|^{name} =", (ROOT / file).read_text(), re.MULTILINE)
    ]

    assert rows
    assert not wrong


def test_a_wrong_path_would_be_found():
    text = "See `docs/no-such-page.md`, `make run` and `.venv/bin/python tests/no_such_test.py`; `storage/inbox.py`."

    assert find_paths(text) == ["docs/no-such-page.md", "tests/no_such_test.py"]
    assert find_short_paths(text) == ["storage/inbox.py"]
