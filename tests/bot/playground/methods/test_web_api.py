"""The Web API answers and refuses as Slack does."""

import json

import pytest

from bot.playground.methods import METHODS

NEWS = "C0NEWS0001"


async def raw(driver, method, *, token=None, **sent):
    token = "xoxb-playground" if token is None else token
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with driver.session.post(f"{driver.server.api_url}{method}", headers=headers, **sent) as response:
        return response.status, await response.json()


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("abc", "invalid_auth"), ("xapp-1", "not_allowed_token_type"), ("xoxb-anything", None)],
)
async def test_tokens_are_told_apart_by_how_they_start(driver, token, error):
    _, answer = await raw(driver, "auth.test", token=token)
    assert answer.get("error") == error


async def test_a_token_in_the_body_counts_too(driver):
    _, answer = await raw(driver, "auth.test", token="", data={"token": "xoxb-1"})
    assert answer["user_id"] == "U0NUTGRAF1"


async def test_an_unknown_method_is_named(driver):
    answer = await driver.api("chat.shout")
    assert (answer["error"], answer["req_method"]) == ("unknown_method", "chat.shout")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C404", "text": "x"}, "channel_not_found"),
        ({"text": "x"}, "channel_not_found"),
        ({"channel": "C0RANDOM01", "text": "x"}, "not_in_channel"),
        ({"channel": "C0OLDPIER1", "text": "x"}, "is_archived"),
        ({"channel": NEWS}, "no_text"),
        ({"channel": NEWS, "text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
        ({"channel": NEWS, "text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_schema"),
        ({"channel": NEWS, "text": "x", "metadata": "text"}, "invalid_metadata_format"),
        (
            {"channel": NEWS, "text": "x", "metadata": {"event_type": "a", "event_payload": {"deep": {"er": {}}}}},
            "invalid_metadata_schema",
        ),
    ],
)
async def test_a_post_is_refused_for_a_reason(driver, arguments, error):
    answer = await driver.api("chat.postMessage", **arguments)
    assert answer["error"] == error
    assert await driver.messages() == []


async def test_a_form_post_has_its_blocks_as_a_string(driver):
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "*hi*"}}]
    _, answer = await raw(driver, "chat.postMessage", data={"channel": NEWS, "text": "x", "blocks": json.dumps(blocks)})
    assert answer["message"]["blocks"][0]["text"]["text"] == "*hi*"
    _, broken = await raw(driver, "chat.postMessage", data={"channel": NEWS, "text": "x", "blocks": "[{"})
    assert broken["error"] == "invalid_blocks_format"


async def test_a_body_that_is_no_json_is_refused(driver):
    headers = {"Content-Type": "application/json", "Authorization": "Bearer xoxb-1"}
    async with driver.session.post(f"{driver.server.api_url}api.test", data="{", headers=headers) as response:
        assert (await response.json())["error"] == "invalid_json"
    async with driver.session.post(f"{driver.server.api_url}api.test", data="[]", headers=headers) as response:
        assert (await response.json())["error"] == "json_not_object"


async def test_metadata_is_shown_only_to_who_asks(driver):
    metadata = {"event_type": "nutgraf_digest", "event_payload": {"key": "d1", "part": 0}}
    posted = await driver.api("chat.postMessage", channel=NEWS, text="x", metadata=metadata)
    url = f"{driver.server.api_url}conversations.history"
    for flag, shown in (({"include_all_metadata": "true"}, metadata), ({}, None)):
        query = {"channel": NEWS, **flag}
        async with driver.session.get(url, params=query, headers={"Authorization": "Bearer xoxb-1"}) as response:
            (message,) = (await response.json())["messages"]
        assert message.get("metadata") == shown
        assert message["ts"] == posted["ts"]


