"""Commands and shortcuts that Slack does not take to the app, and those that the app does not answer."""

import pytest

NEWS = "C0NEWS0001"


async def test_slack_knows_only_the_commands_of_its_apps(driver):
    answer = await driver.press("command", channel=NEWS, command="/foo", text="x")
    assert (answer["ok"], answer["error"]) == (False, "unknown_command")
    (whisper,) = await driver.messages()
    assert whisper["text"] == answer["message"]
    assert whisper["text"].startswith("/foo is not a valid command. In Slack, all messages that start with the “/”")
    assert (whisper["user"], whisper["ephemeral"]) == ("USLACKBOT", True)


async def test_a_command_in_a_thread_is_refused_there(driver):
    ts = await driver.say("hello")
    answer = await driver.press("command", channel=NEWS, command="/summarize", text="x", thread_ts=ts)
    assert answer["error"] == "not_supported_in_threads"
    whisper = (await driver.messages())[-1]
    assert (whisper["text"], whisper["thread_ts"]) == ("/summarize is not supported in threads. Sorry!", ts)


async def test_without_the_scope_an_app_has_no_commands(driver):
    await driver.press("install", scopes=["chat:write"])
    assert (await driver.press("command", channel=NEWS, command="/digest"))["error"] == "unknown_command"


async def test_an_app_that_does_not_answer_is_said_in_words(connect, driver):
    await driver.press("install", commands=["/other"], shortcuts=["other"])
    await connect()
    answer = await driver.press("command", channel=NEWS, command="/other")
    assert answer["error"] == "operation_timeout"
    assert "did not answer within three seconds" in answer["message"]
    assert "did not answer within three seconds" in (await driver.messages())[-1]["text"]


async def test_a_menu_offers_the_shortcuts_of_the_app_and_no_others(driver):
    ts = await driver.say("hello")
    for place in ({}, {"channel": NEWS, "ts": ts}):
        answer = await driver.press("shortcut", callback_id="nothing", **place)
        assert "no menu offers it" in answer["error"]
    await driver.press("install", shortcuts=["nothing"])
    answer = await driver.press("shortcut", callback_id="nothing")
    assert (answer["error"], "no bot is connected" in answer["message"]) == ("dispatch_failed", True)
    assert (await driver.look("state"))["shortcuts"] == [{"callback_id": "nothing", "name": "nothing"}]


@pytest.mark.parametrize("commands", [["digest"], ["/"], "x"])
async def test_what_is_no_command_cannot_be_installed(driver, commands):
    assert not (await driver.press("install", commands=commands))["ok"]
