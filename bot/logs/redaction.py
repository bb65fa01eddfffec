"""Redacts what must not be logged: tokens, one-time addresses, and the query, fragment and user of every link.

A link's path stays: it says which page it was. Links are found wherever they are: in texts, tracebacks, lists, keys, in
the path of another link, percent-encoded once or several times. A link ends at a space, as nothing else ends one for
certain; a comma too many is better hidden than a token shown. Every pattern is linear in the text.
Source: url.spec.whatwg.org, "URL parsing"; docs.slack.dev/authentication/tokens.
"""

import re
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

HIDDEN = "[hidden]"

LONGEST = 50_000
"""Maximum characters of one value; no traceback needs more."""

_TOKENS = re.compile(
    r"xox[a-z]-[A-Za-z0-9-]+|xox[a-z]\.[A-Za-z0-9.-]+|xapp-[A-Za-z0-9-]+|xoxe[.-][A-Za-z0-9.-]+"
    r"|(?i:bearer|basic) [A-Za-z0-9._~+/=-]{16,}"
)
_RUN = re.compile(r"[^ \t\r\n\f\v]+")
"""Text without these spaces. Other spaces may be in a link that a person pasted."""

_SLASHES = re.compile(r"(?::|%(?:25){0,4}3[Aa])(?:(?:\\{0,4}/|%(?:25){0,4}2[Ff]){2})")
"""`://`, also with the slashes escaped, as in JSON, and percent-encoded up to five times."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}$")
_SCHEME_CHARACTERS = 31
_HOST_END = re.compile(r"[/\\]|%(?:25){0,4}2[Ff]")
_AT = re.compile(r"@|%(?:25){0,4}40")
_COLON = re.compile(r":|%(?:25){0,4}3[Aa]")

_QUERY = re.compile(
    r"[?#]|%(?:25){0,4}(?:3[Ff]|23)|\\u003[Ff]"
    r"|(?:[;&]|%(?:25){0,4}(?:3[Bb]|26))[A-Za-z0-9_.-]{1,60}(?:=|%(?:25){0,4}3[Dd])"
)
"""End of the path: a query, a fragment, or parameters of the path (`;jsessionid=`)."""

_BARE_QUERY = re.compile(r"(?:[?&]|%(?:25){0,4}(?:3[Ff]|26))[^=%?&]{0,100}(?:=|%(?:25){0,4}3[Dd])")
"""A query without a link before it: `GET /page?token=…`, or the part of a link after a space."""

_ONE_TIME_HOST = "hooks.slack.com"
_ONE_TIME_PATH = "/response/"
_ONE_TIME_SCHEMES = ("ws", "wss")

_SECRET_FIELDS = frozenset(
    {
        "access_token",
        "api_key",
        "app_token",
        "authorization",
        "bot_token",
        "client_secret",
        "cookie",
        "password",
        "refresh_token",
        "response_url",
        "secret",
        "set-cookie",
        "signing_secret",
        "ticket",
        "token",
        "trigger_id",
    }
)
_MAY_LINK = frozenset("/%?&")
"""A text without spaces that has none of these contains no link."""

_STRUCTLOGS = frozenset({"_record", "_from_structlog"})
"""Keys that structlog itself adds to an event until it is written."""

_CLOSING = "'\"`)]}>,.;:!|\\"
"""Characters after a link that do not belong to it."""

_DEEPEST = 8
"""Depth to which lists and dicts are traversed; what is deeper is redacted as one text."""


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Return the event without secrets, as JSON values; newlines are kept, JSON escapes them."""
    return {
        _hide_in_text(name): value if name in _STRUCTLOGS else _hide(name, value, _DEEPEST)
        for name, value in event.items()
    }


def _hide(name: str, value: Any, depth: int) -> Any:
    if name.lower() in _SECRET_FIELDS:
        return HIDDEN
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str) or depth == 0:
        return _hide_in_text(_say(value))
    if isinstance(value, Mapping):
        return {_hide_in_text(_say(key)): _hide(_say(key), inner, depth - 1) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_hide("", inner, depth - 1) for inner in value]
    return _hide_in_text(_say(value))


def _say(value: Any) -> str:
    """Return a value as text, whatever its own code does."""
    try:
        return repr(value) if isinstance(value, (BaseException, bytes)) else str(value)
    except Exception:  # noqa: BLE001  (a value that cannot be shown must not lose the line)
        return f"<{type(value).__name__}>"


def _hide_in_text(text: str) -> str:
    """Return a text without secrets, of at most `LONGEST` characters."""
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]} … ({len(text) - LONGEST:,} characters more)"
    return _TOKENS.sub(HIDDEN, _RUN.sub(lambda run: _hide_in_run(run.group()), text))


def _hide_in_run(run: str) -> str:
    """Return a text without spaces, without the secrets in its links."""
    if not _MAY_LINK.intersection(run):
        return run
    slashes = list(_SLASHES.finditer(run))
    if not slashes:
        query = _BARE_QUERY.search(run)
        return run if query is None else f"{run[: query.start() + 1]}{HIDDEN}"
    return "".join(_hide_in_links(run, slashes))


def _hide_in_links(run: str, slashes: list[re.Match[str]]) -> Iterator[str]:
    """Yield the links of a run, up to the first query: everything after that may belong to it."""
    done = 0
    for link, following in zip(slashes, [*slashes[1:], None], strict=True):
        scheme = _SCHEME.search(run, max(0, link.start() - _SCHEME_CHARACTERS), link.start())
        rest = run[link.end() : following.start() if following else len(run)]
        if _is_one_time(scheme.group() if scheme else "", rest):
            yield f"{run[done : scheme.start() if scheme else link.start()]}{HIDDEN}"
            return
        yield run[done : link.end()]
        query = _QUERY.search(rest)
        yield _hide_user(rest[: query.start()] if query else rest)
        if query is not None:
            yield f"{query.group()[0] if query.group()[0] in '?#;&' else '?'}{HIDDEN}"
            return
        done = following.start() if following else len(run)


def _is_one_time(scheme: str, rest: str) -> bool:
    """Return whether an address is itself a secret: it allows to post, or listen, as the bot."""
    return scheme.lower() in _ONE_TIME_SCHEMES or _ONE_TIME_HOST in rest.lower() or _ONE_TIME_PATH in rest


def _hide_user(rest: str) -> str:
    """Return what follows `://`, without user and password."""
    end = _HOST_END.search(rest)
    host, path = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    users = list(_AT.finditer(host))
    if users:  # the last one: a password may contain others
        return f"{HIDDEN}@{host[users[-1].end() :]}{path}"
    return rest if _is_host(host) else f"{HIDDEN}{path}"


def _is_host(text: str) -> bool:
    """Return whether it is a host, optionally with a port; else it is a user and part of a password with a `?`."""
    name = text.partition("]")[2] if text.startswith("[") else text
    colon = _COLON.search(name)
    port = name[colon.end() :].rstrip(_CLOSING) if colon else ""
    return not port or port.isdigit()
