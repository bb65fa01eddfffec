"""The registry of the patterns that name a speaker."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable

from summarizer.quotes.evidence import patterns
from summarizer.quotes.evidence.patterns.registry import PATTERNS, SURE_OF_WHOM


def is_pattern(name: str, function: Callable[..., object]) -> bool:
    return not name.startswith("_") and list(inspect.signature(function).parameters) == ["context", "at"]


def test_every_pattern_is_some_family_s():
    modules = [
        importlib.import_module(f"{patterns.__name__}.{each.name}") for each in pkgutil.iter_modules(patterns.__path__)
    ]
    written = {
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and is_pattern(name, function)
    }
    registered = {pattern for family in PATTERNS.values() for pattern in family}

    assert {function.__qualname__ for function in written - registered} == set()
    assert registered >= SURE_OF_WHOM
