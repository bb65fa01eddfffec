import pytest

from bot.slack.api.member_names import KNOWN_FOR_S, MemberNames
from bot.slack.api.web_api import SlackApi
from tests.bot.fakes import FakeClock, FakeSlack
from tests.bot.slack.edition_channel import refused


class Directory:
    """Names with fakes around them."""

    def __init__(self) -> None:
        self.slack, self.clock = FakeSlack(), FakeClock()
        self.names = MemberNames(SlackApi(self.slack, sleep=self.clock.sleep), self.clock)

    def know(self, **user: object) -> None:
        self.slack.answers["users.info"] = {"ok": True, "user": user}


@pytest.fixture
def directory() -> Directory:
    return Directory()


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ({"profile": {"display_name": "Mira Tolland", "real_name": "M. T."}}, "Mira Tolland"),
        ({"profile": {"display_name": "", "real_name": "Mira Tolland"}}, "Mira Tolland"),
        ({"real_name": "Mira Tolland"}, "Mira Tolland"),
        ({"name": "mira"}, "@mira"),
        ({"profile": {"display_name": "mira.t"}}, "@mira.t"),
        ({"profile": {"display_name": "@mira"}}, "@mira"),
        ({"profile": {"display_name": "  Mira\n Tolland "}}, "Mira Tolland"),
        ({"profile": {"display_name": "ミラ"}}, "@ミラ"),
    ],
)
async def test_a_name_is_the_one_that_slack_shows(directory, user, name):
    directory.know(**user)

    assert await directory.names.find(["U1"]) == {"U1": name}


@pytest.mark.parametrize("user", [{}, {"profile": None}, {"profile": {"display_name": 5}}])
async def test_somebody_without_a_name_is_left_out(directory, user):
    directory.know(**user)

    assert await directory.names.find(["U1"]) == {}


@pytest.mark.parametrize("failure", [refused("missing_scope"), refused("user_not_found"), TimeoutError()])
async def test_what_slack_does_not_tell_is_left_out(directory, failure):
    directory.slack.answers["users.info"] = failure

    assert await directory.names.find(["U1"]) == {}


async def test_a_name_is_asked_for_once_an_hour(directory):
    directory.know(profile={"display_name": "Mira Tolland"})
    await directory.names.find(["U1", "U1"])
    await directory.names.find(["U1"])
    assert len(directory.slack.said("users.info")) == 1

    directory.clock.seconds += KNOWN_FOR_S
    directory.slack.answers["users.info"] = refused("ratelimited")

    assert await directory.names.find(["U1"]) == {"U1": "Mira Tolland"}
    assert len(directory.slack.said("users.info")) == 2


async def test_a_text_full_of_people_does_not_ask_for_all_of_them(directory):
    directory.know(profile={"display_name": "Mira Tolland"})

    await directory.names.find([f"U{number}" for number in range(500)])

    assert len(directory.slack.said("users.info")) == 30


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
async def test_a_name_is_without_what_people_write_beside_it(directory, display_name, name):
    directory.know(name="u17", profile={"display_name": display_name, "real_name": "Somebody Else"})

    assert await directory.names.find(["U1"]) == {"U1": name}


@pytest.mark.parametrize(("display_name", "name"), [("tobi", "@tobi"), ("@mira.t", "@mira.t"), ("ミラ", "@ミラ")])
async def test_a_nickname_of_one_word_has_an_at_sign(directory, display_name, name):
    directory.know(name="u17", profile={"display_name": display_name, "real_name": "Tobi Okafor"})

    assert await directory.names.find(["U1"]) == {"U1": name}


@pytest.mark.parametrize("display_name", ["kai v.", "dr. mira falk, PhD | Desk", "🔥", "(away)", "", "  "])
async def test_a_nickname_that_would_not_be_read_as_one_gives_way_to_the_real_name(directory, display_name):
    directory.know(name="u17", profile={"display_name": display_name, "real_name": "Kai Vester (Desk)"})

    assert await directory.names.find(["U1"]) == {"U1": "Kai Vester"}


async def test_where_no_name_is_clear_the_account_has_one(directory):
    directory.know(name="u17", profile={"display_name": "kai v.", "real_name": "kai vester"})

    assert await directory.names.find(["U1"]) == {"U1": "@u17"}
