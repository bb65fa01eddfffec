"""Finding the channel, the message and the user that a call names, or refusing as Slack does."""

from bot.playground.errors import Refused
from bot.playground.local_slack import LocalSlack
from bot.playground.methods.arguments import Arguments
from bot.playground.workspace import BOT_USER_ID, Channel, Message, User


def channel_of(slack: LocalSlack, arguments: Arguments, name: str = "channel") -> Channel:
    """The channel a call names.

    Raises:
        Refused: channel_not_found; a private channel without the bot is not found either.
    """
    channel = slack.workspace.find_channel(arguments.text(name)) if arguments.text(name) else None
    if channel is None or (channel.is_private and BOT_USER_ID not in channel.members):
        raise Refused("channel_not_found")
    return channel


def writable_channel(slack: LocalSlack, arguments: Arguments) -> Channel:
    """The channel a call wants to post to.

    Raises:
        Refused: channel_not_found, is_archived or not_in_channel.
    """
    channel = channel_of(slack, arguments)
    if channel.is_archived:
        raise Refused("is_archived")
    if BOT_USER_ID not in channel.members:
        raise Refused("not_in_channel")
    return channel


def readable_channel(slack: LocalSlack, arguments: Arguments) -> Channel:
    """The channel a call wants to read.

    Raises:
        Refused: channel_not_found or not_in_channel.
    """
    channel = channel_of(slack, arguments)
    if BOT_USER_ID not in channel.members:
        raise Refused("not_in_channel")
    return channel


def message_of(slack: LocalSlack, channel: Channel, ts: str) -> Message:
    """The message a call names; those that only one person sees do not exist for the Web API.

    Raises:
        Refused: message_not_found.
    """
    message = slack.workspace.find_message(channel.id, ts)
    if message is None or message.ephemeral_to is not None:
        raise Refused("message_not_found")
    return message


def user_of(slack: LocalSlack, user_id: str) -> User:
    """The user of an id.

    Raises:
        Refused: user_not_found.
    """
    user = slack.workspace.users.get(user_id)
    if user is None:
        raise Refused("user_not_found")
    return user
