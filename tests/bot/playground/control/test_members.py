"""Who there is: people from another organisation, group conversations; and a bot that leaves, or a channel that changes."""

import pytest

NEWS, PRESS, ME, BOT = "C0NEWS0001", "C0PRESS001", "U0MARLOWE1", "U0NUTGRAF1"


async def shared_channel(driver):
    return (await driver.press("channel", name="pier-and-press", shared=True))["id"]


async def outsider(driver, *channels, **more):
    body = {"name": "ada", "real_name": "Ada Brook", "organisation": "Pier Press", "channels": list(channels)}
    return await driver.press("people", **body | more)


async def payloads(driver):
    return (await driver.look("events"))["events"]


async def test_a_message_from_another_organisation_says_so(driver):
    channel = await shared_channel(driver)
    ada = await outsider(driver, channel)
    await driver.say("@nutgraf hello", channel=channel, user="ada")
    (payload,) = await payloads(driver)
    event = payload["event"]
    assert payload["is_ext_shared_channel"] is True
    assert payload["team_id"] == "T0HARBOUR1"
    assert ada["team_id"] != "T0HARBOUR1"
    assert {event["team"], event["user_team"], event["source_team"]} == {ada["team_id"]}
    profile = event["user_profile"]
    assert (profile["real_name"], profile["display_name"], profile["team"]) == ("Ada Brook", "ada", ada["team_id"])
    (read,) = (await driver.api("conversations.history", channel=channel))["messages"]
    assert (read["user_team"], "user_profile" in read) == (ada["team_id"], False)


async def test_our_own_people_are_told_of_as_before(driver):
    await driver.say("@nutgraf hello")
    (payload,) = await payloads(driver)
    assert payload["is_ext_shared_channel"] is False
    assert payload["event"]["team"] == "T0HARBOUR1"
    assert not {"user_team", "source_team", "user_profile"} & payload["event"].keys()


async def test_users_info_tells_less_of_people_from_elsewhere(driver):
    channel = await shared_channel(driver)
    ada = await outsider(driver, channel)
    user = (await driver.api("users.info", user=ada["id"]))["user"]
    assert (user["team_id"], user["is_stranger"], user["real_name"]) == (ada["team_id"], False, "Ada Brook")
    assert "tz" not in user
    await driver.press("kick", channel=channel)
    assert (await driver.api("users.info", user=ada["id"]))["user"]["is_stranger"] is True
    assert ada["id"] not in [member["id"] for member in (await driver.api("users.list"))["members"]]


async def test_users_info_may_know_nothing_of_somebody_from_elsewhere(driver):
    ada = await outsider(driver, await shared_channel(driver), unknown=True)
    assert (await driver.api("users.info", user=ada["id"]))["error"] == "user_not_found"


async def test_somebody_from_elsewhere_is_in_shared_channels_only(driver):
    assert "shared channels only" in (await outsider(driver, NEWS))["error"]
    channel = await shared_channel(driver)
    ada = await outsider(driver, channel)
    assert (await driver.press("say", channel=NEWS, text="x", user="ada"))["error"] == "not_in_channel"
    assert ada["id"] in (await driver.api("conversations.members", channel=channel))["members"]
    assert ada["id"] not in (await driver.api("conversations.members", channel=NEWS))["members"]


async def test_files_in_a_shared_channel_are_ids(driver):
    await driver.say("", channel=await shared_channel(driver), files=[{"name": "a.txt", "content": "x"}])
    (message,) = await driver.messages("pier-and-press")
    assert message["files"][0]["file_access"] == "check_file_info"


async def test_a_new_colleague_is_in_every_channel_of_all_and_may_have_no_display_name(driver):
    new = await driver.press("people", name="noor", real_name="Noor Vale", display_name="")
    assert new["id"] in (await driver.api("conversations.members", channel=NEWS))["members"]
    profile = (await driver.api("users.info", user=new["id"]))["user"]["profile"]
    assert (profile["display_name"], profile["real_name"], profile["first_name"]) == ("", "Noor Vale", "Noor")
    assert (await driver.press("say", channel=NEWS, text="hello", user="noor"))["ok"]
    assert not (await driver.press("people", name="noor"))["ok"]


