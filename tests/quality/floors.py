"""Floors of the quality gates: raised by what is measured, lowered by a reason only."""

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def take(file: Path, measure: Callable[[Path], Row], find_lowered: Callable[[Row, Row], list[str]]) -> None:
    """Write floors down, as a command: `--lower REASON` where new ones are lower for the same data.

    Args:
        file: where they stand.
        measure: the new floors, with the hash of their data as "data"; given the folder of the data.
        find_lowered: the floors that the new ones would lower, given the old ones and the new ones.
    """
    parser = argparse.ArgumentParser(description="Take the floors.")
    parser.add_argument("--lower", metavar="REASON", help="allow lower floors, and write down why")
    reason = parser.parse_args().lower
    shared = Path(os.environ.get("NUTGRAF_SHARED", Path(__file__).parents[3] / "shared"))  # noqa: TID251  (where tests find data)
    new = measure(shared)
    if file.exists():
        old = json.loads(file.read_text("utf-8"))
        lowered = find_lowered(old, new) if old["data"] == new["data"] else []
        if lowered and not reason:
            parser.error(f"would lower {', '.join(lowered)}: give --lower REASON")
        new["lowered"] = [*old.get("lowered", []), *([f"{', '.join(lowered)}: {reason}"] if lowered else [])]
    file.write_text(json.dumps(new, indent=1) + "\n", "utf-8")
