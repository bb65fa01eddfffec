"""Slack's payloads about channels' daily editions -> jobs. Pure: a payload in, a `Job` or None out.

Answers to commands, clicks and forms go to the response_url they carry. What is pressed in the App Home has none: it is
answered in the App Home itself.
"""

import re
from collections.abc import Mapping
from typing import Any

from bot.newsroom.command_names import DEFAULT_NAMES, CommandNames
from bot.newsroom.jobs.job import AnyJob, Job
from bot.newsroom.jobs.payloads import (
    AppUninstalled,
    ChannelChanged,
    ChannelEvent,
    ImportFeedList,
    PreviewSubscriptionForm,
    RunDigestCommand,
    SaveSubscriptionForm,
    ShowAppHome,
)
from bot.newsroom.requester import Requester
from bot.slack.parsing import fields
from bot.slack.parsing.messages.content import read_file
from bot.slack.parsing.subscription_form import CALLBACK, PREVIEW, FormError, read_form

PRESSES: Mapping[str, str] = {
    "digest_settings": "",
    "digest_new": "",
    "digest_pause": "pause",
    "digest_resume": "resume",
    "digest_now": "now",
}
"""Buttons, and the equivalent command."""

CHANNEL_EVENTS: Mapping[str, ChannelEvent] = {
    "channel_archive": ChannelEvent.ARCHIVED,
    "group_archive": ChannelEvent.ARCHIVED,
    "channel_deleted": ChannelEvent.DELETED,
    "group_deleted": ChannelEvent.DELETED,
    "channel_left": ChannelEvent.LEFT,
    "group_left": ChannelEvent.LEFT,
    "channel_unarchive": ChannelEvent.UNARCHIVED,
    "group_unarchive": ChannelEvent.UNARCHIVED,
}
"""Slack's events about channels, and ours."""

OPML = (".opml", ".xml")
"""Endings of file names of lists of feeds."""

_LONGEST_ACTION = 255
"""Characters of an action_id; Slack's limit."""

_ASKS = re.compile(r"\b(?:import|opml|feeds?)\b", re.IGNORECASE)
"""Where the bot may not read a file, Slack sends only its id; then the message shows whether it is a list."""


def parse_subscription_payload(body: dict[str, Any], names: CommandNames = DEFAULT_NAMES) -> AnyJob | None:
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
    return _read_command(body) if body.get("command") == names.digest else None


def pressed_first(body: dict[str, Any]) -> dict[str, Any]:
    """The first of the actions of a click; Slack sends one.

    Raises:
        UnreadableDeliveryError: there is none, or it does not say what it is.
    """
    first = fields.filled_list(body, "actions")[0]
    fields.text(first, "action_id", longest=_LONGEST_ACTION)
    return first


def _read_command(body: dict[str, Any]) -> AnyJob:
    requester = Requester(fields.text(body, "channel_id"), fields.text(body, "user_id"))
    url, trigger = fields.text(body, "response_url", longest=fields.LONGEST_ADDRESS), fields.text(body, "trigger_id")
    command = RunDigestCommand(
        team_id=fields.text(body, "team_id"),
        requester=requester,
        response_url=url,
        text=fields.words(body, "text"),
        trigger_id=trigger,
    )
    return Job(f"digest:{trigger}", command)


def _read_press(body: dict[str, Any]) -> AnyJob | None:
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
    # A form that is opened from the App Home starts without a channel.
    requester = Requester("" if action["action_id"] == "digest_new" else channel, _user(body))
    url = fields.maybe(body, "response_url", longest=fields.LONGEST_ADDRESS) or ""
    trigger = fields.text(body, "trigger_id")
    payload = RunDigestCommand(
        team_id=_team(body), requester=requester, response_url=url, text=command, trigger_id=trigger
    )
    return Job(f"press:{trigger}", payload)


def _read_form(body: dict[str, Any]) -> AnyJob | None:
    """A submitted form; one with errors is answered in the form, not here."""
    view = fields.part(body, "view")
    if view.get("callback_id") != CALLBACK:
        return None
    view_id, requester_id = fields.text(view, "id"), _user(body)
    try:
        form = read_form(view)
    except FormError:
        return None
    payload = SaveSubscriptionForm(
        team_id=_team(body),
        requester=Requester(form.channel, requester_id),
        response_url=form.response_url,
        entered=form.settings,
        shown_for=form.shown_for,
        view_id=view_id,
    )
    return Job(f"digest_form:{view_id}:{fields.maybe(view, 'hash') or ''}", payload)