async def test_history_leaves_replies_to_their_thread(driver, clock):
    parent = await driver.api("chat.postMessage", channel=NEWS, text="parent")
    clock.move(2)
    reply = await driver.api("chat.postMessage", channel=NEWS, text="reply", thread_ts=parent["ts"])
    clock.move(2)
    again = await driver.api("chat.postMessage", channel=NEWS, text="again", thread_ts=reply["ts"])
    assert again["message"]["thread_ts"] == parent["ts"]
    history = await driver.api("conversations.history", channel=NEWS)
    assert [message["text"] for message in history["messages"]] == ["parent"]
    assert history["messages"][0]["reply_count"] == 2
    thread = await driver.api("conversations.replies", channel=NEWS, ts=parent["ts"])
    assert [message["text"] for message in thread["messages"]] == ["parent", "reply", "again"]
    nothing = await driver.api("conversations.replies", channel=NEWS, ts="1.000000")
    assert nothing["error"] == "thread_not_found"


async def test_history_comes_in_pages_and_between_times(driver, clock):
    times = []
    for number in range(5):
        times.append((await driver.api("chat.postMessage", channel=NEWS, text=str(number)))["ts"])
        clock.move(2)
    page = await driver.api("conversations.history", channel=NEWS, limit=2)
    assert [message["text"] for message in page["messages"]] == ["4", "3"]
    cursor = page["response_metadata"]["next_cursor"]
    page = await driver.api("conversations.history", channel=NEWS, limit=2, cursor=cursor)
    assert [message["text"] for message in page["messages"]] == ["2", "1"]
    after = await driver.api("conversations.history", channel=NEWS, oldest=times[2])
    assert [message["text"] for message in after["messages"]] == ["4", "3"]
    with_it = await driver.api("conversations.history", channel=NEWS, oldest=times[2], inclusive=True)
    assert [message["text"] for message in with_it["messages"]] == ["4", "3", "2"]


async def test_only_its_own_messages_can_be_changed_or_deleted(driver):
    theirs = await driver.say("mine")
    answer = await driver.api("chat.update", channel=NEWS, ts=theirs, text="yours")
    assert answer["error"] == "cant_update_message"
    assert (await driver.api("chat.delete", channel=NEWS, ts=theirs))["error"] == "cant_delete_message"
    ours = (await driver.api("chat.postMessage", channel=NEWS, text="old"))["ts"]
    changed = await driver.api("chat.update", channel=NEWS, ts=ours, text="new")
    assert (changed["message"]["text"], changed["message"]["edited"]["user"]) == ("new", "U0NUTGRAF1")
    assert (await driver.api("chat.delete", channel=NEWS, ts=ours))["ok"]
    assert (await driver.api("chat.delete", channel=NEWS, ts=ours))["error"] == "message_not_found"


async def test_a_whisper_does_not_exist_for_the_web_api(driver):
    whisper = await driver.api("chat.postEphemeral", channel=NEWS, user="U0MARLOWE1", text="psst")
    answer = await driver.api("chat.update", channel=NEWS, ts=whisper["message_ts"], text="louder")
    assert answer["error"] == "message_not_found"
    stranger = await driver.api("chat.postEphemeral", channel=NEWS, user="U404", text="psst")
    assert stranger["error"] == "user_not_in_channel"


async def test_a_deleted_parent_leaves_a_tombstone(driver, clock):
    parent = await driver.api("chat.postMessage", channel=NEWS, text="parent")
    clock.move(2)
    await driver.api("chat.postMessage", channel=NEWS, text="reply", thread_ts=parent["ts"])
    await driver.api("chat.delete", channel=NEWS, ts=parent["ts"])
    assert [message.get("subtype") for message in await driver.messages()] == ["tombstone", None]


