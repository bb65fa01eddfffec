"""People, channels, messages and views as Slack's JSON. Checked against Slack's own published samples."""

from secrets import token_hex
from typing import Any

from bot.playground.workspace import (
    APP_ID,
    BOT_ID,
    BOT_USER_ID,
    OUR_APP,
    READER,
    SLACKBOT,
    TEAM_ID,
    TOMBSTONE,
    App,
    Channel,
    Message,
    User,
    View,
    Workspace,
)

Json = dict[str, Any]
UPDATED = 1700000000


def icons(base_url: str) -> Json:
    """Return the app's icons, in Slack's three sizes."""
    return {f"image_{size}": f"{base_url}page/icon.svg" for size in (36, 48, 72)}


def with_ids(blocks: tuple[Json, ...]) -> tuple[Json, ...]:
    """Return the blocks, each with the block_id that Slack assigns where it is missing."""
    return tuple(block if block.get("block_id") else block | {"block_id": token_hex(3)} for block in blocks)


def permalink(message: Message, base_url: str) -> str:
    """Return a message's address, as chat.getPermalink does."""
    link = f"{base_url}archives/{message.channel_id}/p{message.ts.replace('.', '')}"
    return f"{link}?thread_ts={message.thread_ts}&cid={message.channel_id}" if message.is_reply else link


def bot_profile(app: App, base_url: str) -> Json:
    """Return an app's profile, as in its messages."""
    return {
        "id": app.bot_id,
        "deleted": False,
        "name": app.name,
        "updated": UPDATED,
        "app_id": app.id,
        "icons": icons(base_url),
        "team_id": TEAM_ID,
    }


def display_name(user: User) -> str:
    """Return the name that a person chose; "" where there is none, and Slack shows the real name."""
    return user.name if user.display_name is None else user.display_name


def user_profile(user: User, base_url: str) -> Json:
    """Return a person's profile, as in messages of other organisations' people."""
    first, _, _ = user.real_name.partition(" ")
    return {
        "avatar_hash": "0f1e2d3c4b5a",
        "display_name": display_name(user),
        "first_name": first,
        "image_72": f"{base_url}page/icon.svg",
        "is_restricted": False,
        "is_ultra_restricted": False,
        "name": user.name,
        "real_name": user.real_name,
        "team": user.team_id,
    }


def external_json(user: User, base_url: str, *, is_stranger: bool) -> Json:
    """Return a person of another organisation, as in users.info: without what only that organisation may know.

    Source: docs.slack.dev/apis/slack-connect, "External members"; docs.slack.dev/reference/objects/user-object.
    """
    shown = user_json(user, base_url)
    known = ("id", "team_id", "name", "deleted", "real_name", "profile", "is_bot", "is_app_user", "updated")
    return {name: shown[name] for name in known} | {"is_stranger": is_stranger}


def user_json(user: User, base_url: str) -> Json:
    """Return a user as in users.info."""
    first, _, last = user.real_name.partition(" ")
    profile: Json = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": display_name(user),
        "display_name_normalized": display_name(user),
        "first_name": first,
        "last_name": last,
        "image_48": f"{base_url}page/icon.svg",
        "team": user.team_id,
    }
    if user.app is not None:
        profile |= {"api_app_id": user.app.id, "bot_id": user.app.bot_id, "always_active": True}
    return {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": False,
        "real_name": user.real_name,
        "tz": user.timezone,
        "tz_label": user.timezone,
        "tz_offset": 0,
        "profile": profile,
        "is_admin": user.id == READER,
        "is_owner": user.id == READER,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": UPDATED,
    }


def channel_json(channel: Channel) -> Json:
    """Return a conversation as in conversations.info."""
    shared: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.im_with is not None,
        "is_org_shared": False,
        "context_team_id": TEAM_ID,
        "updated": channel.created * 1000,
    }
    if channel.im_with is not None:
        return shared | {"user": channel.im_with, "is_user_deleted": False, "priority": 0}
    return shared | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": False,
        "is_mpim": channel.is_mpim,
        "is_private": channel.is_private,
        "is_general": False,
        "is_shared": channel.is_shared,
        "is_ext_shared": channel.is_shared,
        "is_pending_ext_shared": False,
        "is_member": BOT_USER_ID in channel.members,
        "unlinked": 0,
        "creator": READER,
        "shared_team_ids": [TEAM_ID],
        "pending_shared": [],
        "previous_names": [],
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": READER, "last_set": channel.created},
        "num_members": len(channel.members),
    }


