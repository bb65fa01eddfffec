"""What publishing an edition needs from outside, as Protocols: a channel to post in, and messages to post."""

from datetime import tzinfo
from typing import Protocol

from bot.errors import BotError
from bot.newsroom.editions.model import Edition, EditionRecord
from bot.newsroom.ports import Json
from bot.newsroom.subscriptions.model import PauseReason, Subscription

_REST = "The person who runs me can have the rest posted; the next one comes as usual."


class ChannelRefusedError(BotError):
    """A channel does not take an edition.

    Args:
        cause: for the log.
        reason: why the subscription has to pause; None: the next edition may be posted.
        is_begun: a part of the edition is in the channel.
    """

    code = "not_posted"
    message = "I could not post the edition in the channel."
    advice = "Its stories come in the next one; /digest now tries again."

    def __init__(self, cause: str, reason: PauseReason | None = None, *, is_begun: bool = False) -> None:
        super().__init__(cause)
        self.reason = reason
        self.is_begun = is_begun
        if is_begun:
            self.message, self.advice = "I could post only a part of the edition.", _REST


class EditionChannel(Protocol):
    """The channels that editions are posted in."""

    async def require_open(self, subscription: Subscription) -> None:
        """Return if editions can, and may, be posted in a subscription's channel.

        Raises:
            ChannelRefusedError: they cannot; with the reason.
            BotError: it cannot be found out for now.
        """
        ...

    async def post(self, record: EditionRecord) -> None:
        """Post the drafted messages of an edition, each once; done again after a crash, it posts the rest.

        Where somebody deletes the first message meanwhile, the others are not posted.

        Raises:
            ChannelRefusedError: the channel does not take it.
            BotError: it is not known what of it is there.
        """
        ...

    async def discard(self, job_id: str) -> None:
        """Forget the messages that were refused of an edition, so that it can be posted anew.

        Raises:
            BotError: some of it is posted, and cannot be deleted.
        """
        ...


class EditionRenderer(Protocol):
    """Makes the messages of an edition, as JSON."""

    def draft(self, edition: Edition, zone: tzinfo, *, edition_id: str) -> Json:
        """Return the messages of an edition with stories; its button carries `edition_id`."""
        ...

    def draft_empty(self, edition: Edition, zone: tzinfo, *, edition_id: str) -> Json:
        """Return the messages that say that no story is new, and what went on; its button carries `edition_id`."""
        ...


class OwnerNotifier(Protocol):
    """Tells owners what happened to their editions."""

    async def notify_not_posted(self, job_id: str, subscription: Subscription, error: BotError) -> str | None:
        """Tell the owner, once per job, that an edition is not posted, or not to its end. Returns why that failed."""
        ...
