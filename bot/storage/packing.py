"""Values <-> the bytes that are stored: JSON, packed by zlib."""

import json
import zlib
from typing import Any

MAX_UNPACKED = 20_000_000
"""Bytes of one payload; far above the largest article."""


def pack(value: Any) -> bytes:
    """The value as packed JSON."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def unpack(packed: bytes) -> Any:
    """The value of packed JSON."""
    unpacker = zlib.decompressobj()
    return json.loads(unpacker.decompress(packed, MAX_UNPACKED).decode("utf-8", "surrogatepass"))
