"""An unmodified slack-bolt app in the playground, in Socket Mode and over HTTP."""

import aiohttp
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SystemClock
from bot.playground.server import PlaygroundServer

NEWS = "C0NEWS0001"
BUTTON = {
    "type": "actions",
    "elements": [
        {"type": "button", "action_id": "longer", "value": "d1", "text": {"type": "plain_text", "text": "Longer"}},
        {
            "type": "overflow",
            "action_id": "more",
            "options": [
                {"text": {"type": "plain_text", "text": "All quotes"}, "value": "quotes"},
                {"text": {"type": "plain_text", "text": "Delete"}, "value": "delete"},
            ],
        },
    ],
}
MODAL = {
    "type": "modal",
    "callback_id": "save",
    "title": {"type": "plain_text", "text": "Daily digest"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "feeds",
            "label": {"type": "plain_text", "text": "Sources"},
            "element": {"type": "plain_text_input", "action_id": "v"},
        }
    ],
}


async def replies(driver, ts):
    return [message for message in await driver.messages() if message.get("thread_ts") == ts]


async def test_a_mention_is_answered_in_its_thread(app, connect, driver, wait):
    @app.event("app_mention")
    async def mention(event, say):
        await say(text=f"read {event['text']}", thread_ts=event["ts"])

    await connect()
    ts = await driver.say("@nutgraf https://example.org/a?b=1&c=2")
    (reply,) = await wait(lambda: replies(driver, ts))
    assert reply["bot"]
    assert reply["text"] == "read <@U0NUTGRAF1> <https://example.org/a?b=1&amp;c=2>"


async def test_a_mention_without_the_bot_in_the_channel_reaches_nobody(connect, driver):
    await connect()
    await driver.say("@nutgraf hello", channel="random")
    await driver.say("hello without a name")
    assert await driver.events() == []


async def test_a_direct_message_arrives_with_its_channel_type(app, connect, driver, wait):
    seen = []

    @app.event("message")
    async def message(event):
        seen.append(event)

    await connect()
    await driver.say("hello", channel="U0MARLOWE1")

    async def look():
        return seen

    await wait(look)
    assert (seen[0]["channel_type"], seen[0]["text"]) == ("im", "hello")
    assert seen[0]["channel"].startswith("D")


async def test_a_command_is_answered_only_to_the_one_who_sent_it(app, connect, driver, wait):
    @app.command("/summarize")
    async def summarize(ack, respond, command):
        await ack()
        await respond(text=f"you said {command['text']}")

    await connect()
    answer = await driver.press("command", channel=NEWS, command="/summarize", text="something", user="tobi")
    assert answer["ok"]
    (whisper,) = await wait(driver.messages)
    assert (whisper["text"], whisper["ephemeral"], whisper["ephemeral_to"]) == (
        "you said something",
        True,
        "U0OKAFOR01",
    )
    history = await driver.api("conversations.history", channel=NEWS)
    assert history["messages"] == []


async def test_text_in_the_acknowledgement_is_a_whisper_too(app, connect, driver):
    @app.command("/digest")
    async def settings(ack):
        await ack("a moment")

    await connect()
    await driver.press("command", channel=NEWS, command="/digest", text="")
    assert [message["text"] for message in await driver.messages()] == ["a moment"]


async def test_a_command_nobody_listens_to_fails_visibly(driver):
    answer = await driver.press("command", channel=NEWS, command="/summarize", text="x")
    assert (answer["ok"], answer["error"]) == (False, "dispatch_failed")
    assert "no bot is connected" in answer["message"]
    (whisper,) = await driver.messages()
    assert whisper["text"].startswith("/summarize failed with the error “dispatch_failed”: no bot is connected")
    assert not whisper["bot"]


async def test_a_button_carries_its_message_and_its_answer_replaces_it(app, connect, driver, wait):
    pressed = []

    @app.action("longer")
    async def longer(ack, body, respond):
        await ack()
        pressed.append(body)
        await respond(text="longer now", replace_original=True)

    await connect()
    posted = await driver.api("chat.postMessage", channel=NEWS, text="short", blocks=[BUTTON])
    answer = await driver.press("click", channel=NEWS, ts=posted["ts"], action_id="longer", value="d1")
    assert answer["ok"]

    async def replaced():
        return [message for message in await driver.messages() if message["text"] == "longer now"]

    (message,) = await wait(replaced)
    assert message["blocks"] == []
    assert pressed[0]["message"]["ts"] == posted["ts"]
    assert pressed[0]["actions"][0]["value"] == "d1"


async def test_an_overflow_menu_sends_the_chosen_option(app, connect, driver):
    chosen = []

    @app.action("more")
    async def more(ack, action):
        chosen.append(action["selected_option"]["value"])
        await ack()

    await connect()
    posted = await driver.api("chat.postMessage", channel=NEWS, text="short", blocks=[BUTTON])
    await driver.press("click", channel=NEWS, ts=posted["ts"], action_id="more", value="delete")
    assert chosen == ["delete"]
    nothing = await driver.press("click", channel=NEWS, ts=posted["ts"], action_id="more", value="unheard of")
    assert not nothing["ok"]


async def test_a_whisper_can_be_pressed_away(app, connect, driver, wait):
    @app.command("/summarize")
    async def summarize(ack, respond):
        await ack()
        await respond(text="only you", blocks=[BUTTON])

    @app.action("longer")
    async def dismiss(ack, respond, body):
        await ack()
        assert body["container"]["is_ephemeral"]
        await respond(delete_original=True)

    await connect()
    await driver.press("command", channel=NEWS, command="/summarize", text="x")
    (whisper,) = await wait(driver.messages)
    await driver.press("click", channel=NEWS, ts=whisper["ts"], action_id="longer")

    async def is_gone():
        return not await driver.messages()

    await wait(is_gone)


