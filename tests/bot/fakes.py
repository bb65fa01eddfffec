"""Fakes that record what was said to them."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import aiohttp
from aiohttp.client_reqrep import ConnectionKey

from bot.errors import HTTPStatusError
from bot.newsroom.corrections.compare import compare
from bot.newsroom.corrections.model import ArticleCheck, ShownArticle
from bot.newsroom.jobs.inbox import InboxEntry, InboxState
from bot.newsroom.jobs.job import AnyJob
from bot.newsroom.jobs.outbox import OutboxMessage, OutboxState
from bot.newsroom.jobs.payload_json import read_payload, write_payload
from bot.newsroom.jobs.payloads import JobPayload
from bot.newsroom.ports import DigestOptions, Page
from bot.newsroom.requests.posted_digests import DigestRequester, PostedDigest
from bot.slack.api.web_api import WebClient
from bot.slack.outbound.response_url import ResponseUrlSender
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
    """Pages by link, or what is raised for it; everything else is a 404."""

    def __init__(self, pages: Mapping[str, str | Exception]) -> None:
        self.pages = dict(pages)
        self.fetched: list[str] = []

    async def fetch(self, url: str) -> Page:
        self.fetched.append(url)
        found = self.pages.get(url, HTTPStatusError(404))
        if isinstance(found, Exception):
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

    async def check_page(self, page: Page, shown: ShownArticle) -> ArticleCheck:
        return compare(shown, read_text(page.body.decode()))


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


def read_nothing_old(kind: str, stored: object) -> JobPayload:
    raise ValueError(f"{kind} of version 1: {stored}")


class MemoryBoxes:
    """Inbox, outbox and shown digests in one place, in memory; also runs what was taken, when the test says so."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.entries: dict[str, InboxEntry] = {}
        self.all_outgoing: dict[str, OutboxMessage] = {}
        self.kept: dict[str, PostedDigest] = {}
        self.requesters: dict[str, DigestRequester] = {}
        self.store: Callable[[AnyJob], Awaitable[bool]] = self.add_job
        """How a job that is submitted is stored; a test may replace it."""

    # -- runner and inbox

    async def submit(self, job: AnyJob) -> bool:
        return await self.store(job)

    async def run(self, do: Callable[[str], Awaitable[None]]) -> None:
        while waiting := [entry for entry in self.entries.values() if entry.state is InboxState.WAITING]:
            for entry in waiting:
                await do(entry.id)

    async def add_job(self, job: AnyJob) -> bool:
        if job.id in self.entries:
            return False
        kind = job.payload.kind.value
        payload = read_payload(kind, json.loads(json.dumps(write_payload(job.payload))), read_nothing_old)
        now = self.clock.now().timestamp()
        self.entries[job.id] = InboxEntry(job.id, kind, payload, job.fingerprint, InboxState.WAITING, now)
        return True

    async def add_jobs(self, jobs: Sequence[AnyJob]) -> tuple[bool, ...]:
        return tuple([await self.add_job(job) for job in jobs])

    async def count_waiting(self) -> int:
        return len(await self.list(InboxState.WAITING))

    async def mark_finished(self, entry_id: str, *, error: str | None = None) -> None:
        state = InboxState.FAILED if error else InboxState.DONE
        self.entries[entry_id] = replace(self.entries[entry_id], state=state, error=error)

    # -- outbox

    async def add_messages(self, all_outgoing: Sequence[OutboxMessage]) -> None:
        for outgoing in all_outgoing:
            self.all_outgoing.setdefault(
                outgoing.key, replace(outgoing, payload=json.loads(json.dumps(outgoing.payload)))
            )

    async def list_of_job(self, job_id: str) -> tuple[OutboxMessage, ...]:
        return tuple(sorted((p for p in self.all_outgoing.values() if p.job_id == job_id), key=lambda p: p.part))

    async def mark_sending(self, key: str, *, at: float | None = None, margin_s: float | None = None) -> None:
        at = self.clock.now().timestamp() if at is None else at
        self._set(key, state=OutboxState.ATTEMPTING, attempted_at=at, attempt_margin_s=margin_s)

    async def mark_posted(self, key: str, ts: str) -> None:
        self._set(key, state=OutboxState.POSTED, ts=ts)

    async def mark_retry(self, key: str, *, wait_s: float = 0) -> None:
        self._set(key, state=OutboxState.PENDING, not_before=self.clock.now().timestamp() + wait_s)

    async def mark_refused(self, key: str, reason: str) -> None:
        self._set(key, state=OutboxState.SKIPPED, error=reason)

    async def mark_unknown(self, key: str, reason: str) -> None:
        self._set(key, state=OutboxState.UNKNOWN, error=reason)

    async def reopen(self, job_id: str) -> int:
        skipped = [p.key for p in self.all_outgoing.values() if p.state is OutboxState.SKIPPED]
        mine = [key for key in skipped if key.startswith(f"{job_id}:")]
        for key in mine:
            self._set(key, state=OutboxState.PENDING, error=None, not_before=None)
        return len(mine)

    async def delete(self, name: str) -> None:
        """By the key of a message or what a button carries."""
        self.all_outgoing.pop(name, None)
        self.kept.pop(name, None)
        self.requesters.pop(name, None)

    def _set(self, key: str, **values: Any) -> None:
        self.all_outgoing[key] = replace(self.all_outgoing[key], **values)

    # -- shown digests

    async def save(self, digest_id: str, shown: PostedDigest) -> None:
        self.kept[digest_id] = shown
        if shown.job_ids:
            self.requesters[digest_id] = DigestRequester(shown.user, shown.job_ids)

    async def get_requester(self, digest_id: str) -> DigestRequester | None:
        return self.requesters.get(digest_id)

    async def get(self, name: str) -> Any:
        """By the id of a letter, the key of a message, or what a button carries: they never look alike."""
        return self.entries.get(name) or self.all_outgoing.get(name) or self.kept.get(name)

    async def list(self, state: InboxState) -> tuple[InboxEntry, ...]:
        return tuple(entry for entry in self.entries.values() if entry.state is state)


