"""Values <-> stored bytes: JSON, packed by zlib."""

import json
import zlib
from typing import Any

from bot.errors import StorageError

MAX_UNPACKED = 20_000_000
"""Maximum bytes of one payload; far above the largest article."""


def pack(value: Any) -> bytes:
    """Return the value as packed JSON."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def unpack(packed: bytes) -> Any:
    """Return the value of packed JSON.

    Raises:
        StorageError: it was changed since it was packed: zlib's checksum (RFC 1950) is wrong.
    """
    unpacker = zlib.decompressobj()
    try:
        return json.loads(unpacker.decompress(packed, MAX_UNPACKED).decode("utf-8", "surrogatepass"))
    except (zlib.error, ValueError, TypeError, RecursionError) as error:
        raise StorageError(f"a stored value is damaged ({error}); nutgraf doctor says where") from error
