"""Lists of feeds as feed readers exchange them: imported from a link or a file that people share, exported as text."""

from functools import partial

from bot.errors import SlackError
from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.payloads import ImportFeedList, SharedFile
from bot.newsroom.requester import Requester
from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.feed_lists import FeedListService, ListImport
from bot.newsroom.subscriptions.model import Subscription
from bot.newsroom.subscriptions.service import SubscriptionService, redo_if_changed
from bot.slack.api.files import SlackFiles, UnreadableFileError
from bot.slack.api.web_api import SlackApi
from bot.slack.handlers.reply_router import ReplyRouter
from bot.slack.parsing.subscription_payloads import shared_file
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.subscription_messages import format_left_over, imported_message, list_messages


class OpmlImportHandler:
    """Imports and exports lists.

    Args:
        service: says what comes next.
        lists: imports and exports them.
        files: what people share in Slack.
        api: calls Slack's Web API.
        answers: answers the requester.
    """

    def __init__(
        self,
        *,
        service: SubscriptionService,
        lists: FeedListService,
        files: SlackFiles,
        api: SlackApi,
        answers: ReplyRouter,
    ) -> None:
        self._service = service
        self._lists = lists
        self._files = files
        self._api = api
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
        return await self._files.read(await self._read(file))

    async def _read(self, file: SharedFile) -> SharedFile:
        """The file with its address; not every event has it.

        Raises:
            UnreadableFileError: the bot may not read it.
        """
        if file.url or not file.id:
            return file
        try:
            answer = await self._api.call("files.info", file=file.id)
        except SlackError as error:
            raise UnreadableFileError(str(error)) from error
        return shared_file(answer.get("file") or {})


def _report(done: ListImport) -> Message:
    """What became of a list.

    Raises:
        CommandError: nothing of it can be followed, and the channel has no subscription.
    """
    if done.change is None:
        raise CommandError(" ".join(format_left_over(done)), "Nothing was set up.")
    return imported_message(done, done.change)
