"""Runs the table of hostile links inside the virtual internet, which patches sockets for its whole process.

python run_ssrf_table.py ../shared/security     prints "216/216", or what went wrong
"""

import asyncio
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import structlog

from bot.errors import FetchError
from bot.web.http.guarded_fetcher import fetch


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def run(folder: Path) -> None:
    net = load(folder / "virtualnet.py")
    net.install()
    rows = net.load(folder / "ssrf_urls.tsv")
    passed = 0
    for row in rows:
        net.setcase(row)
        error = None
        try:
            await fetch(net.unesc(row["url"]))
        except FetchError as caught:
            error = caught
        verdict, detail = net.judge(row, error)
        passed += verdict == "ok"
        if verdict != "ok":
            print(row["id"], row["category"], verdict, detail, repr(error))
    print(f"{passed}/{len(rows)}")


structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
asyncio.run(run(Path(sys.argv[1])))
