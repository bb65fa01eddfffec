"""What subscriptions need from outside, as Protocols: channels and people, and which editions were posted."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.errors import BotError
from bot.newsroom.subscriptions.model import EditionKey


@dataclass(frozen=True, slots=True)
class ChannelInfo:
    """A channel.

    Attributes:
        creator: who made it.
        is_archived: no one can post there any longer.
        is_member: the bot is in it.
        is_shared: people of another organisation are in it too.
    """

    creator: str | None = None
    is_archived: bool = False
    is_member: bool = True
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A person, as far as that may be known.

    Attributes:
        zone: the time zone of their profile, an IANA name; None where it is not known.
        is_admin: they administer the workspace.
    """

    zone: str | None = None
    is_admin: bool = False


class DirectoryError(BotError):
    """Something about a channel or a person could not be found out.

    Args:
        cause: for the log.
        is_hidden: the channel is not shown to the bot; otherwise the failure may be temporary.
    """

    code = "directory"

    def __init__(self, cause: str = "", *, is_hidden: bool = False) -> None:
        super().__init__(cause)
        self.is_hidden = is_hidden


class ChannelDirectory(Protocol):
    """Knows channels and people."""

    async def find_channel(self, channel: str) -> ChannelInfo | None:
        """Return a channel; None where the bot may not ask.

        Raises:
            DirectoryError: there is no such channel, or it is not shown, or there is no answer.
        """
        ...

    async def is_in(self, channel: str, user: str) -> bool:
        """Return whether a person is in a channel. Where the bot may not ask, they are assumed to be: they wrote there.

        Raises:
            DirectoryError: it cannot be found out, for now or in this channel.
        """
        ...

    async def find_person(self, user: str) -> Person:
        """Return a person. It never fails: what cannot be found out is not known."""
        ...

    async def list_channels_of(self, user: str) -> Mapping[str, ChannelInfo] | None:
        """Return the channels that a person is in, by their ids, as far as they are shown; None: not known."""
        ...


class ScheduledEditions(Protocol):
    """Knows which scheduled editions are final."""

    async def list_scheduled_since(self, moment: datetime) -> AbstractSet[EditionKey]:
        """Return the keys of all channels' scheduled editions that are final: nothing more will be posted."""
        ...
