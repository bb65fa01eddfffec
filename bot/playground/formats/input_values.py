"""Chosen or typed values -> Slack's format in actions and in a view's state."""

from collections.abc import Sequence
from typing import Any

from bot.playground.formats.api_objects import Json

_OPTION = {"static_select", "radio_buttons", "overflow", "external_select"}
_OPTIONS = {"checkboxes", "multi_static_select", "multi_external_select"}
_TYPED = {"plain_text_input", "number_input", "email_text_input", "url_text_input"}
_SELECTED = {
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "users_select": "selected_user",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "multi_users_select": "selected_users",
}
_INITIAL = {
    "conversations_select": "initial_conversation",
    "channels_select": "initial_channel",
    "users_select": "initial_user",
    "datepicker": "initial_date",
    "timepicker": "initial_time",
    "datetimepicker": "initial_date_time",
    "multi_conversations_select": "initial_conversations",
    "multi_channels_select": "initial_channels",
    "multi_users_select": "initial_users",
}


def action_value(element: Json, value: Any) -> Json | None:
    """Return the fields of an action that contain the choice; None if the element does not offer that value."""
    kind = element.get("type")
    if kind in ("button", "icon_button"):
        if value not in (None, element.get("value")):
            return None
        return {name: element[name] for name in ("text", "value", "style", "url") if name in element}
    if kind == "feedback_buttons":
        for side in ("positive_button", "negative_button"):
            if value in (None, element[side].get("value")):
                return {"text": element[side]["text"], "value": element[side].get("value", "")}
        return None
    return entered_value(element, value)


def entered_value(element: Json, value: Any) -> Json | None:
    """Return an input's content as in a view's state; None if it offers no such choice."""
    kind = element.get("type")
    if kind in _OPTION:
        chosen = _pick(element, [value])
        return {"selected_option": chosen[0]} if chosen else None
    if kind in _OPTIONS:
        values = value if isinstance(value, list) else [value]
        chosen = _pick(element, values)
        return {"selected_options": chosen} if len(chosen) == len(values) else None
    if kind in _TYPED:
        return {"value": None if value is None else str(value)}
    if kind in _SELECTED:
        return {_SELECTED[kind]: value}
    return None


def _pick(element: Json, values: Sequence[Any]) -> list[Json]:
    options = list(element.get("options", ()))
    for group in element.get("option_groups", ()):
        options += group["options"]
    by_value = {option.get("value"): option for option in options}
    return [by_value[value] for value in values if value in by_value]


def initial_value(element: Json) -> Json:
    """Return an input's initial content."""
    kind = element.get("type")
    if kind in _OPTION:
        return {"selected_option": element.get("initial_option")}
    if kind in _OPTIONS:
        return {"selected_options": element.get("initial_options", [])}
    if kind in _TYPED:
        return {"value": element.get("initial_value")}
    if kind in _SELECTED:
        return {_SELECTED[kind]: element.get(_INITIAL[kind])}
    return {}


def state_values(blocks: Sequence[Json], entered: Json) -> tuple[Json, list[str]]:
    """Return a view's state, and the block_ids of required inputs that are empty.

    Args:
        blocks: the view's blocks.
        entered: block_id -> a plain value (text, option value, list of option values), or the same by action_id,
            or Slack's own format.
    """
    values: Json = {}
    missing = []
    for block in blocks:
        element = block.get("element")
        if block.get("type") != "input" or not isinstance(element, dict):
            continue
        block_id, action_id = block["block_id"], element.get("action_id", "")
        content = _content(element, entered, block_id)
        if not any(content.values()) and not block.get("optional", False):
            missing.append(block_id)
        values[block_id] = {action_id: {"type": element["type"], **content}}
    return values, missing


def _content(element: Json, entered: Json, block_id: str) -> Json:
    if block_id not in entered:
        return initial_value(element)
    given = entered[block_id]
    if isinstance(given, dict):
        given = given.get(element.get("action_id", ""), given)
    if isinstance(given, dict):
        return {name: value for name, value in given.items() if name != "type"}
    return entered_value(element, given) or initial_value(element)
