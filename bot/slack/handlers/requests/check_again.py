"""Reads the pages of a digest or an edition anew and tells the clicker what has changed: "Check again"."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence

from bot.newsroom.corrections.checking import CorrectionService
from bot.newsroom.corrections.compare import to_shown
from bot.newsroom.corrections.model import ArticleCheck
from bot.newsroom.editions.model import EditionRecord, EditionRepository, PostedStory
from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.keys import KeyPrefix, outbox_key, private_key
from bot.newsroom.jobs.payloads import PressButton
from bot.newsroom.requests.posted_digests import PostedDigestRepository
from bot.slack.outbound.progress_notice import ProgressNotifier
from bot.slack.outbound.response_url import ResponseUrlSender
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.check_messages import CHECKED_STORY, check_messages, edition_check_messages
from bot.slack.rendering.error_messages import text_message

CHECK_DIGEST, CHECK_EDITION = "check", "recheck"
"""What the menu under a digest, and under an edition, says. Stored with jobs."""

ONE_PRESS_S = 5.0
"""Presses of one person on one menu within so many seconds, by Slack's clock, are one."""

_KEPT_PRESSES = 1_000
_FORGOTTEN_DIGEST = "Too old to check: I no longer have what it showed. Mention me with the link to read it again."
_FORGOTTEN_EDITION = "Too old to check: I no longer have what that edition showed."


class CheckAgainHandler:
    """Handles clicks on "Check again". Only the clicker sees the answer; nothing is changed or stored.

    Args:
        corrections: reads pages anew and compares them.
        posted_digests: what digests showed.
        records: what editions showed.
        private: answers that only the clicker sees.
        notes: says that it takes longer.
    """

    def __init__(
        self,
        *,
        corrections: CorrectionService,
        posted_digests: PostedDigestRepository,
        records: EditionRepository,
        private: ResponseUrlSender,
        notes: ProgressNotifier,
    ) -> None:
        self._corrections = corrections
        self._posted_digests = posted_digests
        self._records = records
        self._private = private
        self._notes = notes
        self._presses: OrderedDict[tuple[str, str], tuple[str, float]] = OrderedDict()

    async def handle(self, job: Job[PressButton]) -> None:
        """Check a digest or an edition, unless another press of the same moment does.

        Raises:
            SlackError: Slack refused the answer.
        """
        if self._is_pressed_twice(job):
            return
        click = job.payload
        make = self._check_edition if click.action == CHECK_EDITION else self._check_digest

        async def say(said: Message) -> None:
            key = private_key(job.id, "note")
            await self._private.send_best_effort(key, click.response_url, said, recipient=(click.channel, click.user))

        async with self._notes.watch_privately(say):
            messages = await make(click)
        await self._send(job, messages)

    async def _check_digest(self, click: PressButton) -> Sequence[Message]:
        posted = await self._posted_digests.get(click.digest_id)
        if posted is None or not posted.digests or posted.channel != click.channel:
            return (text_message(_FORGOTTEN_DIGEST),)
        return check_messages(await self._corrections.check([to_shown(digest) for digest in posted.digests]))

    async def _check_edition(self, click: PressButton) -> Sequence[Message]:
        record = await self._records.get(click.digest_id)
        if record is None or not record.stories or record.key.channel != click.channel:
            return (text_message(_FORGOTTEN_EDITION),)
        return edition_check_messages(await self._check_stories(record))

    async def _check_stories(self, record: EditionRecord) -> list[CHECKED_STORY]:
        """Check all articles of an edition, and give each story its own."""
        checks = iter(await self._corrections.check([each for story in record.stories for each in story.shown or ()]))
        return [(story.headline, _take(story, checks)) for story in record.stories]

    async def _send(self, job: Job[PressButton], messages: Sequence[Message]) -> None:
        click = job.payload
        for part, message in enumerate(messages):
            await self._private.send_once(
                outbox_key(job.id, KeyPrefix.ANSWER, part),
                click.response_url,
                message,
                recipient=(click.channel, click.user),
                thread_ts=None if click.is_private else click.thread_ts,
            )

    def _is_pressed_twice(self, job: Job[PressButton]) -> bool:
        """Whether a press of the same moment is answered already, or is being answered."""
        name = (job.payload.digest_id, job.payload.user)
        known = self._presses.get(name)
        if known is not None and known[0] != job.id and abs(known[1] - job.payload.pressed_at) < ONE_PRESS_S:
            return True
        self._presses[name] = (job.id, job.payload.pressed_at)
        self._presses.move_to_end(name)
        if len(self._presses) > _KEPT_PRESSES:
            self._presses.popitem(last=False)
        return False


def _take(story: PostedStory, checks: Iterator[ArticleCheck]) -> tuple[ArticleCheck, ...] | None:
    """The next checks, as many as a story has articles; None for a story that an earlier version stored."""
    return None if story.shown is None else tuple(next(checks) for _ in story.shown)
