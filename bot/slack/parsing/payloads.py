"""What Slack delivers -> jobs. Pure: a payload in, a `Job` or None out, or one error that names what is wrong with it.

The id of a job is the same for every redelivery and for every event that tells of the same thing: a mention and a
message event of one post are one job.
"""

import hashlib
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.errors import UnreadableDeliveryError
from bot.newsroom.jobs.inbox import Job, Letter, Payload
from bot.slack.parsing import fields
from bot.slack.parsing.message_text import read_message
from bot.slack.parsing.subscription_payloads import pressed_first, read_digest_delivery

_WRITTEN_BY_PEOPLE = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""Subtypes of messages that say something new; edits, deletions and joins do not."""

GIVEN_UP = "given_up"
"""The kind of a job that tells somebody that another one is given up."""

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
    }
)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked, and where the answer goes.

    Attributes:
        channel: the channel or DM.
        user: who asked.
        ts: the message that asked; None for a slash command.
        thread_ts: the thread that message stands in, if any.
    """

    channel: str
    user: str
    ts: str | None = None
    thread_ts: str | None = None

    @property
    def reply_ts(self) -> str | None:
        """The thread to answer in."""
        return self.thread_ts or self.ts


@dataclass(frozen=True, slots=True)
class Click:
    """A click on a button of ours.

    Attributes:
        action: what the button does: longer, shorter, share, dismiss, retry, quotes, why, copy, delete, reasons.
        digest_id: what the button carries.
        channel: where it was clicked.
        user: who clicked.
        response_url: the way to answer the one who clicked.
        message_ts: the message the button stands in.
        thread_ts: the thread of that message.
        is_private: the message is one that only the clicker sees.
        team_id: the workspace.
    """

    action: str
    digest_id: str
    channel: str
    user: str
    response_url: str
    message_ts: str
    thread_ts: str | None
    is_private: bool
    team_id: str = ""


def read_delivery(body: dict[str, Any]) -> Job | None:
    """The job in a payload of Slack's; None where there is nothing to do.

    Raises:
        UnreadableDeliveryError: a field that its kind must have is missing, or one is of the wrong type.
    """
    check_kind(body)
    job = _read_delivery(body)
    if job is None or "team_id" in job.payload:
        return job
    return replace(job, payload={**job.payload, "team_id": _team_of(body)})


def _read_delivery(body: dict[str, Any]) -> Job | None:
    job = read_digest_delivery(body)
    if job is not None:
        return job
    if body.get("type") == "event_callback":
        return _read_event(fields.part(body, "event"))
    if body.get("type") == "block_actions":
        return _read_click(body)
    if body.get("command") == "/summarize":
        return _read_command(body)
    return None


def check_kind(body: dict[str, Any]) -> None:
    """Nothing, for a payload that says what it is, and has the part that its kind is about.

    Bolt needs that much before it hands a payload on at all.

    Raises:
        UnreadableDeliveryError: it does not.
    """
    kind = fields.maybe(body, "type")
    if kind == "event_callback":
        fields.text(fields.filled(body, "event"), "type")
    elif kind == "block_actions":
        pressed_first(body)
    elif kind == "interactive_message":  # of other times; nothing of ours sends any
        fields.filled_list(body, "actions")
    elif kind in {"view_submission", "view_closed"}:
        view = fields.filled(body, "view")
        fields.text(view, "type")
        fields.maybe(view, "callback_id")
    elif kind is None and fields.maybe(body, "command") is None and "ssl_check" not in body:
        raise UnreadableDeliveryError("it has neither a type nor a command")
    fields.maybe(body, "callback_id")


def read_farewell(body: dict[str, Any]) -> str | None:
    """Slack's word for why we are shut out, where an event tells of it.

    The two events come in either order, and more than once.
    Source: docs.slack.dev/reference/events/tokens_revoked, docs.slack.dev/reference/events/app_uninstalled.

    Raises:
        UnreadableDeliveryError: a field is of the wrong type.
    """
    event = fields.part(body, "event")
    if event.get("type") == "app_uninstalled":
        return "account_inactive"
    if event.get("type") == "tokens_revoked" and fields.part(event, "tokens").get("bot"):
        return "token_revoked"
    return None


def short_id(job_id: str) -> str:
    """A short reference for a job: what buttons carry, what errors show, what the log can be searched for."""
    return hashlib.sha256(job_id.encode()).hexdigest()[:10]


def deletion_id(job_id: str) -> str:
    """The id of the job that says that a message was deleted, by the id of the message's."""
    return f"deletion:{job_id}"


def giving_up(letter: Letter) -> Job | None:
    """The job of telling whoever asked that a letter is given up; None where nobody asked."""
    payload = letter.payload or {}
    if letter.kind == GIVEN_UP or asker_of(payload) is None:
        return None
    wanted = ("asker", "team_id", "channel", "user", "thread_ts", "response_url")
    kept: Payload = {name: payload[name] for name in wanted if name in payload}
    return Job(f"giving-up:{letter.id}{letter.again}", GIVEN_UP, {"of": letter.id, **kept})


