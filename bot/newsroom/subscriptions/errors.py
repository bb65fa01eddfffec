"""Why a command about a channel's subscription is rejected."""

from bot.errors import BotError, RequestError


class CommandError(RequestError):
    """A command that is invalid or cannot be done.

    Args:
        message: what is wrong.
        advice: what to type instead.
    """

    code = "command"

    def __init__(self, message: str, advice: str = "Say /digest help for what I understand.") -> None:
        super().__init__(message)
        self.message, self.advice = message, advice


class ClosedChannelError(CommandError):
    """No edition can ever be posted in a channel, so no subscription is saved for it."""

    code = "closed_channel"


class ChangedMeanwhileError(CommandError):
    """Somebody else changed a subscription between reading and saving it."""

    code = "changed_meanwhile"

    def __init__(self) -> None:
        super().__init__("Others changed this digest again and again at the same moment.", "Try it once more.")


class OwnerNotToldError(BotError):
    """Something was done to a subscription, and its owner could not be told in any way. `cause` says why."""

    code = "owner_not_told"
    message = "The owner of the digest could not be told."
    advice = "The person who runs me finds out why by the reference below."
