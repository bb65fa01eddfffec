"""conversations.*: channels, their members and their messages."""

from bot.playground.errors import ApiError
from bot.playground.formats.api_objects import Json, channel_json, message_json
from bot.playground.local_slack import LocalSlack
from bot.playground.methods.arguments import Arguments
from bot.playground.methods.lookups import channel_of, readable_channel, user_of
from bot.playground.workspace import BOT_USER_ID, Channel, Message


def history(slack: LocalSlack, arguments: Arguments) -> Json:
    """conversations.history: newest first, without the replies in threads."""
    channel = readable_channel(slack, arguments)
    found = [message for message in slack.workspace.timeline(channel.id) if not message.is_reply]
    within = [message for message in found if _is_within(message.ts, arguments)]
    return _page(slack, list(reversed(within)), arguments) | {"pin_count": 0}


def replies(slack: LocalSlack, arguments: Arguments) -> Json:
    """conversations.replies: the parent, then its replies, oldest first."""
    channel = readable_channel(slack, arguments)
    root = slack.workspace.thread_root(channel.id, arguments.text("ts"))
    if root is None or root.ephemeral_to:
        raise ApiError("thread_not_found")
    within = [reply for reply in slack.workspace.replies(root) if _is_within(reply.ts, arguments)]
    return _page(slack, [root, *within], arguments)


def _is_within(ts: str, arguments: Arguments) -> bool:
    oldest, latest = arguments.text("oldest"), arguments.text("latest")
    if arguments.flag("inclusive") and ts in (oldest, latest):
        return True
    try:
        return (not oldest or float(oldest) < float(ts)) and (not latest or float(ts) < float(latest))
    except ValueError as error:
        raise ApiError("invalid_ts_oldest" if oldest else "invalid_ts_latest") from error


def _page(slack: LocalSlack, messages: list[Message], arguments: Arguments) -> Json:
    """Return a page of messages, from the cursor on."""
    highest = slack.limiter.history_objects or 999
    limit = min(highest, arguments.number("limit", 100, lowest=1, highest=999))
    start = _cursor(arguments)
    metadata = arguments.flag("include_all_metadata")
    shown = messages[start : start + limit]
    answer: Json = {
        "ok": True,
        "messages": [message_json(message, slack.workspace, slack.base_url, metadata=metadata) for message in shown],
        "has_more": start + limit < len(messages),
    }
    if answer["has_more"]:
        answer["response_metadata"] = {"next_cursor": f"next:{start + limit}"}
    return answer


def _cursor(arguments: Arguments) -> int:
    cursor = arguments.text("cursor")
    if not cursor:
        return 0
    word, _, number = cursor.partition(":")
    if word != "next" or not number.isdigit():
        raise ApiError("invalid_cursor")
    return int(number)


def info(slack: LocalSlack, arguments: Arguments) -> Json:
    """conversations.info."""
    return {"ok": True, "channel": channel_json(channel_of(slack, arguments))}


def listing(slack: LocalSlack, arguments: Arguments) -> Json:
    """conversations.list: the conversations visible to the bot."""
    channels = [c for c in slack.workspace.channels.values() if not c.is_private or BOT_USER_ID in c.members]
    return _channels(channels, arguments)


def of_bot(slack: LocalSlack, arguments: Arguments) -> Json:
    """users.conversations: a person's conversations, as far as they are visible to the bot."""
    user_id = arguments.text("user") or BOT_USER_ID
    known = [c for c in slack.workspace.channels.values() if not c.is_private or BOT_USER_ID in c.members]
    answer = _channels([channel for channel in known if user_id in channel.members], arguments)
    return answer | {"channels": [_without_counts(channel) for channel in answer["channels"]]}


def _without_counts(channel: Json) -> Json:
    """Return a conversation as in methods that do not count its members."""
    return {name: value for name, value in channel.items() if name not in ("is_member", "num_members")}


def _channels(channels: list[Channel], arguments: Arguments) -> Json:
    names = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
    wanted = {names.get(kind.strip(), "") for kind in (arguments.text("types") or "public_channel").split(",")}
    if "" in wanted:
        raise ApiError("invalid_types")
    shown = [c for c in channels if c.kind in wanted and not (c.is_archived and arguments.flag("exclude_archived"))]
    limit = arguments.number("limit", 100, lowest=1, highest=1000)
    start = _cursor(arguments)
    following = f"next:{start + limit}" if start + limit < len(shown) else ""
    return {
        "ok": True,
        "channels": [channel_json(channel) for channel in shown[start : start + limit]],
        "response_metadata": {"next_cursor": following},
    }


def members(slack: LocalSlack, arguments: Arguments) -> Json:
    """conversations.members."""
    channel = channel_of(slack, arguments)
    return {"ok": True, "members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


def open_im(slack: LocalSlack, arguments: Arguments) -> Json:
    """conversations.open: the direct messages with one person."""
    channel_id, users = arguments.text("channel"), arguments.text("users")
    if channel_id:
        return {"ok": True, "channel": channel_json(channel_of(slack, arguments))}
    if not users:
        raise ApiError("users_list_not_supplied")
    members = frozenset(user_of(slack, name.strip()).id for name in users.split(",") if name.strip())
    if not members:
        raise ApiError("users_list_not_supplied")
    if len(members) > 1:
        channel = slack.workspace.open_group(members | {BOT_USER_ID})
    else:
        channel = slack.workspace.open_im(*members)
    if not arguments.flag("return_im"):
        return {"ok": True, "channel": {"id": channel.id}}
    shape = channel_json(channel)
    shape.pop("is_user_deleted", None)
    return {"ok": True, "channel": shape}


def join(slack: LocalSlack, arguments: Arguments) -> Json:
    """conversations.join."""
    channel = channel_of(slack, arguments)
    if channel.is_archived:
        raise ApiError("is_archived")
    if channel.kind != "channel":
        raise ApiError("method_not_supported_for_channel_type")
    joined = channel_json(slack.join(channel, BOT_USER_ID))
    joined.pop("num_members")
    return {"ok": True, "channel": joined}


METHODS = {
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.info": info,
    "conversations.list": listing,
    "conversations.members": members,
    "conversations.open": open_im,
    "conversations.join": join,
    "users.conversations": of_bot,
}
