"""What is done again and again."""

from bot.engine.schedules.periodic_task import EXPIRY_S, expire_once


class FakeTable:
    def __init__(self, done: list[str]) -> None:
        self.done = done

    async def delete_expired(self) -> int:
        self.done.append("forgot")
        return 2


async def test_a08_texts_whose_time_is_over_are_deleted_and_then_erased_every_five_minutes():
    done: list[str] = []

    async def erase() -> bool:
        done.append("erased")
        return False

    assert await expire_once((FakeTable(done), FakeTable(done)), erase)() == EXPIRY_S
    assert done == ["forgot", "forgot", "erased"]
