"""Subscriptions and the keys of their editions, and the repository that stores them.

Subscription  what a channel receives, and when
EditionKey    channel and local date of one scheduled edition
Change        an entry of a subscription's history
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from types import EllipsisType
from typing import Protocol, Self


class PauseReason(StrEnum):
    """Why the bot itself has paused a subscription: no edition can, or may, be posted in its channel.

    Values are stored. One of a later version is read as OTHER.
    """

    what: str
    """The reason as a clause."""

    GONE = "channel_not_found", "the channel is gone, or I am not in it any more"
    ARCHIVED = "is_archived", "the channel is archived"
    NOT_A_MEMBER = "not_in_channel", "I am not in the channel"
    NO_KEYS = "ekm_access_denied", "your organisation's encryption keys do not let me post there"
    LIMITED = "restricted_action", "posting there is limited to some people"
    DENIED = "posting_to_channel_denied", "I may not post there"
    READ_ONLY = "restricted_action_read_only_channel", "the channel is read-only"
    THREADS_ONLY = "restricted_action_thread_only_channel", "only threads are allowed there"
    NO_THREADS = "restricted_action_non_threadable_channel", "the channel allows no threads, and my stories come in one"
    NO_MESSAGES = "messages_tab_disabled", "direct messages with me are switched off"
    SHARED = "shared", "the channel is shared with another organisation, whose people would read along"
    OTHER = "other", "I cannot post there"

    def __new__(cls, value: str, what: str) -> Self:
        """Create a reason with its clause."""
        reason = str.__new__(cls, value)
        reason._value_ = value
        reason.what = what
        return reason

    @classmethod
    def _missing_(cls, value: object) -> "PauseReason":  # noqa: ARG003  (Enum's signature)
        return cls.OTHER


class QuietDays(StrEnum):
    """What a channel gets on a day without news."""

    SKIP = "skip"
    SAY_SO = "say_so"


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a channel receives, and when. One per channel.

    Attributes:
        team_id: the workspace.
        channel: where editions are posted.
        owner: who created it; notified when something is wrong.
        feeds: addresses, in the order they were added.
        at: local time of day.
        weekdays: 0 Monday to 6 Sunday.
        zone: IANA name of the time zone.
        include: words or phrases; a story must have at least one; empty: every story.
        exclude: words or phrases; a story must have none.
        max_stories: stories per edition; the rest is counted.
        length: length of each story's digest.
        quiet_days: what happens without news.
        paused_until: no edition before that local date; date.max: until a person resumes it.
        pause_reason: why, if it was not paused by a person.
        created_at: no edition for a time before it; reset when the schedule changes or a pause ends.
        may_be_shared: a person agreed that members of another organisation in the channel may read editions.
        removal: the last job that removed feeds; repeated after a crash, "remove 2" would remove another one.
    """

    team_id: str
    channel: str
    owner: str
    feeds: tuple[str, ...]
    at: time
    weekdays: frozenset[int]
    zone: str
    created_at: datetime
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    max_stories: int = 5
    length: str = "medium"
    quiet_days: QuietDays = QuietDays.SKIP
    paused_until: date | None = None
    pause_reason: PauseReason | None = None
    may_be_shared: bool = False
    removal: str | None = None


@dataclass(frozen=True, slots=True)
class EditionKey:
    """The identity of an edition: no channel gets two for one local date."""

    team_id: str
    channel: str
    local_date: date

    @property
    def job_id(self) -> str:
        """The id of the job that makes the edition."""
        return f"edition:{self.team_id}:{self.channel}:{self.local_date.isoformat()}"


@dataclass(frozen=True, slots=True)
class Change:
    """Who made a change to a channel's subscription, what it was, and when."""

    by: str
    at: datetime
    change: str


class SubscriptionRepository(Protocol):
    """The channels' subscriptions."""

    async def get(self, team_id: str, channel: str) -> Subscription | None:
        """Return the subscription of a channel."""
        ...

    async def save(
        self, subscription: Subscription, *, by: str, change: str, before: Subscription | EllipsisType | None = ...
    ) -> None:
        """Store a subscription, and record who changed what; both or neither.

        Args:
            subscription: as it is to be.
            by: who changes it.
            change: the change in words.
            before: what it was made from; None: there was none. Left out, whatever is stored is replaced.

        Raises:
            ChangedMeanwhileError: another one is stored by now than `before`; nothing is changed.
        """
        ...

    async def delete(self, team_id: str, channel: str, *, by: str) -> None:
        """Delete a channel's subscription, and record who did."""
        ...

    async def move(self, team_id: str, channel: str, new_channel: str, *, by: str, change: str) -> bool:
        """Store a subscription, its history and its editions under the id that its channel has now; all or nothing.

        Where the new id has a subscription already, that one stays, and the other is deleted.

        Args:
            team_id: the workspace.
            channel: the id that the channel had.
            new_channel: the id that it has now.
            by: who changes it.
            change: the change in words.

        Returns:
            Whether there was a subscription under the old id.
        """
        ...

    async def list_all(self) -> tuple[Subscription, ...]:
        """Return every subscription."""
        ...

    async def list_changes(self, team_id: str, channel: str, limit: int = 10) -> tuple[Change, ...]:
        """Return the latest changes of a channel's subscription, newest first."""
        ...
