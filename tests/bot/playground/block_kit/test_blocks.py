"""Block Kit's limits are held."""

import json
import random
from typing import Any

import pytest

from bot.playground.block_kit.blocks import check_blocks, check_view

NEWS = "C0NEWS0001"


def plain(text):
    return {"type": "plain_text", "text": text}


def section(text):
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(number=0, **more):
    return {"type": "button", "action_id": f"a{number}", "text": plain("Press"), **more}


def rich(*elements, kind="rich_text_section"):
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements)}]}


def options(count):
    return [{"text": plain("x"), "value": str(number)} for number in range(count)]


GOOD = [
    section("x" * 3000),
    {"type": "section", "fields": [plain("x" * 2000)] * 10},
    {"type": "header", "text": plain("x" * 150)},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "x", "verbatim": True}] * 10},
    {"type": "actions", "elements": [button(number) for number in range(25)]},
    {"type": "actions", "elements": [button(value="x" * 2000, style="danger", url="https://example.org")]},
    {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a pier"},
    {"type": "markdown", "text": "x" * 12_000},
    rich({"type": "text", "text": "x", "style": {"bold": True}}, {"type": "emoji", "name": "eyes"}),
    rich({"type": "link", "url": "https://example.org/#:~:text=a"}, kind="rich_text_quote"),
    {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 20] * 100},
]

BAD = [
    ([section("x" * 3001)], "/blocks/0/text/text", "must be less than 3001 characters"),
    ([section("")], "/blocks/0/text/text", "must be more than 0 characters"),
    ([{"type": "section"}], "/blocks/0", "missing required field: text"),
    ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "/blocks/0/text/type", "unsupported type: mrkdwn"),
    ([{"type": "header", "text": plain("x" * 151)}], "/blocks/0/text/text", "must be less than 151 characters"),
    ([{"type": "carousel", "elements": []}], "/blocks/0/type", "unsupported type: carousel"),
    ([{"type": "alert", "text": plain("x")}], "/blocks/0", "block is not allowed in a message"),
    ([{"type": "divider"}] * 51, "/blocks", "no more than 50 items allowed"),
    ([{"type": "divider", "color": "red"}], "/blocks/0", "invalid additional property: color"),
    ([{"type": "divider", "block_id": "a"}] * 2, "/blocks/0/block_id", "block_id must be unique"),
    (
        [{"type": "actions", "elements": [button(number) for number in range(26)]}],
        "/blocks/0/elements",
        "no more than 25 items allowed",
    ),
    (
        [{"type": "actions", "elements": [button(1), button(1)]}],
        "/blocks/0/elements/1/action_id",
        "action_id must be unique",
    ),
    (
        [{"type": "actions", "elements": [button(text=plain("x" * 76))]}],
        "/blocks/0/elements/0/text/text",
        "must be less than 76 characters",
    ),
    (
        [{"type": "actions", "elements": [button(value="x" * 2001)]}],
        "/blocks/0/elements/0/value",
        "must be less than 2001 characters",
    ),
    (
        [{"type": "actions", "elements": [button(style="loud")]}],
        "/blocks/0/elements/0/style",
        "must be one of: primary, danger",
    ),
    (
        [{"type": "actions", "elements": [{"type": "overflow", "action_id": "a", "options": options(6)}]}],
        "/blocks/0/elements/0/options",
        "no more than 5 items allowed",
    ),
    (
        [{"type": "context", "elements": [button()]}],
        "/blocks/0/elements/0/type",
        "unsupported type: button",
    ),
    (
        [rich({"type": "text", "text": ""})],
        "/blocks/0/elements/0/elements/0/text",
        "must be more than 0 characters",
    ),
    (
        [rich({"type": "text", "text": "x", "style": {"loud": True}})],
        "/blocks/0/elements/0/elements/0/style",
        "invalid additional property: loud",
    ),
    (
        [rich({"type": "link", "url": "example"})],
        "/blocks/0/elements/0/elements/0/url",
        "has an invalid format",
    ),
    (
        [rich({"type": "rich_text_section", "elements": [{"type": "blink"}]}, kind="rich_text_list")],
        "/blocks/0/elements/0",
        "missing required field: style",
    ),
    ([{"type": "markdown", "text": "x" * 7000}] * 2, "/blocks", "markdown blocks must be less than 12001 characters"),
    (
        [{"type": "image", "alt_text": "x"}],
        "/blocks/0",
        "must have exactly one of: image_url, slack_file",
    ),
    ("text", "/blocks", "must be an array"),
    ([None], "/blocks/0", "must be an object"),
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: block["type"])
def test_a_block_at_its_limit_is_taken(block):
    assert check_blocks([block], "message") == []


