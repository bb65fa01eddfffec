"""The same digests, byte for byte, on every Python and numpy that we say we run on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.quality.composed_news import ARTICLES, compose
from tests.quality.same_digests import EXPECTED, hash_composed, hash_shared

ROOT = Path(__file__).parents[2]
UV = ROOT / ".tools/bin/uv"
OTHER_PYTHONS = ("3.12", "3.13")
PLAIN_MACHINE = {"NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3 AVX512F", "OPENBLAS_CORETYPE": "Nehalem", "PYTHONHASHSEED": "7"}
"""An older processor: other instructions, and other orders of summing."""


def run(python: Path, *arguments: str, **settings: str) -> list[str]:
    """The hashes that another interpreter comes to."""
    command = [str(python), "-W", "ignore", "-m", "tests.quality.same_digests", *arguments]
    settings = {**os.environ, **settings}  # noqa: TID251  (the child needs the path)
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    hashes: list[str] = json.loads(done.stdout)
    return hashes


@pytest.fixture(scope="module")
def expected() -> list[str]:
    hashes: list[str] = json.loads(EXPECTED.read_text("utf-8"))
    return hashes


def test_the_articles_differ_and_are_many() -> None:
    articles = list(compose())
    assert len({article.text for article in articles}) == ARTICLES == 200
    assert {article.language for article in articles} == {"en", "de", "fr", "es"}


def test_two_hundred_digests_are_as_written_down(expected: list[str]) -> None:
    assert hash_composed() == expected  # after a wanted change: python -m tests.quality.same_digests --write


@pytest.mark.slow
def test_an_older_processor_makes_the_same_digests(expected: list[str]) -> None:
    assert run(Path(sys.executable), **PLAIN_MACHINE) == expected


def find_python(version: str, settings: dict[str, str]) -> str | None:
    """Another interpreter: pyenv's, which its own shims hide, or one that uv finds."""
    kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    if kept:
        return str(kept[-1])
    found = subprocess.run([UV, "python", "find", version], env=settings, capture_output=True, text=True, check=False)
    return found.stdout.strip() or None if found.returncode == 0 else None


@pytest.fixture(scope="module", params=OTHER_PYTHONS)
def other_python(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of another Python with what the lock names for it, the newest numpy among it."""
    if not UV.exists():
        pytest.skip("no uv in .tools: `make setup` puts it there")
    settings = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}  # noqa: TID251  (uv needs the path and its cache)
    interpreter = find_python(request.param, settings)
    if interpreter is None:
        pytest.skip(f"no Python {request.param} on this machine")
    folder = tmp_path_factory.mktemp("python") / "venv"
    for command in (
        ["venv", "--quiet", "--python", interpreter, str(folder)],
        ["pip", "sync", "--quiet", "--require-hashes", "--python", str(folder), "requirements.lock"],
    ):
        done = subprocess.run([UV, *command], cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"uv {' '.join(command[:2])} failed: {done.stderr[-500:]}")
    return folder / "bin/python"


@pytest.mark.slow
def test_another_python_makes_the_same_digests(other_python: Path, expected: list[str]) -> None:
    assert run(other_python) == expected


@pytest.mark.slow
@pytest.mark.shared
def test_another_python_makes_the_same_digests_of_real_news(other_python: Path, shared: Path) -> None:
    assert run(other_python, "--shared", str(shared)) == hash_shared(shared)
