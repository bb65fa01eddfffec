"""Who is in a channel, as far as Slack says so: what cannot be found out is no yes."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.errors import SlackError
from bot.newsroom.subscriptions.ports import ChannelInfo, DirectoryError, Person
from bot.slack.api.directory import SlackDirectory
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


def directory_of(slack: FakeSlack) -> SlackDirectory:
    return SlackDirectory(SlackApi(slack, sleep=FakeClock().sleep))


async def ask(slack: FakeSlack) -> bool:
    return await directory_of(slack).is_in("C1", "U1")


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


def directory_with(**answers: Any) -> SlackDirectory:
    named = {name.replace("_", "."): answer for name, answer in answers.items()}
    return directory_of(FakeSlack(answers=named))


@pytest.mark.parametrize(
    ("code", "is_hidden"), [("channel_not_found", True), ("not_in_channel", True), ("internal_error", False)]
)
async def test_what_slack_does_not_show_is_told_from_what_it_does_not_say(code, is_hidden):
    directory = directory_with(conversations_info=refused(code))

    with pytest.raises(DirectoryError) as caught:
        await directory.find_channel("C1")
    assert caught.value.is_hidden is is_hidden
    assert isinstance(caught.value, SlackError)
    assert caught.value.slack_code == (code if is_hidden else "")


async def test_a_channel_is_read_from_what_slack_says():
    found = {"creator": "U9", "is_member": False, "is_pending_ext_shared": True, "is_archived": True}
    directory = directory_with(conversations_info={"ok": True, "channel": found})

    assert await directory.find_channel("C1") == ChannelInfo("U9", is_archived=True, is_member=False, is_shared=True)


@pytest.mark.parametrize(
    ("user", "person"),
    [
        ({"tz": "Asia/Tokyo"}, Person("Asia/Tokyo")),
        ({"tz": "", "is_owner": True}, Person(None, is_admin=True)),
        ({"tz": 7, "is_admin": True}, Person(None, is_admin=True)),
        (None, Person()),
    ],
)
async def test_a_person_is_read_from_what_slack_says(user, person):
    assert await directory_with(users_info={"ok": True, "user": user}).find_person("U1") == person


async def test_a_person_that_slack_does_not_show_is_an_unknown_one():
    assert await directory_with(users_info=refused("user_not_found")).find_person("U1") == Person()
