"""Builds the handlers of `/digest`, its form, its buttons and the App Home."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.clock import Clock
from bot.newsroom.editions.history import HistoryService
from bot.newsroom.editions.model import EditionRepository
from bot.newsroom.feeds.following import Discover, FollowedFeeds
from bot.newsroom.feeds.model import FeedRepository
from bot.newsroom.forgetting import DeletionService
from bot.newsroom.jobs.job import Job, JobQueue
from bot.newsroom.subscriptions.access import AccessPolicy
from bot.newsroom.subscriptions.feed_lists import FeedListService, OpmlFiles
from bot.newsroom.subscriptions.model import SubscriptionRepository
from bot.newsroom.subscriptions.pausing import PauseService
from bot.newsroom.subscriptions.service import EditionCalendar, SubscriptionService
from bot.slack.api.files import SlackFiles
from bot.slack.api.web_api import SlackApi
from bot.slack.handlers.app_home import AppHomeHandler
from bot.slack.handlers.channel_changes import ChannelChangeHandler
from bot.slack.handlers.digest_command import DigestCommandHandler, DigestCommands, EditionCommands
from bot.slack.handlers.edition import EditionHandler
from bot.slack.handlers.opml_import import OpmlImportHandler
from bot.slack.handlers.reply_router import ReplyRouter
from bot.slack.handlers.subscription_commands import SubscriptionCommands
from bot.slack.handlers.subscription_form import SubscriptionFormHandler
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.owner_notifier import OwnerNotifier
from bot.slack.outbound.response_url import ResponseUrlSender


@dataclass(frozen=True, slots=True)
class SubscriptionParts:
    """The handlers for channels' subscriptions."""

    digests: DigestCommandHandler
    home: AppHomeHandler
    channel_changes: ChannelChangeHandler

    @property
    def jobs(self) -> dict[str, Callable[[Job], Awaitable[None]]]:
        """Job kinds and their handlers."""
        return {"digest": self.digests.handle, "home": self.home.handle, **self.channel_changes.jobs}


def build_subscriptions(
    *,
    subscriptions: SubscriptionRepository,
    feeds: FeedRepository,
    records: EditionRepository,
    editions: EditionHandler,
    runner: JobQueue,
    discover: Discover,
    lists: OpmlFiles,
    files: SlackFiles,
    api: SlackApi,
    sender: OutboxSender,
    private: ResponseUrlSender,
    access: AccessPolicy,
    clock: Clock,
    forgetting: DeletionService,
    sleep: Callable[[float], Awaitable[None]],
) -> SubscriptionParts:
    """Build the handlers.

    Args:
        subscriptions: the channels' subscriptions.
        feeds: the feeds that are polled.
        records: past editions.
        editions: builds editions and previews.
        runner: accepts the jobs of requested editions.
        discover: finds the feeds of a site, the best first; for a feed, its own address.
        lists: reads and writes lists of feeds.
        files: downloads files shared in Slack.
        api: calls Slack's Web API.
        sender: posts to channels.
        private: sends ephemeral messages.
        access: decides who may change what.
        clock: the current time.
        forgetting: deletes data of channels and workspaces.
        sleep: waits.
    """
    followed = FollowedFeeds(feeds, discover, editions.poll_new_feeds)
    service = SubscriptionService(subscriptions, followed, access.directory, access, EditionCalendar(records, clock))
    history = HistoryService(subscriptions, records, access, clock)
    home = AppHomeHandler(history=history, api=api)
    answers = ReplyRouter(private=private, sender=sender, home=home)
    forms = SubscriptionFormHandler(service=service, editions=editions, answers=answers, api=api, sleep=sleep)
    imports = OpmlImportHandler(service=service, lists=FeedListService(service, lists), files=files, api=api)
    commands = DigestCommands(
        service=service,
        settings=SubscriptionCommands(service=service, forgetting=forgetting),
        editions=EditionCommands(service=service, history=history, editions=editions, runner=runner),
        forms=forms,
        lists=imports,
    )
    digests = DigestCommandHandler(commands=commands, forms=forms, lists=imports, home=home, answers=answers)
    pausing = PauseService(subscriptions, OwnerNotifier(api, sender))
    channel_changes = ChannelChangeHandler(
        service=service, pausing=pausing, sender=sender, forgetting=forgetting, directory=access.directory
    )
    return SubscriptionParts(digests, home, channel_changes)
