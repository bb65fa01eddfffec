"""What was entered in one of Slack's forms: the values of its blocks, with their types checked. Pure."""

import json
from collections.abc import Mapping
from datetime import time
from typing import Any

from bot.errors import UnreadableDeliveryError
from bot.slack.parsing import fields

View = dict[str, Any]


def entered_in(view: View) -> dict[str, View]:
    """The values by block: Slack nests them below the action's id, and each of our blocks has one action.

    Raises:
        UnreadableDeliveryError: the view has no values.
    """
    entered = fields.filled(fields.part(view, "state"), "values")
    actions = {block: fields.part(entered, block) for block in entered}
    return {block: fields.part(inner, next(iter(inner))) for block, inner in actions.items() if inner}


def kept_in(view: View) -> View:
    """The private metadata that the view was opened with.

    Raises:
        UnreadableDeliveryError: it is not a JSON object.
    """
    try:
        kept = json.loads(fields.words(view, "private_metadata") or "{}")
    except (ValueError, RecursionError):
        raise UnreadableDeliveryError("private_metadata is no JSON") from None
    if not isinstance(kept, dict):
        raise UnreadableDeliveryError("private_metadata is no object")
    return kept


def typed(values: Mapping[str, View], block: str) -> str:
    """What was typed; "" for nothing."""
    return fields.words(values.get(block, {}), "value").strip()


def picked(values: Mapping[str, View], block: str, what: str) -> str:
    """What was picked: a conversation, a time; "" for nothing."""
    return fields.maybe(values.get(block, {}), f"selected_{what}") or ""


def picked_time(values: Mapping[str, View], block: str) -> str:
    """The hour and minute that was picked, "09:00"; "" for none."""
    said = picked(values, block, "time")
    try:
        time.fromisoformat(said)
    except ValueError:
        return ""
    return said


def chosen(values: Mapping[str, View], block: str) -> str:
    """The value of the option that was chosen; "" for none."""
    return fields.maybe(fields.part(values.get(block, {}), "selected_option"), "value") or ""


def ticked(values: Mapping[str, View], block: str) -> frozenset[str]:
    """The values of the options that were checked."""
    options = fields.parts(values.get(block, {}), "selected_options")
    return frozenset(fields.text(option, "value") for option in options)
