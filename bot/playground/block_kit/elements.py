"""Block Kit's elements, buttons to file inputs, and where each is allowed.

Source: docs.slack.dev/reference/block-kit/block-elements.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.playground.block_kit.rich_text import RICH_TEXT
from bot.playground.block_kit.schema_rules import (
    ObjectSchema,
    Problem,
    Rule,
    Surface,
    anything,
    boolean,
    choice,
    integer,
    items,
    string,
)
from bot.playground.block_kit.texts import (
    ACTION_ID,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH,
    OPTION,
    OPTION_GROUPS,
    SLACK_FILE,
    URL,
    plain,
)


def action_ids_are_unique(block: Any, pointer: str, _: Surface) -> Iterator[Problem]:
    """Check that the elements of one block do not share an action_id."""
    elements = block.get("elements")
    if not isinstance(elements, list):
        return
    seen: set[Any] = set()
    for index, element in enumerate(elements):
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if isinstance(action_id, str) and action_id in seen:
            yield Problem(f"{pointer}/elements/{index}/action_id", "failed_constraint", "action_id must be unique")
        seen.add(action_id if isinstance(action_id, str) else None)


def _initials_are_options(element: Any, pointer: str, _: Surface) -> Iterator[Problem]:
    """Check that the initial choices are exactly among the options."""
    options = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        options += group.get("options", []) if isinstance(group, dict) else []
    chosen = [element["initial_option"]] if "initial_option" in element else list(element.get("initial_options") or [])
    if any(option not in options for option in chosen):
        yield Problem(pointer, "failed_constraint", "initial option must be one of the options")


def _element(required: Mapping[str, Rule], optional: Mapping[str, Rule], whole: Rule = anything) -> ObjectSchema:
    common: Mapping[str, Rule] = {"action_id": ACTION_ID, "focus_on_load": boolean, "confirm": CONFIRM}
    return ObjectSchema(required, {**common, **optional}, (), whole)


_PLACEHOLDER: Mapping[str, Rule] = {"placeholder": plain(150)}
_CHOICES = {"options": items(OPTION, 100), "option_groups": OPTION_GROUPS}
_DATE = string(10, 10, r"\d{4}-\d\d-\d\d$")
_TIME = string(5, 5, r"\d\d:\d\d$")
_ID = string(255, 1)
_MANY = {"max_selected_items": integer(1, 1000)}

BUTTON = _element(
    {"text": plain(75)},
    {"url": URL, "value": string(2000), "style": choice("primary", "danger"), "accessibility_label": string(75)},
)
OVERFLOW = _element({"options": items(OPTION, 5)}, {})
IMAGE = ObjectSchema({"alt_text": string(2000)}, {"image_url": URL, "slack_file": SLACK_FILE})
DATEPICKER = _element({}, {**_PLACEHOLDER, "initial_date": _DATE})
TIMEPICKER = _element({}, {**_PLACEHOLDER, "initial_time": _TIME, "timezone": string(100)})
DATETIMEPICKER = _element({}, {"initial_date_time": integer(0, 9_999_999_999)})
CHECKBOXES = _element(
    {"options": items(OPTION, 10)}, {"initial_options": items(OPTION, 10)}, whole=_initials_are_options
)
RADIO_BUTTONS = _element({"options": items(OPTION, 10)}, {"initial_option": OPTION}, whole=_initials_are_options)
SELECTS: Mapping[str, Rule] = {
    "static_select": _element({}, {**_PLACEHOLDER, **_CHOICES, "initial_option": OPTION}, whole=_initials_are_options),
    "external_select": _element({}, {**_PLACEHOLDER, "initial_option": OPTION, "min_query_length": integer(0, 100)}),
    "users_select": _element({}, {**_PLACEHOLDER, "initial_user": _ID}),
    "channels_select": _element({}, {**_PLACEHOLDER, "initial_channel": _ID, "response_url_enabled": boolean}),
    "conversations_select": _element(
        {},
        {
            **_PLACEHOLDER,
            "initial_conversation": _ID,
            "default_to_current_conversation": boolean,
            "filter": CONVERSATION_FILTER,
            "response_url_enabled": boolean,
        },
    ),
}
MULTI_SELECTS: Mapping[str, Rule] = {
    "multi_static_select": _element(
        {}, {**_PLACEHOLDER, **_CHOICES, **_MANY, "initial_options": items(OPTION, 100)}, whole=_initials_are_options
    ),
    "multi_external_select": _element(
        {}, {**_PLACEHOLDER, **_MANY, "initial_options": items(OPTION, 100), "min_query_length": integer(0, 100)}
    ),
    "multi_users_select": _element({}, {**_PLACEHOLDER, **_MANY, "initial_users": items(_ID, 100)}),
    "multi_channels_select": _element({}, {**_PLACEHOLDER, **_MANY, "initial_channels": items(_ID, 100)}),
    "multi_conversations_select": _element(
        {},
        {
            **_PLACEHOLDER,
            **_MANY,
            "initial_conversations": items(_ID, 100),
            "default_to_current_conversation": boolean,
            "filter": CONVERSATION_FILTER,
        },
    ),
}
_TYPED: Mapping[str, Rule] = {**_PLACEHOLDER, "dispatch_action_config": DISPATCH}
TEXT_INPUTS: Mapping[str, Rule] = {
    "plain_text_input": _element(
        {},
        {
            **_TYPED,
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
            "initial_value": string(3000),
        },
    ),
    "number_input": _element(
        {"is_decimal_allowed": boolean},
        {**_TYPED, "initial_value": string(100), "min_value": string(100), "max_value": string(100)},
    ),
    "email_text_input": _element({}, {**_TYPED, "initial_value": string(3000)}),
    "url_text_input": _element({}, {**_TYPED, "initial_value": string(3000)}),
    "rich_text_input": _element({}, {**_TYPED, "initial_value": RICH_TEXT}),
    "file_input": _element({}, {"filetypes": items(string(20, 1), 100), "max_files": integer(1, 10)}),
}
_FEEDBACK = ObjectSchema({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})
_ICON_BUTTON = _element(
    {"icon": choice("trash"), "text": plain(75)},
    {"value": string(2000), "accessibility_label": string(75), "visible_to_user_ids": items(_ID, 100)},
)

_PICKERS: Mapping[str, Rule] = {
    "checkboxes": CHECKBOXES,
    "datepicker": DATEPICKER,
    "datetimepicker": DATETIMEPICKER,
    "radio_buttons": RADIO_BUTTONS,
    "timepicker": TIMEPICKER,
    **SELECTS,
    **MULTI_SELECTS,
}
ACTIONS: Mapping[str, Rule] = {"button": BUTTON, "overflow": OVERFLOW, **_PICKERS}
ACCESSORIES: Mapping[str, Rule] = {**ACTIONS, "image": IMAGE}
INPUTS: Mapping[str, Rule] = {**_PICKERS, **TEXT_INPUTS}
CONTEXT: Mapping[str, Rule] = {
    "image": IMAGE,
    "plain_text": ObjectSchema({"text": string(3000, 1)}, {"emoji": boolean}),
    "mrkdwn": ObjectSchema({"text": string(3000, 1)}, {"verbatim": boolean}),
}
CONTEXT_ACTIONS: Mapping[str, Rule] = {
    "feedback_buttons": _element({"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, {}),
    "icon_button": _ICON_BUTTON,
}
