"""Everything the playground says has only the keys and types that Slack's own published samples have."""

import json
import zipfile
from pathlib import Path

import pytest

from bot.playground.connection.transport import Answer
from bot.playground.server import PlaygroundServer

NEWS, ME = "C0NEWS0001", "U0MARLOWE1"
# What a sender puts in is theirs: blocks are held to block_kit/blocks.py, these have free keys.
FREE = {"blocks", "event_payload", "values", "args"}
# Slack sends these too; the samples, gathered from single calls, happen not to have them.
_THREAD = {"thread_ts", "reply_count", "reply_users_count", "latest_reply", "reply_users", "is_locked", "subscribed"}
BEYOND_SAMPLES = {
    "chat.update": {"ts", "thread_ts", "parent_user_id"},
    "conversations.replies": {"client_msg_id"},
    "submit": {"response_urls"},
    "reactions.get": {"client_msg_id", *_THREAD},
}
# The samples hold messages of every kind; those of forwarded ones and of tombstones are in the issues that
# bot/playground/formats/shares.py and local_slack.py name.
BEYOND_MESSAGES = {"client_msg_id", "is_share", "hidden", "parent_user_id", "user_team", "source_team"}

BUTTON = {
    "type": "actions",
    "elements": [
        {"type": "button", "action_id": "go", "value": "1", "text": {"type": "plain_text", "text": "Go"}},
        {
            "type": "overflow",
            "action_id": "more",
            "options": [{"text": {"type": "plain_text", "text": "A"}, "value": "a"}],
        },
    ],
}
MODAL = {
    "type": "modal",
    "callback_id": "save",
    "notify_on_close": True,
    "title": {"type": "plain_text", "text": "Digest", "emoji": True},
    "submit": {"type": "plain_text", "text": "Save", "emoji": True},
    "close": {"type": "plain_text", "text": "Cancel", "emoji": True},
    "blocks": [
        {
            "type": "input",
            "block_id": "b",
            "label": {"type": "plain_text", "text": "x"},
            "element": {"type": "plain_text_input", "action_id": "v"},
        }
    ],
}


class Recorder:
    """Takes every payload and answers yes."""

    connected = True

    def __init__(self):
        self.payloads = []

    def send(self, envelope):
        self.payloads.append(envelope.payload)
        if envelope.answer is not None:
            envelope.answer.set_result(Answer())

    async def stop(self):
        """Nothing to stop."""


class Samples:
    def __init__(self, path: Path):
        self._zip = zipfile.ZipFile(path)

    def read(self, name):
        return json.loads(self._zip.read(f"json-logs/samples/{name}.json"))


@pytest.fixture
def samples(shared):
    return Samples(shared / "slack" / "json-logs.zip")


def differences(ours, sample, path=""):
    """Where our JSON has a key or a type that the sample has not."""
    if ours is None or sample in ({}, [], None):
        return []
    if isinstance(ours, dict) and isinstance(sample, dict):
        found = []
        for name, value in ours.items():
            if name in FREE:
                continue
            if name not in sample:
                found.append(f"{path}.{name} is unknown")
            else:
                found += differences(value, sample[name], f"{path}.{name}")
        return found
    if isinstance(ours, list) and isinstance(sample, list):
        return [each for item in ours for each in min((differences(item, other, path) for other in sample), key=len)]
    if kind(ours) != kind(sample):
        return [f"{path} is {kind(ours)}, not {kind(sample)}"]
    return []


def kind(value):
    if isinstance(value, bool):
        return "bool"
    return "number" if isinstance(value, int | float) else type(value).__name__


def unexpected(ours, sample, beyond=()):
    """The differences, without those in keys that we know the sample lacks."""
    known = tuple(f".{name} is unknown" for name in beyond)
    return [line for line in differences(ours, sample) if not line.endswith(known or ("nothing",))]


@pytest.fixture
async def recorder(server: PlaygroundServer):
    recorder = Recorder()
    server.slack.delivery = recorder
    return recorder


