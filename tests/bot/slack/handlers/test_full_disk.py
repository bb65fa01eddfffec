"""F39: the disk fills while a request is answered. Nothing is lost, nothing stands that was not written down."""

from contextlib import suppress
from typing import Any

import pytest

from bot.errors import StorageError
from bot.newsroom.jobs.inbox import InboxState
from tests.bot.fakes import MemoryBoxes
from tests.bot.slack.handlers.test_dispatcher import PIER, Room

JOB = "message:C1:5.0"
WRITES = ("plan", "attempt", "posted", "put_back", "skip", "forget", "keep", "finish")


class FullMail(MemoryBoxes):
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
    rig = Room()
    rig.mail = FullMail(rig.clock, room_for)
    rig.restart()
    with suppress(StorageError):
        await rig.hear(f"<@UBOT> <{PIER}>")
    for said in rig.slack.posted:
        assert said["metadata"]["event_payload"]["key"] in rig.mail.all_outgoing
    assert "went wrong" not in str(rig.slack.posted)

    rig.mail.room_for = 1000
    rig.restart()
    await rig.mail.run(rig.dispatcher.dispatch)

    assert len(rig.slack.posted) == 1
    assert rig.mail.entries[JOB].state is InboxState.DONE
