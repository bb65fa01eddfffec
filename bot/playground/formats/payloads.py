"""Events, commands and interactions as Slack sends them to an app. Checked against Slack's own published samples."""

from typing import Any
from uuid import uuid4

from bot.playground.formats.api_objects import Json, message_json, view_json
from bot.playground.workspace import (
    APP_ID,
    BOT_USER_ID,
    TEAM_DOMAIN,
    TEAM_ID,
    Channel,
    Message,
    User,
    View,
    Workspace,
)

VERIFICATION_TOKEN = "playground"  # noqa: S105  (a deprecated field that every payload still has)


def new_event_id() -> str:
    """Return an event id in Slack's format."""
    return "Ev" + uuid4().hex[:10].upper()


def event_callback(event: Json, event_time: int, channel: Channel | None = None) -> Json:
    """Return an event, about a channel or not, in its outer layer."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": new_event_id(),
        "event_time": event_time,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": BOT_USER_ID,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": channel is not None and channel.is_shared,
        "event_context": f"4-{uuid4().hex}",
    }


def mentions(message: Message, user_id: str) -> bool:
    """Return whether a message mentions a member, in its text or in its rich text."""
    return f"<@{user_id}>" in message.text or any(_names(block, user_id) for block in message.blocks)


def _names(element: Any, user_id: str) -> bool:
    if not isinstance(element, dict):
        return False
    inner = element.get("elements")
    return (element.get("type"), element.get("user_id")) == ("user", user_id) or (
        isinstance(inner, list) and any(_names(each, user_id) for each in inner)
    )


def app_mention(message: Message, workspace: Workspace, base_url: str) -> Json:
    """Return the event of a mention in a channel that the bot is in."""
    event = message_json(message, workspace, base_url, in_event=True)
    event |= {"type": "app_mention", "channel": message.channel_id}
    event["event_ts"] = message.edited[1] if message.edited else message.ts
    for name in ("reply_count", "reply_users_count", "latest_reply", "reply_users", "is_locked", "subscribed"):
        event.pop(name, None)
    for name in ("parent_user_id", "subtype"):
        event.pop(name, None)
    return event


def message_event(message: Message, channel: Channel, workspace: Workspace, base_url: str) -> Json:
    """Return the event of a direct message to the bot."""
    event = message_json(message, workspace, base_url, metadata=True, in_event=True)
    event.pop("app_id", None)
    return event | {"channel": channel.id, "event_ts": message.ts, "channel_type": channel.kind}


def message_changed(before: Json, after: Message, channel: Channel, workspace: Workspace, base_url: str) -> Json:
    """Return the event of an edited message; `before` is its former state."""
    now = workspace.next_ts()
    return {
        "type": "message",
        "subtype": "message_changed",
        "channel": channel.id,
        "hidden": True,
        "message": message_json(after, workspace, base_url),
        "previous_message": before,
        "event_ts": now,
        "ts": now,
        "channel_type": channel.kind,
    }


def message_deleted(before: Json, channel: Channel, workspace: Workspace) -> Json:
    """Return the event of a deleted message."""
    now = workspace.next_ts()
    return {
        "type": "message",
        "subtype": "message_deleted",
        "channel": channel.id,
        "hidden": True,
        "deleted_ts": before["ts"],
        "previous_message": before,
        "event_ts": now,
        "ts": now,
        "channel_type": channel.kind,
    }


def reaction_event(kind: str, message: Message, name: str, user_id: str, event_ts: str) -> Json:
    """Return reaction_added or reaction_removed."""
    return {
        "type": kind,
        "user": user_id,
        "reaction": name,
        "item": {"type": "message", "channel": message.channel_id, "ts": message.ts},
        "item_user": message.user_id,
        "event_ts": event_ts,
    }


def member_joined(channel: Channel, user_id: str, inviter: str, event_ts: str) -> Json:
    """Return the event of a person, or the bot, joining a channel."""
    return {
        "type": "member_joined_channel",
        "user": user_id,
        "channel": channel.id,
        "channel_type": channel.id[:1],
        "team": TEAM_ID,
        "inviter": inviter,
        "event_ts": event_ts,
    }


def channel_left(channel: Channel, actor_id: str, event_ts: str) -> Json:
    """Return the event of the bot being removed from a channel."""
    return {"type": f"{channel.kind}_left", "channel": channel.id, "actor_id": actor_id, "event_ts": event_ts}


def channel_id_changed(before: Channel, after: Channel, event_ts: str) -> Json:
    """Return the event of a channel that has another id from now on."""
    ids = {"old_channel_id": before.id, "new_channel_id": after.id}
    return {"type": "channel_id_changed", **ids, "event_ts": event_ts}


def channel_archived(channel: Channel, user_id: str, event_ts: str) -> Json:
    """Return the event of a channel being archived or unarchived."""
    who = "actor_id" if channel.is_private and not channel.is_archived else "user"
    event: Json = {"channel": channel.id, who: user_id, "event_ts": event_ts}
    if channel.is_archived:
        return {"type": f"{channel.kind}_archive", "is_moved": 0, **event}
    return {"type": f"{channel.kind}_unarchive", **event}


def home_opened(user: User, channel: Channel, tab: str, view: View | None, event_ts: str) -> Json:
    """Return the event of a person opening the App Home (tab home) or its messages (tab messages)."""
    event: Json = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": channel.id,
        "tab": tab,
        "event_ts": event_ts,
    }
    return event | ({"view": view_json(view)} if view else {})


def slash_command(*, command: str, text: str, user: User, channel: Channel, trigger_id: str, response_url: str) -> Json:
    """Return the payload of a slash command."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": False,
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def interaction(kind: str, user: User, **more: Any) -> Json:
    """Return an interaction: the fields of every one, and those of this kind."""
    who: Json = {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM_ID}
    return _from_menu(kind, who, api_app_id=APP_ID, **more)


