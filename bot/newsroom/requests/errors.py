"""Why what was asked for cannot be found, in sentences for the requester."""

from bot.errors import BotError, NothingToReadError, RequestError, TooLargeError, UnsupportedContentError
from summarizer.errors import NoArticleError, SummarizerError


class NothingAboveError(NothingToReadError):
    """A thread has nothing to read above the mention."""

    code = "nothing_above"
    message = "I found no link and no long text above in this thread."
    advice = "Send me the link of the story, or paste its text."


class FirstMessageDeletedError(NothingToReadError):
    """The first message of a thread was deleted, and its replies have nothing to read."""

    code = "first_message_deleted"
    message = "The message that started this thread was deleted."
    advice = "Send me the link."


class HiddenMessageError(NothingToReadError):
    """Slack hides a message, because the workspace is over its limit."""

    code = "hidden_message"
    message = "Slack hides that message from me, because this workspace is over its limit of messages."
    advice = "Send me the link of the story, or paste its text."


class HistoryLimitError(NothingToReadError):
    """Slack lets some apps read 15 messages of a thread, once a minute.

    Source: docs.slack.dev/reference/methods/conversations.replies, "Rate limits".
    """

    code = "history_limit"
    message = "Slack lets me read only a few messages a minute here, and I have reached that limit."
    advice = "Send me the link itself, or mention me again in a minute."


class MissingScopeError(RequestError):
    """Slack does not let the bot read something, for want of a permission.

    Args:
        scope: the permission's name at Slack.
        what: what it is needed for: "read this thread".
    """

    code = "missing_scope"
    emoji = "lock"

    def __init__(self, scope: str, what: str) -> None:
        super().__init__(f"{scope}: {what}")
        self.scope, self.what = scope, what
        self.message = f"I may not {what}: the permission {scope} is missing."
        self.advice = "An admin can add it in my settings at Slack. Until then, send me the link, or paste the text."

    def __reduce__(self) -> tuple[type["MissingScopeError"], tuple[str, str]]:  # type: ignore[override]  # built from both
        return MissingScopeError, (self.scope, self.what)


class UnseenMessageError(RequestError):
    """A message in Slack that the bot, or the person who asks, does not see."""

    code = "unseen_message"
    emoji = "lock"
    message = "I can read a message only where both you and I are members of its channel."
    advice = "Forward the message to me, or paste its text."


class UnknownMembersError(UnseenMessageError):
    """Slack does not let the bot see who is in the channel of a message."""

    code = "unknown_members"
    advice = (
        "Who is in it I may not see: the permission channels:read is missing (groups:read for private channels). "
        "An admin can add it in my settings at Slack. Until then, forward the message to me, or paste its text."
    )


class UnreadableFileError(RequestError):
    """Slack does not allow the bot to read a file."""

    code = "unreadable_file"
    emoji = "paperclip"
    message = "I may not read files here: the permission files:read is missing."
    advice = "An admin can add it in my settings at Slack. Until then, paste the text."


class HiddenFileError(RequestError):
    """Slack hides a file, because the workspace is over its limit."""

    code = "hidden_file"
    emoji = "paperclip"
    message = "Slack hides that file from me, because this workspace is over its limit of files."
    advice = "Paste its text, or share it again."


class DeletedFileError(RequestError):
    """A file was deleted."""

    code = "deleted_file"
    emoji = "paperclip"
    message = "That file was deleted."
    advice = "Share it again, or paste its text."


class UnsupportedFileError(RequestError):
    """A file of a kind that is not read.

    Args:
        what: "a picture", "a spreadsheet", used in the sentence.
    """

    code = "unsupported_file"
    emoji = "paperclip"
    advice = "Share one of these, or paste the text."

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what
        self.message = f"I read text, PDF, Word and HTML files. That one is {what}."

    def __reduce__(self) -> tuple[type["UnsupportedFileError"], tuple[str]]:
        return UnsupportedFileError, (self.what,)


class LargeFileError(RequestError):
    """A file is larger than the maximum."""

    code = "large_file"
    emoji = "paperclip"
    message = "That file is too big for me to read."
    advice = "Paste the part you care about."


def about_file(error: BotError | SummarizerError) -> BotError | SummarizerError:
    """The error, in words about a file where it has words about a link."""
    if isinstance(error, UnsupportedContentError):
        return UnsupportedFileError(error.what)
    if isinstance(error, TooLargeError):
        return LargeFileError(error.cause)
    return NoArticleError("in that file") if type(error) is NoArticleError else error
