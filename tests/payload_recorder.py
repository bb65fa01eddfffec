"""Records what the bot sends to Slack while tests run, for `make proofs`: `pytest --record-payloads FOLDER`.

Three seams: the calls of the Web API, the posts to response_urls and the answers to forms, each before anything is
sent; and what the functions of `bot.slack.rendering` return, so that no message is left out that a test only renders.
"""

import functools
import importlib
import inspect
import json
import os
import pkgutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from slack_bolt.async_app import AsyncAck

import bot.slack
from bot.slack.api.web_api import SlackApi
from bot.slack.outbound import response_url
from bot.slack.outbound.response_url import ResponseUrlSender
from bot.slack.rendering.block_kit.blocks import Message
from tests.bot.fakes import FakeResponseUrl

RENDERING = "bot.slack.rendering."
READS = ("apps.", "auth.", "bots.", "conversations.", "files.", "team.", "users.")
"""Beginnings of methods that send nothing that people see."""


class PayloadRecorder:
    """Writes a line for each payload: its kind, what sent it, and the payload.

    Args:
        folder: where; each process has a file of its own.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"{os.getpid()}.jsonl"

    def add(self, kind: str, payload: Any, *, by: str = "") -> None:
        """Record a payload of a test.

        Args:
            kind: a method of the Web API, `response_url`, `view_submission`, or `rendered`.
            payload: what JSON is made of.
            by: the function that rendered it.
        """
        test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]  # noqa: TID251  (pytest tells us there)
        line = json.dumps({"kind": kind, "by": by or test, "payload": payload}, ensure_ascii=False)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def add_call(self, method: str, arguments: dict[str, Any], *, by: str = "") -> None:
        """Record a call of the Web API, or a post to a response_url, unless it only reads."""
        if not method.startswith(READS):
            self.add(method, arguments, by=by)

    def start(self) -> None:
        """Record from now on, until the process ends."""
        self._wrap_calls()
        self._wrap_response_urls()
        self._wrap_form_answers()
        self._wrap_rendering()

    def _wrap_calls(self) -> None:
        call_once = SlackApi.call_once

        @functools.wraps(call_once)
        async def recorded(api: SlackApi, method: str, **arguments: Any) -> dict[str, Any]:
            self.add_call(method, arguments)
            return await call_once(api, method, **arguments)

        replace(SlackApi, call_once, recorded)

    def _wrap_response_urls(self) -> None:
        respond, faked = ResponseUrlSender._respond, FakeResponseUrl.send

        async def recorded(sender: ResponseUrlSender, address: str, payload: dict[str, Any]) -> int:
            self.add("response_url", payload)
            return await respond(sender, address, payload)

        async def recorded_by_fake(sender: FakeResponseUrl, address: str, message: Message, **how: Any) -> None:
            shown = response_url._payload(message, replace_original=bool(how.get("replace_original")))
            self.add("response_url", shown)
            await faked(sender, address, message, **how)

        replace(ResponseUrlSender, respond, recorded)
        replace(FakeResponseUrl, faked, recorded_by_fake)

    def _wrap_form_answers(self) -> None:
        acknowledge = AsyncAck.__call__

        @functools.wraps(acknowledge)
        async def recorded(ack: AsyncAck, *words: Any, **answer: Any) -> Any:
            if "response_action" in answer:
                self.add("view_submission", answer)
            return await acknowledge(ack, *words, **answer)

        replace(AsyncAck, acknowledge, recorded)

    def _wrap_rendering(self) -> None:
        """Put a recording function in the place of each that renders, wherever it is imported."""
        import_all(bot.slack)
        for name, render in rendering_functions().items():
            recorded = self._recorded(name, render)
            for module in [module for name, module in sys.modules.items() if name.startswith("bot.")]:
                for known in [known for known, value in vars(module).items() if value is render]:
                    setattr(module, known, recorded)

    def _recorded(self, name: str, render: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(render)
        def recorded(*values: Any, **more: Any) -> Any:
            rendered = render(*values, **more)
            for payload in find_payloads(rendered):
                self.add("rendered", payload, by=name)
            return rendered

        return recorded


def replace(owner: type, method: Callable[..., Any], recorded: Callable[..., Any]) -> None:
    """Put a recording method in the place of a method."""
    setattr(owner, method.__name__, recorded)


def import_all(package: ModuleType) -> None:
    """Import every module of a package."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(found.name)


def rendering_functions() -> dict[str, Callable[..., Any]]:
    """The public functions of `bot.slack.rendering` that make messages, blocks or views, by their names."""
    import_all(importlib.import_module("bot.slack.rendering"))
    found: dict[str, Callable[..., Any]] = {}
    for name, module in list(sys.modules.items()):
        if not name.startswith(RENDERING) or ".block_kit" in name:
            continue
        for function in vars(module).values():
            if inspect.isfunction(function) and not function.__name__.startswith("_") and renders(function, name):
                found[f"{name.removeprefix(RENDERING)}.{function.__name__}"] = function
    return found


def renders(function: Callable[..., Any], module: str) -> bool:
    """Whether a function of a module returns messages, blocks or views, as its annotation says; iterators do not count."""
    returned = str(inspect.signature(function).return_annotation)
    is_made_here = function.__module__ == module
    return (
        is_made_here and "Iterator" not in returned and ("Message" in returned or "dict[str, typing.Any]" in returned)
    )


def find_payloads(rendered: Any) -> Iterator[dict[str, Any]]:
    """Views, and the lists of blocks of messages, in what a function returned."""
    if isinstance(rendered, Message):
        yield {"text": rendered.text, "blocks": list(rendered.blocks)}
    elif isinstance(rendered, dict):
        yield rendered if rendered.get("type") in {"home", "modal"} else {"blocks": [rendered]}
    elif isinstance(rendered, list | tuple):
        for part in rendered:
            yield from find_payloads(part)
