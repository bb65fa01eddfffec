"""A01: no regular expression of either package takes cubic or worse time on any text."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_a01_no_pattern_of_either_package_is_cubic_or_worse():
    command = [sys.executable, "-W", "ignore", "-m", "tests.patterns"]  # a process of its own: it watches the imports
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stdout + done.stderr
