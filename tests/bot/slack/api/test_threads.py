from typing import Any

import pytest

from bot.errors import SlackError
from bot.newsroom.requests.errors import HistoryLimitError, MissingScopeError
from bot.slack.api.threads import PAGE, ThreadReader
from bot.slack.api.web_api import SlackApi
from tests.bot.fakes import FakeClock, FakeResponse, FakeSlack
from tests.bot.slack.edition_channel import refused


class History(FakeSlack):
    """A thread of numbered messages, a page at a time."""

    def __init__(self, count: int, page: int = PAGE, *, is_limited: bool = False) -> None:
        super().__init__()
        self.count, self.page, self.is_limited = count, page, is_limited

    async def api_call(self, method: str, **how: Any) -> FakeResponse:
        if method != "conversations.replies" or "conversations.replies" in self.answers:
            return await super().api_call(method, **how)
        asked = how["params"]
        self.transcript.append((method, asked))
        start = int(asked.get("cursor") or 0)
        if start and self.is_limited:
            raise refused("ratelimited", status_code=429, headers={"Retry-After": "60"})
        end = min(self.count, start + self.page)
        found = [{"ts": f"{number + 1}.0", "text": str(number + 1)} for number in range(start, end)]
        answer: dict[str, Any] = {"ok": True, "messages": found, "has_more": end < self.count}
        if answer["has_more"]:
            answer["response_metadata"] = {"next_cursor": str(end)}
        return FakeResponse(answer)


def reader(slack: FakeSlack) -> tuple[ThreadReader, FakeClock]:
    clock = FakeClock()
    return ThreadReader(SlackApi(slack, sleep=clock.sleep)), clock


async def test_what_is_above_comes_newest_first_and_what_is_below_does_not():
    threads, _ = reader(History(9))

    above = await threads.read_above("C1", "1.0", "5.0")

    assert ([message["text"] for message in above.messages], above.is_cut) == (["4", "3", "2", "1"], False)


async def test_a_long_thread_is_read_page_by_page_to_its_newest_thousand():
    threads, _ = reader(History(450))

    above = await threads.read_above("C1", "1.0", "9999.0")

    assert (len(above.messages), above.messages[0]["text"], above.is_cut) == (450, "450", False)


async def test_an_app_that_may_read_one_page_a_minute_says_that_there_is_more():
    threads, clock = reader(History(40, page=15, is_limited=True))

    above = await threads.read_above("C1", "1.0", "99.0")

    assert (len(above.messages), above.is_cut) == (15, True)
    assert clock.slept == []


async def test_pages_may_be_smaller_than_asked_for():
    threads, _ = reader(History(40, page=15))

    above = await threads.read_above("C1", "1.0", "99.0")

    assert (len(above.messages), above.is_cut) == (40, False)


async def test_a_short_rate_limit_is_waited_for_and_a_long_one_is_said():
    slack = History(3)
    threads, clock = reader(slack)
    slack.answers["conversations.replies"] = refused("ratelimited", status_code=429, headers={"Retry-After": "2"})
    with pytest.raises(HistoryLimitError):
        await threads.read_above("C1", "1.0", "9.0")
    assert clock.slept == [2.0] * 4

    slack.answers["conversations.replies"] = refused("ratelimited", status_code=429, headers={"Retry-After": "60"})
    with pytest.raises(HistoryLimitError):
        await threads.read_above("C1", "1.0", "9.0")
    assert clock.slept == [2.0] * 4


@pytest.mark.parametrize(
    ("channel", "scope"), [("C1", "channels:history"), ("G1", "groups:history"), ("D1", "im:history")]
)
async def test_a_missing_scope_is_named(channel, scope):
    slack = FakeSlack()
    slack.answers["conversations.replies"] = refused("missing_scope")

    with pytest.raises(MissingScopeError) as caught:
        await reader(slack)[0].read_above(channel, "1.0", "9.0")

    assert f"the permission {scope} is missing" in caught.value.message


async def test_the_scope_that_slack_names_is_the_one_that_is_said():
    slack = FakeSlack()
    answer = FakeResponse({"ok": False, "error": "missing_scope", "needed": "groups:history"})
    slack.answers["conversations.replies"] = type(refused("x"))("no", answer)

    with pytest.raises(MissingScopeError, match="groups:history"):
        await reader(slack)[0].read_above("C1", "1.0", "9.0")


async def test_a_refusal_keeps_slacks_code():
    slack = FakeSlack()
    slack.answers["conversations.history"] = refused("not_in_channel")

    with pytest.raises(SlackError) as caught:
        await reader(slack)[0].find_message("C1", "1.0", None)

    assert caught.value.slack_code == "not_in_channel"


async def test_one_message_is_found_or_it_is_gone():
    slack = FakeSlack()
    slack.answers["conversations.history"] = {"ok": True, "messages": [{"ts": "1.0", "text": "x"}, {"ts": "0.5"}]}
    threads, _ = reader(slack)

    assert await threads.find_message("C1", "1.0", None) == {"ts": "1.0", "text": "x"}
    assert await threads.find_message("C1", "0.7", None) is None
