"""Reads recorded payloads, and asks Slack's TypeScript types and slack_sdk's parsers about them."""

import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

ARGUMENTS = {
    "chat.postMessage": "ChatPostMessageArguments",
    "chat.postEphemeral": "ChatPostEphemeralArguments",
    "chat.update": "ChatUpdateArguments",
    "chat.delete": "ChatDeleteArguments",
    "reactions.add": "ReactionsAddArguments",
    "reactions.remove": "ReactionsRemoveArguments",
    "views.open": "ViewsOpenArguments",
    "views.publish": "ViewsPublishArguments",
    "views.push": "ViewsPushArguments",
    "views.update": "ViewsUpdateArguments",
    "api.test": "APITestArguments",
}
"""A method -> the type of its arguments in @slack/web-api."""

HEAD = f"""\
import type {{ RespondArguments, ViewResponseAction }} from "@slack/bolt";
import type {{ HomeView, KnownBlock, ModalView }} from "@slack/types";
import type {{ {", ".join(sorted(ARGUMENTS.values()))} }} from "@slack/web-api";
/** Slack's own types of a view and of arguments also take a block of any name, with any content. These do not. */
type Strict<V> = Omit<V, "blocks"> & {{ blocks: KnownBlock[] }};
"""
VIEWS = {"home": "Strict<HomeView>", "modal": "Strict<ModalView>"}
COMPILER = ("--strict", "--noEmit", "--target", "es2022", "--module", "nodenext", "--types", "node", "--skipLibCheck")

_ERROR = re.compile(r"^payloads\.ts\((\d+),\d+\): error (TS\d+: .*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """A payload, or the blocks or the view in one, of one type of Slack's.

    Attributes:
        type: in TypeScript.
        value: what JSON is made of.
        by: the test that sent it, or the function that rendered it.
    """

    type: str
    value: Any
    by: str


def read_recorded(folder: Path) -> list[dict[str, Any]]:
    """Return each distinct payload that was recorded, with its kind and what sent it first."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            found.setdefault((record["kind"], json.dumps(record["payload"], sort_keys=True)), record)
    return list(found.values())


def rendered_by(folder: Path) -> set[str]:
    """Return the functions of `bot.slack.rendering` of which anything was recorded."""
    lines = [line for path in folder.glob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    return {record["by"] for record in map(json.loads, lines) if record["kind"] == "rendered"}


def parts_of(records: Iterable[dict[str, Any]]) -> list[Part]:
    """Return each distinct part of payloads.

    Raises:
        KeyError: a method has no type here; add it to `ARGUMENTS`.
    """
    parts: dict[tuple[str, str], Part] = {}
    for record in records:
        for part in _parts(record["kind"], record["payload"], record["by"]):
            parts.setdefault((part.type, json.dumps(part.value, sort_keys=True)), part)
    return list(parts.values())


def _parts(kind: str, payload: dict[str, Any], by: str) -> Iterator[Part]:
    if kind == "response_url":
        yield Part("RespondArguments", payload, by)
    elif kind == "view_submission":
        yield Part("ViewResponseAction", payload, by)
    elif kind != "rendered":
        yield Part(ARGUMENTS[kind], payload, by)
    view = payload if payload.get("type") in VIEWS else payload.get("view")
    if view:
        yield Part(VIEWS[view["type"]], view, by)
    elif payload.get("blocks"):
        yield Part("KnownBlock[]", payload["blocks"], by)


def find_type_errors(parts: Iterable[Part], folder: Path) -> list[str]:
    """Return what `tsc --strict` says against the types of Slack's npm packages, one line an error.

    Args:
        parts: what is to be checked.
        folder: with the `node_modules` of `make proofs`; the source is left there for a look.

    Raises:
        RuntimeError: the compiler did not come to check them.
    """
    checked = list(parts)
    lines = [f"const p{number}: {part.type} = {_literal(part.value)};" for number, part in enumerate(checked)]
    (folder / "payloads.ts").write_text(HEAD + "\n".join([*lines, "export {};", ""]), "utf-8")
    command = ["node", "node_modules/typescript/bin/tsc", *COMPILER, "payloads.ts"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    first = HEAD.count("\n") + 1
    errors = [(checked[int(line) - first], said) for line, said in _ERROR.findall(done.stdout) if int(line) >= first]
    if done.returncode != 0 and not errors:
        raise RuntimeError(f"tsc ended with {done.returncode}: {done.stdout}{done.stderr}")
    return [f"{part.by}, {part.type}: {said}" for part, said in errors]


def _literal(value: Any) -> str:
    """JSON on one line of TypeScript: the two line ends that JSON takes inside strings are escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def find_parser_errors(parts: Iterable[Part]) -> list[str]:
    """Return where slack_sdk's parsers refuse blocks or a view, or give another dictionary back."""
    errors = []
    for part in parts:
        try:
            parsed = _parse(part)
        except Exception as error:  # noqa: BLE001  (its constructors raise whatever a wrong value leads to)
            parsed = f"{type(error).__name__}: {error}"
        if parsed != part.value:
            errors.append(f"{part.by}, {part.type}: {part.value} became {parsed}")
    return errors


def _parse(part: Part) -> Any:
    """What slack_sdk makes of blocks or a view; the value itself where it is neither.

    Raises:
        SlackObjectFormationError: the value breaks a limit of Slack's.
    """
    if part.type == "KnownBlock[]":
        blocks = Block.parse_all(part.value)
        for block in blocks:
            block.validate_json()
        return [block.to_dict() for block in blocks]
    if part.type in VIEWS.values():
        view = View(**part.value)
        view.validate_json()
        return view.to_dict()
    return part.value
