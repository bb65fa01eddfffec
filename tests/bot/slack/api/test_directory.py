"""Who is in a channel, as far as Slack says so: what cannot be found out is no yes."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.errors import SlackError
from bot.slack.api.directory import is_in
from bot.slack.api.web_api import SlackApi
from tests.bot.fakes import FakeClock, FakeResponse, FakeSlack
from tests.bot.slack.outbound.test_outbox_sender import refused

PAGE = 1_000


class PagedSlack(FakeSlack):
    """Lists in pages: so many strangers, then so many channels of the one who is asked about."""

    def __init__(self, *, members: int = 0, channels: int = 0, more: bool = False) -> None:
        super().__init__()
        self.counts = {"conversations.members": members, "users.conversations": channels}
        self.more = more
        self.last: dict[str, Any] = {}

    async def api_call(self, method: str, *, params: Any = None, **_: Any) -> FakeResponse:
        self.transcript.append((method, params))
        start, count = int(params.get("cursor") or 0), self.counts[method]
        names = [f"{method[0].upper()}{number}" for number in range(start, min(start + PAGE, count))]
        is_end = start + PAGE >= count
        names += self.last.get(method, []) if is_end else []
        following = "" if is_end and not self.more else str(start + PAGE)
        listed = names if method.endswith("members") else [{"id": name} for name in names]
        name = "members" if method.endswith("members") else "channels"
        return FakeResponse({"ok": True, name: listed, "response_metadata": {"next_cursor": following}})


async def ask(slack: FakeSlack) -> bool:
    return await is_in(SlackApi(slack, sleep=FakeClock().sleep), "C1", "U1")


@pytest.mark.parametrize("members", [0, 999, 1_000, 4_999])
@pytest.mark.parametrize("is_member", [True, False])
async def test_up_to_five_thousand_members_are_listed(members, is_member):
    slack = PagedSlack(members=members)
    slack.last["conversations.members"] = ["U1"] if is_member else []

    assert await ask(slack) == is_member
    assert slack.said("users.conversations") == []


@pytest.mark.parametrize("is_member", [True, False])
async def test_a12_of_a_channel_with_more_members_the_persons_own_channels_are_listed(is_member):
    slack = PagedSlack(members=60_000, channels=2_500)
    slack.last["users.conversations"] = ["C1"] if is_member else []

    assert await ask(slack) == is_member
    assert len(slack.transcript) == 5 + 3


async def test_a12_where_no_list_comes_to_an_end_it_is_no_yes():
    with pytest.raises(SlackError):
        await ask(PagedSlack(members=60_000, channels=60_000, more=True))


@pytest.mark.parametrize("code", ["ratelimited", "internal_error", "channel_not_found", "invalid_auth"])
async def test_a12_an_answer_that_does_not_come_is_no_yes(code):
    slack = FakeSlack(answers={"conversations.members": refused(code)})

    with pytest.raises(SlackError, match=code):
        await ask(slack)


@pytest.mark.parametrize("answer", [{"ok": True}, {"ok": True, "members": None}, {"ok": True, "members": "U1"}])
async def test_a12_an_answer_without_a_list_is_no_yes(answer):
    with pytest.raises(SlackError):
        await ask(FakeSlack(answers={"conversations.members": answer}))


async def test_a12_without_the_scope_everybody_who_speaks_there_is_in_it():
    slack = FakeSlack(answers={"conversations.members": SlackApiError("no", FakeResponse({"error": "missing_scope"}))})

    assert await ask(slack)