def message_json(
    message: Message, workspace: Workspace, base_url: str, *, metadata: bool = False, in_event: bool = False
) -> Json:
    """Return a message as in conversations.history and chat.postMessage; with its metadata only on request.

    In events, a message of another organisation's person has their profile too.
    """
    shape: Json = {"type": "message", "ts": message.ts, "text": message.text}
    shape |= _author_json(message, base_url)
    author = workspace.users.get(message.user_id)
    if author is not None and author.is_external:
        shape |= dict.fromkeys(("team", "user_team", "source_team"), author.team_id)
        shape |= {"user_profile": user_profile(author, base_url)} if in_event else {}
    optional: Json = {
        "subtype": message.subtype,
        "client_msg_id": message.client_msg_id,
        "blocks": list(message.blocks),
        "attachments": list(message.attachments),
        "files": list(message.files),
        "metadata": message.metadata if metadata else None,
        "reactions": reactions_json(message),
        "edited": {"user": message.edited[0], "ts": message.edited[1]} if message.edited else None,
    }
    shape |= {name: value for name, value in optional.items() if value}
    if message.files:
        shape |= {"upload": False, "display_as_bot": False}
    return shape | _thread_json(message, workspace)


def _author_json(message: Message, base_url: str) -> Json:
    """Return who wrote a message: a person, an app's bot user, an incoming webhook, or Slack in place of a deleted one.

    Source: docs.slack.dev/reference/events/message/bot_message; for tombstones, slack-edge/slack-edge#10.
    """
    if message.subtype == TOMBSTONE:
        return {"user": SLACKBOT, "hidden": True}
    app = OUR_APP if message.by_bot else message.app
    if message.username and app is not None:
        return {"bot_id": app.bot_id, "username": message.username}
    who: Json = {"user": message.user_id}
    if not message.files:
        who["team"] = TEAM_ID
    if app is not None:
        who |= {"bot_id": app.bot_id, "app_id": app.id, "bot_profile": bot_profile(app, base_url)}
    return who


def _thread_json(message: Message, workspace: Workspace) -> Json:
    if message.is_reply and message.thread_ts:
        parent = workspace.find_message(message.channel_id, message.thread_ts)
        return {"thread_ts": message.thread_ts, "parent_user_id": parent.user_id if parent else ""}
    replies = list(workspace.replies(message))
    if not replies:
        return {}
    people = list(dict.fromkeys(reply.user_id for reply in replies))
    parent_user = {"parent_user_id": SLACKBOT} if message.subtype == TOMBSTONE else {}
    return parent_user | {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(people),
        "latest_reply": replies[-1].ts,
        "reply_users": people[:5],
        "is_locked": False,
        "subscribed": any(reply.by_bot for reply in replies),
    }


def reactions_json(message: Message) -> list[Json]:
    """Return a message's reactions."""
    return [{"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions]


def view_json(view: View) -> Json:
    """Return a view as in views.open and interactions."""
    source = view.source
    modal = {
        "title": source.get("title"),
        "submit": source.get("submit"),
        "close": source.get("close"),
    }
    return {
        "id": view.id,
        "team_id": TEAM_ID,
        "type": source.get("type", "modal"),
        "blocks": source.get("blocks", []),
        "private_metadata": source.get("private_metadata", ""),
        "callback_id": source.get("callback_id", ""),
        "external_id": source.get("external_id", ""),
        "state": {"values": view.values},
        "hash": view.hash,
        "clear_on_close": bool(source.get("clear_on_close", False)),
        "notify_on_close": bool(source.get("notify_on_close", False)),
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "app_id": APP_ID,
        "app_installed_team_id": TEAM_ID,
        "bot_id": BOT_ID,
        **modal,
    }
