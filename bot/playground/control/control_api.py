"""POST /playground/…: what a person could do in Slack's client, for tests and for the page."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.playground.connection.transport import Answer
from bot.playground.control import interactions
from bot.playground.control.conditions import Conditions
from bot.playground.control.members import MemberControls
from bot.playground.control.messages import MessageControls
from bot.playground.control.newspaper import NewspaperControls
from bot.playground.control.request_bodies import Named, button_values, read_body, text_of
from bot.playground.errors import ApiError, UsageError
from bot.playground.formats import payloads
from bot.playground.formats.api_objects import Json
from bot.playground.gazette.articles import Gazette
from bot.playground.local_slack import LocalSlack

Press = Callable[[Json], Awaitable[Json]]
MAX_REDELIVERIES = 100


class Control:
    """The actions of the control API; inspection_api.py shows their results."""

    def __init__(self, slack: LocalSlack, gazette: Gazette) -> None:
        self._slack = slack
        self._named = Named(slack)
        conditions, messages, members = Conditions(slack), MessageControls(slack), MemberControls(slack)
        self._buttons: dict[str, Press] = {
            "say": messages.say,
            "forward": messages.forward,
            "edit": messages.edit,
            "delete": messages.delete,
            "react": messages.react,
            "unreact": messages.unreact,
            "command": self.command,
            "click": self.click,
            "shortcut": self.shortcut,
            "submit": self.submit,
            "close": self.close,
            "home": self.home,
            "invite": members.invite,
            "kick": members.kick,
            "channel": members.channel,
            "group": members.group,
            "people": members.people,
            "archive": members.archive,
            "change_id": members.change_id,
            "event": self.event,
            "redeliver": self.redeliver,
            "faults": conditions.faults,
            "clock": conditions.clock,
            "limits": conditions.limits,
            "article": NewspaperControls(gazette).article,
            "install": conditions.install,
        }

    async def press(self, request: web.Request) -> web.StreamResponse:
        """Answer `POST /playground/{button}`."""
        try:
            button = self._find(request.match_info["button"])
            return web.json_response(await button(read_body(await request.text())))
        except UsageError as misuse:
            return web.json_response({"ok": False, "error": str(misuse)}, status=misuse.status)
        except ApiError as refusal:
            return web.json_response(refusal.answer, status=409)

    def _find(self, name: str) -> Press:
        if name not in self._buttons:
            raise UsageError(f"There is no such control; there are {', '.join(sorted(self._buttons))}.", status=404)
        return self._buttons[name]

    # -- what people do

    async def command(self, body: Json) -> Json:
        """Send a slash command; in a thread (`thread_ts`) Slack's client refuses it."""
        command = text_of(body, "command")
        if not command.startswith("/"):
            raise UsageError("command starts with a slash.")
        channel, user = self._named.channel(body), self._named.user(body)
        text, thread_ts = text_of(body, "text"), text_of(body, "thread_ts")
        answer = await interactions.send_command(self._slack, channel, user, command, text, thread_ts=thread_ts)
        return _acknowledged(answer)

    async def click(self, body: Json) -> Json:
        """Press a button or choose something, in a message or (with view_id) in a view."""
        user = self._named.user(body)
        if body.get("view_id"):
            return _acknowledged(await interactions.click_in_view(self._slack, self._named.view(body), user, body))
        channel, message = self._named.message(body)
        interactions.may_see(message, user)
        return _acknowledged(await interactions.click(self._slack, message, channel, user, body))

    async def shortcut(self, body: Json) -> Json:
        """Choose a message shortcut or (without ts) a global one."""
        user, callback_id = self._named.user(body), text_of(body, "callback_id")
        interactions.check_shortcut(self._slack, callback_id)
        if not body.get("ts"):
            return _acknowledged(await interactions.use_global_shortcut(self._slack, user, callback_id))
        channel, message = self._named.message(body)
        return _acknowledged(await interactions.use_shortcut(self._slack, message, channel, user, callback_id))

    async def submit(self, body: Json) -> Json:
        """Submit a modal; `values` by block_id."""
        view, values = self._named.view(body), button_values(body)
        user = self._slack.workspace.users[view.user_id]
        answer, errors = await interactions.submit(self._slack, view, user, values)
        return _acknowledged(answer) | ({"ok": False, "errors": errors} if errors else {})

    async def close(self, body: Json) -> Json:
        """Close a modal."""
        view = self._named.view(body)
        return _acknowledged(await interactions.close(self._slack, view, self._slack.workspace.users[view.user_id]))

    async def home(self, body: Json) -> Json:
        """Open the App Home, or (tab: messages) its messages."""
        payload = self._slack.open_home(self._named.user(body), text_of(body, "tab") or "home")
        return {"ok": True, "event_id": payload["event_id"], "channel": payload["event"]["channel"]}

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
            envelope = self._slack.sent_events.again(text_of(body, "event_id"))
            if envelope is None:
                raise UsageError("No event of that id was sent.", status=404)
            self._slack.delivery.send(envelope)
        return {"ok": True}


def _acknowledged(answer: Answer) -> Json:
    if not answer.ok:
        message = answer.payload.get("message") or f"It {interactions.failure(answer.error)}"
        return {"ok": False, "error": answer.error, "message": message}
    return {"ok": True, "response": answer.payload}
