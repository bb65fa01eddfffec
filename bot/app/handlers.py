"""The fifth step of building: the use cases, and the one handler of every kind of job."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from bot.app.feeds import Feeds
from bot.app.gateway import SlackGateway
from bot.app.reading import ReadingParts
from bot.app.stores import Stores, UnusedFeedCleaner
from bot.config import Settings
from bot.engine.documents.shared_reading import SharedItems, SharedPages, SharedStoryReader
from bot.newsroom.corrections.checking import CorrectionService
from bot.newsroom.editions.drafting import EditionDrafter, EditionSources
from bot.newsroom.editions.edition_builder import EditionBuilder, StoryReader
from bot.newsroom.editions.history import HistoryService
from bot.newsroom.editions.publishing import EditionPublisher
from bot.newsroom.feeds.following import FollowedFeeds
from bot.newsroom.feeds.model import ItemRepository
from bot.newsroom.forgetting import DeletionService
from bot.newsroom.jobs.job import Handler, JobQueue
from bot.newsroom.jobs.payloads import JobKind
from bot.newsroom.ports import Fetcher
from bot.newsroom.requests.answer_request import AnswerRequest
from bot.newsroom.subscriptions.access import AccessPolicy
from bot.newsroom.subscriptions.feed_lists import FeedListService, OpmlFiles
from bot.newsroom.subscriptions.pausing import PauseService
from bot.newsroom.subscriptions.service import EditionCalendar, SubscriptionService
from bot.slack.api.threads import ThreadReader
from bot.slack.handlers.app_home import AppHomeHandler
from bot.slack.handlers.app_uninstalled import AppUninstalledHandler
from bot.slack.handlers.channel_changes import ChannelChangeHandler
from bot.slack.handlers.digest_command import DigestCommandHandler, DigestCommands, EditionCommands
from bot.slack.handlers.edition import EditionHandler
from bot.slack.handlers.feed_notice import FeedNoticeHandler
from bot.slack.handlers.opml_import import OpmlImportHandler
from bot.slack.handlers.reply_router import ReplyRouter
from bot.slack.handlers.requests.abandoned_job import AbandonedJobHandler
from bot.slack.handlers.requests.check_again import CheckAgainHandler
from bot.slack.handlers.requests.deleted_message import DeletedMessageHandler
from bot.slack.handlers.requests.digest_buttons import DigestButtonHandler, Doing
from bot.slack.handlers.requests.mention import MentionHandler
from bot.slack.handlers.requests.message import EditedMessageHandler, MessageHandler, RequesterNotifier
from bot.slack.handlers.requests.request_source import RequestSource
from bot.slack.handlers.requests.summarize_command import SummarizeHandler
from bot.slack.handlers.subscription_commands import SubscriptionCommands
from bot.slack.handlers.subscription_form import FormPreviewHandler, FormWindows, SubscriptionFormHandler
from bot.slack.outbound.edition_poster import EditionPoster
from bot.slack.outbound.recovery.posted_editions import PostedEditions
from bot.slack.rendering.editions.drafts import BlockKitEditions
from bot.web.pages.alternates import find_alternates
from bot.web.urls import article_key


class Engine(JobQueue, Protocol):
    """The job engine, as far as the use cases need it."""

    async def count_under_way(self) -> int:
        """Return how many jobs are running, in every replica."""
        ...


@dataclass(frozen=True, slots=True)
class Editions:
    """Making and posting editions.

    Attributes:
        handler: does their jobs and previews.
        drafter: makes them.
        pausing: pauses subscriptions.
    """

    handler: EditionHandler
    drafter: EditionDrafter
    pausing: PauseService


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """The use cases of subscriptions.

    Attributes:
        service: changes them.
        history: what happened to them.
        lists: imports and exports lists of feeds.
        pausing: pauses them.
        forgetting: deletes all that is stored of a channel or workspace.
    """

    service: SubscriptionService
    history: HistoryService
    lists: FeedListService
    pausing: PauseService
    forgetting: DeletionService


def build_handlers(
    settings: Settings,
    stores: Stores,
    reading: ReadingParts,
    gateway: SlackGateway,
    feeds: Feeds,
    *,
    engine: Engine,
) -> Mapping[JobKind, Handler[Any]]:
    """Build the handlers; a new kind of job gets its line here or in the functions below.

    Six arguments: the settings, what the steps before have built, and the job engine.
    """
    editions = build_editions(stores, reading, gateway, feeds, late=timedelta(hours=settings.edition_late_h))
    access = AccessPolicy(gateway.directory, settings.digest_admins)
    subscriptions = build_subscriptions(stores, feeds, access, editions, engine=engine, max_feeds=settings.max_feeds)
    answering = AnswerRequest(
        files=gateway.files,
        fetcher=reading.fetcher,
        reader=reading.reader,
        same_article=article_key,
        alternates=find_alternates,
        max_links=settings.max_links,
        cache=stores.digest_cache,
    )
    return {
        **request_handlers(answering, stores, reading, gateway, explain_edition=editions.handler.explain),
        **subscription_handlers(subscriptions, editions.handler, gateway, engine),
        JobKind.EDITION: editions.handler,
        JobKind.FEED_NOTICE: FeedNoticeHandler(stores.subscriptions, gateway.owners),
    }


def build_editions(
    stores: Stores, reading: ReadingParts, gateway: SlackGateway, feeds: Feeds, *, late: timedelta
) -> Editions:
    """Build what makes and posts editions, at most `late` after their time."""

    def make_builder(items: ItemRepository, fetcher: Fetcher, reader: StoryReader) -> EditionBuilder:
        return EditionBuilder(
            items=items,
            feeds=stores.feeds,
            records=stores.editions,
            fetcher=fetcher,
            reader=reader,
            same_article=article_key,
        )

    monotonic = stores.clock.monotonic
    sources = EditionSources(
        builder=make_builder(
            SharedItems(stores.items, monotonic),
            SharedPages(reading.fetcher, monotonic),
            SharedStoryReader(reading.background_reader, monotonic),
        ),
        waited_for=make_builder(stores.items, reading.fetcher, reading.reader),
        poll_new_feeds=feeds.poll_new,
        catch_up=PostedEditions(gateway.since_backup, stores.editions, article_key).catch_up,
    )
    drafter = EditionDrafter(
        subscriptions=stores.subscriptions,
        records=stores.editions,
        sources=sources,
        renderer=BlockKitEditions(),
        clock=stores.clock,
    )
    pausing = PauseService(stores.subscriptions, gateway.owners)
    publisher = EditionPublisher(
        subscriptions=stores.subscriptions,
        records=stores.editions,
        drafter=drafter,
        channel=EditionPoster(gateway.api, gateway.sender),
        pausing=pausing,
        owners=gateway.owners,
        late=late,
    )
    handler = EditionHandler(
        publisher=publisher,
        drafter=drafter,
        records=stores.editions,
        private=gateway.private,
        notifier=gateway.owners,
        commands=gateway.commands,
    )
    return Editions(handler, drafter, pausing)


def build_subscriptions(
    stores: Stores, feeds: Feeds, access: AccessPolicy, editions: Editions, *, engine: Engine, max_feeds: int
) -> Subscriptions:
    """Build the use cases of subscriptions.

    Six arguments: what the steps before have built, the job engine, and a setting.
    """
    service = SubscriptionService(
        stores.subscriptions,
        FollowedFeeds(stores.feeds, feeds.discover, editions.drafter.poll_new_feeds),
        access.directory,
        access,
        EditionCalendar(stores.editions, stores.clock),
        max_feeds,
    )
    forgetting = DeletionService(
        tables=(stores.subscriptions, stores.editions, stores.texts),
        stop=UnusedFeedCleaner(stores.subscriptions, stores.feeds).delete_expired,
        erase=stores.eraser.erase,
        count_under_way=engine.count_under_way,
    )
    return Subscriptions(
        service=service,
        history=HistoryService(stores.subscriptions, stores.editions, access, stores.feeds, stores.clock),
        lists=FeedListService(service, OpmlFiles(feeds.reader.read_opml, feeds.fetch_list, feeds.write_list)),
        pausing=editions.pausing,
        forgetting=forgetting,
    )


def request_handlers(
    answering: AnswerRequest, stores: Stores, reading: ReadingParts, gateway: SlackGateway, *, explain_edition: Doing
) -> dict[JobKind, Handler[Any]]:
    """Return the handlers of what people want read."""
    source = RequestSource(ThreadReader(gateway.api), gateway.directory, gateway.names)
    mentions = MentionHandler(
        answering=answering,
        api=gateway.api,
        sender=gateway.sender,
        posted_digests=stores.posted_digests,
        notes=gateway.notes,
        deleted_requests=gateway.deleted_requests,
        source=source,
    )
    commands = SummarizeHandler(
        answering=answering,
        private=gateway.private,
        posted_digests=stores.posted_digests,
        notes=gateway.notes,
        source=source,
        commands=gateway.commands,
    )
    buttons = DigestButtonHandler(
        reader=reading.reader,
        api=gateway.api,
        sender=gateway.sender,
        private=gateway.private,
        posted_digests=stores.posted_digests,
        mentions=mentions,
        explain_edition=explain_edition,
        checks=CheckAgainHandler(
            corrections=CorrectionService(reading.fetcher, reading.reader),
            posted_digests=stores.posted_digests,
            records=stores.editions,
            private=gateway.private,
            notes=gateway.notes,
        ),
    )
    notifier = RequesterNotifier(gateway.api, gateway.sender, gateway.commands)
    messages = MessageHandler(mentions=mentions, buttons=buttons, source=source, notifier=notifier, api=gateway.api)
    edits = EditedMessageHandler(
        messages=messages,
        inbox=stores.inbox,
        posted_digests=stores.posted_digests,
        notifier=notifier,
        sleep=gateway.sleep,
    )
    return {
        JobKind.MENTION: messages,
        JobKind.EDITED_MENTION: edits,
        JobKind.DELETED_MESSAGE: DeletedMessageHandler(),
        JobKind.SUMMARIZE: commands,
        JobKind.BUTTON: buttons,
        JobKind.ABANDONED: AbandonedJobHandler(gateway.sender, gateway.reporter),
    }


def subscription_handlers(
    subscriptions: Subscriptions, editions: EditionHandler, gateway: SlackGateway, queue: JobQueue
) -> dict[JobKind, Handler[Any]]:
    """Return the handlers of `/digest`, its form and buttons, the App Home, and what happens to channels."""
    service, history = subscriptions.service, subscriptions.history
    home = AppHomeHandler(history=history, api=gateway.api, commands=gateway.commands)
    answers = ReplyRouter(
        private=gateway.private, sender=gateway.sender, home=home, api=gateway.api, commands=gateway.commands
    )
    windows = FormWindows(gateway.api, commands=gateway.commands, sleep=gateway.sleep)
    forms = SubscriptionFormHandler(service=service, windows=windows, answers=answers)
    lists = OpmlImportHandler(service=service, lists=subscriptions.lists, files=gateway.files, answers=answers)
    commands = DigestCommands(
        service=service,
        settings=SubscriptionCommands(service=service, forgetting=subscriptions.forgetting),
        editions=EditionCommands(service=service, history=history, editions=editions, runner=queue),
        forms=forms,
        lists=lists,
    )
    changes = ChannelChangeHandler(
        service=service, pausing=subscriptions.pausing, sender=gateway.sender, directory=gateway.directory
    )
    return {
        JobKind.DIGEST_COMMAND: DigestCommandHandler(commands, answers),
        JobKind.SAVE_FORM: forms,
        JobKind.PREVIEW_FORM: FormPreviewHandler(service=service, editions=editions, windows=windows, answers=answers),
        JobKind.IMPORT_LIST: lists,
        JobKind.APP_HOME: home,
        JobKind.CHANNEL_CHANGE: changes,
        JobKind.UNINSTALLED: AppUninstalledHandler(subscriptions.forgetting),
    }