@pytest.mark.shared
async def test_web_api_answers(driver, samples):
    await driver.install_everything()
    slack = driver.server.slack
    parent = await driver.say("@nutgraf hello https://example.org/x")
    await driver.press("react", channel=NEWS, ts=parent, name="eyes")
    metadata = {"event_type": "x", "event_payload": {"a": 1}}
    post = {"channel": NEWS, "text": "x", "blocks": [BUTTON], "metadata": metadata, "thread_ts": parent}
    reply = await driver.api("chat.postMessage", **post)
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    opened = await driver.api("views.open", trigger_id=slack.triggers.issue(ME), view=MODAL)
    answers = {
        "chat.postMessage": reply,
        "views.open": opened,
        "views.push": await driver.api("views.push", trigger_id=slack.triggers.issue(ME), view=MODAL),
        "views.update": await driver.api("views.update", view_id=opened["view"]["id"], view=MODAL),
        "views.publish": await driver.api("views.publish", user_id=ME, view=home),
    }
    calls = {
        "auth.test": {},
        "api.test": {"foo": "bar"},
        "chat.update": {"channel": NEWS, "ts": reply["ts"], "text": "y", "blocks": [BUTTON]},
        "chat.postEphemeral": {"channel": NEWS, "user": ME, "text": "x"},
        "chat.getPermalink": {"channel": NEWS, "message_ts": reply["ts"]},
        "conversations.history": {"channel": NEWS, "include_all_metadata": True},
        "conversations.replies": {"channel": NEWS, "ts": parent, "include_all_metadata": True},
        "conversations.info": {"channel": NEWS},
        "conversations.list": {"types": "public_channel,private_channel,im"},
        "conversations.members": {"channel": NEWS},
        "conversations.open": {"users": ME, "return_im": True},
        "conversations.join": {"channel": "C0RANDOM01"},
        "users.info": {"user": ME},
        "users.list": {},
        "users.conversations": {"types": "public_channel,im"},
        "reactions.get": {"channel": NEWS, "timestamp": parent},
        "reactions.add": {"channel": NEWS, "timestamp": parent, "name": "tada"},
        "reactions.remove": {"channel": NEWS, "timestamp": parent, "name": "tada"},
        "team.info": {},
        "bots.info": {},
        "chat.delete": {"channel": NEWS, "ts": reply["ts"]},
    }
    for method, arguments in calls.items():
        answers[method] = await driver.api(method, **arguments)
    headers = {"Authorization": "Bearer xapp-1"}
    async with driver.session.post(f"{driver.server.api_url}apps.connections.open", headers=headers) as response:
        answers["apps.connections.open"] = await response.json()
    for method, answer in answers.items():
        assert answer["ok"], (method, answer)
        beyond = BEYOND_SAMPLES.get(method, ())
        assert unexpected(answer, samples.read(f"api/{method}"), beyond) == [], method


@pytest.mark.shared
async def test_refusals(driver, samples):
    answer = await driver.api("chat.postMessage", channel=NEWS, text="x", blocks=[{"type": "nothing"}])
    assert unexpected(answer, samples.read("api/chat.postMessage")) == []
    view = MODAL | {"blocks": [{"type": "nothing"}]}
    answer = await driver.api("views.open", trigger_id=driver.server.slack.triggers.issue(ME), view=view)
    assert unexpected(answer, samples.read("api/views.open")) == []


@pytest.mark.shared
async def test_events(driver, samples, recorder):
    await driver.install_everything()
    ts = await driver.say("@nutgraf hello")
    await driver.say("@nutgraf and here", thread_ts=ts)
    await driver.press("edit", channel=NEWS, ts=ts, text="@nutgraf hello again")
    direct = await driver.say("direct", channel=ME)
    await driver.press("edit", channel=ME, ts=direct, text="changed")
    await driver.press("react", channel=ME, ts=direct, name="eyes")
    await driver.press("unreact", channel=ME, ts=direct, name="eyes")
    await driver.press("delete", channel=ME, ts=direct)
    await driver.api("chat.postMessage", channel=ME, text="x", metadata={"event_type": "x", "event_payload": {}})
    await driver.press("home")
    await driver.api("views.publish", user_id=ME, view={"type": "home", "blocks": [{"type": "divider"}]})
    await driver.press("home")
    await driver.press("invite", channel="random")
    for channel in (NEWS, "C0PRESS001"):
        await driver.press("archive", channel=channel)
        await driver.press("archive", channel=channel, undo=True)
        await driver.press("change_id", channel=channel)
    for channel in ("news", "press-desk"):
        await driver.press("kick", channel=channel)
    files = {
        "app_mention": "AppMentionPayload",
        "message": "MessagePayload",
        "message_changed": "MessageChangedPayload",
        "message_deleted": "MessageDeletedPayload",
        "reaction_added": "ReactionAddedPayload",
        "reaction_removed": "ReactionRemovedPayload",
        "app_home_opened": "AppHomeOpenedPayload",
        "member_joined_channel": "MemberJoinedChannelPayload",
        "channel_archive": "ChannelArchivePayload",
        "channel_unarchive": "ChannelUnarchivePayload",
        "group_archive": "GroupArchivePayload",
        "group_unarchive": "GroupUnarchivePayload",
        "channel_left": "ChannelLeftPayload",
        "group_left": "GroupLeftPayload",
        "channel_id_changed": "ChannelIdChangedPayload",
    }
    seen = set()
    for payload in recorder.payloads:
        name = payload["event"].get("subtype") or payload["event"]["type"]
        seen.add(name)
        assert unexpected(payload, samples.read(f"events/{files[name]}"), _THREAD) == [], name
    assert seen == set(files)


