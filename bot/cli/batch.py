"""`nutgraf batch`: many documents, one JSON object per line in and out, in the order of the input.

Each document is read in a worker process, so that a hostile page costs one error line and nothing else.
"""

import asyncio
import gzip
import json
import sys
import time
import zlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.cli.json_records import Record, digest_record, error_record
from bot.engine.workers.pool import WorkerPool
from bot.errors import BotError, ConfigError
from summarizer import Article, digest, find_quotes, read_page, read_text
from summarizer.errors import EmptyTextError, SummarizerError
from summarizer.paste.read_text import take_clean
from summarizer.ranking import METHODS
from summarizer.stories import cluster

MAX_LINE = 50_000_000
"""Maximum characters of an input line; a line is a document, and documents over a few megabytes are rejected anyway."""

DOCUMENT_TIMEOUT_S = 30.0


class LineError(BotError):
    """An input line that is not a document."""

    code = "bad_line"

    def __init__(self, message: str, advice: str = "See README, 'Many at once', for what a line may hold.") -> None:
        super().__init__(message)
        self.message, self.advice = message, advice

    def __reduce__(self) -> tuple[type["LineError"], tuple[str, str]]:  # type: ignore[override]  # built from its text
        return LineError, (self.message, self.advice)


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How to digest the documents; `sentences` overrides the length's number."""

    length: str = "medium"
    method: str | None = None
    sentences: int | None = None
    stories: bool = False
    history: Path | None = None


async def run_batch(source: Path, target: Path, options: BatchOptions, *, jobs: int) -> int:
    """Write one line to `target` for each line of `source`. Returns the number of errors.

    Raises:
        ConfigError: a file cannot be opened, or the method does not exist.
    """
    if options.method is not None and options.method not in METHODS:
        raise ConfigError(f"--method: there is no {options.method!r}. Choose one of: {', '.join(METHODS)}.")
    history = tuple(read_history(options.history)) if options.history else ()
    lines = _read_lines(source)
    errors = 0
    with _open(target, "w") as out, _progress() as progress:
        task = progress.add_task("digesting", total=len(lines))
        answers: list[Record] = []
        async for answer in _answer_lines(lines, options, jobs=jobs, folder=source.parent):
            errors += "error" in answer
            progress.advance(task)
            if options.stories:
                answers.append(answer)
            else:
                _write(out, answer)
        for answer in _with_stories(lines, answers, history):
            _write(out, answer)
    return errors


def answer_line(line: str, options: BatchOptions, folder: str) -> Record:
    """Return the answer to one input line. Runs in a worker process; never raises because of the line's content."""
    started = time.process_time()
    identity: Any = None
    try:
        record = read_line(line)
        identity = record.get("id")
        article = read_article(record, Path(folder))
        if options.stories and not article.body:
            return {"id": identity, "ms": _milliseconds(started)}
        found = digest(article, length=options.length, method=options.method, sentences=options.sentences)
        answer = digest_record(found, find_quotes(article))
    except (BotError, SummarizerError) as error:
        return {"id": identity, "error": error_record(error)}
    return {"id": identity, **answer, "ms": _milliseconds(started)}


def read_line(line: str) -> Record:
    """Return the JSON object of a line.

    Raises:
        LineError: it is not a JSON object.
    """
    if len(line) > MAX_LINE:
        raise LineError(f"The line has {len(line):,} characters; I read up to {MAX_LINE:,}.")
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LineError("The line is not JSON.") from error
    if not isinstance(record, dict):
        raise LineError("The line is not a JSON object.")
    return record


def read_article(record: Record, folder: Path) -> Article:
    """Return the article of an input record: its page, its page's file, or its text.

    Raises:
        LineError: it has none of these, or they are invalid.
        SummarizerError: something is wrong with the text.
    """
    url, title = _string(record, "url"), _string(record, "title")
    if record.get("html") is not None:
        return read_page(_string(record, "html") or "", url)
    if record.get("html_file") is not None:
        return read_page(_read_file(folder, _string(record, "html_file") or ""), url)
    if record.get("text") is None and title is None:
        raise LineError("The line has neither html, html_file nor text.")
    text = _string(record, "text") or ""
    if not text.strip():
        if title is None:
            raise EmptyTextError
        return _labelled(Article(body="", headline=title), record)
    article = take_clean(text, headline=title) if record.get("clean") else read_text(text)
    return _labelled(article, record)


