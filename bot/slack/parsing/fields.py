"""Fields of Slack's payloads, read with their types checked: one clear error in place of a KeyError far away.

Every error names the field and the type that was found, never the value: people wrote it.
"""

from collections.abc import Mapping
from typing import Any

from bot.errors import UnreadableDeliveryError
from summarizer.text.markup import join_surrogates

LONGEST = 200
"""Characters of an id; Slack's own have up to 60."""

LONGEST_ADDRESS = 2_000
"""Characters of an address; Slack's own have up to 150."""

Fields = Mapping[str, Any]


def text(of: Fields, name: str, *, longest: int = LONGEST) -> str:
    """An id, a time stamp or an address.

    Raises:
        UnreadableDeliveryError: it is missing, empty, not a string, too long, or has characters that no id has.
    """
    found = maybe(of, name, longest=longest)
    if found is None:
        raise UnreadableDeliveryError(f"{name} is missing")
    return found


def maybe(of: Fields, name: str, *, longest: int = LONGEST) -> str | None:
    """The same for an optional field; None where it is missing, null or empty.

    Raises:
        UnreadableDeliveryError: it is not a string, too long, or has characters that no id has.
    """
    found = _string(of, name)
    if len(found) > longest:
        raise UnreadableDeliveryError(f"{name} has {len(found)} characters")
    if not found.isprintable():
        raise UnreadableDeliveryError(f"{name} has characters that cannot be printed")
    return found or None


def words(of: Fields, name: str) -> str:
    """What a person wrote, of any length, without halves of surrogate pairs; "" where it is missing or null.

    Raises:
        UnreadableDeliveryError: it is not a string.
    """
    return join_surrogates(_string(of, name))


def part(of: Fields, name: str) -> dict[str, Any]:
    """An object; an empty one where it is missing or null.

    Raises:
        UnreadableDeliveryError: it is not an object.
    """
    found = of.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise _wrong(name, found)
    return found


def filled(of: Fields, name: str) -> dict[str, Any]:
    """A required object with at least one field.

    Raises:
        UnreadableDeliveryError: it is missing, empty, or not an object.
    """
    found = part(of, name)
    if not found:
        raise UnreadableDeliveryError(f"{name} is missing")
    return found


def parts(of: Fields, name: str) -> list[dict[str, Any]]:
    """A list of objects; an empty one where it is missing or null.

    Raises:
        UnreadableDeliveryError: it is not a list, or something in it is not an object.
    """
    found = of.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise _wrong(name, found)
    for entry in found:
        if not isinstance(entry, dict):
            raise _wrong(f"an entry of {name}", entry)
    return found


def filled_list(of: Fields, name: str) -> list[dict[str, Any]]:
    """A required list of at least one object.

    Raises:
        UnreadableDeliveryError: it is missing, empty, not a list, or something in it is not an object.
    """
    found = parts(of, name)
    if not found:
        raise UnreadableDeliveryError(f"{name} is missing")
    return found


def _string(of: Fields, name: str) -> str:
    found = of.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise _wrong(name, found)
    return found


def _wrong(name: str, found: object) -> UnreadableDeliveryError:
    return UnreadableDeliveryError(f"{name} is of the type {type(found).__name__}")
