"""Fakes that record what was said to them."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from bot.errors import FetchError, HTTPStatusError
from bot.newsroom.jobs.inbox import Job, Letter, LetterState, Parcel, ParcelState, Requester, Shown
from bot.newsroom.ports import DigestOptions, Page
from summarizer import Article, Digest, digest, find_quotes, read_text

STORY = """Pier at Saltmouth reopens after two years

The pier at Saltmouth reopened on Monday after two years of repairs that cost the town 4 million crowns.

"We kept our word and the sea kept its temper," Mayor Ada Brandt told a crowd of several hundred people at the gates.

The old planks had rotted so badly that engineers closed the pier in the spring of 2024, a week before the regatta.

Harbour master Tomas Quill said the new deck would carry "twice the weight of the old one" and last for sixty years.

Traders on the quay said they had lost a third of their summer income while the pier was shut.

The council will decide next month whether visitors have to pay a crown to walk to the end of it.
"""


class FakeFetcher:
    """Pages by link; everything else is a 404."""

    def __init__(self, pages: dict[str, str | FetchError]) -> None:
        self.pages = pages
        self.fetched: list[str] = []

    async def fetch(self, url: str) -> Page:
        self.fetched.append(url)
        found = self.pages.get(url, HTTPStatusError(404))
        if isinstance(found, FetchError):
            raise found
        return Page(url=url, body=found.encode())


class InlineReader:
    """Reads pages as pasted text, in the test's own process."""

    async def digest_page(self, page: Page, options: DigestOptions) -> Digest:
        await asyncio.sleep(0)
        return digest(read_text(page.body.decode()), length=options.length, method=options.method)

    async def digest_text(self, text: str, options: DigestOptions) -> Digest:
        return digest(read_text(text), length=options.length, method=options.method)

    async def digest_article(self, article: Article, options: DigestOptions) -> Digest:
        return digest(article, length=options.length, method=options.method)

    async def find_quotes(self, article: Article) -> Any:
        return find_quotes(article)


class FakeClock:
    """A clock that moves only when something sleeps."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


class MemoryMail:
    """Inbox, outbox and shown digests in one place, in memory; also runs what was taken, when the test says so."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.letters: dict[str, Letter] = {}
        self.parcels: dict[str, Parcel] = {}
        self.kept: dict[str, Shown] = {}
        self.requesters: dict[str, Requester] = {}

    # -- runner and inbox

    async def submit(self, job: Job) -> bool:
        return await self.take(job)

    async def run(self, do: Callable[[str], Awaitable[None]]) -> None:
        while waiting := [letter for letter in self.letters.values() if letter.state is LetterState.WAITING]:
            for letter in waiting:
                await do(letter.id)

    async def take(self, job: Job) -> bool:
        if job.id in self.letters:
            return False
        payload = json.loads(json.dumps(job.payload))
        now = self.clock.now().timestamp()
        self.letters[job.id] = Letter(job.id, job.kind, payload, job.fingerprint, LetterState.WAITING, now)
        return True

    async def take_all(self, jobs: Sequence[Job]) -> tuple[bool, ...]:
        return tuple([await self.take(job) for job in jobs])

    async def count_waiting(self) -> int:
        return len(await self.list(LetterState.WAITING))

    async def finish(self, letter_id: str, *, error: str | None = None) -> None:
        state = LetterState.FAILED if error else LetterState.DONE
        self.letters[letter_id] = replace(self.letters[letter_id], state=state, error=error)

    # -- outbox

    async def plan(self, parcels: Sequence[Parcel]) -> None:
        for parcel in parcels:
            self.parcels.setdefault(parcel.key, replace(parcel, payload=json.loads(json.dumps(parcel.payload))))

    async def of_job(self, job_id: str) -> tuple[Parcel, ...]:
        return tuple(sorted((p for p in self.parcels.values() if p.job_id == job_id), key=lambda p: p.part))

    async def attempt(self, key: str, *, at: float | None = None, margin_s: float | None = None) -> None:
        at = self.clock.now().timestamp() if at is None else at
        self._set(key, state=ParcelState.ATTEMPTING, attempted_at=at, attempt_margin_s=margin_s)

    async def posted(self, key: str, ts: str) -> None:
        self._set(key, state=ParcelState.POSTED, ts=ts)

    async def put_back(self, key: str, *, wait_s: float = 0) -> None:
        self._set(key, state=ParcelState.PENDING, not_before=self.clock.now().timestamp() + wait_s)

    async def skip(self, key: str, reason: str) -> None:
        self._set(key, state=ParcelState.SKIPPED, error=reason)

    async def lose_track(self, key: str, reason: str) -> None:
        self._set(key, state=ParcelState.UNKNOWN, error=reason)

    async def reopen(self, job_id: str) -> int:
        skipped = [p.key for p in self.parcels.values() if p.state is ParcelState.SKIPPED]
        mine = [key for key in skipped if key.startswith(f"{job_id}:")]
        for key in mine:
            self._set(key, state=ParcelState.PENDING, error=None, not_before=None)
        return len(mine)

    async def forget(self, name: str) -> None:
        """By the key of a parcel or what a button carries."""
        self.parcels.pop(name, None)
        self.kept.pop(name, None)
        self.requesters.pop(name, None)

    def _set(self, key: str, **values: Any) -> None:
        self.parcels[key] = replace(self.parcels[key], **values)

    # -- shown digests

    async def keep(self, digest_id: str, shown: Shown) -> None:
        self.kept[digest_id] = shown
        if shown.job_ids:
            self.requesters[digest_id] = Requester(shown.user, shown.job_ids)

    async def find_requester(self, digest_id: str) -> Requester | None:
        return self.requesters.get(digest_id)

    async def find(self, name: str) -> Any:
        """By the id of a letter, the key of a parcel, or what a button carries: they never look alike."""
        return self.letters.get(name) or self.parcels.get(name) or self.kept.get(name)

    async def list(self, state: LetterState) -> tuple[Letter, ...]:
        return tuple(letter for letter in self.letters.values() if letter.state is state)