def _read_preview(body: dict[str, Any]) -> AnyJob | None:
    """The form's preview button: what was typed so far, or what is wrong with it."""
    view = fields.part(body, "view")
    if view.get("callback_id") != CALLBACK:
        return None
    trigger = fields.text(body, "trigger_id")
    try:
        form = read_form(view)
    except FormError as error:
        channel, entered, problems = "", None, tuple(error.errors.values())
    else:
        channel, entered, problems = form.channel, form.settings, ()
    payload = PreviewSubscriptionForm(
        team_id=_team(body),
        requester=Requester(channel, _user(body)),
        entered=entered,
        problems=problems,
        trigger_id=trigger,
    )
    return Job(f"digest_preview:{trigger}", payload)


def _read_event(body: dict[str, Any]) -> AnyJob | None:
    event = fields.part(body, "event")
    kind, team_id = fields.text(event, "type"), fields.maybe(body, "team_id") or ""
    if kind == "app_home_opened" and event.get("tab", "home") == "home":
        return Job(_event_job("home", body), ShowAppHome(team_id=team_id, user=fields.text(event, "user")))
    if kind in CHANNEL_EVENTS or (kind == "member_joined_channel" and event.get("user") == bot_user_of(body)):
        what = CHANNEL_EVENTS.get(kind, ChannelEvent.JOINED)
        change = ChannelChanged(team_id=team_id, channel_id=fields.text(event, "channel"), event=what)
        return Job(_event_job("place", body), change)
    if kind == "channel_id_changed":
        return Job(_event_job("place", body), _read_new_id(event, team_id))
    if kind == "app_uninstalled":
        event_id = fields.maybe(body, "event_id") or team_id  # done twice it finds nothing
        return Job(f"uninstalled:{event_id}", AppUninstalled(team_id=team_id))
    if kind == "app_mention" or (kind == "message" and event.get("channel_type") == "im"):
        return _read_list(event, team_id)
    return None


def _read_new_id(event: dict[str, Any], team_id: str) -> ChannelChanged:
    """A channel that has another id from now on. Source: docs.slack.dev/reference/events/channel_id_changed."""
    return ChannelChanged(
        team_id=team_id,
        channel_id=fields.text(event, "old_channel_id"),
        event=ChannelEvent.ID_CHANGED,
        new_channel_id=fields.text(event, "new_channel_id"),
    )


def _event_job(kind: str, body: dict[str, Any]) -> str:
    """The id of an event's job; without the event's own id all events would count as one."""
    return f"{kind}:{fields.text(body, 'event_id')}"


def _read_list(event: dict[str, Any], team_id: str) -> AnyJob | None:
    """A list of feeds that somebody shares with the bot as a file, in a mention or a direct message."""
    asks = bool(_ASKS.search(fields.words(event, "text")))
    files = [file for file in fields.parts(event, "files") if _is_list(file) or (asks and not file.get("name"))]
    user, ts = fields.maybe(event, "user"), fields.maybe(event, "ts")
    if not files or event.get("bot_id") or not (user and ts):
        return None
    requester = Requester(fields.text(event, "channel"), user, ts, fields.maybe(event, "thread_ts"))
    payload = ImportFeedList(team_id=team_id, requester=requester, file=read_file(files[0]))
    return Job(f"opml:{requester.channel}:{ts}", payload)


def _is_list(file: dict[str, Any]) -> bool:
    name = str(file.get("name") or file.get("title") or "").lower()
    return name.endswith(OPML) or "opml" in str(file.get("mimetype") or "").lower() or file.get("filetype") == "opml"


def _team(body: dict[str, Any]) -> str:
    """The workspace; in an organisation's own installation only the user object has it."""
    return fields.maybe(fields.part(body, "team"), "id") or fields.maybe(fields.part(body, "user"), "team_id") or ""


def _user(body: dict[str, Any]) -> str:
    """The person who clicked, or submitted a form."""
    return fields.text(fields.part(body, "user"), "id")


def bot_user_of(body: dict[str, Any]) -> str:
    """The bot's user id, as an event says; "" where it does not."""
    for authorization in fields.parts(body, "authorizations"):
        if authorization.get("is_bot"):
            return fields.maybe(authorization, "user_id") or ""
    return ""