@pytest.mark.parametrize(("blocks", "pointer", "message"), BAD)
def test_a_block_over_its_limit_is_refused_with_its_place(blocks, pointer, message):
    problem = check_blocks(blocks, "message")[0]
    assert problem.pointer == pointer
    assert problem.message.startswith(message)


def modal(*blocks, **more):
    return {"type": "modal", "title": plain("Title"), "blocks": list(blocks), **more}


def entry(element):
    return {"type": "input", "block_id": "b", "label": plain("Label"), "element": element}


def test_an_alert_belongs_into_modals():
    alert = {"type": "alert", "text": plain("x" * 200)}
    assert check_view(modal(alert), "modal") == []
    assert check_view({"type": "home", "blocks": [alert]}, "home") != []


def test_a_modal_with_inputs_needs_a_submit_button():
    text = entry({"type": "plain_text_input", "action_id": "v"})
    assert [problem.message for problem in check_view(modal(text), "modal")] == ["missing required field: submit"]
    assert check_view(modal(text, submit=plain("Save")), "modal") == []


@pytest.mark.parametrize(
    "view",
    [
        modal(title=plain("x" * 25)),
        modal(private_metadata="x" * 3001),
        modal(callback_id="x" * 256),
        modal(*[{"type": "divider"}] * 101),
        modal(entry({"type": "button"}), submit=plain("Save")),
        modal(entry({"type": "number_input"}), submit=plain("Save")),
        modal(entry({"type": "static_select", "options": options(101)}), submit=plain("Save")),
        modal(
            entry({"type": "static_select", "options": options(2), "initial_option": options(3)[2]}),
            submit=plain("Save"),
        ),
    ],
)
def test_a_view_over_a_limit_is_refused(view):
    assert check_view(view, "modal")


async def test_the_answer_names_the_place(driver):
    answer = await driver.api("chat.postMessage", channel=NEWS, text="x", blocks=[section("x" * 3001)])
    assert answer["error"] == "invalid_blocks"
    expected = "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert answer["response_metadata"]["messages"] == [expected]


async def test_all_blocks_together_have_a_size_too(driver):
    answer = await driver.api("chat.postMessage", channel=NEWS, text="x", blocks=[section("x" * 2900)] * 5)
    assert answer["error"] == "msg_blocks_too_long"


async def test_blocks_can_be_checked_without_posting(driver):
    assert (await driver.api("blocks.validate", blocks=[section("x")]))["ok"]
    answer = await driver.api("blocks.validate", message={"blocks": [{"type": "nothing"}]})
    assert answer["error"] == "invalid_message"
    assert answer["errors"] == [
        {"pointer": "/blocks/0/type", "code": "unsupported_type", "message": "unsupported type: nothing"}
    ]
    assert (await driver.api("blocks.validate"))["error"] == "invalid_arguments"


@pytest.mark.shared
async def test_every_message_design_is_accepted(driver, shared, clock):
    designs = sorted((shared / "slack" / "ux").glob("*.json"))
    assert designs
    for design in designs:
        payload = json.loads(design.read_text())
        if payload.get("type") in ("modal", "home"):
            assert check_view(payload, payload["type"]) == [], design.name
            continue
        payload |= {"channel": NEWS}
        payload.pop("thread_ts", None)
        clock.move(2)
        answer = await driver.api("chat.postMessage", **payload)
        assert answer["ok"], (design.name, answer)


def test_hostile_blocks_are_refused_and_never_raise():
    chance = random.Random(7)  # noqa: S311  (scrambles test data)
    pieces: list[Any] = [
        None,
        1,
        "x",
        [],
        {},
        {"type": "section"},
        {"type": ["list"]},
        {"type": "rich_text", "elements": 3},
    ]

    def scramble(value, depth=0):
        if depth > 4 or chance.random() < 0.15:
            return chance.choice(pieces)
        if isinstance(value, dict):
            return {name: scramble(item, depth + 1) for name, item in value.items()}
        if isinstance(value, list):
            return [scramble(item, depth + 1) for item in value]
        return value

    for _ in range(80):
        blocks = scramble(GOOD)
        check_blocks(blocks, "message")
        check_view({"type": "modal", "title": plain("x"), "blocks": blocks}, "modal")
