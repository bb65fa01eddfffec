"""Finds every regular expression of both packages and checks each for texts on which it takes too long.

    python -m tests.patterns

regexploit finds patterns with cubic or worse time. It needs something that makes the match fail at the end; `fullmatch`
fails wherever a text continues, which the pattern does not show, so a character that is in no text is appended to
those. It does not find quadratic time: tests/benchmarks/bench_messages.py measures that.

Every module is imported with `re.compile` watched; patterns that functions compile later, and those passed directly to
`re.sub` and similar, are read from the source. A call that neither way finds is an error, so that none is missed.
"""

import ast
import importlib
import pkgutil
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypeGuard

from regexploit.ast.sre import SreOpParser
from regexploit.redos import find

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "summarizer")
SEARCHING = frozenset({"search", "finditer", "findall", "split", "sub", "subn"})
USES = SEARCHING | {"match", "fullmatch"}
ANY_USE = frozenset({"search", "fullmatch"})
"""The uses that are checked where the use of a pattern is unknown."""

RULES = ("ferry", "interest rate", "- - - x", "a -b", "a.b (c) [d] e* f+", "渡し 船", "-")
AT_RUN_TIME: dict[str, Callable[[ModuleType], object]] = {
    "bot.newsroom.subscriptions.keyword_filter": lambda module: [module._pattern(rule) for rule in RULES],
}
"""Functions that compile user input, called here with examples."""


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern.

    Attributes:
        place: file and name: "bot/logs/redaction.py:_TOKENS".
        pattern: as passed to `re`.
        flags: as in `re`.
        uses: how it is applied: "search" (also for `sub`, `split` and similar), "match", "fullmatch".
    """

    place: str
    pattern: str | bytes
    flags: int
    uses: frozenset[str]


class UnseenPatternError(Exception):
    """A call of `re` whose pattern is neither a literal nor compiled at import."""


def collect() -> tuple[Found, ...]:
    """Returns every pattern, each once, in the order of files.

    Raises:
        UnseenPatternError: names the calls that were not found; they need an example in `AT_RUN_TIME`.
    """
    compiled = _watch_imports()
    sources = [_Source(path) for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    found: dict[tuple[str, str | bytes, int], Found] = {}
    unseen = []
    for source in sources:
        for call in source.calls:
            lines = range(call.lineno, (call.end_lineno or call.lineno) + 1)
            made = [pattern for line in lines for pattern in compiled.get((source.name, line), ())]
            made = made or _literal(call)
            if not made:
                unseen.append(f"{source.name}:{call.lineno}")
            place, uses = source.place(call), source.uses(call, sources)
            for pattern in made:
                found[place, pattern.pattern, pattern.flags] = Found(place, pattern.pattern, pattern.flags, uses)
    if unseen:
        raise UnseenPatternError(", ".join(unseen))
    return tuple(found.values())


def _watch_imports() -> dict[tuple[str, int], list[re.Pattern[Any]]]:
    """Returns the patterns compiled while every module is imported, by file and line."""
    compiled: dict[tuple[str, int], list[re.Pattern[Any]]] = {}
    compile_really = re.compile

    def watch(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        api, made = sys._getframe(1), compile_really(pattern, flags)
        path = Path(api.f_code.co_filename)
        if path.is_relative_to(ROOT):
            compiled.setdefault((str(path.relative_to(ROOT)), api.f_lineno), []).append(made)
        return made

    re.compile = watch
    try:
        for name in _module_names():
            module = importlib.import_module(name)
            AT_RUN_TIME.get(name, lambda _: None)(module)
    finally:
        re.compile = compile_really
    return compiled


def _module_names() -> Iterator[str]:
    for package in PACKAGES:
        yield package
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            # Importing these starts the bot, changes tables, or reads a story; all their patterns are in the source.
            if not module.name.endswith(("__main__", ".migrations.env", ".warm_up")):
                yield module.name


def _literal(call: ast.Call) -> list[re.Pattern[Any]]:
    """Returns the literal pattern of a call; empty where it is not a literal."""
    first = call.args[0] if call.args else None
    if not isinstance(first, ast.Constant):
        return []
    flags = [node.attr for argument in (*call.args[1:], *(each.value for each in call.keywords))
             for node in ast.walk(argument) if isinstance(node, ast.Attribute)]  # fmt: skip
    return [re.compile(first.value, sum({getattr(re, name) for name in flags if name.isupper()}))]


class _Source:
    """A source file: its calls of `re`, and its names.

    Args:
        path: of the file.
    """

    def __init__(self, path: Path) -> None:
        self.name = str(path.relative_to(ROOT))
        self.tree = ast.parse(path.read_text("utf-8"))
        self.parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}
        self.calls = [node for node in ast.walk(self.tree) if _is_call_of_re(node)]
        self._uses: dict[str, set[str]] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
                name = node.attr if isinstance(node, ast.Attribute) else node.id
                above = self.parents[node]
                used = {above.attr} & USES if isinstance(above, ast.Attribute) else ANY_USE
                self._uses.setdefault(name, set()).update(used)

    def place(self, call: ast.Call) -> str:
        """Returns the place of a call: the file, and the name it is assigned to or the function it is in."""
        names = [name for node in self._above(call) if (name := _name_of(node))]
        return f"{self.name}:{names[-1] if names else call.lineno}"

    def uses(self, call: ast.Call, sources: Iterable["_Source"]) -> frozenset[str]:
        """Returns how the pattern of a call is applied."""
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if method != "compile":
            return _simplify({method})
        assigned = self.parents[call]
        name = _name_of(assigned)
        if not name or isinstance(assigned, ast.FunctionDef):
            return ANY_USE
        places = [self] if name.startswith("_") else sources
        return _simplify({use for source in places for use in source.uses_of(name)} or ANY_USE)

    def uses_of(self, name: str) -> frozenset[str]:
        """Returns how the pattern of that name is applied in this file; every use where it is passed on."""
        return frozenset(self._uses.get(name, ()))

    def _above(self, node: ast.AST) -> Iterator[ast.AST]:
        while node in self.parents:
            node = self.parents[node]
            yield node


def _is_call_of_re(node: ast.AST) -> TypeGuard[ast.Call]:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in USES | {"compile"}
    )


def _name_of(node: ast.AST) -> str | None:
    """Returns the name of a function, or of the target of an assignment."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return node.name
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return next((target.id for target in targets if isinstance(target, ast.Name)), None)


