"""Handles the jobs of editions, their previews, and what their buttons answer."""

from dataclasses import replace

from bot.newsroom.command_names import DEFAULT_NAMES, CommandNames
from bot.newsroom.editions.drafting import EditionDrafter
from bot.newsroom.editions.model import EditionRecord, EditionRepository
from bot.newsroom.editions.publishing import EditionPublisher, Outcome, Publication
from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.keys import extra_edition_id, private_key
from bot.newsroom.jobs.payloads import PressButton, PublishEdition
from bot.newsroom.requester import Requester
from bot.newsroom.subscriptions.model import EditionKey, Subscription
from bot.newsroom.subscriptions.schedule import find_zone
from bot.slack.outbound.owner_notifier import OwnerNotifier
from bot.slack.outbound.response_url import ResponseUrlSender
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.block_kit.renamed_commands import rename_in_message
from bot.slack.rendering.editions.drafts import read_message
from bot.slack.rendering.editions.listings import more_messages, repeats_messages
from bot.slack.rendering.editions.previews import preview_messages
from bot.slack.rendering.editions.quiet_days import empty_message
from bot.slack.rendering.editions.reasons import why_message
from bot.slack.rendering.error_messages import text_message
from bot.slack.rendering.refusals import PAUSES

_NOTHING_POSTED = "There was no new story, so I posted nothing."
_NOT_KNOWN = (text_message("I no longer remember how that edition was made."),)


class EditionHandler:
    """Handles jobs of the kind "edition".

    Args:
        publisher: makes and posts editions.
        drafter: makes previews.
        records: past editions, for their buttons.
        private: answers that only one person sees.
        notifier: direct messages, for requesters without a response_url.
        commands: names of the slash commands.

    Six arguments: five parts, and the names that people read.
    """

    def __init__(
        self,
        *,
        publisher: EditionPublisher,
        drafter: EditionDrafter,
        records: EditionRepository,
        private: ResponseUrlSender,
        notifier: OwnerNotifier,
        commands: CommandNames = DEFAULT_NAMES,
    ) -> None:
        self._publisher = publisher
        self._drafter = drafter
        self._records = records
        self._private = private
        self._notifier = notifier
        self._commands = commands

    async def handle(self, job: Job[PublishEdition]) -> None:
        """Make an edition and post it; done again after a crash, it continues where it was.

        Raises:
            BotError: it could not be made, or not posted.
        """
        requester = job.payload.requester
        publication = await self._publisher.publish(job.id, job.payload.key, is_extra=requester is not None)
        said = _format_publication(publication)
        if requester is not None and said is not None:
            await self._answer(job, requester, rename_in_message(said, self._commands))

    async def poll_new_feeds(self, feeds: tuple[str, ...]) -> None:
        """Make sure that new feeds have been read once."""
        await self._drafter.poll_new_feeds(feeds)

    async def preview(self, subscription: Subscription, *, following: str = "") -> tuple[Message, ...]:
        """The edition as it would be now, for one person only. Nothing is stored.

        Args:
            subscription: what is wanted.
            following: what happens next, for its end.

        Raises:
            BotError: it could not be made.
        """
        zone, edition = find_zone(subscription.zone), await self._drafter.preview(subscription)
        if not edition.stories:
            return (empty_message(edition, zone, following=following),)
        return preview_messages(edition, zone, following=following)

    async def explain(self, click: PressButton) -> None:
        """Tell the clicker why an edition has these stories, or what it did not tell."""
        record = await self._records.get(click.digest_id)
        is_theirs = record is not None and record.key.channel == click.channel
        said = await self._format_answer(click.action, record) if record is not None and is_theirs else _NOT_KNOWN
        for message in said:
            await self._private.send(
                click.response_url, message, recipient=(click.channel, click.user), thread_ts=click.thread_ts
            )

    async def _format_answer(self, action: str, record: EditionRecord) -> tuple[Message, ...]:
        """What a button under an edition answers."""
        if action == "untold":
            return more_messages(record)
        if action == "repeats":
            return repeats_messages(record, await self._drafter.find_zone(record.key))
        return (why_message(record),)

    async def _answer(self, job: Job[PublishEdition], requester: Requester, message: Message) -> None:
        """Answer the requester of an unscheduled edition: where they asked, else in a direct message."""
        key, url = private_key(job.id, "answer"), job.payload.response_url
        if url:
            await self._private.send_once(key, url, message, recipient=(requester.channel, requester.user))
            return
        await self._notifier.notify(key, requester.user, message)


def edition_job(key: EditionKey) -> Job[PublishEdition]:
    """The job that makes a scheduled edition; the same for every tick and replica."""
    return Job(key.job_id, PublishEdition(team_id=key.team_id, key=key))


def extra_edition_job(key: EditionKey, *, asked: str, requester: Requester, response_url: str) -> Job[PublishEdition]:
    """The job that makes an edition now, on request; `asked` identifies the request, so that it is made once."""
    payload = PublishEdition(team_id=key.team_id, requester=requester, response_url=response_url, key=key)
    return Job(extra_edition_id(key.job_id, asked), payload)


def _format_publication(publication: Publication) -> Message | None:
    """What a requester reads who does not see the edition in the channel; None where they do."""
    if publication.reason is not None:
        advice = PAUSES[publication.reason].next
        return text_message(
            f"I did not post: {publication.reason.what}. The digest is paused. {advice} /digest resume in the channel."
        )
    if publication.outcome is not Outcome.NOTHING_NEW:
        return None
    if publication.quiet is None:
        return text_message(_NOTHING_POSTED)
    return replace(read_message(publication.quiet["parent"]), has_article=True)
