"""Sends hostile cases through the fetcher and the reader and measures what they cost us.

    python measure_hostile.py ../shared/security/hostile.py KIND...     a JSON line a case, then a summary

A process of its own, so that its memory and its event loop are nobody else's.
"""

import asyncio
import importlib.util
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import structlog

from bot.engine.documents.document_reader import WARM_UP, PooledDocumentReader
from bot.engine.workers.pool import WorkerPool
from bot.errors import BotError
from bot.newsroom.ports import DigestOptions
from bot.web.http.guarded_fetcher import GuardedFetcher
from summarizer.errors import SummarizerError

SLACK_S = 20.0
"""Above a case's own seconds, for a busy machine: then it is given up."""


def load_cases(path: Path) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    cases: dict[str, Any] = module.CASES
    return cases


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


async def watch_lag(lags_s: list[float]) -> None:
    """How late the loop wakes us, again and again."""
    while True:
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        lags_s.append(time.perf_counter() - before - 0.005)


async def try_case(fetcher: GuardedFetcher, reader: PooledDocumentReader, url: str) -> tuple[str, str]:
    """(what came of it, its words)."""
    try:
        page = await fetcher.fetch(url)
        digest = await reader.digest_page(page, DigestOptions())
    except (BotError, SummarizerError) as error:
        return "error", repr(error)[:150]
    except Exception as error:  # noqa: BLE001  (what must never happen is what we look for)
        return "crash", repr(error)
    return "digest", digest.sentences[0].text[:80] if digest.sentences else ""


async def measure(path: Path, port: int, kinds: set[str]) -> None:
    origin = f"http://127.0.0.1:{port}"
    lags_s: list[float] = []
    passed, wrong = 0, []
    async with (
        GuardedFetcher(allowed_origins=frozenset({origin})) as fetcher,
        WorkerPool(count=2, warm_up=WARM_UP) as workers,
    ):
        reader = PooledDocumentReader(workers)
        watching = asyncio.create_task(watch_lag(lags_s))
        for name, case in load_cases(path).items():
            if case.kind not in kinds and name not in kinds:
                continue
            await asyncio.to_thread(urlopen, f"{origin}/prepare/{name}", timeout=60)
            before_mb, started = resident_mb(), time.monotonic()
            try:
                async with asyncio.timeout(case.t + SLACK_S):
                    got, words = await try_case(fetcher, reader, f"{origin}/{name}")
            except TimeoutError:
                got, words = "hang", ""
            took_s, grew_mb = time.monotonic() - started, resident_mb() - before_mb
            is_right = got == case.expect or (case.expect == "either" and got in {"digest", "error"})
            is_right = is_right and grew_mb <= case.mb
            passed += is_right
            if not is_right:
                wrong.append(name)
            line = {"name": name, "ok": is_right, "want": case.expect, "got": got, "s": round(took_s, 2)}
            print(json.dumps({**line, "limit_s": case.t, "mb": round(grew_mb, 1), "words": words}), flush=True)
        watching.cancel()
    lags_s.sort()
    lag = {"p50": lags_s[len(lags_s) // 2], "p99": lags_s[int(len(lags_s) * 0.99)], "max": lags_s[-1]}
    in_ms = {key: round(value * 1000, 1) for key, value in lag.items()}
    print(json.dumps({"passed": passed, "of": passed + len(wrong), "wrong": wrong, "lag_ms": in_ms}))


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    path, kinds = Path(sys.argv[1]), set(sys.argv[2:])
    server = [sys.executable, str(Path(__file__).with_name("serve_hostile.py")), str(path)]
    with subprocess.Popen(server, stdout=subprocess.PIPE, text=True) as site:
        assert site.stdout is not None
        try:
            asyncio.run(measure(path, int(site.stdout.readline()), kinds))
        finally:
            site.kill()


if __name__ == "__main__":
    main()