@dataclass
class FakeSlack:
    """Slack's Web API as seen by `Poster` and `PrivateReplies`: keeps a transcript, fails on request."""

    transcript: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    failures: list[Any] = field(default_factory=list)
    posted: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)

    async def api_call(self, method: str, *, json: Any = None, params: Any = None, http_verb: str = "POST") -> Any:
        assert http_verb in {"GET", "POST"}
        arguments = json or params or {}
        self.transcript.append((method, arguments))
        failure = self.failures.pop(0) if self.failures and method == "chat.postMessage" else None
        if failure in ("lost", "silent"):
            self._store(arguments)
            if failure == "silent":
                return FakeResponse({"ok": True})
            raise TimeoutError
        if failure is not None:
            raise failure
        if method == "chat.postMessage":
            return FakeResponse({"ok": True, "ts": self._store(arguments)})
        if method in {"conversations.replies", "conversations.history"} and method not in self.answers:
            return FakeResponse({"ok": True, "messages": list(self.posted)})
        answer = self.answers.get(method, {"ok": True})
        if isinstance(answer, Exception):
            raise answer
        return FakeResponse(answer)

    def said(self, method: str) -> list[dict[str, Any]]:
        return [arguments for name, arguments in self.transcript if name == method]

    def _store(self, arguments: dict[str, Any]) -> str:
        ts = f"1700000000.{len(self.posted):06}"
        self.posted.append({**arguments, "ts": ts})
        return ts


class FakeResponse:
    """As much of AsyncSlackResponse as is read."""

    def __init__(self, data: dict[str, Any], status_code: int = 200, headers: dict[str, str] | None = None) -> None:
        self.data, self.status_code, self.headers = data, status_code, headers or {}

    def get(self, name: str, default: Any = None) -> Any:
        return self.data.get(name, default)

    def __getitem__(self, name: str) -> Any:
        return self.data[name]


@dataclass
class FakePrivateReplies:
    """Records what was said through response_urls."""

    sent: list[tuple[str, Any, dict[str, Any]]] = field(default_factory=list)
    dismissed: list[str] = field(default_factory=list)

    async def send_once(self, key: str, response_url: str, message: Any, **how: Any) -> None:
        assert key
        await self.send(response_url, message, **how)

    async def say_in_passing(self, key: str, response_url: str, message: Any, **how: Any) -> None:
        await self.send_once(key, response_url, message, **how)

    async def send(self, response_url: str, message: Any, **how: Any) -> None:
        self.sent.append((response_url, message, how))

    async def state_in_channel(self, key: str) -> None:
        assert key

    async def dismiss(self, response_url: str) -> None:
        self.dismissed.append(response_url)
