"""Where `make proofs` installed the packages of npm, and what the tests send to Slack."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def proofs(pytestconfig: pytest.Config) -> Path:
    """The folder with `node_modules` and recorded payloads; skips the test where it is not given."""
    folder = pytestconfig.getoption("--proofs")
    if not folder:
        pytest.skip("needs packages of npm: make proofs")
    return Path(folder).resolve()
