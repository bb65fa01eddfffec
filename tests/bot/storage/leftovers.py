"""What can be read in a SQLite database's files by somebody who has them: plain text, and packed texts unpacked."""

import re
import zlib
from pathlib import Path

_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
"""How zlib's streams begin."""


def left_in_files(path: Path, words: list[str]) -> set[str]:
    """Those of the words that are in the file, its write-ahead log or its index, whatever the tables say."""
    found: set[str] = set()
    for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        if file.exists():
            found |= _left_in(file.read_bytes(), words)
    return found


def _left_in(data: bytes, words: list[str]) -> set[str]:
    texts = [data, *(_unpack(data[match.start() :]) for match in _PACKED.finditer(data))]
    return {word for word in words if any(word.encode() in text for text in texts)}


def _unpack(data: bytes) -> bytes:
    """As much of a stream as can be unpacked: a long one is spread over pages."""
    unpacker, said = zlib.decompressobj(), b""
    try:
        for start in range(0, min(len(data), 4096), 16):
            said += unpacker.decompress(data[start : start + 16], 100_000)
    except zlib.error:
        pass
    return said
