"""The parts that call Slack, for tests: fakes and real ones as the test has them."""

from typing import Any

from bot.app.gateway import SlackGateway
from bot.newsroom.command_names import DEFAULT_NAMES, CommandNames
from bot.newsroom.jobs.inbox import Inbox
from bot.newsroom.jobs.outbox import Outbox
from bot.slack.api.directory import SlackDirectory
from bot.slack.api.member_names import MemberNames
from bot.slack.api.web_api import SlackApi
from bot.slack.outbound.deleted_requests import DeletedRequests
from bot.slack.outbound.failure_notifier import FailureNotifier
from bot.slack.outbound.job_reporter import JobReporter, QueueNotifier
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.owner_notifier import OwnerNotifier
from bot.slack.outbound.progress_notice import ProgressNotifier
from bot.slack.outbound.recovery.since_backup import PostsSinceBackup


def make_gateway(
    *,
    api: SlackApi,
    sender: OutboxSender,
    private: Any,
    files: Any,
    inbox: Inbox,
    outbox: Outbox,
    clock: Any,
    notes: ProgressNotifier | None = None,
    commands: CommandNames = DEFAULT_NAMES,
) -> SlackGateway:
    """Everything around an API and a sender; waits pass by the clock."""
    notes, deleted_requests = notes or ProgressNotifier(sender), DeletedRequests(inbox, api, sender)
    reporter = JobReporter(
        failures=FailureNotifier(sender, private, api, commands),
        deleted_requests=deleted_requests,
        notes=notes,
        private=private,
        api=api,
    )
    nothing: Any = None
    return SlackGateway(
        client=nothing,
        workspace=nothing,
        api=api,
        directory=SlackDirectory(api),
        files=files,
        names=MemberNames(api, clock),
        sender=sender,
        private=private,
        notes=notes,
        deleted_requests=deleted_requests,
        owners=OwnerNotifier(api, sender, commands),
        reporter=reporter,
        queue_notifier=QueueNotifier(inbox=inbox, notes=notes, private=private, api=api),
        since_backup=PostsSinceBackup(api, outbox, clock, None),
        commands=commands,
        sleep=clock.sleep,
    )
