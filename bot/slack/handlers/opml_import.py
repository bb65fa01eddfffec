"""Lists of feeds as feed readers exchange them: imported from a link or a file that people share, exported as text."""

from functools import partial

from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.payloads import ImportFeedList
from bot.newsroom.requester import Requester
from bot.newsroom.requests.answer_request import FileReader
from bot.newsroom.requests.errors import MissingScopeError, UnreadableFileError
from bot.newsroom.requests.request import SharedFile
from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.feed_lists import FeedListService, ListImport
from bot.newsroom.subscriptions.model import Subscription
from bot.newsroom.subscriptions.service import SubscriptionService, redo_if_changed
from bot.slack.handlers.reply_router import ReplyRouter
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.subscription_messages import format_left_over, imported_message, list_messages


class UnreadableListError(UnreadableFileError):
    """Slack does not allow the bot to read a list of feeds that is shared as a file."""

    code = "unreadable_list"
    advice = (
        "Give me that permission (my settings at Slack, OAuth & Permissions), "
        "or put the list on a web page and say /digest import and its link."
    )


class OpmlImportHandler:
    """Imports and exports lists.

    Args:
        service: says what comes next.
        lists: imports and exports them.
        files: what people share in Slack.
        answers: answers the requester.
    """

    def __init__(
        self,
        *,
        service: SubscriptionService,
        lists: FeedListService,
        files: FileReader,
        answers: ReplyRouter,
    ) -> None:
        self._service = service
        self._lists = lists
        self._files = files
        self._answers = answers

    async def handle(self, job: Job[ImportFeedList]) -> None:
        """Follow the feeds of a list that was shared as a file, and answer.

        Raises:
            BotError: it cannot be read, or the requester may not.
        """
        payload = job.payload
        async with self._answers.show_errors(job):
            load = partial(self._load, payload.file)
            done = await redo_if_changed(partial(self._lists.import_list, payload.team_id, payload.requester, load))
            await self._answers.send(job, (_report(done),))
            await self._answers.refresh_home(job)

    async def import_link(self, team_id: str, requester: Requester, link: str) -> Message:
        """Follow the feeds of the list behind a link; returns the report.

        Raises:
            BotError: it cannot be read, or the requester may not.
        """
        return _report(await self._lists.import_link(team_id, requester, link))

    async def export(self, subscription: Subscription) -> tuple[Message, ...]:
        """A channel's feeds as a list, to copy into a file.

        Raises:
            CommandError: it has none.
        """
        written = await self._lists.export(subscription)
        return list_messages(await self._service.describe(subscription), written)

    async def _load(self, file: SharedFile) -> bytes:
        """The bytes of a list.

        Raises:
            UnreadableListError: the bot may not read it.
            BotError: it is deleted, too large, or Slack does not answer.
        """
        try:
            return (await self._files.read(file)).body
        except (UnreadableFileError, MissingScopeError) as error:
            raise UnreadableListError(error.cause) from error


def _report(done: ListImport) -> Message:
    """What became of a list.

    Raises:
        CommandError: nothing of it can be followed, and the channel has no subscription.
    """
    if done.change is None:
        raise CommandError(" ".join(format_left_over(done)), "Nothing was set up.")
    return imported_message(done, done.change)