def asker_of(payload: Payload) -> Asker | None:
    """Who asked: written out in requests, the clicker in clicks; None where nobody did."""
    if "asker" in payload:
        return Asker(**payload["asker"])
    if "user" not in payload:
        return None
    return Asker(payload["channel"], payload["user"], None, payload.get("thread_ts"))


def _team_of(body: dict[str, Any]) -> str:
    """The workspace; in an organisation's own installation only the person says it."""
    of_team, of_user = fields.maybe(fields.part(body, "team"), "id"), fields.maybe(fields.part(body, "user"), "team_id")
    return fields.maybe(body, "team_id") or of_team or of_user or ""


def _read_event(event: dict[str, Any]) -> Job | None:
    if event.get("type") == "app_mention":
        return _read_message(event)
    if event.get("type") == "message" and event.get("subtype") == "message_deleted":
        return _read_deletion(event)
    if event.get("type") != "message" or event.get("channel_type") != "im":
        return None
    if event.get("subtype") == "message_changed":
        return _read_edit(event)
    return _read_message(event) if fields.maybe(event, "subtype") in _WRITTEN_BY_PEOPLE else None


def _read_edit(event: dict[str, Any]) -> Job | None:
    """An edited direct message; Slack's own link previews arrive as edits too and say nothing new."""
    message = fields.part(event, "message")
    before = fields.part(event, "previous_message")
    if message.get("text") == before.get("text") or "edited" not in message:
        return None
    return _read_message({**message, "channel": event.get("channel")})


def _read_deletion(event: dict[str, Any]) -> Job | None:
    """A message that is gone; it matters where it waits for its answer."""
    channel, ts = fields.maybe(event, "channel"), fields.maybe(event, "deleted_ts")
    if not (channel and ts):
        return None
    message = f"message:{channel}:{ts}"
    return Job(deletion_id(message), "deletion", {"of": message})


def _read_message(event: dict[str, Any]) -> Job | None:
    """Somebody's message. Programs are not answered: that is how two bots talk for ever."""
    user, ts = fields.maybe(event, "user"), fields.maybe(event, "ts")
    if event.get("bot_id") or event.get("bot_profile") or not (user and ts):
        return None
    asker = Asker(fields.text(event, "channel"), user, ts, fields.maybe(event, "thread_ts"))
    text = fields.words(event, "text")
    edited_ts = fields.maybe(fields.part(event, "edited"), "ts")
    payload = {"asker": asdict(asker), "text": text, "edited_ts": edited_ts}
    return Job(f"message:{asker.channel}:{asker.ts}", "message", payload, _fingerprint(text))


def _read_command(body: dict[str, Any]) -> Job:
    asker = Asker(fields.text(body, "channel_id"), fields.text(body, "user_id"))
    url = fields.text(body, "response_url", longest=fields.LONGEST_ADDRESS)
    payload = {"asker": asdict(asker), "text": fields.words(body, "text"), "response_url": url}
    return Job(f"command:{fields.text(body, 'trigger_id')}", "command", payload)


def _read_click(body: dict[str, Any]) -> Job | None:
    action = pressed_first(body)
    if action["action_id"] not in _BUTTONS:
        return None
    container = fields.part(body, "container")
    verb, digest_id = _pressed(action)
    message = fields.part(body, "message")
    click = Click(
        action=verb,
        digest_id=digest_id,
        channel=fields.maybe(fields.part(body, "channel"), "id") or fields.text(container, "channel_id"),
        user=fields.text(fields.part(body, "user"), "id"),
        response_url=fields.text(body, "response_url", longest=fields.LONGEST_ADDRESS),
        message_ts=fields.text(container, "message_ts"),
        thread_ts=fields.maybe(container, "thread_ts") or fields.maybe(message, "thread_ts"),
        is_private=bool(container.get("is_ephemeral")),
        team_id=_team_of(body),
    )
    # A digest is shared once, however often the button is pressed (see `share_again`); other clicks count one by one.
    job_id = f"share:{digest_id}" if verb == "share" else f"click:{fields.text(body, 'trigger_id')}"
    return Job(job_id, "click", asdict(click))


def _pressed(action: dict[str, Any]) -> tuple[str, str]:
    """What a button or a menu's entry does, and for which digest."""
    if action["action_id"] == _MENU:
        verb, _, digest_id = fields.text(fields.part(action, "selected_option"), "value").partition(":")
        return verb, digest_id
    return action["action_id"].removeprefix("digest_"), fields.maybe(action, "value") or ""


def _fingerprint(text: str) -> str:
    """Of what a message asks for; edits that leave it alone are no news."""
    request = read_message(text).request
    return hashlib.sha256(repr((request.links, request.text)).encode("utf-8", "surrogatepass")).hexdigest()
