"""What Slack delivers about channels' daily editions -> jobs. Pure: a payload in, a `Job` or None out.

Commands, presses and forms become jobs of the kind "digest"; the answer goes to the response_url they carry. What is
pressed in the app's home carries none: there the home itself answers.
"""

import re
from collections.abc import Mapping
from typing import Any

from bot.newsroom.mail import Job, Payload
from bot.slack.digest_form import CALLBACK, PREVIEW, FormError, read_form

PRESSES: Mapping[str, str] = {
    "digest_settings": "",
    "digest_new": "",
    "digest_pause": "pause",
    "digest_resume": "resume",
    "digest_now": "now",
}
"""Buttons, and the command that says the same."""

PLACES: Mapping[str, str] = {
    "channel_archive": "is_archived",
    "group_archive": "is_archived",
    "channel_deleted": "channel_not_found",
    "group_deleted": "channel_not_found",
    "channel_unarchive": "unarchived",
    "group_unarchive": "unarchived",
}
"""Events about channels, and what we make of them."""

OPML = (".opml", ".xml")
"""How the names of files with lists of feeds end."""

_ASKS = re.compile(r"\b(?:import|opml|feeds?)\b", re.IGNORECASE)
"""Of a file the bot may not look at Slack tells the id alone; then the message says whether it is a list."""


def read_digest_delivery(body: dict[str, Any]) -> Job | None:
    """The job in a payload of Slack's; None where it is not about daily editions."""
    kind = body.get("type")
    if kind == "event_callback":
        return _read_event(body)
    if kind == "block_actions":
        return _read_press(body)
    if kind == "view_submission":
        return _read_form(body)
    return _read_command(body) if body.get("command") == "/digest" else None


def _read_command(body: dict[str, Any]) -> Job:
    asker = _asker(body["channel_id"], body["user_id"])
    text, url, trigger = body.get("text") or "", body["response_url"], body["trigger_id"]
    return Job(f"digest:{trigger}", "digest", _payload(asker, body["team_id"], url, trigger_id=trigger, text=text))


def _read_press(body: dict[str, Any]) -> Job | None:
    """A button under an edition, in the app's home, or in the form."""
    action = (body.get("actions") or [{}])[0]
    if action.get("action_id") == PREVIEW:
        return _read_preview(body)
    command = PRESSES.get(str(action.get("action_id")))
    if command is None:
        return None
    is_message = "message_ts" in (body.get("container") or {})
    channel = (body.get("channel") or {}).get("id") or (body.get("container") or {}).get("channel_id")
    asker = _asker(str(channel if is_message else action.get("value") or ""), body["user"]["id"])
    # A form that is opened by a button of a home starts with no channel at all.
    place = {**asker, "channel": ""} if action["action_id"] == "digest_new" else asker
    url, trigger = body.get("response_url") or "", body["trigger_id"]
    payload = _payload(place, _team(body), url, trigger_id=trigger, text=command)
    return Job(f"press:{trigger}", "digest", payload)


def _read_form(body: dict[str, Any]) -> Job | None:
    """A form that was sent; one with something wrong in it is answered in the form, not here."""
    view = body.get("view") or {}
    if view.get("callback_id") != CALLBACK:
        return None
    try:
        form = read_form(view)
    except FormError:
        return None
    asker = _asker(form.channel, body["user"]["id"])
    payload = _payload(asker, _team(body), form.response_url, form=form.pack(), view_id=view["id"])
    return Job(f"digest_form:{view['id']}:{view.get('hash', '')}", "digest", payload)


def _read_preview(body: dict[str, Any]) -> Job | None:
    """The form's preview button: what was typed so far, or what is wrong with it."""
    view = body.get("view") or {}
    if view.get("callback_id") != CALLBACK:
        return None
    trigger = body["trigger_id"]
    try:
        form = read_form(view)
    except FormError as error:
        asked: Payload = {"problems": list(error.errors.values())}
        asker = _asker("", body["user"]["id"])
    else:
        asked, asker = {"preview": form.pack()}, _asker(form.channel, body["user"]["id"])
    payload = _payload(asker, _team(body), "", trigger_id=trigger, **asked)
    return Job(f"digest_preview:{trigger}", "digest", payload)


def _read_event(body: dict[str, Any]) -> Job | None:
    event = body.get("event") or {}
    kind, event_id, team_id = event.get("type"), body.get("event_id"), body.get("team_id")
    if kind == "app_home_opened" and event.get("tab", "home") == "home":
        return Job(f"home:{event_id}", "home", {"team_id": team_id, "viewer": event["user"]})
    if kind in PLACES or (kind == "member_joined_channel" and event.get("user") == _bot_user(body)):
        payload = {"team_id": team_id, "place": event["channel"], "what": PLACES.get(str(kind), "joined")}
        return Job(f"place:{event_id}", "place", payload)
    if kind == "app_uninstalled":
        return Job(f"uninstalled:{event_id}", "uninstalled", {"team_id": team_id})
    if kind == "app_mention" or (kind == "message" and event.get("channel_type") == "im"):
        return _read_list(event, str(team_id))
    return None


def _read_list(event: dict[str, Any], team_id: str) -> Job | None:
    """A list of feeds that somebody shares with the bot as a file, in a mention or a direct message."""
    asks = bool(_ASKS.search(event.get("text") or ""))
    files = [file for file in event.get("files") or [] if _is_list(file) or (asks and not file.get("name"))]
    if not files or event.get("bot_id") or not (event.get("user") and event.get("ts")):
        return None
    asker = _asker(event["channel"], event["user"], event["ts"], event.get("thread_ts"))
    known = {name: str(files[0].get(name) or "") for name in ("id", "name", "url_private_download", "url_private")}
    return Job(f"opml:{event['channel']}:{event['ts']}", "digest", _payload(asker, team_id, "", file=known))


def _is_list(file: dict[str, Any]) -> bool:
    name = str(file.get("name") or file.get("title") or "").lower()
    return name.endswith(OPML) or "opml" in str(file.get("mimetype") or "").lower() or file.get("filetype") == "opml"


def _team(body: dict[str, Any]) -> str:
    """The workspace; in an organisation's own installation only the person says it."""
    return str((body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id") or "")


def _bot_user(body: dict[str, Any]) -> str | None:
    """Who we are, as an event says."""
    for authorization in body.get("authorizations") or []:
        if authorization.get("is_bot"):
            return str(authorization.get("user_id"))
    return None


def _payload(asker: Payload, team_id: str, response_url: str, **more: Any) -> Payload:
    return {"asker": asker, "team_id": team_id, "response_url": response_url, **more}


def _asker(channel: str, user: str, ts: str | None = None, thread_ts: str | None = None) -> Payload:
    return {"channel": channel, "user": user, "ts": ts, "thread_ts": thread_ts}
