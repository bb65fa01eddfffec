"""What takes jobs in and does them, wired as in the bot; a test replaces the handlers that it has no use for."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from bot.app.handlers import request_handlers
from bot.newsroom.command_names import DEFAULT_NAMES, CommandNames
from bot.newsroom.jobs.inbox import abandoned_job
from bot.newsroom.jobs.job import AnyJob, Handler
from bot.newsroom.jobs.payloads import JobKind
from bot.newsroom.requests.answer_request import AnswerRequest
from bot.slack.api.web_api import SlackApi
from bot.slack.connection.job_intake import JobIntake
from bot.slack.handlers.dispatcher import JobDispatcher
from bot.slack.outbound.job_reporter import QueueNotifier
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.progress_notice import ProgressNotifier
from tests.bot.fakes import FakeFetcher, InlineReader, MemoryBoxes
from tests.bot.slack.gateways import make_gateway


class UnexpectedHandler:
    """Of a kind of job that the test does not send."""

    async def handle(self, job: AnyJob) -> None:
        raise AssertionError(f"a job of the kind {job.payload.kind}")


class RecordingHandler:
    """Keeps the jobs it was given."""

    def __init__(self) -> None:
        self.jobs: list[AnyJob] = []

    async def handle(self, job: AnyJob) -> None:
        self.jobs.append(job)


@dataclass(frozen=True)
class Dispatching:
    """The parts, and the handlers of each kind, which a test may replace."""

    intake: JobIntake
    dispatcher: JobDispatcher
    queue_notifier: QueueNotifier
    handlers: dict[JobKind, Handler[Any]]
    mail: MemoryBoxes

    async def abandon(self, entry: Any) -> None:
        """What housekeeping does with a job that it gives up."""
        job = abandoned_job(entry)
        if job is not None:
            await self.mail.submit(job)


async def explain_nothing(_: object) -> None:
    raise AssertionError("nobody pressed that button")


def build_dispatching(
    *,
    api: SlackApi,
    sender: OutboxSender,
    private: Any,
    mail: MemoryBoxes,
    clock: Any,
    answering: AnswerRequest | None = None,
    notes: ProgressNotifier | None = None,
    explain_edition: Any = explain_nothing,
    records: Any = None,
    fetcher: Any = None,
    commands: CommandNames = DEFAULT_NAMES,
) -> Dispatching:
    """Everything around the dispatcher."""
    answering = answering or AnswerRequest(fetcher=FakeFetcher({}), reader=InlineReader(), same_article=str)
    nothing: Any = None
    gateway = make_gateway(
        api=api,
        sender=sender,
        private=private,
        files=nothing,
        inbox=mail,
        outbox=mail,
        clock=clock,
        notes=notes,
        commands=commands,
    )
    stores: Any = SimpleNamespace(posted_digests=mail, inbox=mail, editions=records)
    reading: Any = SimpleNamespace(reader=InlineReader(), fetcher=fetcher or FakeFetcher({}))
    handlers: dict[JobKind, Handler[Any]] = {
        **dict.fromkeys(JobKind, UnexpectedHandler()),
        **request_handlers(answering, stores, reading, gateway, explain_edition=explain_edition),
    }
    return Dispatching(
        intake=JobIntake(mail, mail, gateway.deleted_requests),
        dispatcher=JobDispatcher(inbox=mail, handlers=handlers, reporter=gateway.reporter, api=api, clock=clock),
        queue_notifier=gateway.queue_notifier,
        handlers=handlers,
        mail=mail,
    )