async def test_a_group_conversation_is_an_mpim(driver):
    await driver.install_everything()
    group = (await driver.press("group", people=["ines", "tobi"]))["id"]
    assert group == (await driver.press("group", people=["tobi", "ines"]))["id"]
    channel = (await driver.api("conversations.info", channel=group))["channel"]
    assert (channel["is_mpim"], channel["is_private"], channel["is_channel"]) == (True, True, False)
    assert channel["name"] == "mpdm-ines--nutgraf--tobi-1"
    await driver.say("@nutgraf hello", channel=group)
    sent = [(payload["event"]["type"], payload["event"].get("channel_type")) for payload in await payloads(driver)]
    assert sent == [("message", "mpim"), ("app_mention", None)]
    listed = await driver.api("conversations.list", types="mpim")
    assert [each["id"] for each in listed["channels"]] == [group]
    assert (await driver.api("chat.postMessage", channel=group, text="x"))["ok"]
    opened = await driver.api("conversations.open", users=f"{ME},U0OKAFOR01")
    assert opened["channel"]["id"] == group


async def test_a_group_without_the_bot_is_none_of_its_business(driver):
    group = (await driver.press("group", people=["ines", "tobi", "sanna"], without_bot=True))["id"]
    await driver.say("@nutgraf hello", channel=group)
    assert await payloads(driver) == []
    assert (await driver.api("chat.postMessage", channel=group, text="x"))["error"] == "channel_not_found"


async def test_only_its_people_speak_in_a_group(driver):
    group = (await driver.press("group", people=["ines", "tobi"]))["id"]
    ts = await driver.say("hello")
    assert (await driver.press("say", channel=group, text="x", user="sanna"))["error"] == "not_in_channel"
    forward = await driver.press("forward", channel=NEWS, ts=ts, to=group, user="sanna")
    assert forward["error"] == "not_in_channel"


@pytest.mark.parametrize("people", [["ines"], [], ["ines", "nobody"]])
async def test_what_is_no_group_is_said_so(driver, people):
    assert not (await driver.press("group", people=people))["ok"]


@pytest.mark.parametrize(("channel", "kind"), [(NEWS, "channel_left"), (PRESS, "group_left")])
async def test_a_removed_bot_is_told_and_may_do_nothing_there(driver, channel, kind):
    await driver.install_everything()
    assert (await driver.press("kick", channel=channel, user="tobi"))["ok"]
    (payload,) = await payloads(driver)
    event = payload["event"]
    assert (event["type"], event["channel"], event["actor_id"]) == (kind, channel, "U0OKAFOR01")
    answer = await driver.api("chat.postMessage", channel=channel, text="x")
    assert answer["error"] in ("not_in_channel", "channel_not_found")
    assert (await driver.press("kick", channel=channel))["error"] == "not_in_channel"


async def test_nobody_is_removed_from_a_direct_conversation(driver):
    assert not (await driver.press("kick", channel=ME))["ok"]


async def test_a_channel_with_another_id_keeps_its_messages(driver):
    await driver.install_everything()
    ts = await driver.say("hello")
    new = (await driver.press("change_id", channel=NEWS))["id"]
    event = (await payloads(driver))[-1]["event"]
    assert (event["type"], event["old_channel_id"], event["new_channel_id"]) == ("channel_id_changed", NEWS, new)
    assert [message["ts"] for message in await driver.messages(new)] == [ts]
    assert (await driver.api("conversations.info", channel=NEWS))["error"] == "channel_not_found"
    link = await driver.api("chat.getPermalink", channel=new, message_ts=ts)
    assert link["permalink"].endswith(f"/archives/{new}/p{ts.replace('.', '')}")