async def test_reactions_are_added_once_and_taken_back_once(driver):
    await driver.install_everything()
    ts = await driver.say("react to this")
    place = {"channel": NEWS, "timestamp": ts}
    assert (await driver.api("reactions.add", **place, name="eyes"))["ok"]
    assert (await driver.api("reactions.add", **place, name="eyes"))["error"] == "already_reacted"
    assert (await driver.api("reactions.add", **place, name="not an emoji"))["error"] == "invalid_name"
    shown = (await driver.api("reactions.get", **place))["message"]["reactions"]
    assert shown == [{"name": "eyes", "users": ["U0NUTGRAF1"], "count": 1}]
    assert (await driver.api("reactions.remove", **place, name="eyes"))["ok"]
    assert (await driver.api("reactions.remove", **place, name="eyes"))["error"] == "no_reaction"
    assert (await driver.api("reactions.add", channel=NEWS, timestamp="1.0", name="eyes"))[
        "error"
    ] == "message_not_found"


async def test_a_trigger_lasts_three_seconds_and_works_once(driver, clock):
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Hi"}, "blocks": [{"type": "divider"}]}
    slack = driver.server.slack
    trigger = slack.triggers.issue("U0MARLOWE1")
    assert (await driver.api("views.open", trigger_id=trigger, view=view))["ok"]
    assert (await driver.api("views.open", trigger_id=trigger, view=view))["error"] == "exchanged_trigger_id"
    late = slack.triggers.issue("U0MARLOWE1")
    clock.move(3.1)
    assert (await driver.api("views.open", trigger_id=late, view=view))["error"] == "expired_trigger_id"
    assert (await driver.api("views.open", trigger_id="1.2.3", view=view))["error"] == "invalid_trigger_id"


async def test_views_stack_three_high_and_know_their_hash(driver):
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Hi"}, "blocks": [{"type": "divider"}]}
    slack = driver.server.slack
    opened = await driver.api("views.open", trigger_id=slack.triggers.issue("U0MARLOWE1"), view=view)
    for error in (None, None, "push_limit_reached"):
        answer = await driver.api("views.push", trigger_id=slack.triggers.issue("U0MARLOWE1"), view=view)
        assert answer.get("error") == error
    view_id = opened["view"]["id"]
    assert (await driver.api("views.update", view_id=view_id, view=view, hash=opened["view"]["hash"]))["ok"]
    stale = await driver.api("views.update", view_id=view_id, view=view, hash=opened["view"]["hash"])
    assert stale["error"] == "hash_conflict"


async def test_a_response_url_is_good_for_five_answers_in_half_an_hour(driver, clock):
    urls = driver.server.slack.response_urls
    url = urls.issue(NEWS, "U0MARLOWE1")
    statuses = []
    for _ in range(6):
        async with driver.session.post(url, json={"text": "again"}) as response:
            statuses.append(response.status)
    assert statuses == [200] * 5 + [404]
    late = urls.issue(NEWS, "U0MARLOWE1")
    clock.move(30 * 60 + 1)
    async with driver.session.post(late, json={"text": "late"}) as response:
        assert (await response.json())["error"] == "expired_url"


async def test_a_response_url_reaches_channels_the_bot_is_not_in(driver):
    url = driver.server.slack.response_urls.issue("C0RANDOM01", "U0MARLOWE1")
    async with driver.session.post(url, json={"text": "for all", "response_type": "in_channel"}) as response:
        assert response.status == 200
    (message,) = await driver.messages("C0RANDOM01")
    assert "ephemeral" not in message


async def test_one_message_a_second_and_channel(driver, clock):
    statuses = []
    for channel, pause in ((NEWS, 0), (NEWS, 0), ("C0PRESS001", 1.0), (NEWS, 0)):
        headers = {"Authorization": "Bearer xoxb-1"}
        body = {"channel": channel, "text": "x"}
        async with driver.session.post(
            f"{driver.server.api_url}chat.postMessage", json=body, headers=headers
        ) as response:
            answer = await response.json()
            statuses.append((response.status, answer.get("error"), response.headers.get("Retry-After")))
        clock.move(pause)
    assert statuses == [(200, None, None), (429, "ratelimited", "1"), (200, None, None), (200, None, None)]


