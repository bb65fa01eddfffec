"""Stored payloads of jobs: packed JSON -> a payload, or one that says why it cannot be read. Never an error."""

from dataclasses import dataclass

from bot.errors import StorageError
from bot.newsroom.jobs.payload_json import ReadOld, read_payload, unreadable
from bot.newsroom.jobs.payloads import JobPayload
from bot.newsroom.ports import Json
from bot.storage.payload_codec import unpack


def _read_none(_kind: str, _stored: Json) -> JobPayload:
    raise ValueError("payloads of version 1 are not read here")


@dataclass(frozen=True, slots=True)
class PayloadReader:
    """Reads stored payloads.

    Args:
        read_old: reads those of version 1.
    """

    read_old: ReadOld = _read_none

    def read(self, kind: str, packed: bytes) -> JobPayload:
        """Return a payload; an `UnreadablePayload` where it is damaged, or of a later version."""
        try:
            stored = unpack(packed)
        except StorageError as error:
            return unreadable(kind, None, str(error))
        return read_payload(kind, stored, self.read_old)
