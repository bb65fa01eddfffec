"""The form that a bare `/digest` opens. Pure: a subscription -> a view, and what was entered -> a `Form` or errors.

Designed after docs.slack.dev/surfaces/modals; block ids are those of the input they hold. What is wrong with an entry
stands beside it: while the form is sent in Slack's own way, after addresses were looked at in a line below them.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time
from typing import Any

from pydantic import TypeAdapter

from bot.newsroom.subscriptions.keyword_filter import MAX_RULES
from bot.newsroom.subscriptions.model import QuietDays, Subscription
from bot.newsroom.subscriptions.schedule import knows_zone
from bot.slack.parsing import fields
from bot.slack.parsing.digest_command import MAX_STORIES, find_addresses, read_rules, split_words
from bot.slack.parsing.form_entries import View, chosen, entered_in, kept_in, picked, picked_time, ticked, typed
from bot.slack.rendering.time_zone_menu import zone_choices

CALLBACK = "digest_save"
PREVIEW = "digest_preview"
MAX_ERROR = 1_000
"""Characters of what is said below an entry."""

MAX_FEEDS_TEXT = 3_000
MAX_RULES_TEXT = 300

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LENGTHS = (
    ("short", "Short (2 sentences)"),
    ("medium", "Normal (3 sentences)"),
    ("long", "Long (6 sentences)"),
)
_SKIP = ("skip", "Post nothing when there is no news")


class FormError(Exception):
    """What was entered will not do, seen at once or once its addresses were looked at.

    Args:
        errors: sentences by the block they belong to.
    """

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Form:
    """What was entered.

    Attributes:
        channel: where editions go.
        addresses: of sites and feeds.
        include, exclude: words and phrases.
        at: hour and minute, "09:00".
        weekdays: 0 Monday to 6 Sunday.
        max_stories, length, quiet_days: as of a subscription.
        response_url: of the command that opened the form; "" where the app's home did.
        shown_for: the channel whose digest the form showed; "" for a new one.
        zone: of the time; "": as it was.
    """

    channel: str
    addresses: tuple[str, ...]
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    at: str
    weekdays: tuple[int, ...]
    max_stories: int
    length: str
    quiet_days: str
    response_url: str
    shown_for: str
    zone: str = ""

    def apply(self, subscription: Subscription, now: datetime) -> Subscription:
        """The subscription with what was entered; a schedule that changes counts from now on."""
        wanted = replace(
            subscription,
            at=time.fromisoformat(self.at),
            weekdays=frozenset(self.weekdays),
            zone=self.zone or subscription.zone,
            include=self.include,
            exclude=self.exclude,
            max_stories=self.max_stories,
            length=self.length,
            quiet_days=QuietDays(self.quiet_days),
        )
        is_same = _schedule(wanted) == _schedule(subscription)
        return wanted if is_same else replace(wanted, created_at=now)

    def pack(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @staticmethod
    def unpack(packed: Mapping[str, Any]) -> "Form":
        """From JSON."""
        return _FORM.validate_python(packed)


_FORM = TypeAdapter(Form)


def show_form(
    subscription: Subscription,
    now: datetime,
    *,
    channel: str,
    response_url: str,
    problems: Mapping[str, str] | None = None,
) -> View:
    """The form, filled in with what a channel wants now.

    Args:
        subscription: as it is, as a new one would be, or as it was typed.
        now: for the time zones' distance from UTC.
        channel: whose digest it is; "" for a new one, of a channel that is chosen in the form.
        response_url: of the command, for the answer; "" where there was none.
        problems: what was wrong with it, by the block that it belongs to; "" for the whole.
    """
    wrong = problems or {}
    blocks: list[View] = _said("", wrong)
    for block in _inputs(subscription, now, channel):
        blocks += [block, *_said(str(block["block_id"]), wrong)]
    preview = {"type": "button", "text": _plain("Preview now (only you)"), "action_id": PREVIEW, "value": "preview"}
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps({"response_url": response_url, "channel": channel}),
        "title": _plain("Daily digest"),
        "submit": _plain("Save"),
        "close": _plain("Cancel"),
        "blocks": [*blocks, {"type": "actions", "block_id": "pv", "elements": [preview]}],
    }


def show_words(title: str, *blocks: View) -> View:
    """A window that only says something."""
    return {"type": "modal", "title": _plain(title), "close": _plain("Close"), "blocks": list(blocks)}


def show_saving() -> View:
    """What stands in the form's place while its addresses are looked at."""
    said = "One moment: I am looking at the addresses. You may close this window; I go on saving."
    return show_words("Daily digest", {"type": "section", "text": _plain(said)})


def _inputs(subscription: Subscription, now: datetime, channel: str) -> list[View]:
    days = [_option(name, str(number)) for number, name in enumerate(_DAYS)]
    lengths = [_option(label, value) for value, label in _LENGTHS]
    skip = _option(_SKIP[1], _SKIP[0])
    clock = {"type": "timepicker", "initial_time": f"{subscription.at:%H:%M}", "timezone": subscription.zone}
    marked = [days[day] for day in sorted(subscription.weekdays)]
    boxes = {"type": "checkboxes", "options": days, **({"initial_options": marked} if marked else {})}
    number = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": str(MAX_STORIES)}
    chosen = next(option for option in lengths if option["value"] == subscription.length)
    skips = {"initial_options": [skip]} if subscription.quiet_days is QuietDays.SKIP else {}
    return [
        _input("ch", "Post in", _picker(channel)),
        _input("time", "Time", clock),
        _input("zone", "Time zone", _zones(subscription.zone, now), hint=_ZONE_HINT),
        _input("days", "Days", boxes),
        _input("feeds", "Sources", _feeds(subscription), hint="A site's address works if the site names its feed"),
        _input("kw", "Only stories about", _rules(subscription), optional=True, hint=_RULES_HINT),
        _input("n", "Stories", {**number, "initial_value": str(subscription.max_stories)}),
        _input("len", "Length", {"type": "radio_buttons", "options": lengths, "initial_option": chosen}),
        _input("empty", "Quiet days", {"type": "checkboxes", "options": [skip], **skips}, optional=True),
    ]


