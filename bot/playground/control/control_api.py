"""POST /playground/…: what a person could do in Slack's client, for tests and for the page."""

import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.playground.connection.transport import Answer
from bot.playground.control import interactions
from bot.playground.control.conditions import Conditions
from bot.playground.errors import ApiError, UsageError
from bot.playground.files import MAX_FILE
from bot.playground.formats import payloads
from bot.playground.formats.api_objects import Json
from bot.playground.local_slack import LocalSlack
from bot.playground.methods.chat import MAX_TEXT
from bot.playground.methods.reactions import emoji_name
from bot.playground.workspace import READER, Channel, Message, User, View

Press = Callable[[Json], Awaitable[Json]]
MAX_REDELIVERIES = 100


class Control:
    """The actions of the control API; inspection_api.py shows their results."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        conditions = Conditions(slack)
        self._buttons: dict[str, Press] = {
            "say": self.say,
            "edit": self.edit,
            "delete": self.delete,
            "react": self.react,
            "unreact": self.unreact,
            "command": self.command,
            "click": self.click,
            "shortcut": self.shortcut,
            "submit": self.submit,
            "close": self.close,
            "home": self.home,
            "invite": self.invite,
            "channel": self.channel,
            "archive": self.archive,
            "event": self.event,
            "redeliver": self.redeliver,
            "faults": conditions.faults,
            "clock": conditions.clock,
            "limits": conditions.limits,
        }

    async def press(self, request: web.Request) -> web.StreamResponse:
        """Answer `POST /playground/{button}`."""
        try:
            button = self._find(request.match_info["button"])
            return web.json_response(await button(_read(await request.text())))
        except UsageError as misuse:
            return web.json_response({"ok": False, "error": str(misuse)}, status=misuse.status)
        except ApiError as refusal:
            return web.json_response(refusal.answer, status=409)

    def _find(self, name: str) -> Press:
        if name not in self._buttons:
            raise UsageError(f"There is no such control; there are {', '.join(sorted(self._buttons))}.", status=404)
        return self._buttons[name]

    # -- what people do

    async def say(self, body: Json) -> Json:
        """Post a message; with a `file` (name and content) if given."""
        channel, user = self._channel(body), self._user(body)
        text = _text(body, "text")
        if (not text.strip() and not body.get("file")) or len(text) > MAX_TEXT:
            raise UsageError(f"text has one to {MAX_TEXT} characters.")
        if channel.is_archived:
            raise ApiError("is_archived")
        message = self._slack.person_says(channel, user, text, _text(body, "thread_ts"), file=_file(body))
        return {"ok": True, "ts": message.ts, "channel": channel.id}

    async def edit(self, body: Json) -> Json:
        """Edit a message as its author."""
        channel, message = self._message(body)
        if message.by_bot:
            raise ApiError("cant_update_message")
        changed = self._slack.person_edits(message, channel, _text(body, "text"))
        return {"ok": True, "ts": changed.ts, "text": changed.text}

    async def delete(self, body: Json) -> Json:
        """Delete a message."""
        channel, message = self._message(body)
        self._slack.delete(message, channel)
        return {"ok": True}

    async def react(self, body: Json) -> Json:
        """Add a reaction."""
        self._slack.react(self._message(body)[1], emoji_name(_text(body, "name")), self._user(body).id)
        return {"ok": True}

    async def unreact(self, body: Json) -> Json:
        """Remove a reaction."""
        self._slack.unreact(self._message(body)[1], emoji_name(_text(body, "name")), self._user(body).id)
        return {"ok": True}

    async def command(self, body: Json) -> Json:
        """Send a slash command."""
        command = _text(body, "command")
        if not command.startswith("/"):
            raise UsageError("command starts with a slash.")
        channel, user = self._channel(body), self._user(body)
        answer = await interactions.send_command(self._slack, channel, user, command, _text(body, "text"))
        return _acknowledged(answer)

    async def click(self, body: Json) -> Json:
        """Press a button or choose something, in a message or (with view_id) in a view."""
        user = self._user(body)
        if body.get("view_id"):
            return _acknowledged(await interactions.click_in_view(self._slack, self._view(body), user, body))
        channel, message = self._message(body)
        interactions.may_see(message, user)
        return _acknowledged(await interactions.click(self._slack, message, channel, user, body))

    async def shortcut(self, body: Json) -> Json:
        """Choose a message shortcut or (without ts) a global one."""
        user, callback_id = self._user(body), _text(body, "callback_id")
        if not body.get("ts"):
            return _acknowledged(await interactions.use_global_shortcut(self._slack, user, callback_id))
        channel, message = self._message(body)
        return _acknowledged(await interactions.use_shortcut(self._slack, message, channel, user, callback_id))

    async def submit(self, body: Json) -> Json:
        """Submit a modal; `values` by block_id."""
        view, values = self._view(body), body.get("values", {})
        if not isinstance(values, dict):
            raise UsageError("values is an object: block_id -> what was entered.")
        user = self._slack.workspace.users[view.user_id]
        answer, errors = await interactions.submit(self._slack, view, user, values)
        return _acknowledged(answer) | ({"ok": False, "errors": errors} if errors else {})

    async def close(self, body: Json) -> Json:
        """Close a modal."""
        view = self._view(body)
        return _acknowledged(await interactions.close(self._slack, view, self._slack.workspace.users[view.user_id]))

    async def home(self, body: Json) -> Json:
        """Open the App Home, or (tab: messages) its messages."""
        payload = self._slack.open_home(self._user(body), _text(body, "tab") or "home")
        return {"ok": True, "event_id": payload["event_id"], "channel": payload["event"]["channel"]}

    async def invite(self, body: Json) -> Json:
        """Invite the bot to a channel."""
        self._slack.join(self._channel(body), self._user(body).id)
        return {"ok": True}

    async def channel(self, body: Json) -> Json:
        """Create a channel, with the bot in it unless `without_bot`; optionally `private`, or `shared` with others."""
        name = _text(body, "name").removeprefix("#").strip()
        if not name or self._slack.workspace.find_channel(name):
            raise UsageError("name is that of a channel which does not exist yet.")
        channel = self._slack.workspace.add_channel(
            name,
            is_private=bool(body.get("private")),
            with_bot=not body.get("without_bot"),
            is_shared=bool(body.get("shared")),
        )
        return {"ok": True, "id": channel.id}

    async def archive(self, body: Json) -> Json:
        """Archive a channel, or (undo) unarchive one."""
        channel, user = self._channel(body), self._user(body)
        if channel.im_with:
            raise ApiError("method_not_supported_for_channel_type")
        self._slack.archive(channel, user, is_archived=not body.get("undo"))
        return {"ok": True}

    # -- what Slack does

    async def event(self, body: Json) -> Json:
        """Send any event, such as `{"event": {"type": "tokens_revoked", …}}`."""
        event = body.get("event")
        if not isinstance(event, dict) or not isinstance(event.get("type"), str):
            raise UsageError("event is an object with a type.")
        payload = payloads.event_callback(event, int(self._slack.clock.now().timestamp()))
        self._slack.deliver(payload)
        return {"ok": True, "event_id": payload["event_id"]}

    async def redeliver(self, body: Json) -> Json:
        """Send an event again."""
        times = body.get("times", 1)
        if not isinstance(times, int) or not 0 < times <= MAX_REDELIVERIES:
            raise UsageError(f"times is a number from 1 to {MAX_REDELIVERIES}.")
        for _ in range(times):
            envelope = self._slack.sent_events.again(_text(body, "event_id"))
            if envelope is None:
                raise UsageError("No event of that id was sent.", status=404)
            self._slack.delivery.send(envelope)
        return {"ok": True}

    # -- look-ups of what a body names

    def _channel(self, body: Json) -> Channel:
        channel = self._slack.workspace.find_channel(_text(body, "channel"))
        if channel is None:
            raise UsageError("There is no such channel; GET /playground/state lists them.", status=404)
        return channel

    def _user(self, body: Json) -> User:
        wanted = _text(body, "user") or READER
        for user in self._slack.workspace.users.values():
            if wanted in (user.id, user.name) and not user.is_bot:
                return user
        raise UsageError("There is no such person; GET /playground/state lists them.", status=404)

    def _message(self, body: Json) -> tuple[Channel, Message]:
        channel = self._channel(body)
        message = self._slack.workspace.find_message(channel.id, _text(body, "ts"))
        if message is None:
            raise UsageError("There is no such message in that channel.", status=404)
        return channel, message

    def _view(self, body: Json) -> View:
        view = self._slack.workspace.views.get(_text(body, "view_id"))
        if view is None:
            raise UsageError("There is no such view; GET /playground/views lists them.", status=404)
        return view


def _read(text: str) -> Json:
    try:
        body = json.loads(text or "{}")
    except ValueError as error:
        raise UsageError("The body is not JSON.") from error
    if not isinstance(body, dict):
        raise UsageError("The body is not a JSON object.")
    return body


def _file(body: Json) -> Json | None:
    file = body.get("file")
    if not file:
        return None
    if not isinstance(file, dict) or len(_text(file, "content")) > MAX_FILE or not _text(file, "name"):
        raise UsageError(f"file has a name, and a content of at most {MAX_FILE} characters.")
    return {"name": _text(file, "name"), "content": _text(file, "content")}


def _text(body: Json, name: str) -> str:
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UsageError(f"{name} is a text.")
    return value


def _acknowledged(answer: Answer) -> Json:
    if not answer.ok:
        return {"ok": False, "error": answer.error}
    return {"ok": True, "response": answer.payload}