async def test_a_message_shortcut_carries_the_message(app, connect, driver):
    texts = []

    @app.shortcut("summarise_message")
    async def shortcut(ack, body):
        texts.append(body["message"]["text"])
        await ack()

    await connect()
    await driver.press("install", shortcuts=["summarise_message"])
    ts = await driver.say("look at https://example.org/x")
    await driver.press("shortcut", channel=NEWS, ts=ts, callback_id="summarise_message")
    assert texts == ["look at <https://example.org/x>"]


async def test_a_modal_opens_is_refused_and_is_taken(app, connect, driver, wait):
    saved = []

    @app.command("/digest")
    async def settings(ack, client, body):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("save")
    async def save(ack, view):
        feeds = view["state"]["values"]["feeds"]["v"]["value"]
        if not feeds.startswith("http"):
            await ack(response_action="errors", errors={"feeds": "Not an address"})
            return
        saved.append(feeds)
        await ack()

    await connect()
    await driver.press("command", channel=NEWS, command="/digest", text="settings")

    async def open_views():
        return (await driver.look("views"))["views"]

    (view,) = await wait(open_views)
    empty = await driver.press("submit", view_id=view["id"], values={})
    assert empty["errors"] == {"feeds": "Please complete this required field."}
    wrong = await driver.press("submit", view_id=view["id"], values={"feeds": "gopher"})
    assert (wrong["ok"], wrong["errors"]) == (False, {"feeds": "Not an address"})
    right = await driver.press("submit", view_id=view["id"], values={"feeds": "https://example.org/feed"})
    assert right["ok"]
    assert saved == ["https://example.org/feed"]
    assert (await driver.look("views"))["views"] == []


async def test_the_home_tab_is_published_to_who_opens_it(app, connect, driver, wait):
    @app.event("app_home_opened")
    async def home(client, event):
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [{"type": "divider"}]})

    await connect()
    await driver.press("home", user="sanna")

    async def homes():
        return (await driver.look("views"))["homes"]

    assert list(await wait(homes)) == ["U0LINDQV01"]


async def test_events_while_nobody_is_connected_are_kept(app, connect, driver, wait):
    @app.event("app_mention")
    async def mention(event, say):
        await say(text="late", thread_ts=event["ts"])

    ts = await driver.say("@nutgraf are you there?")
    assert not (await driver.look("state"))["bot_connected"]
    await connect()
    assert (await driver.look("state"))["bot_connected"]
    assert len(await wait(lambda: replies(driver, ts))) == 1


async def test_the_app_comes_back_after_a_disconnect(app, connect, driver, wait):
    @app.event("app_mention")
    async def mention(event, say):
        await say(text="still here", thread_ts=event["ts"])

    handler = await connect()
    first = handler.client.current_session
    await driver.press("faults", socket="disconnect_refresh")

    async def is_new():
        session = handler.client.current_session
        return session is not first and not session.closed and (await driver.look("state"))["bot_connected"]

    await wait(is_new)
    ts = await driver.say("@nutgraf again")
    assert len(await wait(lambda: replies(driver, ts))) == 1


async def test_an_event_can_be_delivered_again(app, connect, driver, wait):
    retries = []

    @app.event("app_mention")
    async def mention(request):
        retries.append(request.headers.get("x-slack-retry-num"))

    await connect()
    await driver.say("@nutgraf once")
    (event,) = await driver.events()
    await driver.press("redeliver", event_id=event["event_id"], times=2)

    async def all_three():
        return len(retries) == 3

    await wait(all_three)
    assert retries == [["0"], ["1"], ["2"]]


async def test_the_first_mention_is_asked_once(clock):
    server = PlaygroundServer(port=0, clock=clock)
    await server.start()
    try:
        app = AsyncApp(client=AsyncWebClient(token="xoxb-1", base_url=server.api_url))
        for _ in range(2):
            opened = await app.client.apps_connections_open(app_token="xapp-1")
            async with aiohttp.ClientSession() as session, session.ws_connect(opened["url"]) as socket:
                assert (await socket.receive_json())["type"] == "hello"
        (message,) = server.slack.workspace.timeline(NEWS)
        assert message.text.startswith("<@U0NUTGRAF1> <http://127.0.0.1:")
    finally:
        await server.stop()


async def test_over_http_the_same_payloads_arrive_signed(wait, desk_of):
    """The HTTP adapter of slack-bolt checks the signature; a wrong secret would answer 401."""
    application = web.Application()
    runner = web.AppRunner(application)

    async def receive(request: web.Request) -> web.Response:
        body = await request.text()
        answer = await app.async_dispatch(AsyncBoltRequest(body=body, headers=dict(request.headers)))
        return web.Response(status=answer.status, text=answer.body)

    application.router.add_post("/slack/events", receive)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    server = PlaygroundServer(
        port=0, clock=SystemClock(), events_url=f"http://127.0.0.1:{port}/slack/events", signing_secret="s3cret"
    )
    await server.start()
    app = AsyncApp(client=AsyncWebClient(token="xoxb-1", base_url=server.api_url), signing_secret="s3cret")

    @app.event("app_mention")
    async def mention(event, say):
        await say(text="by post", thread_ts=event["ts"])

    @app.command("/summarize")
    async def summarize(ack):
        await ack("acknowledged by post")

    try:
        async with aiohttp.ClientSession() as session:
            driver = desk_of(server, session)
            ts = await driver.say("@nutgraf hello")
            await wait(lambda: replies(driver, ts))
            await driver.press("command", channel=NEWS, command="/summarize", text="x")
            assert (await driver.messages())[-1]["text"] == "acknowledged by post"
    finally:
        await server.stop()
        await runner.cleanup()
