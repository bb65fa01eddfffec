"""Payloads of jobs <-> the JSON that is stored; what cannot be read becomes an `UnreadablePayload`. Pure.

Source: docs.pydantic.dev/latest/concepts/unions, "Discriminated unions".
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any, cast

from pydantic import Field, TypeAdapter, ValidationError

from bot.newsroom.jobs.payloads import VERSION, AnyPayload, JobPayload, UnreadablePayload
from bot.newsroom.ports import Json
from bot.newsroom.requester import Requester
from bot.newsroom.requests.request import Intent

PAYLOADS: TypeAdapter[AnyPayload] = TypeAdapter(Annotated[AnyPayload, Field(discriminator="kind")])
"""Payloads <-> JSON."""

ReadOld = Callable[[str, Json], JobPayload]
"""Reads the stored JSON of version 1, by its kind; it raises ValueError, KeyError, TypeError or AttributeError where it
cannot."""


def write_payload(payload: JobPayload) -> Json:
    """Return a payload as JSON."""
    written: Json = PAYLOADS.dump_python(cast("AnyPayload", payload), mode="json")
    return written


def read_payload(kind: str, stored: Any, read_old: ReadOld) -> JobPayload:
    """Return the payload of stored JSON; an `UnreadablePayload` where it cannot be read.

    Args:
        kind: as it is stored.
        stored: the JSON.
        read_old: reads version 1.
    """
    if not isinstance(stored, dict):
        return unreadable(kind, stored, f"it is of the type {type(stored).__name__}")
    try:
        if "version" not in stored:
            return PAYLOADS.validate_python(asdict(read_old(kind, stored)))
        payload = PAYLOADS.validate_python(_renamed(stored))
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, found["loc"])) or "its kind"
        return unreadable(kind, stored, f"{where}: {found['type']}, version {stored.get('version')} of {VERSION}")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return unreadable(kind, stored, f"version 1: {type(error).__name__}")
    if payload.kind != kind:
        return unreadable(kind, stored, f"it holds a job of the kind {payload.kind}")
    return payload


def _renamed(stored: Json) -> Json:
    """Stored JSON with today's names: 0.2.0 stored `wants_help` in the place of `intent`."""
    return stored | {"intent": Intent.HELP.value} if stored.get("wants_help") else stored


def unreadable(kind: str, stored: Any, cause: str) -> UnreadablePayload:
    """Return a payload that cannot be read, with its requester as far as that can.

    Args:
        kind: as it is stored.
        stored: the JSON; None where not even that can be read.
        cause: what is wrong with it.
    """
    known = stored if isinstance(stored, dict) else {}
    requester = known.get("requester") or known.get("asker") or known
    found = {name: value for name in _OF_REQUESTER if isinstance(value := _get(requester, name), str) and value}
    url = known.get("response_url")
    return UnreadablePayload(
        kind=kind,
        stored=stored,
        cause=cause,
        team_id=str(known.get("team_id") or ""),
        requester=Requester(**found) if {"channel", "user"} <= found.keys() else None,
        response_url=url if isinstance(url, str) else "",
    )


_OF_REQUESTER = ("channel", "user", "ts", "thread_ts")


def _get(of: Any, name: str) -> Any:
    return of.get(name) if isinstance(of, dict) else None