@pytest.mark.shared
async def test_messages_of_every_carrier(driver, samples, recorder):
    """Files, forwards, other apps' messages and tombstones, as they are read and as they are sent."""
    files = [
        {"name": "a.txt", "content": "x"},
        {"name": "b.pdf", "content": "%PDF-"},
        {"name": "c.txt", "content": "x", "file_access": "check_file_info"},
        {"name": "d.txt", "content": "x", "mode": "hidden_by_limit"},
    ]
    shared = await driver.say("hello", files=files)
    await driver.press("forward", channel=NEWS, ts=shared, to=NEWS, text="look")
    await driver.press("forward", channel=NEWS, ts=shared, to=ME, text="look")
    await driver.say("<@U0NUTGRAF1>", as_app="Harbour Alerts")
    await driver.say("x", as_app="Harbour Alerts", webhook=True)
    await driver.say("x", channel=ME, as_app="Harbour Alerts", webhook=True)
    await driver.say("x", channel=ME, files=files)
    parent = await driver.say("parent", channel=ME)
    await driver.say("reply", channel=ME, thread_ts=parent)
    await driver.press("delete", channel=ME, ts=parent)

    shared_channel = await driver.press("channel", name="with-others", shared=True)
    ada = await driver.press("people", name="ada", organisation="Pier Press", channels=["with-others"])
    group = await driver.press("group", people=["ines", "tobi"])
    await driver.say("@nutgraf hello", channel="with-others", user="ada")
    await driver.install_everything()
    answers = {
        "users.info": await driver.api("users.info", user=ada["id"]),
        "conversations.info": await driver.api("conversations.info", channel=shared_channel["id"]),
        "conversations.open": await driver.api("conversations.open", users=f"{ME},U0OKAFOR01", return_im=True),
        "conversations.history": await driver.api("conversations.history", channel=shared_channel["id"]),
    }
    answers["conversations.list"] = await driver.api("conversations.list", types="mpim")
    assert answers["conversations.open"]["channel"]["id"] == group["id"]
    for method, answer in answers.items():
        assert answer["ok"], (method, answer)
        if method != "conversations.open":  # the sample opens a conversation of two
            assert unexpected(answer, samples.read(f"api/{method}"), BEYOND_MESSAGES) == [], method

    history = await driver.api("conversations.history", channel=NEWS)
    assert len(history["messages"]) == 4
    assert unexpected(history, samples.read("api/conversations.history"), BEYOND_MESSAGES) == []
    info = await driver.api("files.info", file=history["messages"][-1]["files"][0]["id"])
    assert unexpected(info, samples.read("api/files.info"), {"response_metadata"}) == []
    names = {"file_share": "MessageFileSharePayload", "bot_message": "MessageBotPayload",
             "message_changed": "MessageChangedPayload", "app_mention": "AppMentionPayload",
             "message": "MessagePayload"}  # fmt: skip
    beyond = {*BEYOND_MESSAGES, "message_blocks", "files", *_THREAD}
    seen = set()
    for payload in recorder.payloads:
        name = payload["event"].get("subtype") or payload["event"]["type"]
        seen.add(name)
        assert unexpected(payload, samples.read(f"events/{names[name]}"), beyond) == [], name
    assert seen == set(names)


@pytest.mark.shared
async def test_commands_and_interactions(driver, samples, recorder):
    await driver.press("install", shortcuts=["x"])
    slack = driver.server.slack
    posted = await driver.api("chat.postMessage", channel=NEWS, text="x", blocks=[BUTTON])
    view = (await driver.api("views.open", trigger_id=slack.triggers.issue(ME), view=MODAL))["view"]
    other = (await driver.api("views.open", trigger_id=slack.triggers.issue(ME), view=MODAL))["view"]
    presses = [
        ("app-backend/slash-commands/SlashCommandPayload", "command", {"channel": NEWS, "command": "/digest"}),
        (
            "app-backend/interactive-components/BlockActionPayload",
            "click",
            {"channel": NEWS, "ts": posted["ts"], "action_id": "go"},
        ),
        (
            "app-backend/interactive-components/BlockActionPayload",
            "click",
            {"channel": NEWS, "ts": posted["ts"], "action_id": "more", "value": "a"},
        ),
        (
            "app-backend/interactive-components/MessageShortcutPayload",
            "shortcut",
            {"channel": NEWS, "ts": posted["ts"], "callback_id": "x"},
        ),
        ("app-backend/views/ViewSubmissionPayload", "submit", {"view_id": view["id"], "values": {"b": "text"}}),
        ("app-backend/views/ViewClosedPayload", "close", {"view_id": other["id"]}),
    ]
    for sample, button, body in presses:
        assert (await driver.press(button, **body))["ok"], button
        beyond = BEYOND_SAMPLES.get(button, ())
        assert unexpected(recorder.payloads[-1], samples.read(sample), beyond) == [], button
