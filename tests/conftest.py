"""Fixtures for every test."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("NUTGRAF_SHARED", Path(__file__).parents[2] / "shared"))  # noqa: TID251  (where tests find data)


@pytest.fixture
def shared() -> Path:
    """The folder of measuring data beside the repository; skips the test where there is none."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the measuring data: {SHARED} is missing (set NUTGRAF_SHARED)")
    return SHARED
