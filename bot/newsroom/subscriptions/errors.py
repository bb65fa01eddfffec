"""Why a command about a channel's subscription is rejected."""

from bot.errors import RequestError


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
