"""The third step of building: everything that calls Slack."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app.stores import Stores
from bot.config import Settings
from bot.newsroom.command_names import DEFAULT_NAMES, CommandNames
from bot.newsroom.requests.answer_request import FileReader
from bot.slack.api.client import build_client
from bot.slack.api.directory import SlackDirectory
from bot.slack.api.files import build_files
from bot.slack.api.member_names import MemberNames
from bot.slack.api.slack_clock import SlackClock
from bot.slack.api.web_api import SlackApi
from bot.slack.api.workspace_status import WorkspaceMonitor
from bot.slack.handlers.requests.file_reader import SharedFileReader
from bot.slack.outbound.deleted_requests import DeletedRequests
from bot.slack.outbound.failure_notifier import FailureNotifier
from bot.slack.outbound.job_reporter import JobReporter, QueueNotifier
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.owner_notifier import OwnerNotifier
from bot.slack.outbound.progress_notice import ProgressNotifier
from bot.slack.outbound.recovery.since_backup import PostsSinceBackup
from bot.slack.outbound.response_url import ResponseUrlSender


@dataclass(frozen=True, slots=True)
class SlackGateway:
    """The parts that call Slack.

    Attributes:
        client: Slack's own, for Bolt.
        workspace: knows whether the workspace is open to us.
        api: calls the Web API.
        directory: knows channels and people.
        files: reads what people share.
        names: knows members' names.
        sender: posts to channels.
        private: answers that only one person sees.
        notes: says that something takes long.
        deleted_requests: knows which messages were deleted before they were answered.
        owners: tells owners of subscriptions something.
        reporter: tells requesters how their job ended.
        queue_notifier: tells requesters that their job waits.
        since_backup: finds what was posted between a backup and its restore.
        commands: names of the slash commands.
        sleep: waits.
    """

    client: AsyncWebClient
    workspace: WorkspaceMonitor
    api: SlackApi
    directory: SlackDirectory
    files: FileReader
    names: MemberNames
    sender: OutboxSender
    private: ResponseUrlSender
    notes: ProgressNotifier
    deleted_requests: DeletedRequests
    owners: OwnerNotifier
    reporter: JobReporter
    queue_notifier: QueueNotifier
    since_backup: PostsSinceBackup
    commands: CommandNames = DEFAULT_NAMES
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


async def build_gateway(settings: Settings, stack: AsyncExitStack, stores: Stores) -> SlackGateway:
    """Build the parts that call Slack; their connections are closed with the stack."""
    session = await stack.enter_async_context(aiohttp.ClientSession())
    client, slack_clock = build_client(settings, session), SlackClock(stores.clock)
    workspace = WorkspaceMonitor(stores.installations, stores.clock)
    api = SlackApi(client, workspace=workspace, slack_clock=slack_clock)
    since_backup = PostsSinceBackup(api, stores.outbox, stores.clock, stores.restore)
    sender = OutboxSender(api, stores.outbox, stores.clock, slack_clock=slack_clock, since_backup=since_backup)
    private = ResponseUrlSender(session, api, stores.outbox, api_url=settings.slack_api_url, proxy=settings.slack_proxy)
    commands = CommandNames(settings.summarize_command, settings.digest_command)
    notes, deleted_requests = ProgressNotifier(sender), DeletedRequests(stores.inbox, api, sender)
    reporter = JobReporter(
        failures=FailureNotifier(sender, private, api, commands),
        deleted_requests=deleted_requests,
        notes=notes,
        private=private,
        api=api,
    )
    return SlackGateway(
        client=client,
        workspace=workspace,
        api=api,
        directory=SlackDirectory(api),
        files=SharedFileReader(build_files(settings, session), api),
        names=MemberNames(api, stores.clock),
        sender=sender,
        private=private,
        notes=notes,
        deleted_requests=deleted_requests,
        owners=OwnerNotifier(api, sender, commands),
        reporter=reporter,
        queue_notifier=QueueNotifier(inbox=stores.inbox, notes=notes, private=private, api=api),
        since_backup=since_backup,
        commands=commands,
    )
