"""views.*, blocks.validate: modals, the App Home, and checking blocks."""

import json
from dataclasses import asdict
from typing import Any

from bot.playground.block_kit.blocks import check_blocks, check_view
from bot.playground.block_kit.schema_rules import Problem
from bot.playground.errors import ApiError
from bot.playground.formats.api_objects import Json, view_json
from bot.playground.local_slack import LocalSlack
from bot.playground.methods.arguments import Arguments
from bot.playground.methods.lookups import user_of
from bot.playground.workspace import View

MAX_VIEW_CHARACTERS = 250_000
MAX_STACK = 3


def open_modal(slack: LocalSlack, arguments: Arguments) -> Json:
    """views.open."""
    source = _read_view(arguments, "modal")
    user_id = slack.triggers.redeem(_trigger_id(arguments))
    return _answer(slack.views.open(user_id, source))


def push(slack: LocalSlack, arguments: Arguments) -> Json:
    """views.push: at most three on top of each other."""
    source = _read_view(arguments, "modal")
    user_id = slack.triggers.redeem(_trigger_id(arguments))
    stack = [view for view in slack.workspace.views.values() if view.user_id == user_id and not view.is_home]
    if not stack:
        raise ApiError("view_not_found")
    if len(stack) >= MAX_STACK:
        raise ApiError("push_limit_reached")
    return _answer(slack.views.open(user_id, source, below=stack[-1]))


def update(slack: LocalSlack, arguments: Arguments) -> Json:
    """views.update."""
    view = _find(slack, arguments)
    source = _read_view(arguments, "home" if view.is_home else "modal")
    _check_hash(view, arguments)
    return _answer(slack.views.change(view, source))


def publish(slack: LocalSlack, arguments: Arguments) -> Json:
    """views.publish: a person's App Home."""
    user = user_of(slack, arguments.text("user_id"))
    source = _read_view(arguments, "home")
    former = slack.workspace.home_of(user.id)
    if former is None:
        return _answer(slack.views.open(user.id, source))
    _check_hash(former, arguments)
    return _answer(slack.views.change(former, source))


def _answer(view: View) -> Json:
    return {"ok": True, "view": view_json(view)}


def _trigger_id(arguments: Arguments) -> str:
    if not arguments.text("trigger_id"):
        raise ApiError(
            "invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: trigger_id"]}
        )
    return arguments.text("trigger_id")


def _missing(name: str) -> ApiError:
    message = f"[ERROR] missing required field: {name}"
    return ApiError("invalid_arguments", response_metadata={"messages": [message]})


def _find(slack: LocalSlack, arguments: Arguments) -> View:
    view_id, external_id = arguments.text("view_id"), arguments.text("external_id")
    for view in slack.workspace.views.values():
        if view.id == view_id or (external_id and view.source.get("external_id") == external_id):
            return view
    raise ApiError("not_found")


def _check_hash(view: View, arguments: Arguments) -> None:
    if arguments.text("hash") and arguments.text("hash") != view.hash:
        raise ApiError("hash_conflict")


def _read_view(arguments: Arguments, kind: str) -> Json:
    source = arguments.values.get("view")
    if not isinstance(source, dict):
        raise _missing("view")
    problems = check_view(source, kind)
    if problems:
        raise ApiError("invalid_arguments", response_metadata={"messages": [str(problem) for problem in problems]})
    if len(json.dumps(source)) > MAX_VIEW_CHARACTERS:
        raise ApiError("view_too_large")
    return source


def validate(_: LocalSlack, arguments: Arguments) -> Json:
    """blocks.validate: one of blocks, message or view."""
    given = [name for name in ("blocks", "message", "view") if arguments.has(name)]
    if len(given) != 1:
        raise ApiError("invalid_arguments")
    problems = _validate(given[0], arguments.values[given[0]])
    if problems:
        raise ApiError(f"invalid_{given[0]}", errors=[asdict(problem) for problem in problems])
    return {"ok": True}


def _validate(kind: str, value: Any) -> list[Problem]:
    if kind == "blocks":
        return check_blocks(value, "message", pointer="")
    if not isinstance(value, dict):
        return [Problem("", "invalid_type", "must be an object")]
    if kind == "message":
        return check_blocks(value.get("blocks", []), "message")
    return check_view(value, "home" if value.get("type") == "home" else "modal", pointer="")


METHODS = {
    "views.open": open_modal,
    "views.push": push,
    "views.update": update,
    "views.publish": publish,
    "blocks.validate": validate,
}