def read_form(view: View) -> Form:
    """What was entered in a form.

    Raises:
        FormError: a sentence for each block that will not do.
        UnreadableDeliveryError: it is not the form that `show_form` makes.
    """
    values = entered_in(view)
    addresses, unknown = find_addresses(typed(values, "feeds")[:MAX_FEEDS_TEXT])
    include, exclude = read_rules(split_words(typed(values, "kw")[:MAX_RULES_TEXT].replace(",", " ")))
    opened, ticks = kept_in(view), ticked(values, "days")
    days = tuple(day for day in range(len(_DAYS)) if str(day) in ticks)
    channel, at = picked(values, "ch", "conversation"), picked_time(values, "time")
    number, zone = typed(values, "n"), chosen(values, "zone")
    stories = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 0
    errors = {
        "ch": "" if channel else "Choose a channel.",
        "time": "" if at else "Choose a time.",
        "zone": "" if not zone or knows_zone(zone) else "I do not know that time zone; choose another.",
        "days": "" if days else "Choose at least one day.",
        "feeds": _judge_feeds(addresses, unknown),
        "kw": "" if len(include) + len(exclude) <= MAX_RULES else f"Up to {MAX_RULES} words and phrases.",
        "n": "" if 1 <= stories <= MAX_STORIES else f"A number from 1 to {MAX_STORIES}.",
    }
    if any(errors.values()):
        raise FormError({block: sentence for block, sentence in errors.items() if sentence})
    return Form(
        channel=channel,
        addresses=addresses,
        include=include,
        exclude=exclude,
        at=at,
        weekdays=days,
        max_stories=stories,
        length=chosen(values, "len") or "medium",
        quiet_days=(QuietDays.SKIP if ticked(values, "empty") else QuietDays.SAY_SO).value,
        response_url=fields.maybe(opened, "response_url", longest=fields.LONGEST_ADDRESS) or "",
        shown_for=fields.maybe(opened, "channel") or "",
        zone=zone,
    )


_ZONE_HINT = "Yours is not here? Say /digest time 09:00 Asia/Thimphu"
_RULES_HINT = 'Words, "phrases", -excluded. Leave empty for everything'


def _judge_feeds(addresses: tuple[str, ...], unknown: tuple[str, ...]) -> str:
    """What is wrong with the sources, if anything."""
    if unknown:
        return f"“{unknown[0][:60]}” is no address."
    return "" if addresses else "Name at least one site or feed."


def _feeds(subscription: Subscription) -> View:
    lines = "\n".join(subscription.feeds)
    shown = {"initial_value": lines} if lines else {}
    hint = _plain("One feed or site address per line")
    return {"type": "plain_text_input", "multiline": True, "max_length": MAX_FEEDS_TEXT, "placeholder": hint, **shown}


def _rules(subscription: Subscription) -> View:
    words = [_quoted(rule) for rule in subscription.include] + [f"-{_quoted(rule)}" for rule in subscription.exclude]
    shown = {"initial_value": ", ".join(words)} if words else {}
    hint = _plain('nato, "interest rate", -football')
    return {"type": "plain_text_input", "max_length": MAX_RULES_TEXT, "placeholder": hint, **shown}


def _quoted(rule: str) -> str:
    return f'"{rule}"' if " " in rule else rule


def _picker(channel: str) -> View:
    """Where editions go. A channel that others read along in is offered only where somebody is in it and asks."""
    kinds = ["public", "private", *(["im"] if channel.startswith("D") else [])]
    offered: View = {"include": kinds, "exclude_bot_users": True}
    if channel:
        return {"type": "conversations_select", "initial_conversation": channel, "filter": offered}
    return {"type": "conversations_select", "filter": {**offered, "exclude_external_shared_channels": True}}


def _zones(zone: str, now: datetime) -> View:
    options = [_option(label, name) for label, name in zone_choices(zone, now)]
    chosen = next(option for option in options if option["value"] == zone)
    return {"type": "static_select", "options": options, "initial_option": chosen}


def _said(block: str, problems: Mapping[str, str]) -> list[View]:
    """What is wrong with an entry, to stand below it; literal."""
    if not problems.get(block):
        return []
    line: View = {"type": "text", "text": f" {problems[block][:MAX_ERROR]}", "style": {"bold": True}}
    section = {"type": "rich_text_section", "elements": [{"type": "emoji", "name": "warning"}, line]}
    return [{"type": "rich_text", "elements": [section]}]


def _schedule(subscription: Subscription) -> tuple[object, ...]:
    return subscription.at, subscription.weekdays, subscription.zone


def _input(block_id: str, label: str, element: View, *, optional: bool = False, hint: str = "") -> View:
    block = {
        "type": "input",
        "block_id": block_id,
        "label": _plain(label),
        "element": {**element, "action_id": "v"},
        "optional": optional,
    }
    return {**block, "hint": _plain(hint)} if hint else block


def _option(label: str, value: str) -> View:
    return {"text": _plain(label), "value": value}


def _plain(text: str) -> View:
    return {"type": "plain_text", "text": text, "emoji": True}
