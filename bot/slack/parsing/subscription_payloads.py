"""Slack's payloads about channels' daily editions -> jobs. Pure: a payload in, a `Job` or None out.

Commands, clicks and forms become jobs of the kind "digest"; the answer goes to the response_url they carry. What is
pressed in the App Home has none: it is answered in the App Home itself.
"""

import re
from collections.abc import Mapping
from typing import Any

from bot.newsroom.jobs.job import Job, Payload
from bot.slack.parsing import fields
from bot.slack.parsing.subscription_form import CALLBACK, PREVIEW, FormError, read_form

PRESSES: Mapping[str, str] = {
    "digest_settings": "",
    "digest_new": "",
    "digest_pause": "pause",
    "digest_resume": "resume",
    "digest_now": "now",
}
"""Buttons, and the equivalent command."""

PLACES: Mapping[str, str] = {
    "channel_archive": "is_archived",
    "group_archive": "is_archived",
    "channel_deleted": "channel_not_found",
    "group_deleted": "channel_not_found",
    "channel_unarchive": "unarchived",
    "group_unarchive": "unarchived",
}
"""Events about channels, and our names for them."""

OPML = (".opml", ".xml")
"""Endings of file names of lists of feeds."""

_LONGEST_ACTION = 255
"""Characters of an action_id; Slack's limit."""

_ASKS = re.compile(r"\b(?:import|opml|feeds?)\b", re.IGNORECASE)
"""Where the bot may not read a file, Slack sends only its id; then the message shows whether it is a list."""


def parse_subscription_payload(body: dict[str, Any]) -> Job | None:
    """The job in a payload; None where it is not about daily editions.

    Raises:
        UnreadableDeliveryError: a required field of its kind is missing, or a field has the wrong type.
    """
    kind = body.get("type")
    if kind == "event_callback":
        return _read_event(body)
    if kind == "block_actions":
        return _read_press(body)
    if kind == "view_submission":
        return _read_form(body)
    return _read_command(body) if body.get("command") == "/digest" else None


def pressed_first(body: dict[str, Any]) -> dict[str, Any]:
    """The first of the actions of a click; Slack sends one.

    Raises:
        UnreadableDeliveryError: there is none, or it does not say what it is.
    """
    first = fields.filled_list(body, "actions")[0]
    fields.text(first, "action_id", longest=_LONGEST_ACTION)
    return first


def _read_command(body: dict[str, Any]) -> Job:
    requester = _requester(fields.text(body, "channel_id"), fields.text(body, "user_id"))
    url, trigger = fields.text(body, "response_url", longest=fields.LONGEST_ADDRESS), fields.text(body, "trigger_id")
    more = {"trigger_id": trigger, "text": fields.words(body, "text")}
    return Job(f"digest:{trigger}", "digest", _payload(requester, fields.text(body, "team_id"), url, **more))


def _read_press(body: dict[str, Any]) -> Job | None:
    """A button under an edition, in the App Home, or in the form."""
    action = pressed_first(body)
    if action["action_id"] == PREVIEW:
        return _read_preview(body)
    command = PRESSES.get(action["action_id"])
    if command is None:
        return None
    container = fields.part(body, "container")
    if "message_ts" in container:
        channel = fields.maybe(fields.part(body, "channel"), "id") or fields.text(container, "channel_id")
    else:
        channel = fields.maybe(action, "value") or ""
    requester = _requester(channel, _user(body))
    # A form that is opened from the App Home starts without a channel.
    where = {**requester, "channel": ""} if action["action_id"] == "digest_new" else requester
    url = fields.maybe(body, "response_url", longest=fields.LONGEST_ADDRESS) or ""
    trigger = fields.text(body, "trigger_id")
    payload = _payload(where, _team(body), url, trigger_id=trigger, text=command)
    return Job(f"press:{trigger}", "digest", payload)


def _read_form(body: dict[str, Any]) -> Job | None:
    """A submitted form; one with errors is answered in the form, not here."""
    view = fields.part(body, "view")
    if view.get("callback_id") != CALLBACK:
        return None
    view_id, requester_id = fields.text(view, "id"), _user(body)
    try:
        form = read_form(view)
    except FormError:
        return None
    requester = _requester(form.channel, requester_id)
    payload = _payload(requester, _team(body), form.response_url, form=form.pack(), view_id=view_id)
    return Job(f"digest_form:{view_id}:{fields.maybe(view, 'hash') or ''}", "digest", payload)


