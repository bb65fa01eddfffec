"""The packages of npm are pinned with hashes, and the lock says nothing of where they came from."""

import json
from pathlib import Path

HERE = Path(__file__).parent
LOCK = json.loads((HERE / "package-lock.json").read_text("utf-8"))


def test_every_package_has_a_hash_and_no_address():
    packages = {name: package for name, package in LOCK["packages"].items() if name}

    assert len(packages) > 50
    assert [name for name, package in packages.items() if not package.get("integrity")] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_the_lock_is_of_package_json_and_every_version_in_it_is_exact():
    wanted = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]

    assert LOCK["packages"][""]["dependencies"] == wanted
    assert {name: LOCK["packages"][f"node_modules/{name}"]["version"] for name in wanted} == wanted