def read_history(path: Path) -> Iterator[str]:
    """Yield headline and opening of each older item in a file of JSON lines.

    Raises:
        ConfigError: the file cannot be opened.
    """
    for line in _read_lines(path):
        try:
            record = read_line(line)
        except LineError:
            continue
        yield f"{record.get('title') or ''}\n{record.get('text') or ''}"


async def _answer_lines(lines: list[str], options: BatchOptions, *, jobs: int, folder: Path) -> AsyncIterator[Record]:
    """Yield answers in the order of the lines, working a few documents ahead."""
    async with WorkerPool(count=jobs, warm_up=("bot.cli.batch",)) as workers:

        async def answer(line: str) -> Record:
            try:
                return await workers.run(answer_line, line, options, str(folder), timeout_s=DOCUMENT_TIMEOUT_S)
            except BotError as error:  # the worker process was killed: too long, too much memory
                return {"id": _identity(line), "error": error_record(error)}

        ahead: list[asyncio.Task[Record]] = []
        for line in lines:
            ahead.append(asyncio.create_task(answer(line)))
            if len(ahead) > 2 * jobs:
                yield await ahead.pop(0)
        for task in ahead:
            yield await task


def _with_stories(lines: list[str], answers: list[Record], history: tuple[str, ...]) -> Iterator[Record]:
    """Yield the answers, each with the number of its story; unreadable lines have none."""
    places, articles = [], []
    for place, (line, answer) in enumerate(zip(lines, answers, strict=False)):
        item = _item(line, answer)
        if item is not None:
            places.append(place)
            articles.append(item)
    story_of = dict(zip(places, cluster(articles, history=history), strict=True))
    for place, answer in enumerate(answers):
        yield {**answer, "story": story_of[place]} if place in story_of else answer


def _item(line: str, answer: Record) -> Article | None:
    """Return the news item of a line: its own title, text, outlet and time, else what was read from its page."""
    try:
        record = read_line(line)
        read = answer.get("article") or {}
        body = _string(record, "text") or read.get("body") or ""
        title = _string(record, "title") or read.get("headline")
    except LineError:
        return None
    if not body and not title:
        return None
    language = read.get("language")
    item = Article(body=body, headline=title, outlet=read.get("outlet"), url=read.get("url"), language=language)
    return _labelled(item, record)


def _labelled(article: Article, record: Record) -> Article:
    """Return the article with the line's own fields."""
    return replace(
        article,
        headline=_string(record, "title") or article.headline,
        url=_string(record, "url") or article.url,
        outlet=_string(record, "outlet") or article.outlet,
        published_at=_time(record) or article.published_at,
    )


def _string(record: Record, name: str) -> str | None:
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise LineError(f"{name} must be a string.")
    return value


def _time(record: Record) -> datetime | None:
    value = _string(record, "time")
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise LineError("time must be an ISO 8601 time.") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _read_file(folder: Path, name: str) -> bytes:
    """Return the bytes of a page's file, unpacked if gzip; relative names are searched next to the input, then here."""
    path = folder / name if (folder / name).exists() else Path(name)
    try:
        raw = path.read_bytes()
        return gzip.decompress(raw) if path.suffix == ".gz" else raw
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise LineError(f"html_file {name} cannot be read.") from error


def _identity(line: str) -> Any:
    try:
        return read_line(line).get("id")
    except LineError:
        return None


def _milliseconds(started: float) -> float:
    return round((time.process_time() - started) * 1000, 2)


def _read_lines(path: Path) -> list[str]:
    """Return the lines of a file that are not blank; invalid UTF-8 is replaced."""
    with _open(path, "r") as lines:
        return [line.rstrip("\r\n") for line in lines if line.strip()]


def _open(path: Path, mode: str) -> TextIO:
    try:
        if mode == "w":
            return path.open("w", encoding="utf-8", newline="\n")
        return path.open(encoding="utf-8-sig", errors="replace", newline="\n")
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}.") from error


def _write(out: TextIO, answer: Record) -> None:
    out.write(json.dumps(answer, ensure_ascii=False) + "\n")


def _progress() -> Progress:
    """Return a progress bar on a terminal's stderr; nothing elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty())