def _simplify(uses: Iterable[str]) -> frozenset[str]:
    """Maps all searching methods to "search"."""
    return frozenset("search" if use in SEARCHING else use for use in uses)


NOWHERE = "\ue000"
"""A private-use character, appended to a pattern that must match up to the end of a text."""

TOO_MUCH = 3
"""regexploit's value for cubic time; for exponential time it is 10 or more."""

ACCEPTED: dict[str, str] = {}
"""Place -> why no text from outside can make it slow. Entries that are no longer found must be removed."""

COSTLY = (
    Found("example", r"[\s,;:–—-]*([\w-]+(?:[\s,;]+[\w-]+)?)[\s,;:–—-]*", 0, frozenset({"fullmatch"})),
    Found("example", r"(?:\w+\s?)*:", 0, frozenset({"match"})),
    Found("example", rb"a*a*a*b", 0, frozenset({"search"})),
)
"""Patterns that a working checker finds. The first once froze the bot."""


class Parser(SreOpParser):  # type: ignore[misc]  # regexploit has no types
    """Reads possessive repeats, which regexploit does not know, as greedy ones: this never misses a pattern."""

    from_POSSESSIVE_REPEAT = SreOpParser.from_MAX_REPEAT  # noqa: N815  (regexploit's way of naming)


def is_costly(found: Found) -> bool:
    """Whether a pattern takes cubic time, or worse, on some text."""
    source = found.pattern.decode("latin-1") if isinstance(found.pattern, bytes) else found.pattern
    endings = ("", NOWHERE) if "fullmatch" in found.uses else ("",)
    parsed = [Parser().parse_sre(source + ending, found.flags & ~re.UNICODE) for ending in endings]
    return any(each.starriness >= TOO_MUCH for sequence in parsed for each in find(sequence))


def check() -> list[str]:
    """Returns the problems, one sentence each.

    Raises:
        UnseenPatternError: a pattern that cannot be checked.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # regexploit imports the parser of `re` by its deprecated name
        blind = [f"the checker does not see {found.pattern!r}" for found in COSTLY if not is_costly(found)]
        costly = sorted({found.place for found in collect() if is_costly(found)})
    return [
        *blind,
        *(
            f"{place}: cubic or worse. Make it linear, or say in ACCEPTED why it may."
            for place in costly
            if place not in ACCEPTED
        ),
        *(f"{place}: it is accepted, but is not costly, or gone." for place in sorted(ACCEPTED) if place not in costly),
    ]


if __name__ == "__main__":
    wrong = check()
    print(*wrong, sep="\n")
    sys.exit(bool(wrong))
