"""The control API: what acceptance runs rely on."""

import pytest

NEWS = "C0NEWS0001"


async def test_state_says_what_there_is(driver):
    state = await driver.look("state")
    assert {"id": NEWS, "name": "news"}.items() <= state["channels"][0].items()
    assert state["bot_user_id"] == "U0NUTGRAF1"
    assert state["bot_connected"] is False
    assert len(state["gazette"]) >= 12
    assert state["feeds"] == [f"{driver.server.url}gazette/feed.xml", f"{driver.server.url}gazette/atom.xml"]
    async with driver.session.get(f"{driver.server.url}healthz") as response:
        assert (response.status, await response.json()) == (200, {"ok": True})


async def test_a_message_is_shown_as_promised(driver):
    ts = await driver.say("hello", channel="news", user="sanna")
    await driver.press("react", channel=NEWS, ts=ts, name="eyes", user="tobi")
    (message,) = await driver.messages("#news")
    assert message.pop("blocks")[0]["type"] == "rich_text"
    assert message == {
        "ts": ts,
        "user": "U0LINDQV01",
        "bot": False,
        "text": "hello",
        "metadata": None,
        "reactions": [{"name": "eyes", "users": ["U0OKAFOR01"], "count": 1}],
    }


async def test_times_are_never_the_same(driver):
    times = [await driver.say("x") for _ in range(20)]
    assert times == sorted(set(times))


async def test_an_edited_mention_is_sent_again_as_edited(driver):
    ts = await driver.say("@nutgraf one")
    await driver.press("edit", channel=NEWS, ts=ts, text="@nutgraf two")
    first, second = await driver.events()
    assert (first["type"], second["type"], second["ts"]) == ("app_mention", "app_mention", ts)
    assert first["event_id"] != second["event_id"]
    (message,) = await driver.messages()
    assert message["edited"]["user"] == "U0MARLOWE1"


async def test_edits_and_deletions_in_direct_messages_are_message_events(driver):
    ts = await driver.say("one", channel="U0MARLOWE1")
    await driver.press("edit", channel="U0MARLOWE1", ts=ts, text="two")
    await driver.press("delete", channel="U0MARLOWE1", ts=ts)
    assert [event["subtype"] for event in await driver.events()] == [None, "message_changed", "message_deleted"]


@pytest.mark.parametrize(
    ("button", "body"),
    [
        ("say", {"channel": "nowhere", "text": "x"}),
        ("say", {"channel": NEWS}),
        ("say", {"channel": NEWS, "text": 3}),
        ("say", {"channel": NEWS, "text": "x", "user": "nobody"}),
        ("say", {"channel": NEWS, "text": "x", "thread_ts": "1.000000"}),
        ("say", {"channel": "C0OLDPIER1", "text": "x"}),
        ("edit", {"channel": NEWS, "ts": "1.000000", "text": "x"}),
        ("command", {"channel": NEWS, "command": "digest"}),
        ("click", {"channel": NEWS, "ts": "1.000000", "action_id": "x"}),
        ("submit", {"view_id": "V404"}),
        ("redeliver", {"event_id": "Ev404"}),
        ("faults", {"socket": "explode"}),
        ("dance", {}),
    ],
)
async def test_what_makes_no_sense_is_said_so(driver, button, body):
    answer = await driver.press(button, **body)
    assert not answer["ok"]
    assert answer["error"]


async def test_a_body_that_is_no_json_object_is_said_so(driver):
    for text in ("{", "[]", '"x"'):
        async with driver.session.post(f"{driver.server.url}playground/say", data=text) as response:
            assert response.status == 400


async def test_the_stream_tells_of_every_change(driver):
    async with driver.session.get(f"{driver.server.url}playground/stream") as response:
        first = await response.content.readline()
        await response.content.readline()
        await driver.say("x")
        second = await response.content.readline()
    assert first.startswith(b"data: ")
    assert second.startswith(b"data: ")
    assert first != second


async def test_a_whisper_cannot_be_pressed_by_somebody_else(driver):
    blocks = [
        {
            "type": "actions",
            "elements": [{"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x"}}],
        }
    ]
    whisper = await driver.api("chat.postEphemeral", channel=NEWS, user="U0MARLOWE1", text="x", blocks=blocks)
    answer = await driver.press("click", channel=NEWS, ts=whisper["message_ts"], action_id="a", user="tobi")
    assert answer["error"] == "message_not_found"


