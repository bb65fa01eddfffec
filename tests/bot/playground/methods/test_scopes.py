"""The token has the scopes of the manifest; what lacks one is refused or not sent, as at Slack."""

import pytest

from bot.playground.installation import KNOWN_SCOPES, KNOWN_SUBSCRIPTIONS, SCOPES, SUBSCRIPTIONS
from bot.playground.methods import METHODS
from bot.playground.methods.scopes import ALWAYS, BY_CHANNEL, BY_TYPES, NONE, OPEN

NEWS, PRESS, ME = "C0NEWS0001", "C0PRESS001", "U0MARLOWE1"
BEARER = {"Authorization": "Bearer xoxb-1"}


async def install(driver, *without):
    return await driver.press("install", scopes=sorted(KNOWN_SCOPES - set(without)))


async def headers(driver, method):
    async with driver.session.post(f"{driver.server.api_url}{method}", json={}, headers=BEARER) as response:
        return response.headers


def test_every_method_says_which_scopes_it_needs():
    tables = [*NONE, *ALWAYS, *BY_CHANNEL, *BY_TYPES, OPEN]
    assert sorted(tables) == sorted(METHODS)
    assert set(ALWAYS.values()) <= KNOWN_SCOPES


async def test_the_token_has_the_scopes_of_the_manifest_and_the_state_shows_them(driver):
    state = await driver.look("state")
    assert (state["scopes"], state["subscriptions"]) == (sorted(SCOPES), sorted(SUBSCRIPTIONS))


async def test_every_answer_lists_the_tokens_scopes_and_those_of_the_method(driver):
    told = await headers(driver, "auth.test")
    assert set(told["x-oauth-scopes"].split(",")) == SCOPES
    assert told["x-accepted-oauth-scopes"] == ""
    told = await headers(driver, "conversations.history")
    assert told["x-accepted-oauth-scopes"] == "channels:history,groups:history,im:history,mpim:history"


@pytest.mark.parametrize(("method", "scope"), sorted(ALWAYS.items()))
async def test_a_method_without_its_scope_is_refused_by_name(driver, method, scope):
    await install(driver, scope)
    answer = await driver.api(method, channel=NEWS, text="x", user=ME, ts="1.0", timestamp="1.0", name="eyes")
    assert (answer["ok"], answer["error"], answer["needed"]) == (False, "missing_scope", scope)
    assert set(answer["provided"].split(",")) == KNOWN_SCOPES - {scope}
    await install(driver)
    again = await driver.api(method, channel=NEWS, text="x", user=ME, ts="1.0", timestamp="1.0", name="eyes")
    assert again.get("error") != "missing_scope"


@pytest.mark.parametrize(("channel", "family"), [(NEWS, "channels"), (PRESS, "groups"), (ME, "im"), ("group", "mpim")])
@pytest.mark.parametrize(("method", "right"), sorted(BY_CHANNEL.items()))
async def test_a_conversation_needs_the_scope_of_its_kind(driver, method, right, channel, family):
    if channel == "group":
        channel = (await driver.press("group", people=["ines", "tobi"]))["id"]
    await install(driver, f"{family}:{right}")
    answer = await driver.api(method, channel=channel)
    assert (answer["error"], answer["needed"]) == ("missing_scope", f"{family}:{right}")
    await driver.press("install", scopes=[f"{family}:{right}"])
    assert (await driver.api(method, channel=channel)).get("error") in (None, "thread_not_found")


async def test_of_an_unknown_conversation_any_scope_of_the_method_will_do(driver):
    assert (await driver.api("conversations.info", channel="C404"))["error"] == "channel_not_found"
    await install(driver, "channels:read", "groups:read", "im:read", "mpim:read")
    answer = await driver.api("conversations.info", channel="C404")
    assert answer["needed"] == "channels:read,groups:read,im:read,mpim:read"


@pytest.mark.parametrize("method", BY_TYPES)
async def test_a_list_needs_the_scope_of_every_type_it_asks_for(driver, method):
    await install(driver, "im:read", "mpim:read")
    assert (await driver.api(method, types="public_channel,private_channel"))["ok"]
    answer = await driver.api(method, types="public_channel, im,mpim")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "im:read,mpim:read")


async def test_a_direct_conversation_is_opened_with_the_scope_of_its_kind(driver):
    await driver.press("install", scopes=["im:write"])
    assert (await driver.api(OPEN, users=ME))["ok"]
    assert (await driver.api(OPEN, users=f"{ME},U0OKAFOR01"))["needed"] == "mpim:write"
    await driver.press("install", scopes=["mpim:write"])
    assert (await driver.api(OPEN, users=ME))["needed"] == "im:write"


async def test_a_file_without_files_read_is_a_login_page(driver):
    await driver.say("", files=[{"name": "a.txt", "content": "secret"}])
    url = (await driver.messages())[0]["files"][0]["url_private"]
    await install(driver, "files:read")
    async with driver.session.get(url, headers=BEARER) as response:
        assert (response.status, response.content_type) == (200, "text/html")
        assert "secret" not in await response.text()


@pytest.mark.parametrize("without", [{"scopes": []}, {"subscriptions": []}])
async def test_an_event_needs_both_its_scope_and_the_subscription(driver, without):
    await driver.press("install", **without)
    await driver.say("@nutgraf hello")
    await driver.say("hello", channel=ME)
    assert await driver.events() == []
    await driver.press("install", **dict.fromkeys(without))
    await driver.say("@nutgraf hello")
    await driver.say("hello", channel=ME)
    assert [event["type"] for event in await driver.events()] == ["app_mention", "message"]


async def test_messages_of_channels_are_heard_with_message_channels(driver):
    await driver.press("install", subscriptions=["message.channels"])
    await driver.say("@nutgraf hello")
    await driver.say("hello", channel=PRESS)
    await driver.say("hello", channel="random")
    assert [(event["type"], event["channel"]) for event in await driver.events()] == [("message", NEWS)]


async def test_joining_a_private_channel_is_heard_with_groups_read_alone(driver):
    private = (await driver.press("channel", name="vault", private=True, without_bot=True))["id"]
    await driver.press("install", scopes=["groups:read"])
    await driver.press("invite", channel="random")
    await driver.press("invite", channel=private)
    assert [event["channel"] for event in await driver.events()] == [private]


@pytest.mark.parametrize(
    "body", [{"scopes": ["channels:reed"]}, {"subscriptions": ["message"]}, {"scopes": "x"}, {"subscriptions": [1]}]
)
async def test_what_slack_does_not_know_cannot_be_installed(driver, body):
    answer = await driver.press("install", **body)
    assert not answer["ok"]
    assert set((await driver.look("state"))["scopes"]) == SCOPES


def test_the_manifests_names_are_known():
    assert SCOPES <= KNOWN_SCOPES
    assert SUBSCRIPTIONS <= KNOWN_SUBSCRIPTIONS
