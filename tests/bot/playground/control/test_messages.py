"""What people and other apps put into a channel, as the bot gets it: files, forwards, blocks, attachments."""

import base64

import pytest

from bot.playground.control.request_bodies import uploads_of
from bot.playground.errors import UsageError

NEWS, RANDOM, ME = "C0NEWS0001", "C0RANDOM01", "U0MARLOWE1"
BEARER = {"Authorization": "Bearer xoxb-1"}
MENTION = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U0NUTGRAF1"}]}],
}


async def history(driver, channel=NEWS):
    return (await driver.api("conversations.history", channel=channel))["messages"]


async def sent(driver):
    """The last event that was sent to the bot."""
    return (await driver.look("events"))["events"][-1]["event"]


async def fetch(driver, url, headers=BEARER):
    async with driver.session.get(url, headers=headers) as response:
        return response.content_type, await response.read()


async def test_blocks_and_attachments_are_sent_as_they_are(driver):
    table = {"type": "table", "block_id": "t", "rows": [[{"type": "raw_text", "text": "a"}]]}
    card = {"title": "Ferry", "title_link": "https://example.org/ferry", "fallback": "Ferry"}
    await driver.say("", blocks=[table, MENTION], attachments=[card])
    event = await sent(driver)
    assert (event["type"], event["text"], event["attachments"]) == ("app_mention", "", [card])
    assert event["blocks"][0] == table
    assert event["blocks"][1]["block_id"]


async def test_another_apps_message_has_its_ids_and_reaches_the_bot_only_with_a_mention(driver):
    card = {"fallback": "Storm", "text": "Storm"}
    await driver.say("", as_app="Harbour Alerts", attachments=[card])
    (message,) = await history(driver)
    assert message["bot_profile"]["name"] == "Harbour Alerts"
    assert message["bot_id"] == message["bot_profile"]["id"] != "B0NUTGRAF1"
    assert (message["app_id"], message["text"], "subtype" in message) == (message["bot_profile"]["app_id"], "", False)
    assert await driver.events() == []

    await driver.say("<!here> @nutgraf *look*", as_app="Harbour Alerts")
    event = await sent(driver)
    assert (event["type"], event["bot_id"]) == ("app_mention", message["bot_id"])
    assert event["text"] == "<!here> <@U0NUTGRAF1> *look*"
    assert (await driver.api("bots.info", bot=message["bot_id"]))["bot"]["name"] == "Harbour Alerts"
    user = (await driver.api("users.info", user=message["user"]))["user"]
    assert (user["is_bot"], user["profile"]["bot_id"]) == (True, message["bot_id"])


async def test_an_incoming_webhook_has_a_name_and_no_user(driver):
    await driver.say("Storm", as_app="Harbour Alerts", webhook=True)
    (message,) = await history(driver)
    assert (message["subtype"], message["username"]) == ("bot_message", "Harbour Alerts")
    assert "user" not in message


async def test_our_own_app_is_no_other_app(driver):
    assert "speaks for itself" in (await driver.press("say", channel=NEWS, text="x", as_app="nutgraf"))["error"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("note.txt", b"one\ntwo", ("text/plain", "text", "Plain Text", "snippet")),
        ("note.md", b"# one", ("text/markdown", "markdown", "Markdown (raw)", "snippet")),
        ("page.html", b"<p>", ("text/html", "html", "HTML", "snippet")),
        ("feeds.opml", b"<opml/>", ("text/plain", "text", "Plain Text", "snippet")),
        ("report.pdf", b"%PDF-1.7", ("application/pdf", "pdf", "PDF", "hosted")),
        ("strange", b"\xff\x00", ("application/octet-stream", "binary", "Binary", "hosted")),
    ],
)
async def test_a_file_is_told_of_by_its_type_and_served_as_it_is(driver, name, content, told):
    await driver.say("", files=[{"name": name, "content_base64": base64.b64encode(content).decode()}])
    (message,) = await history(driver)
    (file,) = message["files"]
    assert message["subtype"] == "file_share"
    assert "blocks" not in message
    assert (file["mimetype"], file["filetype"], file["pretty_type"], file["mode"]) == told
    assert file["size"] == len(content)
    assert await fetch(driver, file["url_private"]) == (told[0], content)


async def test_a_snippet_shows_its_first_lines(driver):
    text = "\n".join(f"line {number}" for number in range(20))
    await driver.say("@nutgraf this", files=[{"name": "paste.txt", "content": text}])
    (file,) = (await sent(driver))["files"]
    assert file["preview"].splitlines()[0] == "line 0"
    assert (file["lines"], file["lines_more"], file["preview_is_truncated"]) == (20, 15, True)


async def test_a_message_has_several_files_and_they_may_claim_anything(driver):
    files = [
        {"name": "a.txt", "content": "a", "mimetype": "application/pdf", "filetype": "pdf", "size": 5},
        {"name": "b.txt", "content": "b", "mode": "hosted"},
    ]
    answer = await driver.press("say", channel=NEWS, text="", files=files)
    one, two = (await history(driver))[0]["files"]
    assert answer["files"] == [one["id"], two["id"]]
    assert (one["mimetype"], one["filetype"], one["size"]) == ("application/pdf", "pdf", 5)
    assert two["mode"] == "hosted"


