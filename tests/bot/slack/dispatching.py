"""What takes jobs in and does them, wired as in the bot; a test replaces the handlers that it has no use for."""

from dataclasses import dataclass
from typing import Any

from bot.newsroom.jobs.inbox import abandoned_job
from bot.newsroom.jobs.job import AnyJob, Handler
from bot.newsroom.jobs.payloads import JobKind
from bot.newsroom.requests.answer_request import AnswerRequest
from bot.slack.api.web_api import SlackApi
from bot.slack.connection.job_intake import JobIntake
from bot.slack.handlers.dispatcher import JobDispatcher
from bot.slack.handlers.requests.abandoned_job import AbandonedJobHandler
from bot.slack.handlers.requests.deleted_message import DeletedMessageHandler
from bot.slack.handlers.requests.digest_buttons import DigestButtonHandler
from bot.slack.handlers.requests.mention import EditedMentionHandler, MentionHandler
from bot.slack.handlers.requests.summarize_command import SummarizeHandler
from bot.slack.outbound.deleted_requests import DeletedRequests
from bot.slack.outbound.failure_notifier import FailureNotifier
from bot.slack.outbound.job_reporter import JobReporter, QueueNotifier
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.progress_notice import ProgressNotifier
from tests.bot.fakes import FakeFetcher, InlineReader, MemoryBoxes


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
) -> Dispatching:
    """Everything around the dispatcher."""
    notes = notes or ProgressNotifier(sender)
    answering = answering or AnswerRequest(fetcher=FakeFetcher({}), reader=InlineReader(), same_article=str)
    deleted_requests = DeletedRequests(mail, api, sender)
    reporter = JobReporter(
        failures=FailureNotifier(sender, private, api),
        deleted_requests=deleted_requests,
        notes=notes,
        private=private,
        api=api,
    )
    mentions = MentionHandler(
        answering=answering,
        api=api,
        sender=sender,
        posted_digests=mail,
        notes=notes,
        deleted_requests=deleted_requests,
    )
    buttons = DigestButtonHandler(
        reader=InlineReader(),
        api=api,
        sender=sender,
        private=private,
        posted_digests=mail,
        mentions=mentions,
        explain_edition=explain_edition,
    )
    handlers: dict[JobKind, Handler[Any]] = {
        **dict.fromkeys(JobKind, UnexpectedHandler()),
        JobKind.MENTION: mentions,
        JobKind.EDITED_MENTION: EditedMentionHandler(api),
        JobKind.DELETED_MESSAGE: DeletedMessageHandler(),
        JobKind.SUMMARIZE: SummarizeHandler(answering=answering, private=private, posted_digests=mail, notes=notes),
        JobKind.BUTTON: buttons,
        JobKind.ABANDONED: AbandonedJobHandler(sender, reporter),
    }
    return Dispatching(
        intake=JobIntake(mail, mail, deleted_requests),
        dispatcher=JobDispatcher(inbox=mail, handlers=handlers, reporter=reporter, api=api, clock=clock),
        queue_notifier=QueueNotifier(inbox=mail, notes=notes, private=private, api=api),
        handlers=handlers,
        mail=mail,
    )