def _from_menu(kind: str, who: Json, **more: Any) -> Json:
    """Return the fields that even a shortcut has."""
    return {
        "type": kind,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "user": who,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
        **more,
    }


def block_actions(user: User, action: Json, *, trigger_id: str, place: Json) -> Json:
    """Return the payload of a pressed element; `place` contains its message or view."""
    return interaction("block_actions", user, trigger_id=trigger_id, actions=[action], **place)


def message_place(message: Message, channel: Channel, workspace: Workspace, base_url: str, response_url: str) -> Json:
    """Return the place of a pressed element in a message."""
    is_ephemeral = message.ephemeral_to is not None
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": is_ephemeral,
    }
    if message.is_reply:
        container["thread_ts"] = message.thread_ts
    place: Json = {
        "container": container,
        "channel": channel_short(channel),
        "state": {"values": {}},
        "response_url": response_url,
    }
    if not is_ephemeral:  # Slack does not send an ephemeral message back
        place["message"] = message_json(message, workspace, base_url, metadata=True)
    return place


def view_place(view: View) -> Json:
    """Return the place of a pressed element in a modal or an App Home."""
    return {"container": {"type": "view", "view_id": view.id}, "view": view_json(view)}


def message_shortcut(
    user: User, message: Json, channel: Channel, *, callback_id: str, trigger_id: str, response_url: str, action_ts: str
) -> Json:
    """Return the payload of one of the app's entries in a message's menu."""
    return _from_menu(
        "message_action",
        {"id": user.id, "name": user.name, "team_id": TEAM_ID},
        callback_id=callback_id,
        trigger_id=trigger_id,
        response_url=response_url,
        message_ts=message["ts"],
        channel=channel_short(channel),
        message=message,
        action_ts=action_ts,
    )


def global_shortcut(user: User, *, callback_id: str, trigger_id: str, action_ts: str) -> Json:
    """Return the payload of one of the app's entries in Slack's own menu."""
    who = {"id": user.id, "username": user.name, "team_id": TEAM_ID}
    return _from_menu("shortcut", who, callback_id=callback_id, trigger_id=trigger_id, action_ts=action_ts)


def channel_short(channel: Channel) -> Json:
    """Return a channel as in interactions."""
    return {"id": channel.id, "name": _channel_name(channel)}


def _channel_name(channel: Channel) -> str:
    if channel.im_with:
        return "directmessage"
    if channel.is_mpim:
        return channel.name
    return "privategroup" if channel.is_private else channel.name
