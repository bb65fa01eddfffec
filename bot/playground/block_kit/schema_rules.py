"""What a line of the Block Kit table can say: a length, a count, a choice, the fields of an object.

A rule is a function of (value, JSON pointer, surface) that yields the problems it finds. Problems read as Slack's do.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Surface = str  # message, modal or home


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing Slack would refuse: where, which kind, in words."""

    pointer: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"


Rule = Callable[[Any, str, Surface], Iterator[Problem]]


def string(longest: int, shortest: int = 0, pattern: str = "") -> Rule:
    """A text of at least and at most so many characters."""
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
    """A whole number within bounds."""

    def check(value: Any, pointer: str, _: Surface) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Problem(pointer, "invalid_type", "must be an integer")
        elif not lowest <= value <= highest:
            yield Problem(pointer, "failed_constraint", f"must be between {lowest} and {highest}")

    return check


def boolean(value: Any, pointer: str, _: Surface) -> Iterator[Problem]:
    """True or false."""
    if not isinstance(value, bool):
        yield Problem(pointer, "invalid_type", "must be a boolean")


def anything(_value: Any, _pointer: str, _surface: Surface) -> Iterator[Problem]:
    """What we do not check."""
    yield from ()


def choice(*allowed: str) -> Rule:
    """One of a few words."""

    def check(value: Any, pointer: str, _: Surface) -> Iterator[Problem]:
        if value not in allowed:
            yield Problem(pointer, "failed_constraint", f"must be one of: {', '.join(allowed)}")

    return check


def items(rule: Rule, most: int, fewest: int = 1) -> Rule:
    """A list of so many things."""

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
class Shape:
    """An object: the fields it must have, those it may have, and nothing else. `whole` looks at all of it.

    Args:
        required: field names and their rules.
        optional: the same, of fields that may be missing.
        surfaces: where it may stand; empty means everywhere.
        whole: a rule on the object as a whole.
    """

    required: Mapping[str, Rule] = field(default_factory=dict)
    optional: Mapping[str, Rule] = field(default_factory=dict)
    surfaces: tuple[Surface, ...] = ()
    whole: Rule = anything

    def __call__(self, value: Any, pointer: str, surface: Surface) -> Iterator[Problem]:
        """The problems of an object."""
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
    """An object whose `type` says which rule it is held to; unknown types are refused."""

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
