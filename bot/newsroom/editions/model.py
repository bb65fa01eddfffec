"""Past editions: what was posted, so that nothing comes twice, and drafts, so that a crash in between loses none."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.newsroom.jobs.inbox import Payload
from bot.newsroom.subscriptions.model import EditionKey


class EditionState(StrEnum):
    """How far an edition has come.

    drafted -> posted
    drafted -> refused   Slack will not have it; its stories are not taken for posted
    empty                there was nothing to post
    """

    DRAFTED = "drafted"
    POSTED = "posted"
    REFUSED = "refused"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class PostedStory:
    """What is remembered of a story.

    Attributes:
        headline: as it was posted.
        texts: of a few of its articles: headline, line break, opening words; to recognise the story when it goes on.
        keys: of all its items.
        links: hashes of all its addresses.
        outlets: how many told it.
        reasons: why it was chosen, for "Why these?".
    """

    headline: str
    texts: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    outlets: int = 1
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionRecord:
    """One edition.

    Attributes:
        job_id: of the job that makes it; the parent's button carries it.
        key: channel and local date.
        state: see `EditionState`.
        made_at: when its stories were chosen; the next edition has the items that were first seen after it.
        stories: in order.
        draft: the messages, until they are posted.
        is_extra: made because somebody asked for it, beside those of the schedule.
        story_count: how many stories it has.
        article_count: how many articles they were chosen from.
    """

    job_id: str
    key: EditionKey
    state: EditionState
    made_at: datetime
    stories: tuple[PostedStory, ...] = ()
    draft: Payload | None = None
    is_extra: bool = False
    story_count: int = 0
    article_count: int = 0


class Archive(Protocol):
    """Past editions."""

    async def keep(self, record: EditionRecord) -> None:
        """Write an edition down. One that is there already stays as it is."""
        ...

    async def keep_next(self, record: EditionRecord, known: frozenset[str]) -> bool:
        """Write an edition down, if its channel has none but those of the `known` jobs.

        Returns False where another one was written down meanwhile, by whichever replica: choose stories anew.
        """
        ...

    async def jobs_of_channel(self, team_id: str, channel: str) -> frozenset[str]:
        """The jobs that made a channel's editions."""
        ...

    async def find(self, job_id: str) -> EditionRecord | None:
        """The edition that a job made."""
        ...

    async def finish(self, job_id: str, state: EditionState) -> None:
        """Say what became of a draft; its messages are forgotten."""
        ...

    async def of_channel(self, team_id: str, channel: str, since: datetime) -> tuple[EditionRecord, ...]:
        """A channel's editions made after a moment, oldest first."""
        ...

    async def scheduled_since(self, moment: datetime) -> frozenset[EditionKey]:
        """The keys of all channels' editions of the schedule that are settled: nothing more will be posted."""
        ...
