"""GET /playground/…: inspection, for tests and for the page."""

import asyncio
from typing import Any

from aiohttp import web

from bot.playground.control.conditions import installed
from bot.playground.formats.api_objects import Json, reactions_json, view_json
from bot.playground.gazette.articles import Gazette
from bot.playground.local_slack import LocalSlack
from bot.playground.workspace import BOT_ID, BOT_USER_ID, READER, TEAM_ID, Channel, Message, User

LOOK_EVERY_S = 0.2
COMMENT_EVERY = 75  # polls without news between two keep-alive comments


class InspectionApi:
    """The inspection endpoints.

    Args:
        slack: the workspace.
        gazette: the newspaper.
    """

    NAMES = ("messages", "state", "views", "log", "events", "stream")

    def __init__(self, slack: LocalSlack, gazette: Gazette) -> None:
        self._slack = slack
        self._gazette = gazette

    async def messages(self, request: web.Request) -> web.StreamResponse:
        """Answer `GET /playground/messages?channel=…`: all, including replies and ephemeral messages, oldest first."""
        channel = self._slack.workspace.find_channel(request.query.get("channel", ""))
        if channel is None:
            return web.json_response({"ok": False, "error": "channel_not_found"}, status=404)
        timeline = self._slack.workspace.timeline(channel.id, ephemeral=True)
        return web.json_response({"messages": [_message_json(message) for message in timeline]})

    async def state(self, _: web.Request) -> web.StreamResponse:
        """Answer `GET /playground/state`."""
        workspace = self._slack.workspace
        people = [user for user in workspace.users.values() if not user.is_bot]
        return web.json_response(
            {
                "version": workspace.version,
                "team_id": TEAM_ID,
                "channels": [_channel_json(channel) for channel in workspace.channels.values()],
                "users": [_user_json(user) for user in people],
                "you": READER,
                "bot_user_id": BOT_USER_ID,
                "bot_id": BOT_ID,
                "bot_connected": self._slack.delivery.connected,
                "gazette": self._gazette.article_links(),
                "headlines": {self._gazette.link(article): article.headline for article in self._gazette.articles},
                "feeds": self._gazette.feed_links(),
                "faults": self._slack.faults.listing(),
                "limits": self._slack.limiter.listing(),
                "ahead_s": self._slack.clock.ahead_s,
                **installed(self._slack.installation),
            }
        )

    async def views(self, _: web.Request) -> web.StreamResponse:
        """Answer `GET /playground/views`: open modals, the top one last; and App Homes by person."""
        views = self._slack.workspace.views.values()
        return web.json_response(
            {
                "views": [view_json(view) | {"user": view.user_id} for view in views if not view.is_home],
                "homes": {view.user_id: view_json(view) for view in views if view.is_home},
            }
        )

    async def log(self, request: web.Request) -> web.StreamResponse:
        """Answer `GET /playground/log[?method=…]`: the bot's calls and the events sent to it."""
        wanted = request.query.get("method")
        calls = [call for call in self._slack.log.calls if wanted in (None, call["method"])]
        return web.json_response({"calls": calls, "events": self._slack.sent_events.listing()})

    async def events(self, _: web.Request) -> web.StreamResponse:
        """Answer `GET /playground/events`: the events as they were sent to the bot, oldest first."""
        return web.json_response({"events": self._slack.sent_events.payloads()})

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Answer `GET /playground/stream`: a line for every change (server-sent events)."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        seen, quiet = (-1, False), 0
        while not self._slack.closing and request.transport is not None and not request.transport.is_closing():
            now = (self._slack.workspace.version, self._slack.delivery.connected)
            if now != seen:
                await response.write(f"data: {now[0]}\n\n".encode())
                seen, quiet = now, 0
            quiet += 1
            if quiet % COMMENT_EVERY == 0:
                await response.write(b": still here\n\n")
            await asyncio.sleep(LOOK_EVERY_S)
        return response


def _user_json(user: User) -> Json:
    shape: Json = {"id": user.id, "name": user.name, "real_name": user.real_name}
    return shape | ({"team_id": user.team_id} if user.is_external else {})


def _channel_json(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "is_archived": channel.is_archived,
        "has_bot": BOT_USER_ID in channel.members,
        "user": channel.im_with,
        "purpose": channel.purpose,
    }


def _message_json(message: Message) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "ts": message.ts,
        "user": message.user_id,
        "bot": message.by_bot,
        "text": message.text,
        "blocks": list(message.blocks),
        "metadata": message.metadata,
        "reactions": reactions_json(message),
    }
    if message.is_reply:
        shape["thread_ts"] = message.thread_ts
    if message.ephemeral_to:
        shape |= {"ephemeral": True, "ephemeral_to": message.ephemeral_to}
    if message.files:
        shape["files"] = list(message.files)
    if message.attachments:
        shape["attachments"] = list(message.attachments)
    if message.app:
        shape["app"] = {"name": message.app.name, "bot_id": message.app.bot_id}
    if message.edited:
        shape["edited"] = {"user": message.edited[0], "ts": message.edited[1]}
    if message.subtype:
        shape["subtype"] = message.subtype
    return shape