@dataclass
class FakeSlack(WebClient):
    """Slack's Web API as seen by `OutboxSender` and `ResponseUrlSender`: keeps a transcript, fails on request."""

    transcript: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    failures: list[Any] = field(default_factory=list)
    posted: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)

    async def api_call(
        self, method: str, *, json: Any = None, params: Any = None, http_verb: str = "POST"
    ) -> "FakeResponse":
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


def not_reached() -> aiohttp.ClientConnectorError:
    """What a call raises where nothing listens."""
    key = ConnectionKey("slack.com", 443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None)
    return aiohttp.ClientConnectorError(key, OSError(111, "refused"))


class FakeResponse:
    """As much of AsyncSlackResponse as is read."""

    def __init__(self, data: dict[str, Any], status_code: int = 200, headers: dict[str, str] | None = None) -> None:
        self.data, self.status_code, self.headers = data, status_code, headers or {}

    def get(self, name: str, default: Any = None) -> Any:
        return self.data.get(name, default)

    def __getitem__(self, name: str) -> Any:
        return self.data[name]


@dataclass
class FakeResponseUrl(ResponseUrlSender):
    """Records what was said through response_urls."""

    sent: list[tuple[str, Any, dict[str, Any]]] = field(default_factory=list)
    dismissed: list[str] = field(default_factory=list)

    async def send_once(self, key: str, response_url: str, message: Any, **how: Any) -> None:
        assert key
        await self.send(response_url, message, **how)

    async def send_best_effort(self, key: str, response_url: str, message: Any, **how: Any) -> None:
        await self.send_once(key, response_url, message, **how)

    async def send(self, response_url: str, message: Any, **how: Any) -> None:
        self.sent.append((response_url, message, how))

    async def state_in_channel(self, key: str) -> None:
        assert key

    async def dismiss(self, response_url: str) -> None:
        self.dismissed.append(response_url)