async def test_the_tiers_are_held_if_switched_on(driver):
    await driver.install_everything()
    ts = await driver.say("x")
    assert (await driver.press("faults", tiers=True))["ok"]
    errors = [(await driver.api("reactions.get", channel=NEWS, timestamp=ts)).get("error") for _ in range(51)]
    assert errors == [None] * 50 + ["ratelimited"]


async def test_channels_are_listed_by_kind(driver):
    await driver.install_everything()
    listing = await driver.api("conversations.list", types="public_channel,private_channel", exclude_archived=True)
    assert [channel["name"] for channel in listing["channels"]] == ["news", "press-desk", "random"]
    joined = await driver.api("users.conversations")
    assert [channel["name"] for channel in joined["channels"]] == ["news", "old-pier"]
    await driver.api("conversations.join", channel="C0RANDOM01")
    assert "U0NUTGRAF1" in (await driver.api("conversations.members", channel="C0RANDOM01"))["members"]
    assert [event["type"] for event in await driver.events()] == ["member_joined_channel"]


async def test_direct_messages_open_with_a_person(driver):
    opened = await driver.api("conversations.open", users="U0OKAFOR01")
    assert (await driver.api("chat.postMessage", channel=opened["channel"]["id"], text="hello"))["ok"]
    assert (await driver.api("conversations.open", users="U404"))["error"] == "user_not_found"


async def test_a_permalink_leads_to_the_page(driver):
    ts = await driver.say("x")
    answer = await driver.api("chat.getPermalink", channel=NEWS, message_ts=ts)
    async with driver.session.get(answer["permalink"], allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (302, f"/#{NEWS}")


async def test_every_call_is_in_the_log_without_its_token(driver):
    await raw(driver, "chat.postMessage", token="", data={"token": "xoxb-secret", "channel": NEWS, "text": "x"})
    log = await driver.look("log", method="chat.postMessage")
    (call,) = log["calls"]
    assert call["args"] == {"channel": NEWS, "text": "x"}
    assert (call["status"], call["answer"]["ok"], call["time"]) == (200, True, "2026-03-02T09:30:00+00:00")


async def test_no_arguments_break_a_method(driver, clock):
    """Whatever is sent, the answer is Slack's JSON and never a server error."""
    ts = await driver.say("x")
    odd = [None, 1, -1, [], [1], {}, {"type": "modal"}, "", "x", ts, NEWS, True, "{", "[1]"]
    names = (
        "channel ts text blocks metadata user users name timestamp view view_id trigger_id user_id cursor limit oldest"
    )
    for method in METHODS:
        for value in odd:
            clock.move(2)
            arguments = dict.fromkeys((*names.split(), "thread_ts", "attachments", "types", "message"), value)
            for better in ({}, {"channel": NEWS, "ts": ts, "text": "x", "thread_ts": None}):
                status, answer = await raw(driver, method, json=arguments | better)
                assert status in (200, 429), (method, value)
                assert "ok" in answer


async def test_a_text_of_over_forty_thousand_characters_is_cut_with_a_warning(driver, clock):
    answer = await driver.api("chat.postMessage", channel=NEWS, text="x" * 40_001)
    assert (answer["ok"], answer["warning"], len(answer["message"]["text"])) == (True, "message_truncated", 40_000)
    assert answer["response_metadata"]["warnings"] == ["message_truncated"]
    clock.move(2)
    assert "warning" not in await driver.api("chat.postMessage", channel=NEWS, text="x" * 40_000)


async def test_an_update_takes_four_thousand_characters(driver):
    posted = await driver.api("chat.postMessage", channel=NEWS, text="x")
    target = {"channel": NEWS, "ts": posted["ts"]}
    assert (await driver.api("chat.update", **target, text="x" * 4_000))["ok"]
    assert (await driver.api("chat.update", **target, text="x" * 4_001))["error"] == "msg_too_long"
