"""Slack's payloads -> jobs. Pure: a payload in, a `Job` or None out, or one error that names what is wrong with it.

The id of a job is the same for every retry and for every event about the same thing: a mention and a message event of
one post are one job.
"""

import hashlib
from typing import Any

from bot.errors import UnreadableDeliveryError
from bot.newsroom.command_names import DEFAULT_NAMES, CommandNames
from bot.newsroom.jobs.job import AnyJob, Job
from bot.newsroom.jobs.keys import deletion_id, share_id
from bot.newsroom.jobs.payloads import AnswerCommand, AnswerMention, MessageDeleted, PressButton
from bot.newsroom.requester import Requester
from bot.slack.parsing import fields
from bot.slack.parsing.messages.asking import Asked, read_asked
from bot.slack.parsing.messages.content import read_content
from bot.slack.parsing.subscription_payloads import bot_user_of, parse_subscription_payload, pressed_first

_WRITTEN_BY_PEOPLE = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""Subtypes of messages that say something new; edits, deletions and joins do not."""


_MENU = "digest_more"
_BUTTONS = frozenset(
    {
        "digest_longer",
        "digest_shorter",
        "digest_share",
        "digest_dismiss",
        "digest_retry",
        "digest_more",
        "digest_reasons",
        "digest_repeats",
        "digest_untold",
        "digest_recheck",
    }
)


def parse_payload(body: dict[str, Any], names: CommandNames = DEFAULT_NAMES) -> AnyJob | None:
    """The job in a payload; None where there is nothing to do. Commands have the `names` of this workspace.

    Raises:
        UnreadableDeliveryError: a required field of its kind is missing, or a field has the wrong type.
    """
    check_kind(body)
    job = parse_subscription_payload(body, names)
    if job is not None:
        return job
    team_id = _team_of(body)
    if body.get("type") == "event_callback":
        return _read_event(fields.part(body, "event"), team_id, bot_user_of(body))
    if body.get("type") == "block_actions":
        return _read_click(body, team_id)
    if body.get("command") == names.summarize:
        return _read_command(body, team_id)
    return None


def check_kind(body: dict[str, Any]) -> None:
    """Return if a payload says what it is, and has the part that its kind is about.

    Bolt needs this much before it passes a payload on at all.

    Raises:
        UnreadableDeliveryError: it does not.
    """
    kind = fields.maybe(body, "type")
    if kind == "event_callback":
        fields.text(fields.filled(body, "event"), "type")
    elif kind == "block_actions":
        pressed_first(body)
    elif kind == "interactive_message":  # a legacy type; none of our messages sends it
        fields.filled_list(body, "actions")
    elif kind in {"view_submission", "view_closed"}:
        view = fields.filled(body, "view")
        fields.text(view, "type")
        fields.maybe(view, "callback_id")
    elif kind is None and fields.maybe(body, "command") is None and "ssl_check" not in body:
        raise UnreadableDeliveryError("it has neither a type nor a command")
    fields.maybe(body, "callback_id")


def parse_revocation(body: dict[str, Any]) -> str | None:
    """Slack's error code for why the workspace is closed to us, where an event reports that.

    The two events come in either order, and more than once.
    Source: docs.slack.dev/reference/events/tokens_revoked, docs.slack.dev/reference/events/app_uninstalled.

    Raises:
        UnreadableDeliveryError: a field has the wrong type.
    """
    event = fields.part(body, "event")
    if event.get("type") == "app_uninstalled":
        return "account_inactive"
    if event.get("type") == "tokens_revoked" and fields.part(event, "tokens").get("bot"):
        return "token_revoked"
    return None


def _team_of(body: dict[str, Any]) -> str:
    """The workspace; in an organisation's own installation only the user object has it."""
    of_team, of_user = fields.maybe(fields.part(body, "team"), "id"), fields.maybe(fields.part(body, "user"), "team_id")
    return fields.maybe(body, "team_id") or of_team or of_user or ""


def _read_event(event: dict[str, Any], team_id: str, bot_user: str) -> AnyJob | None:
    if event.get("type") == "app_mention":
        return _read_message(event, team_id, bot_user)
    if event.get("type") == "message" and event.get("subtype") == "message_deleted":
        return _read_deletion(event, team_id)
    if event.get("type") != "message" or event.get("channel_type") != "im":
        return None
    if event.get("subtype") == "message_changed":
        return _read_edit(event, team_id, bot_user)
    return _read_message(event, team_id, bot_user) if fields.maybe(event, "subtype") in _WRITTEN_BY_PEOPLE else None


