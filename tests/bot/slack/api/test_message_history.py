"""Reading a channel page by page: every message, and never fewer without a word."""

from typing import Any

import pytest

from bot.errors import UnknownOutcomeError
from bot.slack.api.message_history import PAGE, TimeRange, key_of, read_messages


class Slack:
    """Shows pages, and writes down what it is asked."""

    def __init__(self, *pages: dict[str, Any]) -> None:
        self.pages = list(pages)
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def ask(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        self.asked.append((method, arguments))
        return self.pages[len(self.asked) - 1]


def page(*texts: str, cursor: str = "", **more: object) -> dict[str, Any]:
    return {"messages": [{"text": text} for text in texts], "response_metadata": {"next_cursor": cursor}, **more}


async def read(slack: Slack, time_range: TimeRange, most_pages: int = 9) -> list[str]:
    return [message["text"] async for message in read_messages(slack.ask, time_range, most_pages=most_pages)]


async def test_pages_are_read_to_the_last_one():
    slack = Slack(page("a", "b", cursor="next"), page(cursor="again"), page("c"))

    assert await read(slack, TimeRange("C1", None, 1.5)) == ["a", "b", "c"]
    assert [arguments.get("cursor") for _, arguments in slack.asked] == [None, "next", "again"]


async def test_a_thread_is_asked_for_by_its_first_message_a_channel_by_time_alone():
    slack = Slack(page(), page())

    await read(slack, TimeRange("C1", "3.5", 1.5, 9.25))
    await read(slack, TimeRange("C1", None, 1.5))

    basics = {"channel": "C1", "oldest": "1.500000", "inclusive": True, "limit": PAGE, "include_all_metadata": True}
    assert slack.asked == [
        ("conversations.replies", basics | {"ts": "3.5", "latest": "9.250000"}),
        ("conversations.history", basics),
    ]


@pytest.mark.parametrize("last", [page("b", cursor="more"), page("b", has_more=True)])
async def test_what_cannot_be_read_to_its_end_is_not_taken_for_read(last):
    slack = Slack(page("a", cursor="next"), last)

    with pytest.raises(UnknownOutcomeError, match="more messages than can be read"):
        await read(slack, TimeRange("C1", None, 0.0), most_pages=2)


async def test_a_page_is_asked_for_only_when_it_is_needed():
    slack = Slack(page("a", "b", cursor="next"), page("c"))

    async for message in read_messages(slack.ask, TimeRange("C1", None, 0.0), most_pages=9):
        if message["text"] == "b":
            break

    assert len(slack.asked) == 1


@pytest.mark.parametrize("metadata", [None, {}, {"event_payload": None}, {"event_payload": {"key": ""}}])
def test_only_messages_of_ours_carry_a_key(metadata):
    assert key_of({"metadata": metadata}) == ""
    assert key_of({"metadata": {"event_payload": {"key": "j:0"}}}) == "j:0"