async def test_only_what_the_app_subscribes_to_is_sent_unless_forced(driver):
    ts = await driver.say("x")
    await driver.press("react", channel=NEWS, ts=ts, name="eyes")
    await driver.press("unreact", channel=NEWS, ts=ts, name="eyes")
    await driver.press("event", event={"type": "tokens_revoked", "tokens": {"bot": ["U0NUTGRAF1"]}})
    assert [event["type"] for event in await driver.events()] == ["tokens_revoked"]


async def test_a_new_channel_has_the_bot_in_it(driver):
    made = await driver.press("channel", name="sport")
    assert (await driver.api("chat.postMessage", channel=made["id"], text="x"))["ok"]
    without = await driver.press("channel", name="chess", without_bot=True)
    assert (await driver.api("chat.postMessage", channel=without["id"], text="x"))["error"] == "not_in_channel"
    assert not (await driver.press("channel", name="#sport"))["ok"]


async def test_no_body_breaks_a_control(driver):
    """Whatever is pressed with whatever, the answer is a sentence and never a server error."""
    ts = await driver.say("x")
    buttons = [
        "say", "edit", "delete", "react", "unreact", "command", "click", "shortcut", "submit", "close", "home", "invite",
        "channel", "archive", "event", "redeliver", "faults", "forward", "install", "people", "group", "kick", "change_id",
    ]  # fmt: skip
    odd = [None, 1, [], {}, "", "x", ts, NEWS, True]
    names = [
        "channel",
        "ts",
        "text",
        "user",
        "name",
        "command",
        "view_id",
        "event",
        "times",
        "tab",
        "thread_ts",
        "event_id",
        "files",
        "blocks",
        "attachments",
        "as_app",
        "to",
        "scopes",
        "subscriptions",
        "commands",
        "shortcuts",
        "people",
        "channels",
        "organisation",
    ]
    for button in buttons:
        for value in odd:
            body = dict.fromkeys(names, value) | {"channel": NEWS if value == "x" else value}
            async with driver.session.post(f"{driver.server.url}playground/{button}", json=body) as response:
                assert response.status < 500, (button, value)


async def test_a_shared_file_is_told_of_and_given_to_whoever_has_the_token(driver):
    ts = await driver.say("@nutgraf please", file={"name": "feeds.opml", "content": "<opml/>"})

    (message,) = await driver.messages()
    assert message["files"][0]["name"] == "feeds.opml"
    told = (await driver.api("conversations.history", channel=NEWS))["messages"][0]["files"][0]
    assert (await driver.api("files.info", file=told["id"]))["file"] == told
    assert (await driver.api("files.info", file="F404"))["error"] == "file_not_found"
    async with driver.session.get(told["url_private"], headers={"Authorization": "Bearer xoxb-1"}) as response:
        assert await response.text() == "<opml/>"
    async with driver.session.get(told["url_private"]) as response:
        assert response.content_type == "text/html"
    assert ts


async def test_a_channel_is_archived_and_brought_back(driver):
    assert (await driver.press("archive", channel=NEWS))["ok"]
    assert (await driver.api("chat.postMessage", channel=NEWS, text="x"))["error"] == "is_archived"
    assert not (await driver.press("archive", channel=NEWS))["ok"]
    assert (await driver.press("archive", channel=NEWS, undo=True))["ok"]
    assert [event["type"] for event in await driver.events()] == ["channel_archive", "channel_unarchive"]


async def test_what_stands_in_a_modal_comes_along_with_a_press(driver):
    slack = driver.server.slack
    button = {"type": "button", "action_id": "look", "text": {"type": "plain_text", "text": "Look"}}
    field = {"type": "plain_text_input", "action_id": "v"}
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "x"},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": [
            {"type": "input", "block_id": "a", "label": {"type": "plain_text", "text": "A"}, "element": field},
            {"type": "actions", "block_id": "b", "elements": [button]},
        ],
    }
    opened = await driver.api("views.open", trigger_id=slack.triggers.issue("U0MARLOWE1"), view=view)

    await driver.press("click", view_id=opened["view"]["id"], action_id="look", values={"a": "typed"})

    (shown,) = (await driver.look("views"))["views"]
    assert shown["state"]["values"]["a"]["v"]["value"] == "typed"