async def test_a_slack_connect_file_is_an_id_and_files_info_has_the_rest(driver):
    await driver.say("", files=[{"name": "a.txt", "content": "all of it", "file_access": "check_file_info"}])
    (stub,) = (await history(driver))[0]["files"]
    assert stub == {"id": stub["id"], "mode": "file_access", "file_access": "check_file_info"}
    file = (await driver.api("files.info", file=stub["id"]))["file"]
    assert (file["name"], file["mode"], file["file_access"]) == ("a.txt", "snippet", "visible")
    assert await fetch(driver, file["url_private"]) == ("text/plain", b"all of it")


async def test_hidden_and_deleted_files_have_no_address(driver):
    modes = ("hidden_by_limit", "tombstone")
    await driver.say("", files=[{"name": "a.txt", "content": "x", "mode": mode} for mode in modes])
    hidden, gone = (await history(driver))[0]["files"]
    assert hidden == {"id": hidden["id"], "mode": "hidden_by_limit"}
    assert (await driver.api("files.info", file=hidden["id"]))["file"] == hidden
    assert (await driver.api("files.info", file=gone["id"]))["error"] == "file_deleted"
    assert (await fetch(driver, f"{driver.server.url}files/{hidden['id']}"))[0] == "text/html"


@pytest.mark.parametrize(
    "file",
    [
        {"content": "x"},
        {"name": "a", "content_base64": "?"},
        {"name": "a", "content": "x", "mode": "odd"},
        {"name": "a", "content": "x", "file_access": "odd"},
        {"name": "a", "content": "x", "size": -1},
        {"name": "a", "content": "\ud800"},
        "a",
    ],
)
async def test_what_is_no_file_is_said_so(driver, file):
    answer = await driver.press("say", channel=NEWS, text="x", files=[file])
    assert not answer["ok"]
    assert await history(driver) == []


def test_a_file_above_the_limit_is_said_so():
    with pytest.raises(UsageError, match="at most 10000000 bytes"):
        uploads_of({"file": {"name": "a", "content": "x" * 10_000_001}})


async def test_a_forwarded_message_is_an_attachment_beside_the_comment(driver):
    ts = await driver.say("The ferry is late", user="sanna", files=[{"name": "a.txt", "content": "x"}])
    answer = await driver.press("forward", channel=NEWS, ts=ts, to="press-desk", text="@nutgraf this?", user="tobi")
    event = await sent(driver)
    assert (event["type"], event["ts"], event["user"]) == ("app_mention", answer["ts"], "U0OKAFOR01")
    assert event["text"] == "<@U0NUTGRAF1> this?"
    (shared,) = event["attachments"]
    assert (shared["is_share"], shared["is_msg_unfurl"]) == (True, True)
    assert (shared["channel_id"], shared["ts"]) == (NEWS, ts)
    assert (shared["author_id"], shared["author_name"]) == ("U0LINDQV01", "Sanna Lindqvist")
    assert (shared["text"], shared["footer"]) == ("The ferry is late", "Posted in #news")
    assert shared["fallback"] == "[March 02, 2026 09:30 AM] Sanna Lindqvist: The ferry is late"
    (original,) = await history(driver)
    (carried,) = shared["message_blocks"]
    assert (carried["channel"], carried["message"]) == (NEWS, {"blocks": original["blocks"]})
    assert shared["files"] == original["files"]
    link = await driver.api("chat.getPermalink", channel=NEWS, message_ts=ts)
    assert shared["from_url"] == link["permalink"]


async def test_without_a_comment_a_forward_has_no_text_and_no_blocks(driver):
    ts = await driver.say("hello")
    reply = await driver.say("in a thread", thread_ts=ts)
    await driver.press("forward", channel=NEWS, ts=reply, to=ME)
    event = await sent(driver)
    assert (event["type"], event["channel_type"], event["text"]) == ("message", "im", "")
    assert "blocks" not in event
    assert f"thread_ts={ts}" in event["attachments"][0]["from_url"]
    assert event["attachments"][0]["footer"] == "From a thread in #news"


async def test_a_forward_goes_into_a_thread_too_and_never_into_an_archive(driver):
    ts = await driver.say("hello")
    await driver.press("forward", channel=NEWS, ts=ts, to=NEWS, thread_ts=ts)
    assert [message.get("thread_ts") for message in await driver.messages()] == [None, ts]
    assert (await driver.press("forward", channel=NEWS, ts=ts, to="old-pier"))["error"] == "is_archived"


async def test_what_only_one_person_sees_is_forwarded_by_nobody(driver):
    whisper = await driver.api("chat.postEphemeral", channel=NEWS, user=ME, text="x")
    assert not (await driver.press("forward", channel=NEWS, ts=whisper["message_ts"], to=ME))["ok"]


async def test_a_deleted_parent_becomes_a_tombstone_and_goes_with_its_last_reply(driver):
    parent = await driver.say("a question", channel=ME)
    reply = await driver.say("an answer", channel=ME, thread_ts=parent)
    await driver.press("delete", channel=ME, ts=parent)
    event = await sent(driver)
    assert event["subtype"] == "message_changed"
    assert event["previous_message"]["text"] == "a question"
    tombstone = {
        "type": "message",
        "subtype": "tombstone",
        "text": "This message was deleted.",
        "user": "USLACKBOT",
        "hidden": True,
        "ts": parent,
        "thread_ts": parent,
        "parent_user_id": "USLACKBOT",
    }
    assert tombstone.items() <= event["message"].items()
    (shown,) = await history(driver, (await driver.look("state"))["channels"][-1]["id"])
    assert tombstone.items() <= shown.items()

    await driver.press("delete", channel=ME, ts=reply)
    event = await sent(driver)
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", parent)
    assert await driver.messages(ME) == []