def _read_edit(event: dict[str, Any], team_id: str, bot_user: str) -> AnyJob | None:
    """An edited direct message; Slack's own link previews arrive as edits too and say nothing new.

    A deleted message that has replies arrives as an edit as well: what is left of it is a tombstone.
    """
    message = fields.part(event, "message")
    if message.get("subtype") == "tombstone":
        return _delete(event, fields.maybe(message, "ts"), team_id)
    before = fields.part(event, "previous_message")
    if message.get("text") == before.get("text") or "edited" not in message:
        return None
    return _read_message({**message, "channel": event.get("channel")}, team_id, bot_user)


def _read_deletion(event: dict[str, Any], team_id: str) -> AnyJob | None:
    """A deleted message; it matters where it waits for its answer."""
    return _delete(event, fields.maybe(event, "deleted_ts"), team_id)


def _delete(event: dict[str, Any], ts: str | None, team_id: str) -> AnyJob | None:
    channel = fields.maybe(event, "channel")
    if not (channel and ts):
        return None
    message = f"message:{channel}:{ts}"
    return Job(deletion_id(message), MessageDeleted(team_id=team_id, of=message))


def _read_message(event: dict[str, Any], team_id: str, bot_user: str) -> AnyJob | None:
    """Somebody's message. Bots are not answered: otherwise two bots would talk for ever."""
    user, ts = fields.maybe(event, "user"), fields.maybe(event, "ts")
    if event.get("bot_id") or event.get("bot_profile") or not (user and ts):
        return None
    requester = Requester(fields.text(event, "channel"), user, ts, fields.maybe(event, "thread_ts"))
    asked = _ask(event, bot_user)
    payload = AnswerMention(
        team_id=team_id,
        requester=requester,
        request=asked.request,
        intent=asked.intent,
        remarks=asked.remarks,
        edited_ts=fields.maybe(fields.part(event, "edited"), "ts"),
    )
    return Job(f"message:{requester.channel}:{requester.ts}", payload, _fingerprint(asked))


def _ask(message: dict[str, Any], bot_user: str) -> Asked:
    """What a message asks for. A command has no blocks, and its text is in Slack's markup.

    Raises:
        UnreadableDeliveryError: its text has the wrong type.
    """
    return read_asked(read_content({**message, "text": fields.words(message, "text")}), bot_user=bot_user)


def _read_command(body: dict[str, Any], team_id: str) -> AnyJob:
    requester = Requester(fields.text(body, "channel_id"), fields.text(body, "user_id"))
    url = fields.text(body, "response_url", longest=fields.LONGEST_ADDRESS)
    asked = _ask({"text": body.get("text")}, "")
    payload = AnswerCommand(
        team_id=team_id,
        requester=requester,
        response_url=url,
        request=asked.request,
        intent=asked.intent,
        remarks=asked.remarks,
    )
    return Job(f"command:{fields.text(body, 'trigger_id')}", payload)


def _read_click(body: dict[str, Any], team_id: str) -> AnyJob | None:
    action = pressed_first(body)
    if action["action_id"] not in _BUTTONS:
        return None
    container = fields.part(body, "container")
    verb, digest_id = _pressed(action)
    message = fields.part(body, "message")
    channel = fields.maybe(fields.part(body, "channel"), "id") or fields.text(container, "channel_id")
    thread_ts = fields.maybe(container, "thread_ts") or fields.maybe(message, "thread_ts")
    click = PressButton(
        team_id=team_id,
        requester=Requester(channel, fields.text(fields.part(body, "user"), "id"), None, thread_ts),
        response_url=fields.text(body, "response_url", longest=fields.LONGEST_ADDRESS),
        action=verb,
        digest_id=digest_id,
        message_ts=fields.text(container, "message_ts"),
        is_private=bool(container.get("is_ephemeral")),
        pressed_at=_seconds_of(action),
    )
    # A digest is shared once, however often the button is pressed (see `share_again`); other clicks count one by one.
    job_id = share_id(digest_id) if verb == "share" else f"click:{fields.text(body, 'trigger_id')}"
    return Job(job_id, click)


def _seconds_of(action: dict[str, Any]) -> float:
    """When a button was pressed, by Slack's clock; 0 where Slack does not say, or not in numbers."""
    pressed = fields.maybe(action, "action_ts") or ""
    return float(pressed) if pressed.isascii() and pressed.replace(".", "", 1).isdigit() and len(pressed) < 25 else 0.0


def _pressed(action: dict[str, Any]) -> tuple[str, str]:
    """What a button or a menu's entry does, and for which digest."""
    if action["action_id"] == _MENU:
        verb, _, digest_id = fields.text(fields.part(action, "selected_option"), "value").partition(":")
        return verb, digest_id
    return action["action_id"].removeprefix("digest_"), fields.maybe(action, "value") or ""


def _fingerprint(asked: Asked) -> str:
    """Of what a message asks for; edits that do not change it are ignored."""
    request = asked.request
    files = tuple(file.id for file in request.files)
    said = (request.links, request.text, request.options, files, request.permalinks, request.link_options, asked.intent)
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()
