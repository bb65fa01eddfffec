"""The names of members, as texts that mention them have them."""

from typing import Any

import pytest

from bot.slack.api.member_names import MemberNames
from bot.slack.api.web_api import SlackApi
from tests.bot.fakes import FakeClock, FakeSlack


async def name_of(**profile: Any) -> str:
    slack, clock = FakeSlack(), FakeClock()
    slack.answers["users.info"] = {"ok": True, "user": {"name": "u17", "profile": profile}}
    found = await MemberNames(SlackApi(slack, sleep=clock.sleep), clock).find(["U1"])
    return found.get("U1", "")


@pytest.mark.parametrize(
    ("display_name", "name"),
    [
        ("Mira Tolland", "Mira Tolland"), ("Anne-Marie O'Neill", "Anne-Marie O'Neill"), ("J. R. Pell", "J. R. Pell"),
        ("Nguyễn Thị Hà", "Nguyễn Thị Hà"), ("@Ines", "Ines"),
        ("Zoë 🌊 (she/her)", "Zoë"), ("Mira Tolland, PhD | Desk", "Mira Tolland"), ("MAX ⚡ POWER", "MAX POWER"),
        ("Ana [away until Monday]", "Ana"), ("Ana – Desk", "Ana"), ("Ana @ Saltmouth", "Ana"), ("Ana ❤️", "Ana"),
        ("Sam :palm_tree:", "Sam"), ("👩‍💻 Ana", "Ana"), ("Anna (she/her", "Anna"),
    ],
)  # fmt: skip
async def test_a_name_is_without_what_people_write_beside_it(display_name, name):
    assert await name_of(display_name=display_name, real_name="Somebody Else") == name


@pytest.mark.parametrize(("display_name", "name"), [("tobi", "@tobi"), ("@mira.t", "@mira.t"), ("ミラ", "@ミラ")])
async def test_a_nickname_of_one_word_has_an_at_sign(display_name, name):
    assert await name_of(display_name=display_name, real_name="Tobi Okafor") == name


@pytest.mark.parametrize("display_name", ["kai v.", "dr. mira falk, PhD | Desk", "🔥", "(away)", "", "  "])
async def test_a_nickname_that_would_not_be_read_as_one_gives_way_to_the_real_name(display_name):
    assert await name_of(display_name=display_name, real_name="Kai Vester (Desk)") == "Kai Vester"


async def test_where_no_name_is_clear_the_account_has_one():
    assert await name_of(display_name="kai v.", real_name="kai vester") == "@u17"
