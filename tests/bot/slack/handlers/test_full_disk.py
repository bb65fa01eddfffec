"""F39: the disk fills while a request is answered. Nothing is lost, nothing stands that was not written down."""

from contextlib import suppress
from typing import Any

import pytest

from bot.errors import StorageError
from bot.newsroom.jobs.inbox import LetterState
from tests.bot.fakes import MemoryMail
from tests.bot.slack.handlers.test_dispatcher import PIER, Room

JOB = "message:C1:5.0"
WRITES = ("plan", "attempt", "posted", "put_back", "skip", "forget", "keep", "finish")


class FullMail(MemoryMail):
    """Takes so many writes, then none until there is room again."""

    def __init__(self, clock: Any, room_for: int) -> None:
        super().__init__(clock)
        self.room_for = room_for

    def __getattribute__(self, name: str) -> Any:
        if name in WRITES:
            self.room_for -= 1
            if self.room_for < 0:
                return _refuse
        return super().__getattribute__(name)


async def _refuse(*_: object, **__: object) -> None:
    raise StorageError("database or disk is full")


@pytest.mark.parametrize("room_for", range(7))
async def test_f39_a_disk_that_fills_at_any_step_loses_nothing_and_posts_nothing_that_is_not_written_down(room_for):
    room = Room()
    room.mail = FullMail(room.clock, room_for)
    room.restart()
    with suppress(StorageError):
        await room.hear(f"<@UBOT> <{PIER}>")
    for said in room.slack.posted:
        assert said["metadata"]["event_payload"]["key"] in room.mail.parcels
    assert "went wrong" not in str(room.slack.posted)

    room.mail.room_for = 1000
    room.restart()
    await room.mail.run(room.desk.do)

    assert len(room.slack.posted) == 1
    assert room.mail.letters[JOB].state is LetterState.DONE
