"""The rules of the Block Kit table: a length, a count, a choice, the fields of an object.

A rule is a function of (value, JSON pointer, surface) that yields the problems it finds. Their texts are like Slack's.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Surface = str  # message, modal or home


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing Slack would reject: where, which kind, in words."""

    pointer: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"


Rule = Callable[[Any, str, Surface], Iterator[Problem]]


def string(longest: int, shortest: int = 0, pattern: str = "") -> Rule:
    """Rule for a text with a minimum and maximum of characters."""
    shape = re.compile(pattern) if pattern else None

    def check(value: Any, pointer: str, _: Surface) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem(pointer, "invalid_type", "must be a string")
        elif len(value) > longest:
            yield Problem(pointer, "failed_constraint", f"must be less than {longest + 1} characters")
        elif len(value) < shortest:
            yield Problem(pointer, "failed_constraint", f"must be more than {shortest - 1} characters")
        elif shape and not shape.match(value):
            yield Problem(pointer, "failed_constraint", "has an invalid format")

    return check


def integer(lowest: int, highest: int) -> Rule:
    """Rule for a whole number within bounds."""

    def check(value: Any, pointer: str, _: Surface) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Problem(pointer, "invalid_type", "must be an integer")
        elif not lowest <= value <= highest:
            yield Problem(pointer, "failed_constraint", f"must be between {lowest} and {highest}")

    return check


def boolean(value: Any, pointer: str, _: Surface) -> Iterator[Problem]:
    """Rule for true or false."""
    if not isinstance(value, bool):
        yield Problem(pointer, "invalid_type", "must be a boolean")


def anything(_value: Any, _pointer: str, _surface: Surface) -> Iterator[Problem]:
    """Rule for values that are not checked."""
    yield from ()


def choice(*allowed: str) -> Rule:
    """Rule for one of a few words."""

    def check(value: Any, pointer: str, _: Surface) -> Iterator[Problem]:
        if value not in allowed:
            yield Problem(pointer, "failed_constraint", f"must be one of: {', '.join(allowed)}")

    return check


def items(rule: Rule, most: int, fewest: int = 1) -> Rule:
    """Rule for a list with a minimum and maximum of items."""

    def check(value: Any, pointer: str, surface: Surface) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem(pointer, "invalid_type", "must be an array")
            return
        if len(value) > most:
            yield Problem(pointer, "failed_constraint", f"no more than {most} items allowed")
        if len(value) < fewest:
            yield Problem(pointer, "failed_constraint", f"must have at least {fewest} items")
        for index, item in enumerate(value[:most]):
            yield from rule(item, f"{pointer}/{index}", surface)

    return check


@dataclass(frozen=True)
class ObjectSchema:
    """An object: its required fields, its optional ones, and no others. `whole` checks the whole object.

    Args:
        required: field names and their rules.
        optional: the same, of fields that may be missing.
        surfaces: where it is allowed; empty means everywhere.
        whole: a rule for the whole object.
    """

    required: Mapping[str, Rule] = field(default_factory=dict)
    optional: Mapping[str, Rule] = field(default_factory=dict)
    surfaces: tuple[Surface, ...] = ()
    whole: Rule = anything

    def __call__(self, value: Any, pointer: str, surface: Surface) -> Iterator[Problem]:
        """Yield the problems of an object."""
        if not isinstance(value, dict):
            yield Problem(pointer, "invalid_type", "must be an object")
            return
        if self.surfaces and surface not in self.surfaces:
            yield Problem(pointer, "failed_constraint", f"block is not allowed in a {surface}")
            return
        yield from self._fields(value, pointer, surface)
        yield from self.whole(value, pointer, surface)

    def _fields(self, value: dict[str, Any], pointer: str, surface: Surface) -> Iterator[Problem]:
        for name in self.required:
            if name not in value:
                yield Problem(pointer, "missing_field", f"missing required field: {name}")
        rules = {**self.required, **self.optional}
        for name, content in value.items():
            if name in rules:
                yield from rules[name](content, f"{pointer}/{name}", surface)
            elif name != "type":
                yield Problem(pointer, "additional_property", f"invalid additional property: {name}")


def by_type(table: Mapping[str, Rule]) -> Rule:
    """Rule for an object whose `type` selects its rule; unknown types are rejected."""

    def check(value: Any, pointer: str, surface: Surface) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(pointer, "invalid_type", "must be an object")
            return
        kind = value.get("type")
        if not isinstance(kind, str):
            yield Problem(pointer, "missing_field", "missing required field: type")
        elif kind not in table:
            yield Problem(f"{pointer}/type", "unsupported_type", f"unsupported type: {kind}")
        else:
            yield from table[kind](value, pointer, surface)

    return check
