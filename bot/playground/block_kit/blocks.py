"""Block Kit's limits as tables, and the checks of a message's or a view's blocks against them.

Sources: docs.slack.dev/reference/block-kit (blocks, elements, composition objects), the published types of Slack's
own libraries, and issues where the documentation is silent. Newer blocks that older clients cannot show (card,
carousel, container, plan, task_card, data_table) are left out on purpose: they are unknown here, so they are rejected.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from bot.playground.block_kit.elements import (
    ACCESSORIES,
    ACTIONS,
    CONTEXT,
    CONTEXT_ACTIONS,
    INPUTS,
    action_ids_are_unique,
)
from bot.playground.block_kit.rich_text import RICH_TEXT
from bot.playground.block_kit.schema_rules import (
    ObjectSchema,
    Problem,
    Rule,
    Surface,
    anything,
    boolean,
    by_type,
    choice,
    items,
    string,
)
from bot.playground.block_kit.texts import URL, any_text, plain

MAX_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MAX_MARKDOWN = 12_000  # over all markdown blocks of a message
_BLOCK_ID = {"block_id": string(255)}


def _section_says_something(block: Any, pointer: str, _: Surface) -> Iterator[Problem]:
    if not block.get("text") and not block.get("fields"):
        yield Problem(pointer, "missing_field", "missing required field: text")


def _image_has_one_source(block: Any, pointer: str, _: Surface) -> Iterator[Problem]:
    if ("image_url" in block) == ("slack_file" in block):
        yield Problem(pointer, "failed_constraint", "must have exactly one of: image_url, slack_file")


def _block(
    required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, surfaces: tuple[str, ...] = (),
    whole: Rule = anything,
) -> ObjectSchema:  # fmt: skip
    return ObjectSchema(required, {**_BLOCK_ID, **(optional or {})}, surfaces, whole)


_CELL = by_type(
    {
        "raw_text": ObjectSchema({"text": string(3000)}),
        "raw_number": ObjectSchema({"value": anything}),
        "rich_text": RICH_TEXT,
    }
)
_COLUMN = ObjectSchema({}, {"align": choice("left", "center", "right"), "is_wrapped": boolean})

BLOCKS: Mapping[str, Rule] = {
    "actions": _block({"elements": items(by_type(ACTIONS), 25)}, whole=action_ids_are_unique),
    "alert": _block(
        {"text": any_text(200)}, {"level": choice("default", "info", "warning", "error", "success")}, ("modal",)
    ),
    "context": _block({"elements": items(by_type(CONTEXT), 10)}),
    "context_actions": _block(
        {"elements": items(by_type(CONTEXT_ACTIONS), 5)}, surfaces=("message",), whole=action_ids_are_unique
    ),
    "divider": _block({}),
    "file": _block({"external_id": string(255, 1), "source": choice("remote")}, surfaces=("message",)),
    "header": _block({"text": plain(150)}),
    "image": _block(
        {"alt_text": string(2000)},
        {"image_url": URL, "slack_file": anything, "title": plain(2000)},
        whole=_image_has_one_source,
    ),
    "input": _block(
        {"label": plain(2000), "element": by_type(INPUTS)},
        {"dispatch_action": boolean, "hint": plain(2000), "optional": boolean},
    ),
    "markdown": _block({"text": string(MAX_MARKDOWN, 1)}, surfaces=("message",)),
    "rich_text": RICH_TEXT,
    "section": _block(
        {},
        {
            "text": any_text(3000),
            "fields": items(any_text(2000), 10),
            "accessory": by_type(ACCESSORIES),
            "expand": boolean,
        },
        whole=_section_says_something,
    ),
    "table": _block(
        {"rows": items(items(_CELL, 20), 100)}, {"column_settings": items(_COLUMN, 20)}, surfaces=("message",)
    ),
    "video": _block(
        {"alt_text": string(2000), "title": plain(200), "thumbnail_url": URL, "video_url": URL},
        {
            "author_name": string(50),
            "description": plain(200),
            "provider_icon_url": URL,
            "provider_name": string(50),
            "title_url": URL,
        },
    ),
}
_BLOCK = by_type(BLOCKS)

_VIEW_FIELDS: Mapping[str, Rule] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
_VIEWS = {
    "modal": ObjectSchema(
        {"title": plain(24), "blocks": items(_BLOCK, MAX_BLOCKS["modal"], 0)},
        {
            **_VIEW_FIELDS,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
    ),
    "home": ObjectSchema({"blocks": items(_BLOCK, MAX_BLOCKS["home"], 0)}, _VIEW_FIELDS),
}


def check_blocks(blocks: Any, surface: Surface, pointer: str = "/blocks") -> list[Problem]:
    """Return what Slack would reject in the blocks of a message (or another surface); empty if nothing."""
    problems = list(items(_BLOCK, MAX_BLOCKS[surface], 0)(blocks, pointer, surface))
    return problems or list(_across_blocks(blocks, pointer))


def _across_blocks(blocks: list[dict[str, Any]], pointer: str) -> Iterator[Problem]:
    ids = Counter(block["block_id"] for block in blocks if block.get("block_id"))
    for index, block in enumerate(blocks):
        if ids[block.get("block_id")] > 1:
            yield Problem(f"{pointer}/{index}/block_id", "failed_constraint", "block_id must be unique")
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MAX_MARKDOWN:
        message = f"markdown blocks must be less than {MAX_MARKDOWN + 1} characters together"
        yield Problem(pointer, "failed_constraint", message)


def check_view(view: dict[str, Any], surface: Surface, pointer: str = "/view") -> list[Problem]:
    """Return what Slack would reject in a modal or an App Home; empty if nothing."""
    if view.get("type") != surface:
        return [Problem(f"{pointer}/type", "unsupported_type", f"unsupported type: {view.get('type')}")]
    problems = list(_VIEWS[surface](view, pointer, surface))
    if problems:
        return problems
    problems = list(_across_blocks(view["blocks"], f"{pointer}/blocks"))
    if surface == "modal" and "submit" not in view and any(block["type"] == "input" for block in view["blocks"]):
        problems.append(Problem(pointer, "missing_field", "missing required field: submit"))
    return problems
