"""Look-ups of the channel, message and user named by a call, with Slack's errors."""

from bot.playground.errors import ApiError
from bot.playground.local_slack import LocalSlack
from bot.playground.methods.arguments import Arguments
from bot.playground.workspace import BOT_USER_ID, Channel, Message, User


def channel_of(slack: LocalSlack, arguments: Arguments, name: str = "channel") -> Channel:
    """Return the channel named by a call.

    Raises:
        ApiError: channel_not_found; also for a private channel without the bot.
    """
    channel = slack.workspace.find_channel(arguments.text(name)) if arguments.text(name) else None
    if channel is None or (channel.is_private and BOT_USER_ID not in channel.members):
        raise ApiError("channel_not_found")
    return channel


def writable_channel(slack: LocalSlack, arguments: Arguments) -> Channel:
    """Return the channel that a call posts to.

    Raises:
        ApiError: channel_not_found, is_archived or not_in_channel.
    """
    channel = channel_of(slack, arguments)
    if channel.is_archived:
        raise ApiError("is_archived")
    if BOT_USER_ID not in channel.members:
        raise ApiError("not_in_channel")
    return channel


def readable_channel(slack: LocalSlack, arguments: Arguments) -> Channel:
    """Return the channel that a call reads.

    Raises:
        ApiError: channel_not_found or not_in_channel.
    """
    channel = channel_of(slack, arguments)
    if BOT_USER_ID not in channel.members:
        raise ApiError("not_in_channel")
    return channel


def message_of(slack: LocalSlack, channel: Channel, ts: str) -> Message:
    """Return the message named by a call; ephemeral messages do not exist for the Web API.

    Raises:
        ApiError: message_not_found.
    """
    message = slack.workspace.find_message(channel.id, ts)
    if message is None or message.ephemeral_to is not None:
        raise ApiError("message_not_found")
    return message


def user_of(slack: LocalSlack, user_id: str) -> User:
    """Return the user with an id.

    Raises:
        ApiError: user_not_found.
    """
    user = slack.workspace.users.get(user_id)
    if user is None:
        raise ApiError("user_not_found")
    return user
