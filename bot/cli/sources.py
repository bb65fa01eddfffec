"""Digests for the command line: links by the guarded fetcher, files and standard input directly."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.app.reading import ReadingParts, open_reading
from bot.config import Settings
from bot.engine.documents.document_reader import WARM_UP, WARM_UP_FOR_TEXTS
from bot.errors import BotError, ConfigError
from bot.newsroom.ports import DigestOptions, Page
from summarizer import Digest
from summarizer.errors import SummarizerError
from summarizer.page.charset import decode_page
from summarizer.ranking import METHODS

_TYPES = {".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".pdf": "application/pdf"}


class SourceError(BotError):
    """A file that cannot be read."""

    code = "source"

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message, self.advice = message, advice


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one source: a digest, and the text it was made from, or an error."""

    source: str
    raw: str = ""
    found: Digest | None = None
    error: BotError | SummarizerError | None = None

    @property
    def digest(self) -> Digest:
        """The digest of a source that has one."""
        if self.found is None:
            raise ValueError(f"{self.source} has no digest")
        return self.found


async def digest_sources(
    settings: Settings, sources: Sequence[str], *, length: str, method: str | None
) -> tuple[Outcome, ...]:
    """Return one outcome per source, in order.

    Raises:
        ConfigError: no ranking method of that name.
    """
    if method is not None and method not in METHODS:
        raise ConfigError(f"--method: there is no {method!r}. Choose one of: {', '.join(METHODS)}.")
    options = DigestOptions(length, method)
    read = [_read(source) for source in sources]
    if all(isinstance(one, Outcome) for one in read):  # nothing to digest: no worker process has to start
        return tuple(one for one in read if isinstance(one, Outcome))
    warm_up = WARM_UP_FOR_TEXTS if all(isinstance(one, str | Outcome) for one in read) else WARM_UP
    async with open_reading(settings, workers=min(settings.workers, len(sources)), warm_up=warm_up) as parts:
        digested = (_digest_source(parts, source, one, options) for source, one in zip(sources, read, strict=True))
        return tuple(await asyncio.gather(*digested))


def _read(source: str) -> Page | str | Outcome | None:
    """Return a file or standard input as a page or a text, or why it cannot be read; None for a link."""
    if source.startswith(("http://", "https://")):
        return None
    try:
        raw, suffix = _read_bytes(source)
    except SourceError as error:
        return Outcome(source, error=error)
    if suffix in _TYPES or _looks_like_html(raw):
        return Page(url="", body=raw, headers={"content-type": _TYPES.get(suffix, "text/html")})
    return decode_page(raw)


async def _digest_source(
    parts: ReadingParts, source: str, read: Page | str | Outcome | None, options: DigestOptions
) -> Outcome:
    if isinstance(read, Outcome):
        return read
    try:
        if isinstance(read, str):
            return Outcome(source, read, await parts.reader.digest_text(read, options))
        page = await parts.fetcher.fetch(source) if read is None else read
        return Outcome(source, _text_of(page), await parts.reader.digest_page(page, options))
    except (BotError, SummarizerError) as error:
        return Outcome(source, error=error)


def _read_bytes(source: str) -> tuple[bytes, str]:
    """Return the bytes of a file or of standard input, and the file's suffix."""
    if source == "-":
        return sys.stdin.buffer.read(), ""
    path = Path(source)
    try:
        return path.read_bytes(), path.suffix.lower()
    except FileNotFoundError as error:
        raise SourceError(
            f"There is no file {source}.", "Give a link that starts with https://, a file, or -."
        ) from error
    except OSError as error:
        raise SourceError(
            f"I cannot read {source}: {error.strerror}.", "Check the path and its permissions."
        ) from error


def _looks_like_html(raw: bytes) -> bool:
    head = raw[:2000].lstrip().lower()
    return head.startswith((b"<!doctype html", b"<html", b"<?xml")) or b"<head" in head


def _text_of(page: Page) -> str:
    """Return the page as text, to show places in it."""
    return decode_page(page.body, page.charset)
