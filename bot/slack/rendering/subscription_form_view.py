"""The form that a bare `/digest` opens, as a view. Pure: a subscription in, a view out."""

import json
from collections.abc import Mapping
from datetime import datetime

from bot.newsroom.subscriptions.model import QuietDays, Subscription
from bot.slack.parsing.digest_command import MAX_STORIES
from bot.slack.parsing.form_entries import View
from bot.slack.parsing.subscription_form import CALLBACK, DAYS, MAX_ERROR, MAX_FEEDS_TEXT, MAX_RULES_TEXT, PREVIEW
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.escaping import count, printable, shorten
from bot.slack.rendering.time_zone_menu import zone_choices

_LENGTHS = (
    ("short", "Short (2 sentences)"),
    ("medium", "Normal (3 sentences)"),
    ("long", "Long (6 sentences)"),
)


_SKIP = ("skip", "Post nothing when there is no news")


def form_view(
    subscription: Subscription,
    now: datetime,
    *,
    channel: str,
    response_url: str,
    problems: Mapping[str, str] | None = None,
) -> View:
    """The form, filled in with a channel's current subscription.

    Args:
        subscription: as it is, as a new one would be, or as it was typed.
        now: for the time zones' offsets from UTC.
        channel: whose subscription it is; "" for a new one, of a channel that is chosen in the form.
        response_url: of the command, for the answer; "" where there was none.
        problems: what was wrong with it, by the block that it belongs to; "" for the whole.
    """
    wrong = problems or {}
    blocks: list[View] = _said("", wrong)
    for block in _inputs(subscription, now, channel):
        blocks += [block, *_said(str(block.get("block_id", "")) or "-", wrong)]
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


def text_view(title: str, *blocks: View) -> View:
    """A window that only shows text."""
    return {"type": "modal", "title": _plain(title), "close": _plain("Close"), "blocks": list(blocks)}


def saving_view() -> View:
    """What is shown in the form's place while its addresses are checked."""
    said = "One moment: I am looking at the addresses. You may close this window; I go on saving."
    return text_view("Daily digest", {"type": "section", "text": _plain(said)})


def form_errors(errors: Mapping[str, str]) -> dict[str, str]:
    """What Slack shows below the inputs of a form, by their blocks; literal."""
    return {block: shorten(printable(sentence), MAX_ERROR) for block, sentence in errors.items()}


def _inputs(subscription: Subscription, now: datetime, channel: str) -> list[View]:
    days = [_option(name, str(number)) for number, name in enumerate(DAYS)]
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
        _feeds_input(subscription),
        _input("kw", "Only stories about", _rules(subscription), optional=True, hint=_RULES_HINT),
        _input("n", "Stories", {**number, "initial_value": str(subscription.max_stories)}),
        _input("len", "Length", {"type": "radio_buttons", "options": lengths, "initial_option": chosen}),
        _input("empty", "Quiet days", {"type": "checkboxes", "options": [skip], **skips}, optional=True),
    ]


_ZONE_HINT = "Yours is not here? Say /digest time 09:00 Asia/Thimphu"


_RULES_HINT = 'Words, "phrases", -excluded. Leave empty for everything'


def _feeds_input(subscription: Subscription) -> View:
    """Where feeds are entered; a sentence where there are more than the form takes: then they stay as they are."""
    lines = "\n".join(printable(feed) for feed in subscription.feeds)
    if len(lines) > MAX_FEEDS_TEXT:
        number = count(len(subscription.feeds), "feed")
        said = f"{number}: too many for this form. Change them with /digest add, /digest remove and /digest import."
        return kit.context(said)
    return _input("feeds", "Sources", _feeds(lines), hint="A site's address works if the site names its feed")


def _feeds(lines: str) -> View:
    shown = {"initial_value": lines} if lines else {}
    hint = _plain("One feed or site address per line")
    return {"type": "plain_text_input", "multiline": True, "max_length": MAX_FEEDS_TEXT, "placeholder": hint, **shown}


def _rules(subscription: Subscription) -> View:
    words = [_quoted(rule) for rule in subscription.include] + [f"-{_quoted(rule)}" for rule in subscription.exclude]
    shown = {"initial_value": ", ".join(words)} if words else {}
    hint = _plain('nato, "interest rate", -football')
    return {"type": "plain_text_input", "max_length": MAX_RULES_TEXT, "placeholder": hint, **shown}


def _quoted(rule: str) -> str:
    shown = printable(rule)
    return f'"{shown}"' if " " in shown else shown


def _picker(channel: str) -> View:
    """Where editions go. A channel shared with other organisations is offered only where the form is opened in it."""
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
    """What is wrong with an input, shown below it; literal."""
    if not problems.get(block):
        return []
    line = kit.text(f" {shorten(problems[block], MAX_ERROR)}", bold=True)
    return [kit.paragraph(kit.emoji("warning"), line)]


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