def _read_preview(body: dict[str, Any]) -> Job | None:
    """The form's preview button: what was typed so far, or what is wrong with it."""
    view = fields.part(body, "view")
    if view.get("callback_id") != CALLBACK:
        return None
    trigger = fields.text(body, "trigger_id")
    try:
        form = read_form(view)
    except FormError as error:
        asked: Payload = {"problems": list(error.errors.values())}
        requester = _requester("", _user(body))
    else:
        asked, requester = {"preview": form.pack()}, _requester(form.channel, _user(body))
    payload = _payload(requester, _team(body), "", trigger_id=trigger, **asked)
    return Job(f"digest_preview:{trigger}", "digest", payload)


def _read_event(body: dict[str, Any]) -> Job | None:
    event = fields.part(body, "event")
    kind, team_id = fields.text(event, "type"), fields.maybe(body, "team_id")
    if kind == "app_home_opened" and event.get("tab", "home") == "home":
        return Job(_event_job("home", body), "home", {"team_id": team_id, "viewer": fields.text(event, "user")})
    if kind in PLACES or (kind == "member_joined_channel" and event.get("user") == _bot_user(body)):
        payload = {"team_id": team_id, "place": fields.text(event, "channel"), "what": PLACES.get(kind, "joined")}
        return Job(_event_job("place", body), "place", payload)
    if kind == "app_uninstalled":
        event_id = fields.maybe(body, "event_id") or team_id  # done twice it finds nothing
        return Job(f"uninstalled:{event_id}", "uninstalled", {"team_id": team_id})
    if kind == "app_mention" or (kind == "message" and event.get("channel_type") == "im"):
        return _read_list(event, team_id or "")
    return None


def _event_job(kind: str, body: dict[str, Any]) -> str:
    """The id of an event's job; without the event's own id all events would count as one."""
    return f"{kind}:{fields.text(body, 'event_id')}"


def _read_list(event: dict[str, Any], team_id: str) -> Job | None:
    """A list of feeds that somebody shares with the bot as a file, in a mention or a direct message."""
    asks = bool(_ASKS.search(fields.words(event, "text")))
    files = [file for file in fields.parts(event, "files") if _is_list(file) or (asks and not file.get("name"))]
    user, ts = fields.maybe(event, "user"), fields.maybe(event, "ts")
    if not files or event.get("bot_id") or not (user and ts):
        return None
    requester = _requester(fields.text(event, "channel"), user, ts, fields.maybe(event, "thread_ts"))
    known = {name: str(files[0].get(name) or "") for name in ("id", "name", "url_private_download", "url_private")}
    return Job(f"opml:{requester['channel']}:{ts}", "digest", _payload(requester, team_id, "", file=known))


def _is_list(file: dict[str, Any]) -> bool:
    name = str(file.get("name") or file.get("title") or "").lower()
    return name.endswith(OPML) or "opml" in str(file.get("mimetype") or "").lower() or file.get("filetype") == "opml"


def _team(body: dict[str, Any]) -> str:
    """The workspace; in an organisation's own installation only the user object has it."""
    return fields.maybe(fields.part(body, "team"), "id") or fields.maybe(fields.part(body, "user"), "team_id") or ""


def _user(body: dict[str, Any]) -> str:
    """The person who clicked, or submitted a form."""
    return fields.text(fields.part(body, "user"), "id")


def _bot_user(body: dict[str, Any]) -> str | None:
    """The bot's user id, as an event says."""
    for authorization in fields.parts(body, "authorizations"):
        if authorization.get("is_bot"):
            return fields.maybe(authorization, "user_id")
    return None


def _payload(requester: Payload, team_id: str, response_url: str, **more: Any) -> Payload:
    return {"asker": requester, "team_id": team_id, "response_url": response_url, **more}


def _requester(channel: str, user: str, ts: str | None = None, thread_ts: str | None = None) -> Payload:
    return {"channel": channel, "user": user, "ts": ts, "thread_ts": thread_ts}
